"""The arXiv snapshot: LaTeX, line breaks, authors, first versions, ids."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paper import Paper, Rejected
from index.sources.arxiv import decoder
from index.sources.identifiers import clean_arxiv_id, clean_doi
from tests.support.records import papers_and_rejected

RECORD: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Ada Moss",
    "authors": "A. Moss and B. F{\\'e}r\\'e",
    "title": "On small gardens and\n  their light",
    "comments": "37 pages",
    "journal-ref": None,
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": None,
    "categories": "hep-ph cs.LG",
    "license": None,
    "abstract": "  We grow gardens of Erd\\H{o}s\nkind with $\\alpha = 5\\%$ and 5\\% light.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Moss", "Ada", ""], ["F\u00e9r\u00e9", "B.", "Jr."], ["The Team", "", ""]],
}


def decode(**changes: Any) -> Paper | Rejected:
    line = json.dumps({**RECORD, **changes}).encode() + b"\n"
    (found,) = papers_and_rejected([decoder("file")(line, 7)])
    return found


def paper(**changes: Any) -> Paper:
    found = decode(**changes)
    assert isinstance(found, Paper)
    return found


def test_a_record_as_arxiv_publishes_it() -> None:
    assert paper() == Paper(
        key="0704.0001",
        title="On small gardens and their light",
        abstract="We grow gardens of Erdős kind with $\\alpha = 5\\%$ and 5% light.",
        published=date(2007, 4, 2),
        author_count=3,
        authors=("Ada Moss", "B. Féré Jr.", "The Team"),
        arxiv_id="0704.0001",
        categories=("hep-ph", "cs.LG"),
        doi="10.1103/PhysRevD.76.013009",
        url="https://arxiv.org/abs/0704.0001",
        sources=("arxiv",),
    )


def test_what_is_missing_or_null_is_unknown() -> None:
    line = b'{"id": "hep-th/9901001", "title": "Gardens"}'
    assert decoder("file")(line, 1) == Paper(
        key="hep-th/9901001",
        title="Gardens",
        arxiv_id="hep-th/9901001",
        url="https://arxiv.org/abs/hep-th/9901001",
        sources=("arxiv",),
    )
    empty = paper(
        abstract=" \n", authors=None, authors_parsed=[], categories="", versions=[], doi=None
    )
    assert (empty.abstract, empty.authors, empty.author_count) == (None, None, None)
    assert (empty.categories, empty.published, empty.doi) == (None, None, None)


@pytest.mark.parametrize(
    ("abstract", "clean"),
    [
        ("  One line.\n", "One line."),
        ("  Several\nlines of\none.\n", "Several lines of one."),
        ("  First one.\n  Second\none.\n", "First one.\n\nSecond one."),
        ("  First\none.\n\nSecond one.\n", "First one.\n\nSecond one."),
        ("  Every\n  line is\n  indented.\n", "Every line is indented."),
        ("  Two  spaces \n and\ttabs.", "Two spaces and tabs."),
        ("  Bell\x07 and \x1b[2J.", "Bell and ."),
        ("  Caf\\'e \u202e$x$", "Café $x$"),
    ],
)
def test_abstracts(abstract: str, clean: str) -> None:
    assert paper(abstract=abstract).abstract == clean


@pytest.mark.parametrize(
    ("parsed", "authors"),
    [
        ([["Moss", "Ada", ""]], ("Ada Moss",)),
        ([["Moss", "Ada", "III", "Garden University"]], ("Ada Moss III",)),
        ([["Moss"], ["Fern", ""]], ("Moss", "Fern")),
        ([["M{\\o}ss", "\\'Ada", ""]], ("Áda Møss",)),
        ([["Moss ", " Ada", ""]], ("Ada Moss",)),
        ([["Moss", "A.\nB.", ""]], ("A. B. Moss",)),
        ([["Mo\u202ess", "Ada", ""], ["", "", ""]], ("Ada Moss",)),
        ([["Mo\u0308ss", "A|da", ""]], ("A|da Möss",)),
        ([["x" * 500, "", ""]], ("x" * 199 + "…",)),
        ([["", "", ""]], None),
        ([[":", "", ""], ["", "", ""], ["27", "", ""], ["Moss", "Ada", ""]], ("Ada Moss",)),
        ([["Moss", "Ada", ""], ["Fern", "and Cy", ""]], ("Ada Moss", "Cy Fern")),
        ([["Fern", "and Cy", ""], ["Moss", "Ada", ""]], ("Cy Fern", "Ada Moss")),
        ([["Moss", "Ada", ""], ["and Fern", "Cy", ""]], ("Ada Moss", "Cy Fern")),
        ([["Moss", "Ada", ""], ["Fern", "Cy", "and"]], ("Ada Moss", "Cy Fern")),
        ([["Fern and", "Cy", ""]], ("Cy Fern",)),
        ([["Moss", "Ada", ""], ["and", "", ""]], ("Ada Moss",)),
        ([["Moss", "Ada and Bo", ""]], ("Ada and Bo Moss",)),
        (
            [["Moss", "Ada", ""], ["Fern", "And Cy", ""], ["and", "Bo", ""]],
            ("Ada Moss", "Cy Fern", "Bo"),
        ),
        ([["Moss", "A. ~", ""], ["Fern", "; Cy", ""]], ("A. Moss", "Cy Fern")),
        ([["Collaboration", "for the ORCHARD", ""]], ("ORCHARD Collaboration",)),
        ([["team", "on behalf of the Reed", ""]], ("Reed team",)),
        ([["Reed", "Ada Moss and Bo", ""]], ("Ada Moss", "Bo Reed")),
        ([["Centre for Soil and Light", "", ""]], ("Centre for Soil and Light",)),
        (
            [["王", "小明", ""], ["김", "민수", ""], ["王", "Ming", ""]],
            ("王小明", "김민수", "Ming 王"),
        ),
    ],
)
def test_authors(parsed: list[list[str]], authors: tuple[str, ...] | None) -> None:
    found = paper(authors=None, authors_parsed=parsed)
    assert found.authors == authors
    assert found.author_count == (len(authors) if authors else None)


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("Sat, 31 Mar 2007 02:26:18 GMT", date(2007, 3, 31)),
        ("Thu, 1 Feb 1996 12:00:00 GMT", date(1996, 2, 1)),
        ("Thu, 01 Feb 1996 12:00:00 GMT", date(1996, 2, 1)),
        ("Thu, 30 Feb 1996 12:00:00 GMT", None),
        ("2007-03-31", date(2007, 3, 31)),
        ("2007-03-31T23:26:18Z", date(2007, 3, 31)),
        ("2007-03-31T23:26:18-05:00", date(2007, 4, 1)),
        ("Sat, 31 Mar 2007 23:26:18 -0500", date(2007, 4, 1)),
        ("31 Mar 2007", date(2007, 3, 31)),
        ("1175307978000", date(2007, 3, 31)),
        ("soon", None),
        ("", None),
    ],
)
def test_the_first_version_is_the_day_it_was_published(created: str, day: date | None) -> None:
    assert paper(versions=[{"version": "v1", "created": created}]).published == day


@pytest.mark.parametrize(
    ("written", "arxiv_id"),
    [
        ("2401.01234", "2401.01234"),
        ("0704.0001", "0704.0001"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("2401.01234v12", "2401.01234"),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("solv-int/9801001", "solv-int/9801001"),
        ("arXiv:2401.01234", "2401.01234"),
        ("https://arxiv.org/abs/2401.01234v1", "2401.01234"),
        ("http://www.arxiv.org/pdf/2401.01234.pdf", "2401.01234"),
        ("cond-mat.mes-hall/9901001", "cond-mat/9901001"),
        ("arxiv.org/abs/2401.01234v1", "2401.01234"),
        ("oai:arXiv.org:hep-th/9901001", "hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2401.01234", "2401.01234"),
        ("arXiv:2401.01234v1 [cs.LG]", "2401.01234"),
        # Ids that went through a table of numbers.
        ("704.0409", "0704.0409"),
        ("704.332", "0704.3320"),
        ("1904.1", "1904.10000"),
        ("1501.0009599999998", "1501.00096"),
        ("2401.0123400000001", "2401.01234"),
        ("7.040409e+02", "0704.0409"),
        ("1.9041E3", "1904.10000"),
        ("2401.0", None),
        ("2401.012345", None),
        ("2413.01234", None),
        ("2024-01-01", None),
        ("gardens", None),
        ("", None),
        ("٢٤٠١.٠١٢٣٤", None),
    ],
)
def test_arxiv_ids(written: str, arxiv_id: str | None) -> None:
    assert clean_arxiv_id(written) == arxiv_id
    if arxiv_id is not None:
        assert clean_arxiv_id(arxiv_id) == arxiv_id


@given(st.text(max_size=30))
def test_arxiv_ids_are_stable_whatever_comes(text: str) -> None:
    found = clean_arxiv_id(text)
    assert found is None or clean_arxiv_id(found) == found


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1103/PhysRevD.76.013009", "10.1103/PhysRevD.76.013009"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("10.1000/182 10.1000/183", "10.1000/182"),
        ("10.1000/1\x0782", "10.1000/182"),
        ("none", None),
        ("10.5", None),
    ],
)
def test_dois(written: str, doi: str | None) -> None:
    assert clean_doi(written) == doi


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "2401.00001", "title": "Gard', "not valid JSON: it is cut off"),
        (b'{"id": "2401.00001"}\n', 'no "title" in it'),
        (b'{"id": true, "title": "x"}\n', '"id": expected str, got bool'),
        (b'{"id": "x", "title": null}\n', '"title": expected str, got null'),
        (b'{"id": "x", "title": "x", "versions": 7}\n', '"versions": expected array'),
        (b'{"id": "x", "title": "x", "authors_parsed": {}}\n', '"authors_parsed": expected array'),
        (b'{"id": "x", "title": "NaN"}\n', "the title is empty"),
        (b'{"id": "x", "title": "", "doi": NaN}\n', "the title is empty"),
        (b'{"id": "x", "title": "x", "abstract": {}}\n', '"abstract": expected str, got object'),
        (b'{"id": "x", "title": " \x1f"}\n', "not valid JSON"),
        (b'{"id": "x", "title": " \\u200b"}\n', "the title is empty"),
        (b"[1, 2]\n", "expected object, got array"),
        (b"nonsense\n", "not valid JSON: wrong at byte "),
        (b"\xff\xfe\n", "not valid JSON"),
        (b'{"id": "x", "title": "x", "y": ' + b"[" * 100_000 + b"\n", "nested too deeply"),
    ],
)
def test_what_is_wrong_is_rejected_with_line_and_reason(line: bytes, reason: str) -> None:
    found = decoder("some.jsonl")(line, 42)
    assert isinstance(found, Rejected)
    assert (found.file, found.line) == ("some.jsonl", 42)
    assert reason in found.reason
    assert "\n" not in found.reason


def test_lone_surrogates_and_latin_1_bytes_cost_nothing_but_themselves() -> None:
    decode_line = decoder("file")
    found = decode_line(b'{"id": "2401.00001", "title": "Gardens \\ud83d of light"}', 1)
    assert isinstance(found, Paper)
    assert found.title == "Gardens of light"
    found = decode_line(b'{"id": "2401.00001", "\\ud83d": 1, "title": "Gardens \\udc00"}', 1)
    assert isinstance(found, Paper)
    assert found.title == "Gardens"
    found = decode_line(b'{"id": "2401.00001", "title": "G\xe4rten"}', 1)
    assert isinstance(found, Paper)
    assert found.title == "Gärten"


@pytest.mark.parametrize(
    ("written", "arxiv_id"),
    [
        ("704.0001", "0704.0001"),
        ("2101.1", "2101.10000"),
        ("1501.0009599999998", "1501.00096"),
        ("7.040001e2", "0704.0001"),
        ("2401", None),
        ("2401.0", None),
        ("1e400", None),
        ("null", None),
        ("NaN", None),
        ('["2401.01234"]', "2401.01234"),
    ],
)
def test_ids_that_became_numbers(written: str, arxiv_id: str | None) -> None:
    found = decoder("file")(b'{"id": %s, "title": "Gardens"}' % written.encode(), 1)
    assert isinstance(found, Paper)
    assert found.arxiv_id == arxiv_id


@pytest.mark.parametrize(
    ("versions", "day"),
    [
        ([("v2", "Tue, 24 Jul 2007 20:10:27 GMT"), ("v1", "Mon, 2 Apr 2007 19:18:42 GMT")], 2),
        ([("v3", "2009-01-01"), ("v1", "2007-04-02"), ("v2", "2008-01-01T00:00:00Z")], 2),
        ([("v1", "2007-04-02"), ("v2", None)], 2),
        ([("v1", None), ("v2", "2007-04-05")], None),
        ([(None, None), (None, "2007-04-05")], 5),
    ],
)
def test_the_earliest_version_counts_wherever_it_stands(
    versions: list[tuple[str | None, str | None]], day: int | None
) -> None:
    listed = [{"version": name, "created": created} for name, created in versions]
    whole = date(2007, 4, day) if day else None
    assert paper(versions=listed).published == whole
    bare = [{key: value for key, value in version.items() if value} for version in listed]
    assert paper(versions=bare).published == whole


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"versions": ["v1", "v2"]}, {"published": None}),
        ({"versions": "v1"}, {"published": None}),
        ({"versions": "2007-04-02"}, {"published": date(2007, 4, 2)}),
        ({"versions": {"v1": "2007-04-02", "v2": "2008"}}, {"published": date(2007, 4, 2)}),
        ({"versions": {"version": "v1", "created": "2007-04-02"}}, {"published": date(2007, 4, 2)}),
        ({"versions": [{"version": "v1"}]}, {"published": None}),
        ({"versions": [{"version": "v1", "date": "2007-04-02"}]}, {"published": date(2007, 4, 2)}),
        (
            {"versions": "[{'version': 'v1', 'created': '2 Apr 2007'}]"},
            {"published": date(2007, 4, 2)},
        ),
        (
            {"versions": '[{"version": "v1", "created": "2 Apr 2007"}]'},
            {"published": date(2007, 4, 2)},
        ),
        ({"authors_parsed": "[['Moss', 'Ada', '']]"}, {"authors": ("Ada Moss",)}),
        (
            {"authors_parsed": None, "authors": "['A. Moss', \"B. O'Fern\"]"},
            {"authors": ("A. Moss", "B. O'Fern")},
        ),
        (
            {"authors_parsed": None, "authors": "['A. Moss'\n 'B. Fern']"},
            {"authors": ("A. Moss", "B. Fern")},
        ),
        ({"categories": ["hep-ph", "cs.LG"]}, {"categories": ("hep-ph", "cs.LG")}),
        ({"categories": ["hep-ph cs.LG"]}, {"categories": ("hep-ph", "cs.LG")}),
        ({"categories": "hep-ph, cs.LG"}, {"categories": ("hep-ph", "cs.LG")}),
        ({"categories": "['hep-ph', 'cs.LG']"}, {"categories": ("hep-ph", "cs.LG")}),
        ({"categories": "nan"}, {"categories": None}),
        ({"doi": float("nan")}, {"doi": None}),
        ({"doi": ["10.1000/182"]}, {"doi": "10.1000/182"}),
        ({"abstract": ["One.", "Two."]}, {"abstract": "One.\n\nTwo."}),
        ({"abstract": "None"}, {"abstract": None}),
        ({"title": ["Gardens", None]}, {"title": "Gardens"}),
        ({"authors_parsed": None}, {"authors": ("A. Moss", "B. Féré"), "author_count": 2}),
        ({"authors_parsed": [[":", "", ""]]}, {"authors": ("A. Moss", "B. Féré")}),
        ({"authors_parsed": None, "authors": ["A. Moss", "B. Fern"]}, {"author_count": 2}),
        ({"authors_parsed": [{"keyname": "Moss", "forenames": "Ada"}]}, {"authors": ("Ada Moss",)}),
        ({"authors_parsed": [["Moss", None, None]]}, {"authors": ("Moss",)}),
        ({"authors_parsed": [[], ["Moss", "Ada", ""]]}, {"authors": ("Ada Moss",)}),
        ({"authors_parsed": [[]], "authors": None}, {"authors": None, "author_count": None}),
        (
            {"authors_parsed": [["Fern", "Cy", ""], ["et al", "", ""]]},
            {"authors": ("Cy Fern",), "author_count": None},
        ),
        (
            {"authors_parsed": [["al.", "Cy Fern et", ""]]},
            {"authors": ("Cy Fern",), "author_count": None},
        ),
        (
            {"authors_parsed": [["et al", "", ""]], "authors": "et al."},
            {"authors": None, "author_count": None},
        ),
        (
            {"authors_parsed": None, "authors": "A. Moss et al. (39 additional authors not shown)"},
            {"authors": ("A. Moss",), "author_count": 40},
        ),
    ],
)
def test_what_other_types_mean_is_read(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    found = paper(**changes)
    assert {name: getattr(found, name) for name in expected} == expected
    # All else is as it was.
    assert found.abstract is not None or "abstract" in changes
    assert found.arxiv_id == "0704.0001"


def test_lines_of_quire_among_those_of_arxiv_lose_nothing() -> None:
    line = b'{"title": "Gardens", "published": "2020-01-02", "arxiv_id": "2401.00001", "stars": 3}'
    assert decoder("file")(line, 1) == Paper(
        title="Gardens",
        published=date(2020, 1, 2),
        arxiv_id="2401.00001",
        stars=3,
        sources=("quire",),
    )


def test_marks_between_records_and_inside_them_cost_nothing() -> None:
    line = b'\xef\xbb\xbf{"id": "2401.00001",\xef\xbb\xbf "title": "Gar\xef\xbb\xbfdens"}\r\n'
    found = decoder("file")(line, 1)
    assert isinstance(found, Paper)
    assert (found.arxiv_id, found.title) == ("2401.00001", "Gardens")


@given(st.binary())
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    assert isinstance(decoder("file")(data, 1), Paper | Rejected)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(RECORD)), json_values))
def test_arbitrary_values_never_raise(changes: dict[str, Any]) -> None:
    assert isinstance(decode(**changes), Paper | Rejected)

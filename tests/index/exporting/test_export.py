"""JSON lines, CSV and Markdown, links and citations."""

from __future__ import annotations

import csv
import datetime
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index import EXPORTERS, UsageError, citation, export, link
from index.paper import PRINTED, Organisation, Paper, Precision, printed
from index.sources.quire_json import decoder
from index.text.cleaning import one_line
from tests.index.exporting.test_bibtex import hostile_text
from tests.support.checkout import ROOT
from tests.support.records import papers

RIVER = Paper(
    key="2404.01234",
    title="Folding *Maps* of <Small> Rivers, $x^2$",
    abstract="One, two.\n\nThree “four”.",
    published=datetime.date(2024, 4, 2),
    org="northlab",
    org_name="North & Lab",
    authors=("Ada Rowe", "Bo Lind"),
    author_count=2,
    comments=0,
    arxiv_id="2404.01234",
    categories=("cs.CL", "math.PR"),
    url="https://papers.example.org/a_(b)?c=1&copy=2",
)


def text_of(format: str, *exported: Paper) -> str:
    return "".join(export(exported, format))


# All formats


def test_an_unknown_format_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="'docx', only bibtex, jsonl, csv, markdown"):
        export([], "docx")


@pytest.mark.parametrize("format", EXPORTERS)
def test_papers_are_read_one_at_a_time(format: str) -> None:
    read = 0

    def endless() -> Iterator[Paper]:
        nonlocal read
        while True:
            read += 1
            yield Paper(title="Again")

    pieces = export(endless(), format)
    assert read == 0
    for _ in range(5):
        assert next(pieces)
    assert 4 <= read <= 5


@pytest.mark.parametrize("format", EXPORTERS)
@given(text=hostile_text)
def test_no_control_reaches_any_format(format: str, text: str) -> None:
    hostile = Paper(
        key=text, title=text, abstract=text, org=text, org_name=text, authors=(text, "A\x9b2J"),
        arxiv_id=text, categories=(text,), doi=text, url=text, keywords=(text,), sources=(text,),
    )  # fmt: skip
    written = text_of(format, hostile, hostile)
    written.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


def test_the_public_names_stay_functions_when_the_modules_are_loaded() -> None:
    import_module("index.exporting.citation")
    assert list(index.export([], "jsonl")) == []
    assert index.link(RIVER) == RIVER.url


@pytest.mark.parametrize("format", EXPORTERS)
def test_exporting_loads_nothing_heavy(format: str) -> None:
    code = (
        "import sys; from index import Paper, export; "
        "''.join(export([Paper(title='Öl $x$', authors=('A B',))], sys.argv[1])); "
        "print(*sorted({'tantivy', 'textual', 'rich', 'csv', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, format], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "\n"


# JSON lines


@given(papers())
def test_json_lines_are_read_back_as_the_same_paper(paper: Paper) -> None:
    (line,) = text_of("jsonl", paper).splitlines()
    assert decoder("-")(line.encode(), 1) == msgspec.structs.replace(
        paper, title=one_line(paper.title), sources=paper.sources or ("quire",)
    )


def test_a_json_line_has_all_fields_of_a_paper_and_no_others() -> None:
    line = msgspec.json.decode(text_of("jsonl", RIVER))
    assert set(Paper.__struct_fields__) - set(line) == {
        "published_precision",
        "added_build",
        "evidence",
    }
    assert tuple(line) == PRINTED
    assert text_of("jsonl", RIVER) == msgspec.json.encode(printed(RIVER)).decode() + "\n"


# CSV


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_csv_is_rfc_4180() -> None:
    text = text_of("csv", RIVER)
    header, _, rest = text.partition("\r\n")
    assert header == ",".join(PRINTED)
    assert rest.endswith("\r\n")
    (row,) = rows_of(text)
    assert row["title"] == RIVER.title
    assert row["abstract"] == RIVER.abstract
    assert row["authors"] == "Ada Rowe; Bo Lind"
    assert row["categories"] == "cs.CL; math.PR"
    assert row["published"] == "2024-04-02"
    assert (row["comments"], row["upvotes"], row["year_inferred"]) == ("0", "", "false")


def test_an_empty_table_still_says_its_columns() -> None:
    assert text_of("csv") == ",".join(PRINTED) + "\r\n"


@pytest.mark.parametrize(
    ("precision", "written"), [("day", "2019-05-17"), ("month", "2019-05"), ("year", "2019")]
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision: Precision, written: str) -> None:
    paper = Paper(
        title="Maps",
        published=datetime.date(2019, 5, 17),
        published_precision=precision,
        venue="Journal of Maps & Rivers",
    )
    assert msgspec.json.decode(text_of("jsonl", paper))["published"] == written
    (row,) = rows_of(text_of("csv", paper))
    assert (row["published"], row["venue"]) == (written, "Journal of Maps & Rivers")
    assert text_of("markdown", paper) == f"- Maps · Journal of Maps &amp; Rivers · {written}\n"
    assert ("month" in text_of("bibtex", paper)) == (precision != "year")
    assert "{2019}" in text_of("bibtex", paper)


def test_a_year_is_not_made_a_month_by_the_id() -> None:
    paper = Paper(
        title="Maps",
        published=datetime.date(2019, 1, 1),
        published_precision="year",
        arxiv_id="1905.01234",
    )
    assert "month" not in text_of("bibtex", paper)
    assert "{2019}" in text_of("bibtex", paper)


def test_all_organisations_are_written() -> None:
    orgs = (Organisation("kestrel", "Kestrel & Co"), Organisation(name="Tidepool"))
    paper = Paper(title="Maps", orgs=(*orgs, Organisation("lab")))
    assert msgspec.json.decode(text_of("jsonl", paper))["orgs"] == [
        {"slug": "kestrel", "name": "Kestrel & Co"},
        {"slug": None, "name": "Tidepool"},
        {"slug": "lab", "name": None},
    ]
    (row,) = rows_of(text_of("csv", paper))
    assert row["orgs"] == "Kestrel & Co; Tidepool; lab"
    assert (row["org"], row["org_name"]) == ("kestrel", "Kestrel & Co")
    assert text_of("markdown", paper) == "- Maps · Kestrel &amp; Co, Tidepool, lab\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = start + 'HYPERLINK("https://x.example","y")'
    (row,) = rows_of(text_of("csv", Paper(title=text, authors=("A", text))))
    assert row["title"] == "'" + text
    assert row["authors"] == f"A; '{text}"


@given(st.lists(hostile_text, min_size=1, max_size=3))
def test_every_paper_is_one_row_with_its_title(titles: list[str]) -> None:
    rows = rows_of(text_of("csv", *(Paper(title=title, abstract=title) for title in titles)))
    assert [row["title"].removeprefix("'") for row in rows] == [
        one_line(title).removeprefix("'") for title in titles
    ]


# Markdown


def test_a_markdown_item() -> None:
    assert text_of("markdown", RIVER) == (
        "- [Folding \\*Maps\\* of &lt;Small&gt; Rivers, x²]"
        "(https://papers.example.org/a_%28b%29?c=1&amp;copy=2)"
        " · Ada Rowe, Bo Lind · North &amp; Lab · 2024-04-02\n"
    )


@pytest.mark.parametrize(
    ("paper", "item"),
    [
        (Paper(title="Alone"), "- Alone\n"),
        (Paper(title="# Alone"), "- \\# Alone\n"),
        (Paper(title="1. Alone"), "- 1\\. Alone\n"),
        (Paper(title="- [ ] Alone"), "- \\- \\[ \\] Alone\n"),
        (Paper(title="A", author_count=1), "- A · 1 author\n"),
        (Paper(title="A", author_count=12, org="tidewater"), "- A · 12 authors · tidewater\n"),
        (
            Paper(title="A", authors=tuple("BCDEFGHIJKLM"), author_count=12),
            "- A · B, C, D, E, F, G, H, I, J, K and 2 more\n",
        ),
        (
            Paper(title="See https://x.example or www.x.example or a@x.example"),
            "- See https&#58;//x.example or www&#46;x.example or a&#64;x.example\n",
        ),
        (Paper(title="Cost of $5 and `x`"), "- Cost of \\$5 and \\`x\\`\n"),
    ],
)
def test_markdown_says_what_is_known_and_escapes_it(paper: Paper, item: str) -> None:
    assert text_of("markdown", paper) == item


@given(hostile_text, hostile_text)
def test_nothing_in_markdown_is_markup(title: str, author: str) -> None:
    written = text_of("markdown", Paper(title=title, authors=(author,), url="https://x.example/"))
    assert written.count("\n") == 1
    bare = re.sub(r"\\.", "", written)
    found = re.fullmatch(r"- \[([^\[\]]*)\]\(https://x\.example/\)([^\[\]]*)\n", bare)
    assert found is not None
    assert not re.search(r"[<>`*~|$^{}]|(?<!\\)_", found[1] + found[2])


# Links and citations


@pytest.mark.parametrize(
    ("paper", "address"),
    [
        (RIVER, "https://papers.example.org/a_(b)?c=1&copy=2"),
        (Paper(title="A", arxiv_id="2404.01234", doi="10.1/x"), "https://arxiv.org/abs/2404.01234"),
        (Paper(title="A", arxiv_id="hep-th/9901001"), "https://arxiv.org/abs/hep-th/9901001"),
        (Paper(title="A", doi="10.1/x<y>?#%z"), "https://doi.org/10.1/x%3Cy%3E%3F%23%25z"),
        (Paper(title="A", url="file:///etc/passwd"), None),
        (Paper(title="A", url="javascript:x", doi="10.1/x"), "https://doi.org/10.1/x"),
        (Paper(title="A"), None),
    ],
)
def test_links(paper: Paper, address: str | None) -> None:
    assert link(paper) == address


@given(hostile_text)
def test_a_link_is_an_address_and_nothing_else(text: str) -> None:
    for paper in (
        Paper(title="A", url=text),
        Paper(title="A", arxiv_id=text),
        Paper(title="A", doi=text),
    ):
        address = link(paper)
        assert address is None or re.fullmatch(r"https?://[^\s\"'<>\\^`{|}\x00-\x1f]+", address)


def test_citations() -> None:
    assert citation(RIVER) == (
        "Ada Rowe and Bo Lind (2024). Folding *Maps* of <Small> Rivers, x². arXiv:2404.01234. "
        "https://papers.example.org/a_(b)?c=1&copy=2"
    )
    assert (
        citation(Paper(title="Why?", authors=("A", "B", "C"), author_count=3)) == "A, B and C. Why?"
    )
    many = Paper(title="Many", authors=tuple("ABCDEFG"), doi="10.1/x")
    assert citation(many) == "A et al. Many. doi:10.1/x. https://doi.org/10.1/x"
    assert citation(Paper(title="Alone")) == "Alone."

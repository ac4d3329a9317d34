"""BibTeX files: every entry is a paper or is rejected with its line, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from index.paper import Paper, Rejected
from index.sources.bibtex.blocks import looks_like_bibtex
from index.sources.bibtex.read import read_bibtex
from tests.index.sources.reading import Reading, records_of, streamed
from tests.support.corpora import corpus

WHOLE = """\
% Encoding: UTF-8
@string{gar = "Gardening"}
@article{moss2024gardens,
  title = {Gardens of {{Cells}}: {A} Study of $x^2$ \\& {\\'E}t{\\'e}},
  author = {Moss, Ada and {The Garden Collaboration} and van der Berg, Jr, Bo and others},
  journal = gar # { Letters},
  year = 2024, month = "2~" # jan,
  eprint = {2401.01234v2}, archivePrefix = {arXiv}, primaryClass = {cs.LG},
  doi = {https://doi.org/10.1000/a\\_b},
  url = {https://example.org/a\\_b\\%20c},
  abstract = {<p>They grow.</p> <p>10\\% of them,
    in the dark---always.</p>},
  keywords = {cells, gardens, {\\"o}dland},
  file = {:/home/moss/secret.pdf:pdf}
}
"""


def test_an_entry_says_everything_of_its_paper(read: Reading) -> None:
    paper = read.paper(WHOLE)
    assert paper == Paper(
        title="Gardens of Cells: A Study of $x^2$ & Été",
        abstract="They grow.\n\n10% of them, in the dark—always.",
        published=date(2024, 1, 2),
        venue="Gardening Letters",
        authors=("Ada Moss", "The Garden Collaboration", "Bo van der Berg Jr"),
        arxiv_id="2401.01234",
        categories=("cs.LG",),
        doi="10.1000/a_b",
        url="https://example.org/a_b%20c",
        keywords=("cells", "gardens", "ödland"),
        sources=("bibtex",),
    )
    assert paper.author_count is None
    assert "secret" not in repr(paper)


def entry(fields: str, key: str = "k") -> str:
    return f"@article{{{key},\n  title = {{Gardens}},\n  {fields}\n}}\n"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (r"{Gardens \\{of} Cells}", "Gardens of Cells"),
        (r"{Gardens of Cells\\}", "Gardens of Cells"),
        (r"{{\textbackslash}\{Gardens\}: \\{}}", "\\{Gardens}:"),
        ("{A <tex>$x^2$</tex> Garden}", "A $x^2$ Garden"),
    ],
)
def test_a_brace_after_a_line_break_is_a_brace(read: Reading, title: str, text: str) -> None:
    assert read.paper(f"@article{{k,\n  title = {title},\n  year = 2020\n}}\n").title == text


@pytest.mark.parametrize(
    ("fields", "arxiv_id"),
    [
        ("eprint = {2401.01234}, archiveprefix = {arXiv}", "2401.01234"),
        ("eprint = {2401.01234}, eprinttype = {arxiv}, eprintclass = {cs.LG}", "2401.01234"),
        ("eprint = {2401.01234}", "2401.01234"),
        ("eprint = {hep-th/9901001}, archivePrefix = {arXiv}", "hep-th/9901001"),
        ("eprint = {9901001}, archivePrefix = {hep-th}", "hep-th/9901001"),
        ("eprint = {arXiv:2401.01234v3}", "2401.01234"),
        ("url = {http://arxiv.org/abs/2401.01234v1}", "2401.01234"),
        ("url = {https://arxiv.org/pdf/2401.01234.pdf}", "2401.01234"),
        ("journal = {arXiv preprint arXiv:2401.01234}", "2401.01234"),
        ("journal = {CoRR}, volume = {abs/2401.01234}", "2401.01234"),
        ("journal = {arXiv:2401.01234 [cs]}", "2401.01234"),
        ("note = {arXiv: 2401.01234}", "2401.01234"),
        ("doi = {10.48550/arXiv.2401.01234}", "2401.01234"),
        ("eprint = {24828123}, eprinttype = {pubmed}", None),
        ("note = {Extends arXiv:2401.01234}", None),
        ("volume = {2401.1234}", None),
        ("url = {https://example.org/2401.01234}", None),
    ],
)
def test_arxiv_ids_are_found_where_they_stand(
    read: Reading, fields: str, arxiv_id: str | None
) -> None:
    assert read.paper(entry(fields)).arxiv_id == arxiv_id


@pytest.mark.parametrize(
    "author",
    [
        "Moss, Ada and Fern, Bo",
        "Ada Moss AND Bo Fern",
        "Ada Moss\n   and\n   Bo Fern",
        "{Moss}, {A}da and Bo {Fern}",
        "family=Moss, given=Ada and family=Fern, given=Bo",
        "Ada Moss and Bo Fern and",
        "Moss, Ada; Fern, Bo",
    ],
)
def test_authors_in_every_shape(read: Reading, author: str) -> None:
    paper = read.paper(entry(f"author = {{{author}}}"))
    assert (paper.authors, paper.author_count) == (("Ada Moss", "Bo Fern"), 2)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("{Barnes and Noble}", ("Barnes and Noble",)),
        ("{Moss, Fern and Sons} and Reed, Cy", ("Moss, Fern and Sons", "Cy Reed")),
        ("de la Cruz, {\\'A}ngel", ("Ángel de la Cruz",)),
        ("{de Vries}, Hanna", ("Hanna de Vries",)),
        ("Moss, Jr., Ada", ("Ada Moss Jr.",)),
        ("family=Berg, given=Bo, prefix=van der", ("Bo van der Berg",)),
        ("苔, 小", ("苔小",)),
        ("{{Anderson and Land}}", ("Anderson and Land",)),
    ],
)
def test_names_of_groups_and_with_particles(
    read: Reading, author: str, names: tuple[str, ...]
) -> None:
    assert read.paper(entry(f"author = {{{author}}}")).authors == names


@pytest.mark.parametrize(
    "author", ["Ada Moss and others", "Ada Moss and Others", "Ada Moss et al."]
)
def test_others_have_no_number(read: Reading, author: str) -> None:
    paper = read.paper(entry(f"author = {{{author}}}"))
    assert (paper.authors, paper.author_count) == (("Ada Moss",), None)


def test_unbalanced_braces_cost_one_entry(read: Reading) -> None:
    whole = entry("year = 2024")
    text = whole + "@misc{broken,\n  title = {Never {closed},\n  year = 2020\n}\n" + whole
    assert read.told(text) == [
        "Gardens",
        "<5: entry 'broken' is cut off: a brace or a quote is never closed>",
        "Gardens",
    ]
    text = whole + "@misc{early,\n  title = {A}},\n  author = {Moss, Ada}\n}\n" + whole
    assert read.told(text) == [
        "Gardens",
        "<5: a brace too many ends the entry 'early' before its last field>",
        "Gardens",
    ]
    assert read.told(whole + "@misc{cut,\n  title = {A garden") == [
        "Gardens",
        "<5: entry 'cut' is cut off: a brace or a quote is never closed>",
    ]


def test_entries_with_one_key_are_both_read(read: Reading) -> None:
    assert read.told(entry("year = 1") + entry("year = 2")) == ["Gardens", "Gardens"]


def test_an_entry_without_a_title_is_told_by_its_key(read: Reading) -> None:
    assert read.told("\n@misc{moss, year = 2024}\n") == ["<2: entry 'moss': it has no title>"]


def test_what_is_told_of_a_file_is_safe_to_print(read: Reading) -> None:
    (told,) = read("@misc{a\x1b]52;c;x\x07b, year = 2024}\n" + "@misc{k\u202e, year = 2024}\n")[:1]
    assert isinstance(told, Rejected)
    assert told.reason.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "@comment{jabref-meta: databaseType:bibtex;}\n" + entry("year = 2024"),
        "Exported by hand on Monday\n\n" + entry("year = 2024") + "\nThe end.\n",
        entry("year = 2024") + '@preamble{ "\\newcommand{\\x}{y}" }\n',
        entry("year = 2024") + "%@misc{old,\n%  title = {Old}\n%}\n",
        '@misc( k, title = "Gardens" , year = 2024 )',
        "@MISC { k , TITLE = { Gardens } , Year = {2024} , }",
        "@article{\n  title = {Gardens},\n  year = {2024}\n}",
        "@misc{k, title = {Gardens}, , year = {2024}}",
        "@misc{k,\n title = {Gardens}\n year = {2024}\n}",
        "@misc{k, title = {Gardens}, year = {2024}, keywords = {a}, keywords = {b}}",
        "@garden{k, title = {Gardens}, year = {2024}}",
        "\r\n".join(entry("year = 2024").split("\n")),
        "\r".join(entry("year = 2024").split("\n")),
    ],
)
def test_whatever_stands_around_an_entry_it_is_read(read: Reading, text: str) -> None:
    paper = read.paper(text)
    assert (paper.title, paper.published) == ("Gardens", date(2024, 1, 1))
    assert read.item is not None
    assert read.item.format == "bibtex"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "Müller"), ("cp1252", "Müller “Ost”"), ("gbk", "苔藓研究所"), ("utf-16", "Åse 苔")],
)
def test_encodings_are_told_by_the_bytes(read: Reading, encoding: str, name: str) -> None:
    text = entry(f"author = {{{{{name}}}}}") * 3
    assert [paper.authors for paper in read.papers(text.encode(encoding))] == [(name,)] * 3


def test_a_declared_encoding_is_believed(read: Reading) -> None:
    text = "% Encoding: KOI8-R\n" + entry("author = {{Мох}}")
    assert read.paper(text.encode("koi8-r")).authors == ("Мох",)


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("date = {2019-05-07}, year = {1999}, month = 1", date(2019, 5, 7)),
        ("year = 2019, month = may", date(2019, 5, 1)),
        ("year = 2019, month = {05}", date(2019, 5, 1)),
        ("year = {2019}, month = {May}, day = {7}", date(2019, 5, 7)),
        ('year = 2019, month = may # "~7"', date(2019, 5, 7)),
        ("year = 2019, month = {15--19 Jul}", date(2019, 7, 15)),
        ("year = 2019, month = {July-August}", date(2019, 7, 1)),
        ("year = {1993-00-00}", date(1993, 1, 1)),
        ("date = {2019-05/2019-07}", date(2019, 5, 1)),
        ("year = {Twentieth century}", None),
        ("year = {in press}", None),
        ("date = {19xx}", None),
    ],
)
def test_dates_in_every_shape(read: Reading, fields: str, day: date | None) -> None:
    assert read.paper(entry(fields)).published == day


def test_a_date_says_how_much_of_it_is_known(read: Reading) -> None:
    assert read.paper(entry("year = 2019")).published_precision == "year"
    assert read.paper(entry("year = 2019, month = may")).published_precision == "month"
    assert read.paper(entry("date = {2019-05-07}")).published_precision == "day"


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("journal = {Gardening {L}etters}", "Gardening Letters"),
        ("journaltitle = {Gardening Letters}", "Gardening Letters"),
        ("booktitle = {Proceedings of Gardens}", "Proceedings of Gardens"),
        ("journal = gl # { 7}", "gl 7"),
        ("journal = {arXiv preprint arXiv:2401.01234}", None),
        ("journal = {CoRR}, volume = {abs/2401.01234}", None),
        ("eventtitle = {Meeting of Gardens}", "Meeting of Gardens"),
    ],
)
def test_venues(read: Reading, fields: str, venue: str | None) -> None:
    assert read.paper(entry(fields)).venue == venue


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("keywords = {cells, garden beds}", ("cells", "garden beds")),
        ("keywords = {cells; beds, raised}", ("cells", "beds, raised")),
        ("keywords = {{cells; beds}}", ("cells", "beds")),
        ("keywords = {{beds, raised}, cells}", ("beds, raised", "cells")),
        ("keywords = {{beds, raised},}", ("beds, raised",)),
        ("keywords = { , }", None),
    ],
)
def test_keywords(read: Reading, fields: str, words: tuple[str, ...] | None) -> None:
    assert read.paper(entry(fields)).keywords == words


@pytest.mark.parametrize(
    ("fields", "categories"),
    [
        (
            "keywords = {cs.CL, moss, hep-th, cond-mat.str-el}",
            ("cs.CL", "hep-th", "cond-mat.str-el"),
        ),
        (
            "eprint = {2401.01234}, primaryclass = {cs.LG}, keywords = {cs.CL, cs.LG}",
            ("cs.LG", "cs.CL"),
        ),
        ("primaryclass = {cs.LG}", ("cs.LG",)),
        ("keywords = {math, stat, cs, e.g, node.js, physics}", None),
    ],
)
def test_categories(read: Reading, fields: str, categories: tuple[str, ...] | None) -> None:
    assert read.paper(entry(fields)).categories == categories


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (
            "affiliation = {Dept of Mosses, University of Ferns, Oslo; Garden Lab, Bergen}",
            ["University of Ferns", "Garden Lab"],
        ),
        (
            "affiliations = {{University of Ferns; Garden Lab}}, affiliation = {Moss, A., Oslo}",
            ["University of Ferns", "Garden Lab"],
        ),
        ("school = {Department of Mosses, University of {\\AA}s}", ["University of Ås"]),
        ("institution = {Mossworks}", ["Mossworks"]),
        ("institution = {arXiv}", None),
        ("publisher = {Fern Press}, organization = {Society of Ferns}", None),
    ],
)
def test_organisations(read: Reading, fields: str, names: list[str] | None) -> None:
    orgs = read.paper(entry(fields)).orgs
    assert (orgs and [org.name for org in orgs]) == names


@pytest.mark.parametrize(
    "text",
    [
        "To cite us, write\n\nsome words\nand more\nand more\n\n@misc{k, title = {Gardens}}\n",
        "@app(x, y)\ndef f():\n    return 1\n",
        "@Test(a, timeout = 3)\nvoid f() {\n}\n",
        "@media (width: 3px) {\n  a { b: c }\n}\n",
        "Write to moss@example.org {today, x = 1}",
        f"{' ' * 60}The Pond\n\nWrite to moss@example.org.\n",
        "\n" * 1000 + f"%{' ' * 1000}\n" * 100 + "The Pond, by moss@example.org\n",
    ],
)
def test_ordinary_text_is_no_bibliography(text: str) -> None:
    assert not looks_like_bibtex(text.encode())


def test_no_more_is_held_than_an_entry() -> None:
    one = entry("year = 2024").encode()

    def pieces() -> Iterator[bytes]:
        while True:
            yield one

    item, stream = streamed(pieces())
    found = read_bibtex(item)
    for number in range(1, 3000):
        assert isinstance(next(found), Paper)
        assert stream.given < number * len(one) + 600_000


@pytest.mark.corpora
def test_real_files() -> None:
    count = 0
    for path in sorted(corpus("formats/bibtex").iterdir()):
        text = path.read_text()
        found = re.findall(r"^\s*@(?!preamble|string|comment)\w+\{", text, re.MULTILINE)
        papers = [record for record in records_of(path) if isinstance(record, Paper)]
        assert len(papers) == len(found)
        assert sum(paper.abstract is not None for paper in papers) == text.count("\n  abstract = ")
        assert sum(paper.doi is not None for paper in papers) == text.count("\n  doi = ")
        assert sum(paper.authors is not None for paper in papers) == text.count("\n  author = ")
        count += len(papers)
    assert count > 70

"""Tables are read by their header."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.errors import InputError
from index.paper import Organisation, OrganisationRecord, Paper, Rejected
from index.sources.csv_rows import read_table
from index.sources.records import records_at
from tests.index.sources.reading import Reading, streamed

ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url",'
    '"Abstract Note","Date","Extra","Manual Tags"\n'
    '"X1","preprint","2024","Moss, Ada; Fern, Bo","Gardens of Cells","Gardening Letters",'
    '"10.1000/182","https://example.org/1","They grow,\nthey ""shine"".","2024-01-02",'
    '"arXiv:2401.01234 [cs]","cells; gardens"\n'
    '"X2","book","1999","Reed, Cy","Old Gardens","","","","","1999","",""\n'
)
SCOPUS = (
    "\ufeffAuthors,Author full names,Title,Year,Source title,DOI,Link,Affiliations,Abstract,"
    "Author Keywords\n"
    '"Moss A.; Fern B.","Moss, Ada (571234); Fern, Bo (572345)","Gardens of Cells",2024,'
    '"Gardening Letters","10.1000/182","https://example.org/1",'
    '"Department of Mosses, University of Ferns, Oslo, Norway; Garden Lab, Bergen","They grow.",'
    '"cells; gardens"\n'
)


def test_zotero(read: Reading) -> None:
    one, two = read.papers(ZOTERO)
    assert one == Paper(
        title="Gardens of Cells",
        abstract='They grow, they "shine".',
        published=date(2024, 1, 2),
        author_count=2,
        authors=("Ada Moss", "Bo Fern"),
        arxiv_id="2401.01234",
        doi="10.1000/182",
        url="https://example.org/1",
        keywords=("cells", "gardens"),
        venue="Gardening Letters",
        sources=("csv",),
    )
    assert (two.title, two.authors, two.published_precision) == (
        "Old Gardens",
        ("Cy Reed",),
        "year",
    )


def test_keywords_and_dates_are_those_of_all_columns(read: Reading) -> None:
    paper = read.paper(
        "Title,Date,Publication Year,Manual Tags,Automatic Tags\n"
        'Gardens of Cells,in press,2024,to read; moss,"moss; cs.CL"\n'
    )
    assert paper.keywords == ("to read", "moss", "cs.CL")
    assert paper.categories == ("cs.CL",)
    assert paper.published_text == "2024"


def test_one_address_is_one_organisation(read: Reading) -> None:
    paper = read.paper(
        "Title,Affiliations\n"
        'Gardens of Cells,"Department of Mosses, University of Ferns, Oslo, Norway"\n'
    )
    assert paper.orgs == (Organisation(name="University of Ferns"),)
    named = read.paper('Title,Institutions\nGardens,"University of Ferns, Oslo; Garden Lab"\n')
    assert [org.name for org in named.orgs or ()] == ["University of Ferns, Oslo", "Garden Lab"]


def test_a_table_of_ids_and_organisations_says_these_alone(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text(
        "arXiv ID;DOI;Organisations\n"
        '2401.01234v2;;"Garden Lab;Fern College"\n'
        ";https://doi.org/10.1000/182;Moss Inc\n"
        "here;;Moss Inc\n"
    )
    one, two, bad = records_at([path])
    assert isinstance(one, OrganisationRecord)
    assert isinstance(two, OrganisationRecord)
    assert (one.arxiv_id, one.line, one.sources) == ("2401.01234", 2, ("csv",))
    assert [org.name for org in one.orgs] == ["Garden Lab", "Fern College"]
    assert (two.doi, two.line) == ("10.1000/182", 3)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.reason) == (4, '"arxiv_id": not an arXiv id like 2401.01234')


def test_a_table_of_people_with_numbers_is_none(read: Reading) -> None:
    with pytest.raises(InputError, match="without a title column"):
        read("id,name,organization\n1,Ada Moss,Garden Lab\n2,Bo Fern,Fern College\n")


def test_scopus_says_in_words_what_it_does_not_know(read: Reading) -> None:
    paper = read.paper(
        "Authors,Title,Year,Abstract\n"
        "[No author name available],Gardens of Cells,2024,[No abstract available]\n"
    )
    assert (paper.authors, paper.author_count, paper.abstract) == (None, None, None)


def test_scopus(read: Reading) -> None:
    paper = read.paper(SCOPUS)
    assert paper.authors == ("Ada Moss", "Bo Fern")
    assert paper.orgs == (Organisation(name="University of Ferns"), Organisation(name="Garden Lab"))
    assert (paper.published, paper.published_precision) == (date(2024, 1, 1), "year")
    assert (paper.venue, paper.keywords) == ("Gardening Letters", ("cells", "gardens"))


@pytest.mark.parametrize(
    "text",
    [
        "title,abstract,published\nGardens,They grow.,2024-01-02\n",
        "Title;Abstract;Published\nGardens;They grow.;2024-01-02\n",
        "Title\tAbstract\tPublished\r\nGardens\tThey grow.\t2024-01-02\r\n",
        "sep=;\nTitle;Abstract;Published\nGardens;They grow.;2024-01-02\n",
        ",title,abstract,published\n0,Gardens,They grow.,2024-01-02\n",
        'published,"title","abstract"\n"2024-01-02","Gardens","They grow."\n\n',
        "title,abstract,published\nGardens,They grow.,2024-01-02",
        "title,abstract,published,\nGardens,They grow.,2024-01-02\n",
    ],
)
def test_tables_in_every_shape(read: Reading, text: str) -> None:
    paper = read.paper(text)
    assert (paper.title, paper.abstract, paper.published) == (
        "Gardens",
        "They grow.",
        date(2024, 1, 2),
    )
    assert read.item is not None
    assert read.item.format == "csv"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Moss, Bo Fern and Cy Reed", ("Ada Moss", "Bo Fern", "Cy Reed")),
        ("Moss, Ada; Fern, Bo", ("Ada Moss", "Bo Fern")),
        ("['Ada Moss', 'Bo Fern']", ("Ada Moss", "Bo Fern")),
        ("Moss, Ada", ("Ada Moss",)),
        ("Ada Moss, Bo Fern", ("Ada Moss", "Bo Fern")),
    ],
)
def test_authors_in_a_cell(read: Reading, written: str, names: tuple[str, ...]) -> None:
    assert read.paper(f'title,authors\nGardens,"{written}"\n').authors == names


def test_rows_that_do_not_fit_are_told_with_their_lines(read: Reading) -> None:
    text = 'title,year\n"Gar\ndens",2024\nA, B and C,2024\n,2024\nLast,2024\n'
    assert read.told(text) == [
        "Gar dens",
        "<4: the row has 3 cells and the header 2>",
        "<5: it has no title>",
        "Last",
    ]
    assert read.told('title,year\nGardens,2024\n"Never closed,2024\nLast,2024\n') == [
        "Gardens",
        "<3: a quote in this row is never closed>",
    ]


def test_a_table_without_titles_says_so(read: Reading) -> None:
    with pytest.raises(
        InputError, match=r"is a table \(CSV\) without a title column: its columns are name, size"
    ):
        read("name,size,colour\nmoss,3,green\nfern,4,green\n")


@pytest.mark.parametrize(
    "text",
    [
        "Title, author and date are what we ask for.\n\nNothing else, said Ada, is needed.\n",
        "The title is short, and so is this.\nIt goes on, and on, and on.\n",
    ],
)
def test_ordinary_text_is_no_table(read: Reading, text: str) -> None:
    with pytest.raises(InputError, match="is not recognised"):
        read(text)


def test_no_more_is_held_than_a_row() -> None:
    row = b'"Gardens, again","They grow."\n'

    def pieces() -> Iterator[bytes]:
        yield b"title,abstract\n"
        while True:
            yield row

    item, stream = streamed(pieces())
    found = read_table(item)
    for number in range(1, 20_000):
        assert isinstance(next(found), Paper)
        assert stream.given < number * len(row) + 600_000

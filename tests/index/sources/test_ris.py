"""RIS and its kin."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.paper import Organisation, Paper
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

RIS = """\
1.
TY  - JOUR
TI  - Gardens of Cells: A Study
   of <i>Moss</i>
AU  - Moss, Ada
AU  - van der Berg, Bo, Jr
AU  - The Garden Collaboration
PY  - 2019
DA  - 2019/05/07/
AB  - They grow.
JO  - Gard. Lett.
JF  - Gardening Letters
DO  - https://doi.org/10.1000/182
UR  - https://example.org/gardens
KW  - cells
KW  - gardens; moss
AD  - Department of Mosses, University of Ferns, Oslo, Norway
AD  - Garden Lab Inc., Bergen
ER  -

2.
TY  - CPAPER
T1  - Second Garden
A1  - Fern, B.
Y1  - 2012///
T2  - Proceedings of Gardens
ER
"""
MEDLINE = """\

PMID- 12345678
OWN - NLM
DP  - 2019 May
TI  - Gardens of cells: a study of
      moss.
LID - 10.1000/182 [doi]
AB  - BACKGROUND: They grow. RESULTS: They
      grew.
FAU - Moss, Ada
AU  - Moss A
AD  - Department of Mosses, University of Ferns, Oslo, Norway. moss@example.org.
CN  - The Garden Group
FAU - Fern, Bo
AU  - Fern B
DEP - 20190507
JT  - Gardening letters
OT  - *cells
OT  - gardens

PMID- 12345679
TI  - Another garden.
"""
WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Moss, A
   Fern, B
AF Moss, Ada
   Fern, Bo
TI Gardens of Cells: A
   Study
SO GARDENING LETTERS
DE cells; gardens
ID MOSS; FERNS
AB They grow.
C1 [Moss, Ada; Fern, Bo] Univ Ferns, Dept Mosses, Oslo, Norway.
   [Fern, Bo] Garden Lab Inc, Bergen, Norway.
PD MAY 7
PY 2019
DI 10.1000/182
ER

PT J
TI Second Garden
PY 2020
ER
EF
"""


def test_ris(read: Reading) -> None:
    one, two = read.papers(RIS)
    assert one == Paper(
        title="Gardens of Cells: A Study of Moss",
        abstract="They grow.",
        published=date(2019, 5, 7),
        orgs=(Organisation(name="University of Ferns"), Organisation(name="Garden Lab Inc")),
        author_count=3,
        authors=("Ada Moss", "Bo van der Berg Jr", "The Garden Collaboration"),
        doi="10.1000/182",
        url="https://example.org/gardens",
        keywords=("cells", "gardens", "moss"),
        venue="Gardening Letters",
        sources=("ris",),
    )
    assert (two.title, two.authors, two.venue) == (
        "Second Garden",
        ("B. Fern",),
        "Proceedings of Gardens",
    )
    assert (two.published, two.published_precision) == (date(2012, 1, 1), "year")


def test_what_took_a_thesis_or_a_report_is_its_organisation(read: Reading) -> None:
    text = "TY  - {}\nTI  - Gardens\nPB  - University of Ferns\nAN  - arXiv:2401.01234\nER  - \n"
    thesis, report, article = read.papers("\n".join(map(text.format, ("THES", "RPRT", "JOUR"))))
    assert thesis.org_name == report.org_name == "University of Ferns"
    assert article.orgs is None
    assert article.arxiv_id == "2401.01234"


def test_medline(read: Reading) -> None:
    one, two = read.papers(MEDLINE)
    assert one == Paper(
        title="Gardens of cells: a study of moss",
        abstract="BACKGROUND: They grow. RESULTS: They grew.",
        published=date(2019, 5, 7),
        orgs=(Organisation(name="University of Ferns"),),
        author_count=3,
        authors=("Ada Moss", "The Garden Group", "Bo Fern"),
        doi="10.1000/182",
        url="https://pubmed.ncbi.nlm.nih.gov/12345678/",
        keywords=("cells", "gardens"),
        venue="Gardening letters",
        sources=("ris",),
    )
    assert (two.title, two.published) == ("Another garden", None)


def test_the_web_of_science(read: Reading) -> None:
    one, two = read.papers(WOS)
    assert one == Paper(
        title="Gardens of Cells: A Study",
        abstract="They grow.",
        published=date(2019, 5, 7),
        orgs=(Organisation(name="Univ Ferns"), Organisation(name="Garden Lab Inc")),
        author_count=2,
        authors=("Ada Moss", "Bo Fern"),
        doi="10.1000/182",
        keywords=("cells", "gardens"),
        venue="GARDENING LETTERS",
        sources=("ris",),
    )
    assert two.title == "Second Garden"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffTY  - JOUR\nTI  - Gardens\nER  - \n",
        "TY  - JOUR\r\nTI  - Gardens\r\nER  -\r\n",
        "TY - JOUR\nT1 - Gardens\nER -\n",
        "TY  - JOUR\nTI  - Gardens\n",
        "TY  - JOUR\nAU  - Moss, Ada\nTI  - Gardens\n\nER  - ",
    ],
)
def test_a_record_is_read_however_it_ends(read: Reading, text: str) -> None:
    assert read.told(text) == ["Gardens"]
    assert read.item is not None
    assert read.item.format == "ris"


def test_a_record_without_an_end_takes_nothing_of_the_next(read: Reading) -> None:
    text = "TY  - JOUR\nAU  - Moss, Ada\nTY  - JOUR\nTI  - Gardens\nER  -\n"
    assert read.told(text) == ["<1: it has no title>", "Gardens"]


def test_a_record_that_never_ends_is_let_go(read: Reading) -> None:
    text = "TY  - JOUR\nTI  - Gardens\n" + "KW  - moss\n" * 20_000
    assert read.told(text + "TY  - JOUR\nTI  - Second\n") == [
        "<1: longer than 20,000 lines, which no record is: its end is missing>",
        "Second",
    ]


def test_an_arxiv_id_is_found(read: Reading) -> None:
    text = "TY  - GEN\nTI  - Gardens\nJO  - arXiv:2401.01234 [cs]\nER  -\n"
    paper = read.paper(text)
    assert (paper.arxiv_id, paper.venue) == ("2401.01234", None)
    text = "TY  - JOUR\nTI  - Gardens\nUR  - http://arxiv.org/abs/2401.01234v2\nER  -\n"
    assert read.paper(text).arxiv_id == "2401.01234"


@pytest.mark.corpora
def test_real_files() -> None:
    for path in corpus("formats/ris").iterdir():
        text = path.read_text(encoding="utf-8-sig")
        records = records_of(path)
        assert len(records) == len(re.findall(r"^(?:TY  - |PT )", text, re.MULTILINE))
        titles = len(re.findall(r"^(?:T[1I]  - |TI )", text, re.MULTILINE))
        assert sum(isinstance(record, Paper) for record in records) == titles


def test_a_number_of_pubmed_may_stand_right_after_its_dash(read: Reading) -> None:
    numbers = [paper.url for paper in read.papers(MEDLINE.replace("PMID- ", "PMID-"))]
    assert numbers == [
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "https://pubmed.ncbi.nlm.nih.gov/12345679/",
    ]


def test_scopus_says_in_words_what_it_does_not_know(read: Reading) -> None:
    paper = read.paper(
        "TY  - JOUR\nTI  - Gardens\nAU  - [No author name available]\n"
        "N2  - [No abstract available]\nER  - \n"
    )
    assert (paper.authors, paper.author_count, paper.abstract) == (None, None, None)

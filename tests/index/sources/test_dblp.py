"""DBLP's XML."""

from __future__ import annotations

from datetime import date

from index.paper import Paper
from tests.index.sources.reading import Reading

HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
ARTICLE = """\
<article mdate="2024-01-02" key="journals/gl/MossF19">
<author>Ada M&uuml;ller 0001</author><author orcid="x">Bo Fern</author>
<title>Gardens of <i>Cells</i> in CO<sub>2</sub>.</title>
<journal>Gard. Lett.</journal><year>2019</year>
<ee>https://doi.org/10.1000/182</ee><ee>https://example.org/1</ee>
</article>
"""
PREPRINT = """\
<article key="journals/corr/abs-2401-01234"><author>Cy Reed</author><title>Preprint?</title>
<journal>CoRR</journal><volume>abs/2401.01234</volume><year>2024</year>
<ee>https://doi.org/10.48550/arXiv.2401.01234</ee></article>
"""
OTHERS = (
    "<www key='homepages/m/Moss'><author>Ada Moss</author><title>Home Page</title></www>"
    "<proceedings key='conf/g/2019'><title>Proceedings of Gardens.</title></proceedings>"
)


def test_records_become_papers_and_people_and_volumes_do_not(read: Reading) -> None:
    one, two = read.papers(HEAD + OTHERS + ARTICLE + PREPRINT + "</dblp>")
    assert one == Paper(
        title="Gardens of Cells in CO2",
        published=date(2019, 1, 1),
        published_precision="year",
        author_count=2,
        authors=("Ada Müller", "Bo Fern"),
        doi="10.1000/182",
        url="https://doi.org/10.1000/182",
        venue="Gard. Lett.",
        sources=("dblp",),
    )
    assert (two.title, two.arxiv_id, two.venue) == ("Preprint?", "2401.01234", None)


def test_a_persons_page_is_read(read: Reading) -> None:
    person = "<person><author>Ada</author></person>"
    text = f'<dblpperson name="Ada">{person}<r>{PREPRINT}</r></dblpperson>'
    assert read.told(text) == ["Preprint?"]


def test_the_document_type_defines_nothing(read: Reading) -> None:
    text = HEAD.replace('"dblp.dtd"', '"dblp.dtd" [<!ENTITY uuml "x">]') + ARTICLE + "</dblp>"
    assert read.told(text) == ["<2: an entity is declared, which Quire does not take from files>"]

"""The ACL Anthology's XML."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.paper import Paper
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

HEAD = """\
<?xml version='1.0' encoding='UTF-8'?>
<collection id="2024.moss">
  <volume id="1" type="proceedings">
    <meta>
      <booktitle>Proceedings of Gardens</booktitle>
      <editor><first>Cy</first><last>Reed</last></editor>
      <month>June</month>
      <year>2024</year>
      <venue>moss</venue>
    </meta>
    <frontmatter><url>2024.moss-1.0</url></frontmatter>
"""
PAPER = """\
    <paper id="1">
      <title>Gardens of <fixed-case>C</fixed-case>ells and <tex-math>x^2</tex-math>: <b>A
        Study</b></title>
      <author><first>Ada</first><last>Moss</last><variant script="hani"><first>小</first>
        <last>苔</last></variant></author>
      <author><first/><last>Fern</last></author>
      <abstract>They <i>grow</i> in <tex-math>O(n)</tex-math>.</abstract>
      <url hash="1">2024.moss-1.1</url>
      <doi>10.18653/v1/2024.moss-1.1</doi>
    </paper>
"""
TAIL = "  </volume>\n</collection>\n"


def test_a_paper_and_what_its_volume_says(read: Reading) -> None:
    assert read.paper(HEAD + PAPER + TAIL) == Paper(
        title="Gardens of Cells and $x^2$: A Study",
        abstract="They grow in $O(n)$.",
        published=date(2024, 6, 1),
        published_precision="month",
        author_count=2,
        authors=("Ada Moss", "Fern"),
        doi="10.18653/v1/2024.moss-1.1",
        url="https://aclanthology.org/2024.moss-1.1",
        venue="MOSS",
        sources=("acl",),
    )


def test_each_volume_has_its_own_date(read: Reading) -> None:
    second = (
        '<volume id="2"><meta><booktitle>More</booktitle><year>2025</year></meta>'
        '<paper id="1"><title>Second</title></paper></volume>'
    )
    text = HEAD + PAPER + TAIL.replace("</collection>", second + "</collection>")
    assert [paper.published for paper in read.papers(text)] == [date(2024, 6, 1), date(2025, 1, 1)]


def test_what_was_taken_back_is_rejected_with_its_line(read: Reading) -> None:
    taken = '<paper id="2"><title>Lost</title><retracted date="2025-01-01">x</retracted></paper>\n'
    assert read.told(HEAD + taken + taken.replace("retracted", "removed") + PAPER + TAIL) == [
        "<12: the Anthology says that it was retracted: Lost>",
        "<13: the Anthology says that it was removed: Lost>",
        "Gardens of Cells and $x^2$: A Study",
    ]


@pytest.mark.corpora
def test_real_files() -> None:
    count = 0
    for path in sorted(corpus("formats/acl").glob("*.xml")):
        text = path.read_text()
        papers = [record for record in records_of(path) if isinstance(record, Paper)]
        elements = re.findall(r"<paper .*?</paper>", text, re.DOTALL)
        assert len(papers) == len(elements)
        assert [len(paper.authors or ()) for paper in papers] == [
            element.count("<author>") for element in elements
        ]
        assert all(paper.published and paper.venue for paper in papers)
        assert not any("<" in paper.title for paper in papers)
        count += len(papers)
    assert count > 50

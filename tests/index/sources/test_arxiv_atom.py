"""Feeds of arXiv's API."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.paper import Organisation, Paper, Rejected
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

ENTRY = """\
  <entry>
    <id>https://arxiv.org/abs/2401.01234v3</id>
    <title>Gardens of $\\alpha$ Cells:
  A Study</title>
    <updated>2024-05-01T10:00:00Z</updated>
    <summary>  They grow in
the dark.
  They are many, says Erd\\H{o}s.</summary>
    <category term="68T50" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.CO" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.7" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-01-02T23:30:00Z</published>
    <arxiv:primary_category term="math.CO"/>
    <arxiv:doi>10.1000/182 10.1000/183</arxiv:doi>
    <author><name>Ada Moss</name>
      <arxiv:affiliation>University of Ferns, Oslo</arxiv:affiliation></author>
    <author><name>J\\"org Fern</name></author>
  </entry>
"""
FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom">\n'
    "  <id>http://arxiv.org/api/x</id>\n  <title>arXiv Query: all</title>\n"
)
ERROR = (
    "  <entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
    "<summary>incorrect id format for x</summary></entry>\n"
)


def test_an_entry_says_everything_of_its_paper(read: Reading) -> None:
    paper = read.paper(FEED + ENTRY + "</feed>")
    assert read.item is not None
    assert read.item.format == "arxiv-atom"
    assert paper == Paper(
        title="Gardens of $\\alpha$ Cells: A Study",
        abstract="They grow in the dark.\n\nThey are many, says Erdős.",
        published=date(2024, 1, 2),
        orgs=(Organisation(name="University of Ferns"),),
        author_count=2,
        authors=("Ada Moss", "Jörg Fern"),
        arxiv_id="2401.01234",
        categories=("math.CO", "cs.LG"),
        doi="10.1000/182",
        url="https://arxiv.org/abs/2401.01234",
        sources=("arxiv-atom",),
    )


def test_an_error_is_no_paper_though_it_looks_like_one(read: Reading) -> None:
    assert read.told(FEED + ERROR + ENTRY + "</feed>") == [
        "<5: arXiv answered with an error: incorrect id format for x>",
        "Gardens of $\\alpha$ Cells: A Study",
    ]


def test_what_a_feed_says_is_safe_to_print(read: Reading) -> None:
    text = ERROR.replace("incorrect id", "incorrect\n&#x9d;52;c;x&#x9c; &#x202e;id")
    (told,) = read(FEED + text + "</feed>")
    assert isinstance(told, Rejected)
    assert told.reason.isprintable()


def test_a_paper_called_error_is_one(read: Reading) -> None:
    entry = "<entry><id>http://arxiv.org/abs/hep-th/9901001v1</id><title>Error</title></entry>"
    paper = read.paper(FEED + entry + "</feed>")
    assert (paper.title, paper.arxiv_id) == ("Error", "hep-th/9901001")


def test_an_answer_without_entries_holds_no_papers(read: Reading) -> None:
    assert read(FEED + "</feed>") == []


def test_xml_on_one_line_is_no_web_page(read: Reading) -> None:
    paper = read.paper(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>http://arxiv.org/abs/2511.00001v1</id><title>Lanterns</title></entry></feed>"
    )
    assert (paper.title, paper.arxiv_id, paper.published) == ("Lanterns", "2511.00001", None)


@pytest.mark.corpora
def test_real_feeds() -> None:
    count = 0
    for path in sorted(corpus("formats/arxiv-atom").glob("*.xml")):
        text = path.read_text()
        records = records_of(path)
        ids = re.findall(r"<id>https?://arxiv\.org/abs/([\w./-]+?)v\d+</id>", text)
        papers = [record for record in records if isinstance(record, Paper)]
        assert [paper.arxiv_id for paper in papers] == ids
        assert len(records) == text.count("<entry>")
        assert sum(len(paper.authors or ()) for paper in papers) == sum(
            entry.count("<name>") for entry in text.split("<entry>") if "/abs/" in entry
        )
        assert all(paper.published and paper.abstract and paper.categories for paper in papers)
        rejected = [record for record in records if isinstance(record, Rejected)]
        assert len(rejected) == text.count("<title>Error</title>")
        count += len(papers)
    assert count > 100

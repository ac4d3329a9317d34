"""Answers of OAI-PMH."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.paper import Organisation, Paper
from index.sources import find_inputs, gather_evidence, read_papers
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
    "<responseDate>2024-05-01T00:00:00Z</responseDate>\n"
)


def record(metadata: str, identifier: str = "oai:arXiv.org:2401.01234", status: str = "") -> str:
    return (
        f"<record><header{status}><identifier>{identifier}</identifier>"
        f"<datestamp>2024-05-01</datestamp><setSpec>cs</setSpec></header>{metadata}</record>\n"
    )


def answer(*records: str, more: str = "") -> str:
    return f"{HEAD}<ListRecords>\n{''.join(records)}{more}</ListRecords></OAI-PMH>"


ARXIV = record(
    '<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.01234</id>'
    "<created>2024-01-02</created><updated>2024-04-30</updated><authors>"
    "<author><keyname>Moss</keyname><forenames>Ada B.</forenames><suffix>Jr</suffix>"
    "<affiliation>Garden Lab</affiliation></author>"
    "<author><keyname>The Garden Collaboration</keyname></author></authors>"
    "<title>Gardens of\n  Cells</title><categories>cs.LG stat.ML</categories>"
    "<comments>7 pages</comments><doi>10.1000/182, 10.1000/183;10.1000/184</doi>"
    "<abstract>  They grow.\n</abstract></arXiv></metadata>"
)
RAW = record(
    '<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>math/0601001</id>'
    '<submitter>Ada Moss</submitter><version version="v2"><date>Tue, 3 Jan 2006 00:00:01 GMT</date>'
    '</version><version version="v1"><date>Mon, 2 Jan 2006 00:00:01 GMT</date></version>'
    "<title>Old Gardens</title><authors>Ada Moss (Garden Lab), Bo Fern and Cy Reed</authors>"
    "<categories>math.GR</categories><abstract>They grew.</abstract></arXivRaw></metadata>",
    "oai:arXiv.org:math/0601001",
)
DUBLIN = record(
    '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Gardens of Cells</dc:title>'
    "<dc:creator>Moss, Ada</dc:creator><dc:creator>Fern, Bo</dc:creator>"
    "<dc:subject>Computer Science - Machine Learning</dc:subject>"
    "<dc:description>Comment: 7 pages</dc:description><dc:description>They grow.</dc:description>"
    "<dc:date>2024-04-30</dc:date><dc:date>2024-01-02</dc:date><dc:type>text</dc:type>"
    "<dc:identifier>http://arxiv.org/abs/2401.01234</dc:identifier>"
    "<dc:identifier>Gardening 7</dc:identifier><dc:identifier>doi:10.1000/182</dc:identifier>"
    "</oai_dc:dc></metadata>"
)


def test_arxivs_own_format(read: Reading) -> None:
    assert read.paper(answer(ARXIV)) == Paper(
        title="Gardens of Cells",
        abstract="They grow.",
        published=date(2024, 1, 2),
        orgs=(Organisation(name="Garden Lab"),),
        author_count=2,
        authors=("Ada B. Moss Jr", "The Garden Collaboration"),
        arxiv_id="2401.01234",
        categories=("cs.LG", "stat.ML"),
        doi="10.1000/182",
        url="https://arxiv.org/abs/2401.01234",
        sources=("arxiv-oai",),
    )


def test_the_raw_format_has_versions_and_authors_in_one_text(read: Reading) -> None:
    paper = read.paper(answer(RAW))
    assert (paper.arxiv_id, paper.published) == ("math/0601001", date(2006, 1, 2))
    assert paper.authors == ("Ada Moss", "Bo Fern", "Cy Reed")


def test_dublin_core_repeats_itself(read: Reading) -> None:
    paper = read.paper(answer(DUBLIN))
    assert paper.authors == ("Ada Moss", "Bo Fern")
    assert (paper.abstract, paper.published) == ("They grow.", date(2024, 1, 2))
    assert (paper.arxiv_id, paper.doi) == ("2401.01234", "10.1000/182")
    assert paper.keywords == ("Computer Science - Machine Learning",)


def test_what_was_deleted_is_accounted_for(read: Reading) -> None:
    deleted = record("", "oai:arXiv.org:2401.00007", ' status="deleted"')
    assert read.told(answer(deleted, ARXIV)) == [
        "<5: the archive has deleted this record: oai:arXiv.org:2401.00007>",
        "Gardens of Cells",
    ]


def test_what_is_a_part_says_so(read: Reading) -> None:
    read(answer(ARXIV, more="<resumptionToken>7|42</resumptionToken>"))
    assert read.item is not None
    assert read.item.notes == ["is one part of a longer answer: the others have to be fetched, too"]
    read(answer(ARXIV, more="<resumptionToken/>"))
    assert read.item.notes == []


def test_errors_headers_and_other_formats_are_named(read: Reading) -> None:
    error = f'{HEAD}<error code="badResumptionToken">expired</error></OAI-PMH>'
    assert read.told(error) == [
        "<4: the server answered with an error: badResumptionToken expired>"
    ]
    other = record("<metadata><marc><title>Gardens</title></marc></metadata>")
    assert read.told(answer(other)) == [
        "<5: a record in the format marc, which Quire does not read>"
    ]
    header = "<header><identifier>oai:arXiv.org:2401.01234</identifier></header>"
    (told,) = read.told(f"{HEAD}<ListIdentifiers>{header}</ListIdentifiers></OAI-PMH>")
    assert "a header and no metadata" in told


def test_a_record_without_the_answer_around_it_is_read(read: Reading) -> None:
    data = ARXIV.replace("<record>", '\n<record xmlns="http://www.openarchives.org/OAI/2.0/">', 1)
    assert read.told(data) == ["Gardens of Cells"]


@pytest.mark.corpora
def test_real_answers() -> None:
    for path in corpus("formats/arxiv-oai").glob("*.xml"):
        text = path.read_text()
        records = records_of(path)
        assert len(records) == text.count("<record>")
        papers = [found for found in records if isinstance(found, Paper)]
        assert len(records) - len(papers) == text.count('status="deleted"')
        assert sum(len(paper.authors or ()) for paper in papers) == text.count("<dc:creator>")


def test_a_part_whose_next_one_is_there_says_nothing(tmp_path: Path) -> None:
    part = answer(ARXIV, more="<resumptionToken>7|42</resumptionToken>")
    for name in ("2026-01-01-00009.xml", "2026-01-01-00010.xml"):
        (tmp_path / name).write_text(part)
    notes = {}
    for item in find_inputs([tmp_path]):
        list(read_papers(item, gather_evidence([item]).settle()))
        notes[item.name.rpartition("-")[2]] = len(item.notes)
    assert notes == {"00009.xml": 0, "00010.xml": 1}

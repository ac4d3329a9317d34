"""What Quire exports it reads back: the same papers, as far as each format can hold them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.exporting import export
from index.paper import Organisation, Paper
from index.sources import find_inputs, gather_evidence, line_decoder, read_lines, read_papers
from index.text.latex import readable
from tests.support.records import papers
from tests.support.thorough import tries

NAMES = (
    "Ada Moss",
    "Bo van der Berg",
    "The Garden Collaboration",
    "Émile Øst",
    "苔小",
    "Cy Reed Jr.",
)
PLAIN = (
    "Gardens of Cells: A Study",
    "50% of C# & C_1, for $5",
    "Braces {like these} and hats^",
    "About ~50 Gardens",
    "About ~50 Gardens of {GPT}",
    "On “Moss” – or Über-Moss",
    "=SUM(A1); a formula",
    "Naïve Gardens, 'quoted' and \"so\"",
    "Folding $x^2$ into $\\alpha$-maps",
)


@st.composite
def varied(draw: st.DrawFn) -> Paper:
    """Papers with text that each format has to escape."""
    names = tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)))
    paper = draw(papers())
    return msgspec.structs.replace(
        paper,
        title=draw(st.sampled_from(PLAIN)),
        abstract=draw(st.none() | st.sampled_from(["Two.\n\nParagraphs; here.", *PLAIN])),
        authors=names or None,
        author_count=draw(st.sampled_from([len(names), None])) if names else None,
        keywords=draw(
            st.none()
            | st.sampled_from([("moss, green", "-minus"), ("a, b",), ("a;b, c", "50% {x}"), ("d",)])
        ),
        sources=("arxiv", "quire"),
    )


def read_back(folder: Path, text: str, format: str) -> list[Paper]:
    path = folder / "export"
    path.write_bytes(text.encode())
    (item,) = find_inputs([path])
    assert item.format == format
    if item.is_bulk:
        decode = line_decoder(item)
        found = [decode(line, number) for number, line in read_lines(item)]
    else:
        found = list(read_papers(item, gather_evidence([item]).settle()))
    assert all(isinstance(record, Paper) for record in found)
    return [record for record in found if isinstance(record, Paper)]


drawn = settings(
    max_examples=tries(60, 600),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)


@drawn
@given(st.lists(varied(), min_size=1, max_size=4))
def test_json_lines_hold_all(tmp_path: Path, written: list[Paper]) -> None:
    assert read_back(tmp_path, "".join(export(written, "jsonl")), "quire") == written


@drawn
@given(st.lists(varied(), min_size=1, max_size=4))
def test_csv_holds_all_but_some_slugs(tmp_path: Path, written: list[Paper]) -> None:
    def as_held(paper: Paper) -> Paper:
        """A list's cell has one text for each organisation: its name, else its slug."""
        orgs = paper.orgs and (
            paper.orgs[0],
            *(Organisation(name=org.name or org.slug) for org in paper.orgs[1:]),
        )
        return msgspec.structs.replace(paper, orgs=orgs, org=None, org_name=None)

    found = read_back(tmp_path, "".join(export(written, "csv")), "csv")
    assert found == [as_held(paper) for paper in written]


@drawn
@given(st.lists(varied(), min_size=1, max_size=4))
def test_bibtex_holds_what_a_citation_needs(tmp_path: Path, written: list[Paper]) -> None:
    found = read_back(tmp_path, "".join(export(written, "bibtex")), "bibtex")
    for back, paper in zip(found, written, strict=True):
        assert _meant(back.title) == _meant(paper.title)
        assert back.authors == paper.authors
        assert back.author_count == (paper.author_count if paper.authors else None)
        assert (back.arxiv_id, back.doi) == (paper.arxiv_id, paper.doi)
        assert back.categories == (
            paper.categories[:1] if paper.categories and paper.arxiv_id else None
        )
        assert back.keywords == paper.keywords
        if paper.published is not None:
            assert back.published_text == paper.published_text


@pytest.mark.parametrize("title", PLAIN)
def test_titles_come_back_to_the_letter(tmp_path: Path, title: str) -> None:
    for exporter, name in (("jsonl", "quire"), ("csv", "csv"), ("bibtex", "bibtex")):
        (paper,) = read_back(tmp_path, "".join(export([Paper(title=title)], exporter)), name)
        assert _meant(paper.title) == _meant(title)


def _meant(title: str) -> str:
    """A title as it is read; TeX has only typographic quotes."""
    return readable(title).translate(str.maketrans("“”", '""'))

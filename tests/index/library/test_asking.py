"""What a query asks of the library is told: what there is, what it stands for, what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import QueryError, open_library
from index.engine.search import TantivyPapers
from index.explanation import Explained
from index.library.library import Library
from index.paper import Paper
from index.query.parse import parse
from tests.support.papers import numbered
from tests.support.reference import open_papers

PAPERS = [
    Paper(key=paper.arxiv_id or "", title=paper.title, arxiv_id=paper.arxiv_id)
    for paper in numbered(6)
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library.db")


@pytest.fixture
def papers(library: Library) -> TantivyPapers:
    return open_papers(PAPERS, overlay=library)


def told(papers: TantivyPapers, query: str) -> list[str]:
    return [one.sentence for one in papers.search(query).absent]


def test_a_tag_or_a_saved_search_that_there_is_not_is_told_with_the_nearest(
    library: Library, papers: TantivyPapers
) -> None:
    assert told(papers, "tag:nope") == ["no tag nope"]
    library.tag(PAPERS[:1], ["Rope"])
    library.tag(PAPERS[:1], ["gone"])
    library.tag(PAPERS[:1], ["gone"], remove=True)
    library.save("My agents", "agents")
    assert told(papers, "tag:nope") == ["no tag nope; nearest: Rope"]
    assert told(papers, "paper -tag:(nope OR rope)") == ["no tag nope; nearest: Rope"]
    assert told(papers, "tag:gone") == ["no tag gone"]
    assert told(papers, "saved:agents") == ["no saved search agents; nearest: My agents"]
    assert told(papers, "saved:xyz*") == ["no saved search xyz*"]
    for query in ("tag:ROPE", "tag:ro*", "tag:none", "tag:*", 'saved:"my agents"', "saved:my*"):
        assert told(papers, query) == [], query
    assert papers.facets("tag:nope").absent[0].sentence == "no tag nope; nearest: Rope"
    # There is such a tag, though no paper of this index has it.
    other = open_papers(PAPERS[3:], overlay=library)
    assert told(other, "tag:rope") == []


def test_what_is_told_of_names_follows_the_library(library: Library, papers: TantivyPapers) -> None:
    library.tag(PAPERS[:1], ["rope"])
    assert told(papers, "tag:hope") == ["no tag hope; nearest: rope"]
    library.tag(PAPERS[1:2], ["hope"])
    assert told(papers, "tag:hope") == []


@pytest.mark.parametrize(
    ("query", "at"),
    [("saved:one", 0), ("paper saved:two", 6), ("(x OR -saved:one) y", 0), ("y saved:o*", 2)],
)
def test_a_circle_is_told_at_the_part_that_names_it(
    library: Library, papers: TantivyPapers, query: str, at: int
) -> None:
    library.merge(
        b'{"saved":"one","query":"saved:two","time":1,"set":true}\n'
        b'{"saved":"two","query":"saved:one","time":1,"set":true}\n'
    )
    for ask in (papers.search, papers.facets, papers.explain):
        with pytest.raises(QueryError, match="asks for itself") as raised:
            ask(query)
        assert (raised.value.text, raised.value.position) == (query, at)


def test_a_saved_search_that_no_version_understands_is_told_where_it_is_named(
    library: Library, papers: TantivyPapers
) -> None:
    library.merge(b'{"saved":"odd","query":"date:noon","time":1,"set":true}\n')
    with pytest.raises(QueryError, match="the saved search odd can't be understood") as raised:
        papers.search("paper saved:odd")
    assert raised.value.position == 6


def test_what_saved_searches_cost_is_told_too(library: Library, papers: TantivyPapers) -> None:
    costly = " ".join(f"id:{number}*" for number in range(900))
    with pytest.raises(QueryError, match="too long"):
        papers.search(costly)
    library.save("costly", costly)
    library.save("by way", "is:starred OR saved:costly")
    for query, at in (("saved:costly", 0), ('paper -saved:"by way"', 6)):
        with pytest.raises(QueryError, match="too long") as raised:
            papers.search(query)
        assert raised.value.position == at


def test_an_explanation_shows_what_a_saved_search_stands_for(
    library: Library, papers: TantivyPapers
) -> None:
    library.star(PAPERS[:2])
    library.save("mine", "is:starred -is:read")
    library.save("more", "saved:mine OR is:noted")
    unread = Explained("not", "-is:read", 6, (Explained("clause", "is:read", 0),))
    mine = Explained(
        "and", "is:starred -is:read", 2, (Explained("clause", "is:starred", 2), unread)
    )
    named = Explained("saved", "saved:mine", 2, (mine,))
    assert papers.explain("saved:mine").tree == named
    noted = Explained("clause", "is:noted", 0)
    either = Explained("or", "saved:mine OR is:noted", 2, (named, noted))
    more = Explained("saved", "saved:more", 2, (either,))
    assert papers.explain("saved:more").tree == more
    assert papers.explain("saved:m*").tree == Explained("saved", "saved:m*", 2, (named, more))
    assert papers.explain("saved:none").tree == Explained("clause", "saved:none", 0)


def test_what_many_papers_make_of_a_query_is_made_once(tmp_path: Path) -> None:
    many = [
        Paper(key=f"2401.{n:05}", arxiv_id=f"2401.{n:05}", title=f"On {n}") for n in range(1200)
    ]
    library = open_library(tmp_path / "library.db")
    papers = open_papers(many, overlay=library)
    library.mark_read(many[:1100])
    overlay = papers.compiler.overlay
    unread = overlay.of(parse("is:unread"))
    assert unread is not None
    assert overlay.matching(unread) is overlay.matching(unread)
    assert papers.search("is:unread").total == 100
    library.mark_read(many[:1], remove=True)
    assert papers.search("is:unread").total == 101

"""New papers of a list that meaning has a part in are found too, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_library
from index.engine import nearest
from index.engine.search import TantivyPapers
from index.paper import Paper
from tests.support.concepts import with_meaning
from tests.support.reference import open_papers, paper
from tui.session.generations import place_of
from tui.session.session import View
from tui.workers import new_papers
from tui.workers.new_papers import count_new, find_new

PAPERS = [
    *(paper(f"car{at}", f"Car number {at}", "A car") for at in range(6)),
    *(paper(f"lorry{at}", f"Lorry number {at}", "An automobile") for at in range(4)),
    paper("bridge", "A bridge", "And its number"),
]


def opened(folder: Path, new: set[str]) -> TantivyPapers:
    """An index in which papers are found by meaning, and all but some were read."""
    library = open_library(folder / "library.db")
    papers = open_papers(PAPERS, overlay=library)
    with_meaning(papers)
    library.mark_read([one for one in PAPERS if one.key not in new])
    return papers


def gone_through(view: View, papers: TantivyPapers, step: int) -> list[str]:
    """The papers that one comes to from one end of a list to the other."""
    listed = papers.search(view.query, limit=100, reverse=view.reverse, semantic=view.semantic)
    keys = [hit.paper.key for hit in listed.hits]
    cursor, found = (-1, []) if step > 0 else (len(keys), [])
    while not (place := find_new(view, False, cursor, step, papers)).wrapped:
        assert place.place is not None
        cursor = place.place
        found.append(keys[cursor])
    return found


def in_order(view: View, new: set[str], papers: TantivyPapers) -> list[str]:
    places = {key: place_of(view, key, False, papers) for key in new}
    return sorted((key for key in new if places[key] is not None), key=lambda key: places[key] or 0)


@pytest.mark.parametrize("reverse", [False, True])
def test_new_papers_that_only_meaning_finds_are_gone_through_too(
    tmp_path: Path, reverse: bool
) -> None:
    new = {"car1", "car4", "lorry0", "lorry3"}
    papers = opened(tmp_path, new)
    view = View(query="car", semantic=True, reverse=reverse)
    expected = in_order(view, new, papers)
    assert set(expected) == ({"car1", "car4"} if reverse else new)
    assert gone_through(view, papers, 1) == expected
    assert gone_through(view, papers, -1) == expected[::-1]
    assert count_new(view, False, papers) == 2, "what only meaning finds is no match"


def test_new_papers_are_gone_through_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_papers, "MOST_LOOKED_AT", 2)
    new = {one.key for one in PAPERS} - {"car3", "bridge"}
    papers = opened(tmp_path, new)
    view = View(query="car number", semantic=True)
    expected = in_order(view, new, papers)
    assert len(expected) == 9
    assert gone_through(view, papers, 1) == expected
    assert gone_through(view, papers, -1) == expected[::-1]


def test_where_only_what_meaning_finds_is_new_it_is_found(tmp_path: Path) -> None:
    papers = opened(tmp_path, {"lorry2"})
    view = View(query="car", semantic=True)
    (place, wrapped) = find_new(view, False, 0, 1, papers)
    assert place == place_of(view, "lorry2", False, papers)
    assert not wrapped


@pytest.mark.parametrize("query", ['near:"a car"', "like:car0"])
def test_new_papers_among_the_nearest_are_those_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(nearest, "NEAREST", 5)
    new = {"car2", "car5", "bridge", "lorry3"}
    papers = opened(tmp_path, new)
    view = View(query=query)
    expected = in_order(view, new, papers)
    assert 0 < len(expected) < len(new)
    assert gone_through(view, papers, 1) == expected
    assert gone_through(view, papers, -1) == expected[::-1]
    assert count_new(view, False, papers) == len(expected)


def test_by_words_the_new_ones_of_a_long_list_are_found_by_their_places(tmp_path: Path) -> None:
    papers = opened(tmp_path, {"car0", "lorry1", "bridge"})
    view = View(query="number")
    expected = in_order(view, {"car0", "lorry1", "bridge"}, papers)
    assert len(expected) == 3
    assert gone_through(view, papers, 1) == expected
    assert gone_through(view, papers, -1) == expected[::-1]


def test_where_nothing_is_new_nothing_is_found(tmp_path: Path) -> None:
    papers = opened(tmp_path, set())
    for query in ("car", 'near:"a car"'):
        for semantic in (False, True):
            view = View(query=query, semantic=semantic)
            assert find_new(view, False, 0, 1, papers).place is None
            assert count_new(view, False, papers) == 0


def test_a_key_that_could_be_syntax_is_looked_up(tmp_path: Path) -> None:
    old = Paper(key="hep-th/9901001", title="An old car", arxiv_id="hep-th/9901001")
    library = open_library(tmp_path / "library.db")
    papers = open_papers([*PAPERS, old], overlay=library)
    with_meaning(papers)
    library.mark_read(PAPERS)
    view = View(query='near:"a car"')
    assert find_new(view, False, -1, 1, papers).place == place_of(view, old.key, False, papers)

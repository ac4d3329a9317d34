"""The browser over a real index, where the stand-in knows too little of words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from index import open_index, rebuild
from tests.support.fake_papers import FakePapers
from tests.support.waiting import wait_for
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.session.layout import Panes
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@asynccontextmanager
async def browsing(
    place: Path, size: tuple[int, int], *, ahead: bool = False
) -> AsyncIterator[Browser]:
    """A browser over an index on disk, with its first answer."""
    first = PageRequest(query="", limit=size[1]) if ahead else None
    searcher = Searcher(lambda: open_index(place), first)
    searcher.start()
    app = QuireApp(searcher)
    app.session.panes = Panes(filters=True)
    async with app.run_test(size=size) as pilot:
        await wait_for(
            pilot,
            lambda: isinstance(app.screen, BrowseScreen) and app.screen.results.paper,
            "the first answer",
        )
        yield Browser(pilot, FakePapers([]))


async def test_leaving_the_box_keeps_what_a_beginning_found(demo_index: Path) -> None:
    with open_index(demo_index) as papers:
        typed = papers.search("mix", prefix=True).total
        word = papers.search("mix").total
        assert 0 < 2 * word < typed
        async with browsing(demo_index, size=(100, 30)) as browser:
            await browser.press("slash")
            await browser.type("mix")
            await browser.until(lambda: browser.total == typed, "the papers of the beginning")
            await browser.press("enter")
            await browser.until(lambda: browser.query == "mix*", "the beginning, spelled out")
            await browser.until(
                lambda: not browser.screen.search.inquiry.typing and browser.total == typed
            )
            # A word that most of what was found has as it stands is taken as it stands.
            await browser.press("slash", "ctrl+u")
            await browser.type("language")
            await browser.press("enter")
            await browser.until(
                lambda: (
                    browser.screen.results.has_focus
                    and not browser.screen.search.inquiry.typing
                    and browser.total == papers.search("language").total
                )
            )
            assert browser.query == "language"


async def test_counts_are_of_the_near_spelling_that_was_found_and_no_more(tmp_path: Path) -> None:
    titles = ["Quartzite layers", "Quartzitewater one", "Quartzitewater two", "Others at rest"]
    records, place = tmp_path / "papers.jsonl", tmp_path / "index"
    records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
    rebuild([records], place)
    with open_index(place) as papers:
        assert papers.search("quartzyte", prefix=True, fuzzy=True).total == 1
        assert papers.search("quartzite", prefix=True).total == 3
    async with browsing(place, size=(160, 40)) as browser:
        await browser.press("slash")
        await browser.type("quartzyte")
        await browser.until(lambda: browser.total == 1, "the near spelling")
        screen = browser.screen
        await browser.until(lambda: screen.filtering.counted, "the counts")
        assert [choice.count for choice in screen.filtering.pane.authors.choices][-1] == 1


async def test_a_word_that_was_passed_over_while_typed_is_taken_as_it_stands(
    tmp_path: Path,
) -> None:
    titles = ["Alpha int", "More alpha int", "Alpha integral", *(f"Alpha {n}" for n in range(9))]
    records, place = tmp_path / "papers.jsonl", tmp_path / "index"
    records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
    rebuild([records], place)
    async with browsing(place, size=(100, 30)) as browser:
        await browser.press("slash")
        await browser.type("alpha int")
        await browser.until(lambda: browser.total == len(titles), "what is not told apart yet")
        await browser.press("enter")
        screen = browser.screen
        await browser.until(
            lambda: screen.search.inquiry.awaited is None and screen.results.listing.full == 2
        )
        assert browser.query == "alpha int"


async def test_a_question_of_which_no_paper_has_all_words_lists_counts_and_sorts(
    tmp_path: Path,
) -> None:
    titles = [f"Quark lattice tensor robot {number}" for number in range(55)]
    titles += [f"Plasma kernel {number}" for number in range(9)]
    records, place = tmp_path / "papers.jsonl", tmp_path / "index"
    records.write_text(
        "".join(f'{{"title": "{title}", "published": "2026-01-02"}}\n' for title in titles)
    )
    rebuild([records], place)
    async with browsing(place, size=(130, 40)) as browser:
        screen = browser.screen
        await browser.press("slash")
        await browser.type("quark lattice tensor robot plasma kernel zebra")
        await browser.press("enter")
        await browser.until(
            lambda: browser.total == 64 and not screen.search.inquiry.typing, "the answer"
        )
        assert screen.results.listing.full == 55
        said = screen.status.render_line(0).text
        assert "55 papers · no paper has all 7 words; 55 have 4 or more · best match" in said
        await browser.press("G")
        await browser.until(lambda: screen.results.cursor == 63 and screen.results.paper)
        hits = map(screen.results.listing.at, range(browser.total))
        assert {hit.partial for hit in hits if hit is not None} == {True, False}
        await browser.press("s", "d")
        await browser.until(lambda: browser.total == 55, "the order by date")
        assert browser.title
        assert browser.query == "quark lattice tensor robot plasma kernel zebra"


async def test_a_near_spelling_that_was_searched_for_instead_is_said(tmp_path: Path) -> None:
    titles = ["Mooring lines in a harbour", "Mooring ropes for boats", "Kites over a quiet bay"]
    records, place = tmp_path / "papers.jsonl", tmp_path / "index"
    records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
    rebuild([records], place)
    async with browsing(place, size=(160, 40)) as browser:
        screen = browser.screen
        await browser.press("slash")
        await browser.type("mooding lines")
        await browser.press("enter")
        await browser.until(
            lambda: not screen.search.inquiry.typing and screen.search.inquiry.awaited is None
        )
        assert screen.search_box.value == browser.query == "mooding lines"
        # Below the divider stands what has only some of the words.
        assert screen.results.listing.full == 1
        assert "· searched for “mooring lines” · best match" in browser.text()[-2]
        # What stands beside the list and what is taken along is of the papers in it.
        await browser.until(lambda: screen.filtering.counted)
        assert [choice.count for choice in screen.filtering.pane.authors.choices][-1] == 1
        selection = screen.papers.all_papers()
        assert selection.count == 1
        assert [paper.title for paper in selection.papers()] == titles[:1]
        assert list(screen.papers.marker(titles[0], "title")) == [(0, 7), (8, 13)]
        # Nor is it forgotten in another index.
        titles.append("Lines of mooring, revised")
        records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
        rebuild([records], place)
        screen.index_watch.look()
        await browser.until(lambda: screen.results.listing.full == 2)
        assert browser.title == titles[0]
        assert browser.word == "The index has changed; this is the new one."
        assert "· searched for “mooring lines” · best match" in browser.text()[-2]
        await browser.press("X")
        await browser.until(lambda: browser.total == 4)
        assert "instead" not in browser.text()[-2]
        # Where there is little room it is said in few words.
        await browser.pilot.resize_terminal(40, 12)
        await browser.press("slash")
        await browser.type("mooding lines")
        await browser.until(lambda: browser.text()[-2].startswith(" 2 for “mooring”"))


async def test_that_the_paper_others_would_be_like_is_gone_is_said(tmp_path: Path) -> None:
    records, place = tmp_path / "papers.jsonl", tmp_path / "index"
    titles = [f"Tidal {word} in a shallow bay" for word in ("mixing", "locks", "mills", "pools")]
    records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
    rebuild([records], place)
    async with browsing(place, size=(160, 30)) as browser:
        await browser.press("m")
        await browser.until(lambda: browser.query.startswith("like:") and browser.total == 3)
        gone = browser.screen.session.view.query.removeprefix("like:")
        with open_index(place) as papers:
            paper = papers.get(gone)
        assert paper is not None
        left = [title for title in titles if title != paper.title]
        records.write_text("".join(f'{{"title": "{title}"}}\n' for title in left))
        rebuild([records], place)
        browser.screen.index_watch.look()
        said = "The paper that these would be like is not in the index."
        await browser.until(lambda: any(said in line for line in browser.text()))
        await browser.press("u")
        await browser.until(lambda: browser.total == 3)


def harm_pointer(data: bytes) -> Callable[[Path], object]:
    return lambda place: (place / "current").write_bytes(data)


def harm_manifest(place: Path) -> None:
    """Publish another generation, whose manifest is no text."""
    (generation,) = (place / "generations").iterdir()
    other = generation.with_name(f"{generation.name}x")
    other.mkdir()
    (other / "manifest.json").write_bytes(b"\xe6" * 100)
    (place / "current").write_text(other.name)


@pytest.mark.parametrize(
    "harm",
    [
        harm_pointer(b"\0" * 26),
        harm_pointer(b""),
        harm_pointer(b"\xff\xfe"),
        harm_pointer(b"20010101T000000Z-00000000\n"),
        lambda place: (place / "current").unlink(),
        lambda place: (place / "generations").rename(place / "elsewhere"),
        harm_manifest,
    ],
)
async def test_an_index_that_is_damaged_meanwhile_is_browsed_on(
    harm: Callable[[Path], object], tmp_path: Path
) -> None:
    place, records = tmp_path / "index", tmp_path / "papers.jsonl"
    titles = [f"Ferry number {number}" for number in range(30)]
    records.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
    rebuild([records], place)
    async with browsing(place, size=(80, 24)) as browser:
        harm(place)
        browser.screen.index_watch.look()
        await browser.until(lambda: browser.screen.search.searcher.idle)
        await browser.press("slash")
        await browser.type("number")
        await browser.press("enter")
        await browser.until(lambda: browser.query.startswith("number") and browser.total == 30)
        rebuild([records], place)
        browser.screen.index_watch.look()
        await browser.until(lambda: "The index" in browser.word)
        assert browser.total == 30

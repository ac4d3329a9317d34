"""The panes at several sizes, and the keys that arrange them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region

from tests.support.papers import invented
from tui.session.layout import Panes

pytestmark = pytest.mark.usefixtures("quick_keys")


def regions(browser: Any) -> tuple[Region, Region]:
    screen = browser.screen_below
    return screen.query_one("#results-pane").region, screen.preview_pane.region


def panes(browser: Any) -> Panes:
    chosen: Panes = browser.screen.session.panes
    return chosen


def begins_with(browser: Any, line: int) -> str:
    """The first word in a line of the screen."""
    words: list[str] = browser.text()[line].split()
    return words[0] if words else ""


@pytest.mark.parametrize(
    ("size", "papers", "lines"), [((80, 24), 6, 2), ((120, 40), 17, 2), ((200, 50), 45, 1)]
)
async def test_so_many_papers_are_in_view_by_default(
    browse: Any, size: tuple[int, int], papers: int, lines: int
) -> None:
    async with browse(200, size=size) as browser:
        results = browser.screen.results
        await browser.until(lambda: results.columns.lines == lines)
        assert results.papers_in_view == papers
        above, abstract = regions(browser)
        beside = size[0] >= 110
        assert abstract.x == (above.right if beside else 0)
        assert abstract.y == (above.y if beside else above.bottom)
        assert abstract.right == size[0]
        assert abstract.bottom == size[1] - 2


async def test_a_resized_terminal_is_shared_out_anew_and_the_paper_stays(browse: Any) -> None:
    async with browse(200, size=(120, 40)) as browser:
        await browser.press(*"9j")
        title, results = browser.title, browser.screen.results
        for size, lines in (((80, 24), 2), ((300, 50), 1), ((40, 12), 2), ((20, 5), 1)):
            await browser.pilot.resize_terminal(*size)
            await browser.until(lambda lines=lines: results.columns.lines == lines)
            await browser.until(lambda: results.row is not None)
            assert browser.title == title
            shown, top = results.lines.of(results.cursor), results.scroll_offset.y
            assert top <= shown[0] <= shown[-1] < top + results.page_height


async def test_on_a_small_screen_one_peeks_at_the_abstract(browse: Any) -> None:
    papers = invented(60)
    async with browse(papers, size=(40, 12)) as browser:
        layout = browser.screen.layout_commands
        assert not layout.preview_shown
        await browser.press("space")
        await browser.until(lambda: layout.peeking and browser.screen.preview.size.height)
        # The paper that the abstract is of stays in view.
        first = browser.title.split()[0]
        await browser.until(lambda: any(line.startswith("▌") for line in browser.text()))
        assert any(first in line for line in browser.text()[:4])
        await browser.press("j")
        await browser.until(lambda: layout.peeking and browser.screen.results.cursor == 1)
        for _ in range(60):
            await browser.press("space")
            if not layout.peeking:
                break
        assert not layout.preview_shown, "after its last line the list is back"
        await browser.press("space", "L")
        await browser.until(lambda: "beside" in browser.word)
        assert not layout.peeking


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_what_one_peeks_at_is_one_level_up_from_the_list(browse: Any, key: str) -> None:
    async with browse(60, size=(40, 12)) as browser:
        layout = browser.screen.layout_commands
        await browser.press("slash", *"video", "enter")
        await browser.until(lambda: browser.query == "video" and browser.screen.results.paper)
        await browser.press("space")
        await browser.until(lambda: layout.peeking)
        await browser.press(key)
        await browser.until(lambda: not layout.peeking)
        assert browser.pilot.app.is_running
        assert (browser.query, browser.word) == ("video", "")
        await browser.press("X", "space", key)
        await browser.until(lambda: not layout.peeking)
        assert browser.word == ""


@pytest.mark.parametrize(("size", "layouts"), [((40, 12), 0), ((120, 40), 3)])
async def test_where_the_abstract_has_no_place_its_key_has_one_look_at_it(
    browse: Any, size: tuple[int, int], layouts: int
) -> None:
    async with browse(60, size=size) as browser:
        layout = browser.screen.layout_commands
        await browser.press(*["L"] * layouts)
        chosen = panes(browser)
        assert not layout.preview_shown
        await browser.press("p")
        await browser.until(lambda: layout.peeking and browser.screen.preview.size.height)
        await browser.press("p")
        await browser.until(lambda: not layout.preview_shown)
        # Nothing is remembered of it that a larger window would show.
        assert panes(browser) == chosen


async def test_keys_arrange_the_panes(browse: Any) -> None:
    async with browse(60, size=(120, 40)) as browser:
        await browser.press("p")
        assert panes(browser) == Panes(preview=False)
        assert browser.screen.has_class("-list")
        await browser.press("p", "greater_than_sign")
        assert browser.word == "The list has 65% of the room."
        await browser.until(lambda: regions(browser)[0].width == 78)
        await browser.press("3", "less_than_sign")
        await browser.until(lambda: regions(browser)[0].width == 60)
        await browser.press("L")
        assert panes(browser) == Panes(layout="beside")
        await browser.press("L")
        assert browser.word == "The abstract stands below the list."
        await browser.until(lambda: regions(browser)[1].x == 0)
        await browser.press("L")
        assert panes(browser).layout == "list"
        await browser.press("greater_than_sign")
        assert browser.word == "No abstract is beside the list or below it."
        await browser.press("l")
        await browser.until(lambda: browser.screen.layout_commands.peeking)
        assert browser.screen.focused is browser.screen.preview
        await browser.press("escape")
        assert not browser.screen.layout_commands.preview_shown
        assert browser.screen.focused is browser.screen.results
        await browser.press("L")
        assert panes(browser) == Panes()


async def test_the_filters_stay_beside_the_list_if_they_are_asked_to(browse: Any) -> None:
    async with browse(60, size=(120, 40)) as browser:
        filtering = browser.screen.filtering
        assert not filtering.shown
        await browser.press("f")
        await browser.until(lambda: filtering.shown and filtering.pane.region.width)
        assert browser.screen.session.panes.filters
        assert browser.screen.focused is browser.screen.results
        assert filtering.pane.region.x == 0
        assert regions(browser)[0].x == filtering.pane.region.right
        await browser.press("o", "escape")
        assert filtering.shown
        await browser.press("f")
        await browser.until(lambda: not filtering.shown)
        assert not browser.screen.session.panes.filters
        # For a moment they come over the abstract, and leave the list as it is.
        await browser.press("o")
        await browser.until(lambda: filtering.shown and filtering.pane.region.width)
        assert filtering.pane.region.x == regions(browser)[1].x
        await browser.press("escape")
        assert not filtering.shown


async def test_the_preview_has_the_title_only_where_the_list_cuts_it(browse: Any) -> None:
    papers = invented(40)
    async with browse(papers, size=(50, 24)) as browser:
        results, preview = browser.screen.results, browser.screen.preview
        seen = set()
        for cursor in range(40):
            await browser.until(lambda cursor=cursor: results.cursor == cursor)
            whole = not results.cuts_title(results.paper)
            title, line = results.paper.title.split()[0], preview.region.y
            if results.paper.abstract.split()[0] != title:
                await browser.until(
                    lambda title=title, line=line, whole=whole: (
                        (begins_with(browser, line) == title) != whole
                    )
                )
                seen.add(whole)
            await browser.press("j")
        assert seen == {True, False}

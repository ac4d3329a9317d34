"""What a person does in the browser, at several sizes."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Resize
from textual.geometry import Size

from index import QueryError
from index.query import parse
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.support.waiting import wait_for
from tui.app import QuireApp
from tui.screens.base import BaseScreen
from tui.screens.browse import BrowseScreen
from tui.screens.help import HelpScreen
from tui.workers.searcher import Searcher


async def test_first_screen_shows_the_newest_paper_and_its_abstract(browse: Any) -> None:
    async with browse(60) as browser:
        newest = max(
            browser.engine.all, key=lambda p: p.published.toordinal() if p.published else 0
        )
        assert browser.title == newest.title
        text = browser.text()
        assert "60 papers" in text[-2]
        assert "newest first" in text[-2]
        assert " ms" in text[-2]
        assert any(newest.abstract.split()[0] in line for line in text)


async def test_typing_searches_and_undo_restores(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("slash")
        await browser.type("zebra")
        await browser.until(lambda: browser.query == "zebra" and browser.total == 0)
        assert any("No paper matches." in line for line in browser.text())
        await browser.press("escape", "u")
        await browser.until(lambda: browser.total == 60)
        assert browser.screen.search_box.value == ""
        await browser.press("ctrl+r")
        await browser.until(lambda: browser.total == 0)
        assert browser.screen.search_box.value == "zebra"


async def test_letters_type_while_the_search_box_has_the_focus(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("slash", "q", "x", "s", "j")
        assert browser.screen.search_box.value == "qxsj"
        assert browser.pilot.app.is_running


async def test_old_rows_stay_until_the_new_ones_are_here(browse: Any) -> None:
    async with browse(60) as browser:
        before = browser.title
        browser.engine.gate.clear()
        await browser.press("slash")
        await browser.type("zebra")
        assert browser.title == before
        assert browser.total == 60
        browser.engine.gate.set()
        await browser.until(lambda: browser.total == 0)


async def test_a_wrong_query_points_at_the_spot_and_keeps_the_results(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("slash")
        await browser.type("(")
        await browser.until(lambda: browser.screen.trouble.display)
        line = browser.text()[1]
        with pytest.raises(QueryError) as caught:
            parse("(")
        assert line.index("^") == 3 + caught.value.position
        assert caught.value.reason in line
        assert browser.total == 60
        await browser.press("backspace")
        await browser.until(lambda: not browser.screen.trouble.display)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
async def test_every_paper_can_be_reached(browse: Any, size: tuple[int, int]) -> None:
    papers = invented(1000)
    async with browse(papers, size=size) as browser:
        results = browser.screen.results
        await browser.press("G")
        await browser.until(lambda: results.cursor == 999 and results.paper is not None)
        assert results.row == results.papers_in_view - 1
        await browser.press("g")
        await browser.until(lambda: results.cursor == 0)
        await browser.press("M")
        await browser.until(lambda: results.cursor == 500 and results.paper is not None)
        seen = {results.paper.key}
        for _ in range(30):
            await browser.press("pagedown")
            await browser.until(lambda: results.going_to is None)
            seen.add(results.paper.key)
        assert len(seen) == min(31, 1 + -(-499 // max(results.papers_in_view - 1, 1)))


@pytest.mark.parametrize(("size", "lines"), [((80, 24), 4), ((300, 40), 2)])
async def test_a_move_paints_the_lines_of_two_papers(
    browse: Any, size: tuple[int, int], lines: int
) -> None:
    async with browse(200, size=size) as browser:
        results = browser.screen.results
        drawn: list[int] = []
        original = results.render_line

        def watched(y: int) -> Any:
            drawn.append(y)
            return original(y)

        results.render_line = watched
        await browser.press("j")
        await browser.until(lambda: results.cursor == 1 and drawn)
        assert set(drawn) == set(range(lines))


async def test_a_key_that_does_nothing_says_why(browse: Any) -> None:
    async with browse(20) as browser:
        await browser.press("x")
        assert "No filter is set" in browser.word
        await browser.press("u")
        assert "Nothing has been changed yet" in browser.word
        await browser.press("j")
        assert browser.word == ""


async def test_quit_leaves_with_zero(browse: Any) -> None:
    async with browse(20) as browser:
        await browser.press("q")
        await browser.until(lambda: not browser.pilot.app.is_running or browser.pilot.app._exit)
        assert browser.pilot.app.return_value == 0


async def test_a_screen_opened_ahead_of_the_first_paint_leaves_a_browser_that_paints() -> None:
    class Hasty(QuireApp):
        def begin_painting(self, screen: BaseScreen) -> None:
            self.action_command("app.help")
            super().begin_painting(screen)

    engine = FakePapers(invented(60))
    searcher = Searcher(lambda: engine)
    searcher.start()
    app = Hasty(searcher)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, HelpScreen), "help")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen), "the browser")
        assert isinstance(app.screen, BrowseScreen)
        assert app.screen.painting


async def test_help_lists_and_closes(browse: Any) -> None:
    async with browse(20) as browser:
        await browser.press("question_mark")
        await browser.until(lambda: browser.pilot.app.screen.__class__.__name__ == "HelpScreen")
        await browser.press("escape")
        await browser.until(lambda: browser.pilot.app.screen.__class__.__name__ == "BrowseScreen")


async def test_idle_paints_nothing(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("slash")
        await browser.pilot.pause()
        screen = browser.screen
        painted: list[object] = []
        original = screen._compositor_refresh

        def watched() -> None:
            painted.extend(screen._dirty_widgets)
            original()

        screen._compositor_refresh = watched
        await browser.pilot.pause(0.8)
        assert painted == []


async def test_a_new_generation_is_moved_to_with_the_query_and_the_paper(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("slash")
        await browser.type("video")
        await browser.press("escape")
        await browser.until(lambda: not browser.screen.search.inquiry.typing)
        await browser.press("j", "j")
        before, total = browser.title, browser.total
        newer = FakePapers(invented(230), "second")
        browser.screen.search.searcher.open_papers = lambda: newer
        browser.engine.live = "second"
        await browser.until(lambda: browser.total > total)
        assert browser.title == before
        assert browser.query == "video"


async def test_keys_that_come_all_at_once_mean_what_they_mean_one_by_one(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        browser.burst("/", *"vid", "enter", "p")
        await browser.until(
            lambda: browser.query in {"vid", "vid*"} and not browser.screen.search.inquiry.typing
        )
        assert browser.screen.has_class("-list")
        assert browser.screen.results.cursor == 0
        assert browser.screen.search_box.value == browser.query
        assert browser.screen.results.has_focus
        browser.burst("X", "d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices and browser.total == 200)
        year = dates.choices[1].value
        browser.burst("g", "j", "l", "j", "space", "escape", "/")
        await browser.until(lambda: browser.query == f"date:{year}-11")
        assert browser.screen.search_box.has_focus


async def test_finding_an_organisation_in_one_burst(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        organisations = browser.screen.filtering.pane.organisations
        assert not organisations.choices
        browser.burst("o", "F", *"nord", "enter")
        await browser.until(lambda: browser.query == "org:nordlys")
        await browser.until(lambda: browser.screen.focused is organisations)
        assert not browser.screen.filtering.pane.find.display
        await browser.press("escape", "x")
        await browser.until(lambda: browser.total == 200)


async def test_the_part_that_leaves_nothing_is_named_and_dropped(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("slash")
        await browser.type("video org:nobody -date:unknown")
        await browser.press("enter")
        left = sum(
            paper.published is not None and "video" in f"{paper.title} {paper.abstract}".lower()
            for paper in browser.engine.all
        )
        said = f"org:nobody removes {left} papers. D drops it."
        await browser.until(lambda: any(said in line for line in browser.text()))
        assert not any("date:unknown removes" in line for line in browser.text())
        await browser.press("D")
        await browser.until(lambda: browser.total == left)
        assert browser.query == "video -date:unknown"
        await browser.press("D")
        assert "nothing in the query is to blame" in browser.word
        await browser.press("u")
        await browser.until(lambda: browser.total == 0)


async def test_where_no_single_part_is_to_blame_each_is_counted(browse: Any) -> None:
    async with browse(200, size=(200, 50)) as browser:
        await browser.press("slash")
        await browser.type("zebra org:nobody date:2023")
        await browser.press("enter")
        in_2023 = sum(
            p.published is not None and p.published.year == 2023 for p in browser.engine.all
        )
        said = f"zebra 0 · org:nobody 0 · date:2023 {in_2023}"
        await browser.until(lambda: said in " ".join("".join(browser.text()).split()))
        await browser.press("D")
        assert "No single part of the query is to blame." in browser.word


async def test_a_list_goes_on_below_a_wrong_query(browse: Any) -> None:
    async with browse(1000) as browser:
        await browser.press("slash")
        await browser.type("(")
        await browser.until(lambda: browser.screen.trouble.display)
        await browser.press("escape", "G")
        await browser.until(lambda: browser.screen.results.cursor == 999 and browser.title)
        assert browser.query == "("


async def test_a_move_survives_a_wrong_query_that_overtakes_it(browse: Any) -> None:
    async with browse(1000) as browser:
        browser.engine.gate.clear()
        browser.burst("G", "slash", "(")
        await browser.until(lambda: browser.query == "(")
        browser.engine.gate.set()
        await browser.until(lambda: browser.screen.results.cursor == 999 and browser.title)


async def test_count_order_and_time_are_in_view_on_the_smallest_screen(browse: Any) -> None:
    async with browse(1000, size=(40, 12)) as browser:
        await browser.press("s", "c")
        await browser.until(lambda: "comments ↓" in browser.text()[-2])
        line = browser.text()[-2]
        assert "1,000" in line
        assert " ms" in line


async def test_what_is_listed_below_a_wrong_query_is_not_sorted_but_exported(browse: Any) -> None:
    async with browse(100) as browser:
        browser.burst("slash", *"video", "enter")
        await browser.until(
            lambda: browser.query == "video" and not browser.screen.search.inquiry.typing
        )
        total = browser.total
        await browser.press("slash")
        await browser.type(" (")
        await browser.until(lambda: browser.screen.trouble.display)
        await browser.press("escape", "r")
        assert "The query is wrong" in browser.word
        selection = browser.screen.papers.all_papers()
        assert selection.count == total
        assert len(list(selection.papers())) == total


@pytest.mark.parametrize("size", [(20, 6), (40, 8), (120, 9)])
async def test_the_cursor_is_in_view_where_there_is_hardly_a_line(
    browse: Any, size: tuple[int, int]
) -> None:
    async with browse(1000, size=size) as browser:
        results = browser.screen.results
        for key in "MjjkGkgMk":
            await browser.press(key)
            await browser.until(lambda: results.going_to is None and results.paper is not None)
            lines, top = results.lines.of(results.cursor), results.scroll_offset.y
            assert top <= lines[0] <= lines[-1] < top + results.page_height


async def test_a_size_that_is_over_does_not_take_the_place_of_the_right_one(browse: Any) -> None:
    async with browse(60, size=(80, 24)) as browser:
        app, screen = browser.pilot.app, browser.screen
        app._size = Size(100, 30)
        # While both wait, the later one replaces the earlier one.
        for size in (app._size, Size(80, 24)):
            screen.post_message(Resize(size, size))
        await browser.until(lambda: screen.outer_size == Size(100, 30))
        screen.post_message(Resize(Size(80, 24), Size(80, 24)))
        await browser.pilot.pause()
        assert screen.outer_size == Size(100, 30)


async def test_what_nobody_waits_for_is_asked_once_papers_are_painted(browse: Any) -> None:
    async with browse(200, size=(80, 24), ahead=True) as browser:
        screen, done = browser.screen, []
        screen.painting = False
        screen.once_painted(lambda: done.append(screen.painting))
        asked = len(browser.engine.asked)
        screen.search.fetch(150, 160)
        assert (done, len(browser.engine.asked)) == ([], asked)
        screen.begin_painting()
        await browser.until(lambda: done == [True])
        await browser.until(lambda: (150, 11) in [part[1:] for part in browser.engine.asked])
        screen.once_painted(lambda: done.append(screen.painting))
        assert done == [True, True]

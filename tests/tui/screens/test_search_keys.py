"""The ways into the search box, and one level up from everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.conftest import Browser
from tui.screens.browse import BrowseScreen
from tui.session.query_history import Recall


async def settled(browser: Browser, query: str) -> None:
    """Wait until a query's answer is listed as one that nobody types at any more."""
    search = browser.screen_below.search
    await browser.until(
        lambda: (
            search.inquiry.answered.query == query
            and search.inquiry.awaited is None
            and not search.inquiry.typing
        ),
        query,
    )


async def test_slash_begins_anew(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        browser.burst("/", *"flow matching", "enter")
        await settled(browser, "flow matching")
        assert browser.screen.search_box.value == "flow matching"
        await browser.press("u")
        await settled(browser, "video")


async def test_arrows_keep_the_query_and_i_goes_on_at_its_end(browse: Any) -> None:
    async with browse(60) as browser:
        box = browser.screen.search_box
        browser.burst("/", *"video", "enter", "/", "right", *" zebra", "enter")
        await settled(browser, "video zebra")
        await browser.press("slash", "left", "x")
        assert box.value == "xvideo zebra"
        await browser.press("escape", "i", "s", "escape", "slash", "escape", "i", "t")
        assert box.value == "xvideo zebrast"


async def test_a_query_that_is_to_be_replaced_stays_so_when_its_answer_comes(browse: Any) -> None:
    async with browse(60) as browser:
        browser.engine.gate.clear()
        browser.burst("/", *"vide", "enter", "/")
        await browser.until(lambda: browser.screen.search_box.anew)
        browser.engine.gate.set()
        await browser.until(lambda: browser.query == "vide*" and browser.total)
        assert browser.screen.search_box.anew
        await browser.type("flow")
        assert browser.screen.search_box.value == "flow"


@pytest.mark.parametrize(
    ("typed", "query"),
    [("o", "video"), (" model", "vide* model"), ("-", "vide*-"), ("*", "vide**")],
)
async def test_letters_at_a_beginning_go_on_with_the_word(
    browse: Any, typed: str, query: str
) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"vide", "enter")
        await settled(browser, "vide*")
        await browser.press("i")
        await browser.type(typed)
        assert browser.screen.search_box.value == query


async def test_a_star_that_is_being_typed_stays(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("i")
        await browser.type("ab*c")
        assert browser.screen.search_box.value == "ab*c"


async def test_up_after_slash_walks_through_all_earlier_queries(browse: Any) -> None:
    async with browse(60) as browser:
        box = browser.screen.search_box
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        browser.screen.session.recall = Recall(["moss fern", "lichen"])
        await browser.press("slash", "up", "up")
        assert box.value == "moss fern"
        assert not box.anew
        await browser.press("down", "down")
        assert box.value == "video"


async def test_esc_in_the_list_drops_words_then_filters(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video (a OR b) date:2023 -org:nordlys", "enter")
        await settled(browser, "video (a OR b) date:2023 -org:nordlys")
        await browser.press("escape")
        await settled(browser, "date:2023 -org:nordlys")
        await browser.press("escape")
        await settled(browser, "")
        await browser.press("escape")
        assert browser.word == "This is everything: there is no level above it."
        assert browser.pilot.app.is_running
        await browser.press("u")
        await settled(browser, "date:2023 -org:nordlys")


async def test_esc_takes_a_number_back_and_nothing_else(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        await browser.press("5", "escape", "j")
        assert browser.query == "video"
        assert browser.screen.results.cursor == 1


async def test_esc_goes_back_from_a_query_that_is_wrong_to_what_is_listed(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        browser.burst("i", *" (", "escape")
        await browser.until(lambda: browser.screen.trouble.display)
        await browser.press("escape")
        await browser.until(lambda: not browser.screen.trouble.display)
        assert browser.screen.search_box.value == browser.query == "video"


async def test_esc_goes_back_from_similar_papers_to_where_one_was(browse: Any) -> None:
    async with browse(60) as browser:
        answer = browser.engine.matching
        # The stand-in does not know which papers are alike.
        browser.engine.matching = lambda query, *rest: answer(query.partition("like:")[0], *rest)
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        await browser.press("j", "m")
        await browser.until(lambda: browser.query.startswith("like:"))
        await browser.until(lambda: browser.screen.search.inquiry.awaited is None)
        await browser.press("escape")
        await settled(browser, "video")
        assert browser.screen.results.cursor == 1


@pytest.mark.parametrize("way_up", ["q", "escape"])
@pytest.mark.parametrize(
    "way_down", ["l", "o", "d", "a", "enter", "question_mark", "y"], ids=lambda key: str(key)
)
async def test_q_and_esc_go_one_level_up(browse: Any, way_down: str, way_up: str) -> None:
    async with browse(60, size=(80, 24)) as browser:
        app, list_ = browser.pilot.app, browser.screen.results
        await browser.press(way_down)
        await browser.until(lambda: app.screen.focused is not list_ or app.screen.is_modal)
        await browser.press(way_up)
        await browser.until(lambda: isinstance(app.screen, BrowseScreen) and list_.has_focus)
        assert app.is_running


async def test_a_new_query_has_its_natural_order_and_undo_brings_the_chosen_one_back(
    browse: Any,
) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video", "enter", "s", "u")
        await browser.until(lambda: browser.screen_below.session.view.sort == "upvotes")
        browser.burst("i", *" zebra", "enter")
        await settled(browser, "video zebra")
        assert browser.screen.search.inquiry.sort == "upvotes"
        browser.burst("/", "right", *"s", "enter")
        await browser.until(lambda: browser.query.startswith("video zebras"))
        assert browser.screen.session.view.sort == "upvotes"
        browser.burst("r", "/", *"flow", "enter")
        await settled(browser, "flow")
        assert browser.screen.search.inquiry.sort in ("relevance", "date")
        view = browser.screen.session.view
        assert (view.sort, view.reverse) == (None, False)
        await browser.press("u")
        await browser.until(lambda: browser.query.startswith("video zebras"))
        assert browser.screen.session.view.sort == "upvotes"
        assert browser.screen.session.view.reverse


async def test_a_new_query_has_the_order_that_the_settings_begin_with(browse: Any) -> None:
    async with browse(60) as browser:
        browser.screen.session.usual_sort = "comments"
        await browser.press("s", "u")
        await browser.until(lambda: browser.screen_below.session.view.sort == "upvotes")
        browser.burst("/", *"video", "enter")
        await settled(browser, "video")
        assert browser.screen.search.inquiry.sort == "comments"

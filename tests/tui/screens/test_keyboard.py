"""Numbers before motions, keys that do nothing, and earlier queries in the search box."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual.events import Event, Key, Paste

from tests.tui.commands.test_table import PLACES
from tui.app import QuireApp
from tui.commands.bindings import unbound
from tui.commands.command import Command
from tui.commands.methods import methods_of
from tui.commands.table import COMMANDS
from tui.session.query_history import Recall


@pytest.mark.parametrize("event", [Key("j", "j"), Paste("tides")])
async def test_what_is_typed_when_the_last_screen_has_gone_ends_in_no_error(event: Event) -> None:
    app = QuireApp(None)
    await app.on_event(event)
    assert not app.screen_stack


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        ("5j", 5),
        ("12j3k", 9),
        ("10G", 9),
        ("G", 59),
        ("7g", 6),
        ("G2g", 1),
        ("999j", 59),
        ("20jj", 21),
    ],
)
async def test_a_number_before_a_motion(browse: Any, keys: str, cursor: int) -> None:
    async with browse(60) as browser:
        await browser.press(*keys)
        assert browser.screen.results.cursor == cursor


async def test_numbers_go_with_arrows_and_pages_too(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("1", "0", "down", "4", "up")
        assert browser.screen.results.cursor == 6
        await browser.press("g", "2", "ctrl+d")
        page = max(browser.screen.results.papers_in_view // 2, 1)
        assert browser.screen.results.cursor == min(2 * page, 59)


async def test_a_number_is_shown_and_forgotten_by_what_is_no_motion(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("4", "2")
        assert browser.word == "42"
        await browser.press("tab", "shift+tab", "j")
        assert browser.screen.results.cursor == 1
        await browser.press("3", "f7", "j")
        assert browser.screen.results.cursor == 2


async def test_digits_in_the_search_box_are_text(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("slash", "2", "5")
        assert browser.screen.search_box.value == "25"


@pytest.mark.parametrize(
    "command", [command for command in COMMANDS if command.counted], ids=lambda command: command.id
)
def test_what_is_counted_takes_a_number(command: Command) -> None:
    places = map(methods_of, PLACES[command.context])
    method = next(methods[command.id] for methods in places if command.id in methods)
    assert "count" in inspect.signature(method).parameters


async def test_a_key_that_does_nothing_says_why(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("backspace")
        assert browser.word == unbound("backspace")
        await browser.press("0")
        assert browser.word == "0 does nothing here; ? lists every key."
        await browser.press("j")
        assert browser.word == ""


def test_it_is_said_where_a_key_would_do_something() -> None:
    assert (
        unbound("backspace")
        == "Backspace does nothing here; it works in: filters, chart over time; ? lists every key."
    )
    assert unbound("D") == "D does nothing here; it works in: list; ? lists every key."
    assert unbound("f9") == "F9 does nothing here; ? lists every key."


async def test_earlier_queries_come_back_in_the_search_box(browse: Any) -> None:
    async with browse(60) as browser:
        screen = browser.screen
        screen.session.recall = Recall(["org:tidepool", "moss fern"])
        await browser.press("slash", *"moss", "enter", "slash", "ctrl+u", "up")
        assert screen.search_box.value == "moss"
        await browser.press("up")
        assert screen.search_box.value == "moss fern"
        await browser.press("ctrl+r")
        assert browser.query == screen.search_box.value == "org:tidepool"
        await browser.press("up")
        assert browser.word == "There is no earlier query."
        assert screen.search_box.value == "org:tidepool"
        await browser.press("down", "down", "down")
        assert screen.search_box.value == ""
        assert screen.focused is screen.search_box
        await browser.press("down")
        assert screen.focused is screen.results
        assert screen.session.recall.made == ("moss",)


async def test_what_is_typed_narrows_the_earlier_queries(browse: Any) -> None:
    async with browse(60) as browser:
        screen = browser.screen
        screen.session.recall = Recall(["org:tidepool", "moss fern", "lichen"])
        await browser.press("slash", *"fern", "up")
        assert screen.search_box.value == "moss fern"
        await browser.press("x", "up")
        assert browser.word == "There is no earlier query with these words."
        assert screen.search_box.value == "moss fernx"


async def test_a_walk_through_earlier_queries_is_undone_at_once(browse: Any) -> None:
    async with browse(60) as browser:
        browser.screen.session.recall = Recall(["a", "b", "c"])
        await browser.press("slash", "up", "up", "up", "enter", "u")
        assert browser.query == ""

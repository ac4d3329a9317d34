"""The command palette: what can be done where one is, found by typing, done with Enter."""

from __future__ import annotations

from typing import Any

import pytest

from tui.commands.table import COMMANDS
from tui.screens.palette import PaletteScreen, commands_within_reach, matching


def palette(browser: Any) -> PaletteScreen:
    screen = browser.pilot.app.screen
    assert isinstance(screen, PaletteScreen)
    return screen


def test_what_is_within_reach_is_whole_contexts_the_innermost_first() -> None:
    within = commands_within_reach(["list.down", "app.help", "app.leave", "screen.something", ""])
    contexts = list(dict.fromkeys(command.context for command in within))
    # Then what the menus offer that open from there.
    assert contexts == ["list", "anywhere", "everywhere", "copy", "fetching", "follow"]
    assert {"list.up", "list.last", "copy.menu", "app.suspend"} <= {c.id for c in within}
    assert not any(command.id == "app.palette" for command in within)


def test_all_words_must_be_in_what_a_command_says_of_itself() -> None:
    assert [command.id for command in matching(COMMANDS, "clear ALL fil")] == ["filter.clear"]
    assert matching(COMMANDS, "sort")[0].id == "sort.menu"
    assert matching(COMMANDS, "next paper")[0].description.startswith("Next paper")
    assert matching(COMMANDS, "frobnicate") == []
    assert matching(COMMANDS, "") == list(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("save", "saved.show"),
        ("export", "export.start"),
        ("download", "pdf.download"),
        ("date range", "filter.dates"),
        ("month", "filter.dates"),
        ("bookmark", "mark.toggle"),
        ("pdf", "pdf.download"),
        ("exit", "app.quit"),
        ("organization", "filter.organisations"),
        ("colors", ""),
        ("color", "view.theme"),
        ("related", "similar.show"),
        ("cite", "copy.bibtex"),
        ("tag", "paper.tag"),
        ("note", "paper.note"),
        ("sort by votes", "sort.menu"),
        ("syntax", "app.help"),
        ("wildcards", "app.help"),
    ],
)
def test_commands_are_found_by_what_people_call_them(typed: str, id: str) -> None:
    found = matching(commands_within_reach(["list.down", "filter.dates", "app.help"]), typed)
    assert [command.id for command in found[:1]] == ([id] if id else [])


def test_what_is_called_so_comes_before_what_is_only_also_called_so() -> None:
    found = [command.id for command in matching(COMMANDS, "find")]
    assert found.index("organisations.find") < found.index("search.focus")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_the_list_stays_in_view(browse: Any, size: tuple[int, int]) -> None:
    async with browse(60, size=size) as browser:
        title = browser.text()[2]
        await browser.type(":sort")
        assert any("Choose an order" in line for line in browser.text())
        assert browser.text()[2] == title


async def test_what_a_command_does_is_read_even_where_there_is_little_room(browse: Any) -> None:
    async with browse(60, size=(40, 12)) as browser:
        await browser.type(":filter by")
        assert any("o         Filter by organisation" in line for line in browser.text())


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_a_command_is_found_and_done(browse: Any, size: tuple[int, int]) -> None:
    async with browse(60, size=size) as browser:
        await browser.type(":last paper")
        assert palette(browser).list.command.id == "list.last"  # type: ignore[union-attr]
        assert any("Last paper" in line and "G End" in line for line in browser.text())
        await browser.press("enter")
        assert browser.screen.results.cursor == 59


async def test_many_keys_at_once_find_the_same(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst(*":last paper", "enter")
        await browser.until(lambda: browser.pilot.app.screen is browser.pilot.app.screen_stack[0])
        await browser.until(lambda: browser.screen.results.cursor == 59)


async def test_what_can_do_nothing_now_says_why(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.type(":clear all")
        assert any("No filter is set" in line for line in browser.text())
        await browser.press("enter")
        assert browser.word.startswith("No filter is set")


async def test_the_cursor_walks_around_and_escape_closes(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("colon")
        screen = palette(browser)
        await browser.press("up")
        assert screen.list.cursor == len(screen.list.commands) - 1
        await browser.press("down", "down")
        assert screen.list.cursor == 1
        await browser.type("zzz")
        assert screen.list.command is None
        assert any("No command has these words" in line for line in browser.text())
        await browser.press("escape", "j")
        assert browser.screen.results.cursor == 1


async def test_what_is_offered_depends_on_where_one_is(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("d", "colon")
        offered = {command.id for command in palette(browser).list.commands}
        assert "dates.week" in offered
        assert "list.down" not in offered


async def test_what_can_be_copied_is_offered_with_both_of_its_keys(browse: Any) -> None:
    async with browse(20, size=(80, 24)) as browser:
        await browser.press("colon")
        await browser.type("bibtex entry")
        await browser.until(lambda: "y b" in "\n".join(browser.text()))
        await browser.press("enter")
        await browser.until(lambda: "BibTeX sent to the clipboard" in browser.word)
        assert browser.pilot.app.clipboard.startswith("@misc")

"""Colours that a user has set: of one kind of thing in list, preview and reader alike."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from index import Paper
from tests.support.settings_text import parse_settings
from tui.screens.reader import ReaderScreen

SET = """
[colors]
title = "#010203"
organisation = "#020304"
authors = "#030405"
date = "#040506"
text = "#050607"
accent = "#060708"
"""
PAPERS = [
    Paper(
        key=f"p{number}",
        # Longer than the list has room for, so that the preview has it too.
        title=f"Lantern drift {number}" + " over the quiet harbour" * 9,
        abstract="Boats wander at dusk.",
        authors=("Ada Brook", "Cy Dell"),
        org="tidepool",
        org_name="Tidepool",
        published=datetime.date(2026, 3, 1),
        comments=9 - number,
    )
    for number in range(3)
]


def colours_of(browser: Any, text: str) -> list[set[str]]:
    """The colours of each place on the screen where this text stands."""
    places = []
    for line in browser.lines():
        cells = [part.style for part in line for _ in part.text]
        written = "".join(part.text for part in line)
        places += [cells[at.start() : at.end()] for at in re.finditer(re.escape(text), written)]
    return [{style.color.get_truecolor().hex for style in place} for place in places]


@pytest.fixture(autouse=True)
def of_many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of 16 the themes have no others of their own."""
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "terminal"])
async def test_a_colour_holds_in_list_preview_and_reader(browse: Any, theme: str) -> None:
    settings = parse_settings(f'theme = "{theme}"{SET}')
    async with browse(PAPERS, settings=settings) as browser:
        await browser.until(lambda: "Boats wander" in "\n".join(browser.text()), "the preview")
        titles = colours_of(browser, "Lantern drift 0")
        assert len(titles) == 2
        # The terminal's own colours draw the cursor's row reversed, and without any other.
        cursor = "#000000" if theme == "terminal" else "#010203"
        assert sorted(titles, key=str) == sorted([{cursor}, {"#010203"}], key=str)
        assert colours_of(browser, "Lantern drift 1") == [{"#010203"}]
        assert colours_of(browser, "Tidepool")[-1] == {"#020304"}
        assert colours_of(browser, "2026-03-01") == [{"#040506"}]
        assert colours_of(browser, "Mar 1")[-1] == {"#040506"}
        assert colours_of(browser, "Ada Brook") == [{"#030405"}]
        assert colours_of(browser, "Boats wander at dusk.") == [{"#050607"}]
        await browser.press("enter")
        await browser.until(
            lambda: (
                isinstance(browser.pilot.app.screen, ReaderScreen)
                and colours_of(browser, "Boats wander")
            ),
            "the reader",
        )
        assert colours_of(browser, "Lantern drift 0")[0] == {"#010203"}
        assert {"#020304"} in colours_of(browser, "Tidepool")
        assert {"#030405"} in colours_of(browser, "Ada Brook")
        assert colours_of(browser, "Boats wander at dusk.") == [{"#050607"}]


async def test_colours_stay_when_the_theme_changes(browse: Any) -> None:
    settings = parse_settings(f'theme = "dark"{SET}')
    async with browse(PAPERS, settings=settings) as browser:
        await browser.press("t")
        await browser.until(lambda: browser.pilot.app.theme == "quire-light", "the next theme")
        await browser.until(lambda: colours_of(browser, "Lantern drift 1") == [{"#010203"}])
        assert browser.pilot.app.get_css_variables()["accent"].lower() == "#060708"


async def test_without_colours_none_that_was_set_is_drawn(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    settings = parse_settings(f'theme = "dark"{SET}')
    async with browse(PAPERS, settings=settings) as browser:
        app = browser.pilot.app
        assert app.theme == "quire-terminal"
        assert app.themes.inks(app.theme).title.color.is_default
        drawn = {part.style.color for line in browser.lines() for part in line if part.style}
        assert not any(colour and colour.name in SET for colour in drawn)


async def test_one_application_has_no_colours_of_another(browse: Any) -> None:
    async with browse(PAPERS, settings=parse_settings(f'theme = "dark"{SET}')) as browser:
        assert colours_of(browser, "Lantern drift 1") == [{"#010203"}]
    async with browse(PAPERS, settings=parse_settings('theme = "dark"')) as browser:
        assert colours_of(browser, "Lantern drift 1") == [{"#dfe3ea"}]

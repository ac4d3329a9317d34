"""Whole screens on a terminal of 16 colours: each pair of colours that is drawn can be read."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style

from tests.support.settings_text import parse_settings
from tests.support.shades import TERMINALS, Shades, contrast

SCREENS = [
    (),
    ("o",),
    ("d",),
    ("slash", "d", "r", "i"),
    ("?",),
    ("ctrl+p",),
    ("enter",),
    ("e",),
    ("x",),
]
"""Keys to the list, filters, the search box, help, palette, reader, and what else is asked."""


@pytest.fixture(autouse=True)
def of_16_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)


def pair(style: Style, shades: Shades) -> tuple[str, str]:
    """What a style writes in, and on what."""
    written, ground = shades.shown(style.color), shades.shown(style.bgcolor, as_ground=True)
    return (ground, written) if style.reverse else (written, ground)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "terminal"])
async def test_all_that_is_drawn_can_be_read(browse: Any, quick_keys: None, theme: str) -> None:
    drawn: dict[Style, str] = {}
    async with browse(settings=parse_settings(f'theme = "{theme}"')) as browser:
        for keys in SCREENS:
            await browser.press(*keys)
            for line in browser.lines():
                drawn |= {part.style: part.text for part in line if part.text.strip()}
            await browser.press("escape", "escape", "escape")
    assert len(drawn) > 5
    found = {
        (terminal, text): contrast(*pair(style, shades))
        for terminal, shades in TERMINALS.items()
        for style, text in drawn.items()
    }
    assert {place: value for place, value in found.items() if value < 3} == {}


async def test_the_next_theme_is_one_of_16_colours_too(browse: Any, quick_keys: None) -> None:
    async with browse(settings=parse_settings('theme = "dark"')) as browser:
        app = browser.pilot.app
        for name in ("light", "contrast", "terminal", "dark"):
            await browser.press("t")
            assert app.theme == f"quire-{name}"
            assert app.themes.palettes[app.theme].ansi
            assert app.ansi_color

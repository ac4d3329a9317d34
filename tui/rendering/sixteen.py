"""The themes on a terminal of 16 colours, whose shades are nobody's but the terminal's.

The nearest of 16 colours may be yellow on white. What is taken here can be read with the shades
that terminals come with: those of https://en.wikipedia.org/wiki/ANSI_escape_code, and Solarized.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tui.rendering.themes import CONTRAST, DARK, LIGHT, PALETTES, Palette, Themes

if TYPE_CHECKING:
    from collections.abc import Mapping

_GROUNDS = ("background", "raised", "cursor", "cursor_blurred")
_ABOUT = frozenset({"name", "label", "dark", "ansi"})


def _of_few(palette: Palette, *, ground: str, written: str, **others: str) -> Palette:
    """The palette with one colour for its grounds, one for what is written, and few others."""
    inks = {name: written for name in Palette.__struct_fields__ if name not in _ABOUT}
    grounds = dict.fromkeys(_GROUNDS, ground)
    return msgspec.structs.replace(palette, **{**inks, **grounds, **others}, ansi=True)


# On black, blue and red are too dark and so is magenta; bright ones are greys in Solarized. The
# console of Linux has no bright grounds, so what stands on bright white is legible on white, too.
_CHOSEN = {
    palette.name: palette
    for palette in (
        _of_few(
            DARK,
            ground="ansi_black",
            written="ansi_white",
            strong="ansi_bright_white",
            title_strong="ansi_bright_white",
            accent="ansi_yellow",
            match="ansi_yellow",
            exclude="ansi_yellow",
            error="ansi_yellow",
            include="ansi_green",
            bar="ansi_cyan",
        ),
        _of_few(
            LIGHT,
            ground="ansi_bright_white",
            written="ansi_black",
            date="ansi_bright_black",
            faint="ansi_bright_black",
            line="ansi_bright_black",
            accent="ansi_blue",
            match="ansi_blue",
            bar="ansi_blue",
            exclude="ansi_red",
            error="ansi_red",
        ),
        _of_few(
            CONTRAST,
            ground="ansi_black",
            written="ansi_bright_white",
            muted="ansi_white",
            date="ansi_white",
            faint="ansi_white",
            line="ansi_white",
        ),
    )
}


def in_sixteen(palette: Palette) -> Palette:
    """A theme's palette in colours that every terminal of 16 has.

    Raises:
        KeyError: It is in other colours, and nobody has chosen these for it.
    """
    return palette if palette.ansi else _CHOSEN[palette.name]


def themes_in_sixteen(colours: Mapping[str, str]) -> Themes:
    """The themes of an application on a terminal of 16 colours.

    Args:
        colours: What the user has set for every theme: ``#rrggbb`` by ink.
    """
    return Themes(colours, {name: in_sixteen(palette) for name, palette in PALETTES.items()})

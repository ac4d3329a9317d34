"""The shades that terminals of 16 colours come with, and how well one is told from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.color import Color

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Shades(msgspec.Struct, frozen=True):
    """A terminal's own colours, as ``#rrggbb``.

    Attributes:
        ground: What it writes on where nothing else is asked for.
        written: What it writes in.
        sixteen: Its colours from black to bright white.
    """

    ground: str
    written: str
    sixteen: tuple[str, ...]

    def named(self, name: str) -> str:
        """What ``bright_red`` or ``white`` looks like."""
        bright = name.startswith("bright_")
        return self.sixteen[NAMES.index(name.removeprefix("bright_")) + 8 * bright]

    def shown(self, colour: Color | None, *, as_ground: bool = False) -> str:
        """What a colour of Rich's looks like here.

        Raises:
            AssertionError: It is none of the 16, and the terminal's own neither.
        """
        if colour is None or colour.is_default:
            return self.ground if as_ground else self.written
        assert colour.number is not None, colour
        assert colour.number < 16, colour
        return self.sixteen[colour.number]


def _shades(ground: str, written: str, sixteen: str) -> Shades:
    return Shades(f"#{ground}", f"#{written}", tuple(f"#{shade}" for shade in sixteen.split()))


_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_SOLARIZED = (
    "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 "
    "002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3"
)

# https://en.wikipedia.org/wiki/ANSI_escape_code names all but the last two, which are from
# https://ethanschoonover.com/solarized/.
TERMINALS = {
    "linux": _shades(
        "000000", "aaaaaa",
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    ),
    "xterm": _shades("ffffff", "000000", _XTERM),
    "xterm, reversed": _shades("000000", "e5e5e5", _XTERM),
    "PuTTY": _shades(
        "000000", "bbbbbb",
        "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    ),
    "Solarized dark": _shades("002b36", "839496", _SOLARIZED),
    "Solarized light": _shades("fdf6e3", "657b83", _SOLARIZED),
}  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.

    Args:
        one: A colour as ``#rrggbb``.
        other: Another.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

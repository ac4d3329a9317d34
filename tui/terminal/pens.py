"""How characters are drawn, as terminals are told: attributes, colours and links. Pure.

Attributes and colours are those of SGR (ECMA-48, 8.3.117, and xterm's 38 and 48); links are OSC 8:
https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from tui.terminal.web_browser import is_web_address

_FOREGROUND: Final = re.compile("[39][0-7]|39")
_BACKGROUND: Final = re.compile("4[0-7]|49|10[0-7]")

_SEEN_ON_BLANKS: Final = frozenset({"4", "7", "9", "21", "53"})
"""Underlined, reversed, struck through, doubly underlined, overlined."""

_OFF: Final = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "53": "55",
}  # fmt: skip


class Pen(NamedTuple):
    """How characters are drawn: attributes and colours, as parameters of escape sequences."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""
    """The web address that a click opens; empty where there is none."""

    @property
    def is_ground(self) -> bool:
        """Whether it draws a blank as nothing but its background."""
        return not (self.link or self.attributes & _SEEN_ON_BLANKS)


PLAIN: Final = Pen()

LINK_OVER: Final = "\x1b]8;;\x1b\\"
"""Ends a link."""

LONGEST_LINK: Final = 2083
"""Characters of an address that terminals take at least; some drop what is longer."""

MOST_PENS: Final = 4096
"""Pens that are remembered: each paper that is shown may bring a link of its own."""


@lru_cache(maxsize=MOST_PENS)
def interned(pen: Pen) -> Pen:
    """The one pen of its kind, so that pens can be told apart by identity."""
    return PLAIN if pen == PLAIN else pen


@cache
def pen_of(parameters: str) -> Pen:
    """The pen that a sequence of Textual's chooses, which always starts from a plain one.

    Raises:
        ValueError: It holds something unknown.
    """
    attributes: set[str] = set()
    foreground = background = ""
    numbers = iter(parameters.split(";") if parameters else ())
    for number in numbers:
        if number in {"38", "48"}:
            kind = next(numbers, "")
            count = {"5": 1, "2": 3}.get(kind)
            if count is None:
                raise ValueError("an unknown kind of colour")
            colour = ";".join([number, kind, *(next(numbers, "") for _ in range(count))])
            if number == "38":
                foreground = colour
            else:
                background = colour
        elif number in _OFF:
            attributes.add(number)
        elif number in {"0", ""}:
            attributes, foreground, background = set(), "", ""
        elif _FOREGROUND.fullmatch(number):
            foreground = "" if number == "39" else number
        elif _BACKGROUND.fullmatch(number):
            background = "" if number == "49" else number
        else:
            raise ValueError("an unknown attribute")
    return interned(Pen(frozenset(attributes), foreground, background))


def linked(pen: Pen, address: str) -> Pen:
    """A pen that also links to an address; without a link where it is none of the web.

    Args:
        pen: How the text is drawn.
        address: Where the link is to lead.
    """
    safe = is_web_address(address) and address.isascii() and " " not in address
    if not safe or len(address) > LONGEST_LINK:
        return pen
    return interned(pen._replace(link=address))


@lru_cache(maxsize=MOST_PENS)
def blank(pen: Pen) -> Pen:
    """What of a pen can be seen on a blank."""
    return interned(Pen(background=pen.background)) if pen.is_ground else pen


def pens_of(piece: str, pen: Pen) -> list[Pen]:
    """The pens of the characters of a piece: blanks have no more of it than can be seen."""
    on_blanks = blank(pen)
    if on_blanks is pen:
        return [pen] * len(piece)
    return [on_blanks if character == " " else pen for character in piece]


@lru_cache(maxsize=MOST_PENS)
def for_blanks(current: Pen, wanted: Pen) -> Pen:
    """The pen nearest to the current one that draws blanks as the wanted one does."""
    return interned(
        Pen(current.attributes - _SEEN_ON_BLANKS, current.foreground, wanted.background)
    )


@lru_cache(maxsize=MOST_PENS)
def change(before: Pen, after: Pen) -> str:
    """The shortest sequences that change one pen into another."""
    return _link_change(before.link, after.link) + _style_change(before, after)


def _link_change(before: str, after: str) -> str:
    if before == after:
        return ""
    # Parts of one link that stand on several lines belong together by a name they share.
    return f"\x1b]8;id=q;{after}\x1b\\" if after else LINK_OVER


def _style_change(before: Pen, after: Pen) -> str:
    if before[:3] == after[:3]:
        return ""
    lost = {_OFF[attribute] for attribute in before.attributes - after.attributes}
    kept = {attribute for attribute in before.attributes if _OFF[attribute] not in lost}
    steps = sorted(lost) + sorted(after.attributes - kept)
    if before.foreground != after.foreground:
        steps.append(after.foreground or "39")
    if before.background != after.background:
        steps.append(after.background or "49")
    from_plain = ["0", *sorted(after.attributes), after.foreground, after.background]
    anew = "" if after[:3] == PLAIN[:3] else ";".join(filter(None, from_plain))
    return f"\x1b[{min(anew, ';'.join(steps), key=len)}m"

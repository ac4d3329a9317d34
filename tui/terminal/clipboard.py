"""The clipboard of the user's own terminal, however far away: OSC 52, also through tmux. Pure.

A program can't learn whether a terminal has taken what it was sent.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES: Final = 74_994
"""More than that in UTF-8, many terminals drop without a word: 100,000 bytes of sequence."""

SCREEN_CHUNK: Final = 240
"""GNU screen passes control strings on only up to some length."""

ESCAPE: Final = "\x1b"
END: Final = "\x1b\\"


def pasteable(text: str) -> str:
    """The text with nothing in it that acts where it is pasted; spaces and line breaks stay."""
    return "\n".join(" ".join(map(clean, line.split(" "))) for line in text.split("\n"))


def fits(text: str) -> bool:
    """Whether terminals take a text of this size."""
    return len(text.encode("utf-8", "replace")) <= MOST_BYTES


def sequences(text: str, environment: Mapping[str, str]) -> str:
    """What to write to a terminal to have a text in its clipboard.

    Args:
        text: Any text; in the sequence it is encoded, so nothing of it acts on the terminal.
        environment: Environment variables, which tell whether tmux or GNU screen is in between.
    """
    payload = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    plain = f"{ESCAPE}]52;c;{payload}\x07"
    term = environment.get("TERM", "").partition("-")[0].partition(".")[0]
    if term == "tmux" or environment.get("TMUX"):
        # Which of both tmux lets through is for its user to set.
        return plain + through_tmux(plain)
    if environment.get("STY"):
        return through_screen(plain)
    if term == "screen":
        # On another host than it runs on, nothing says which of both it is; each passes over what
        # is meant for the other.
        return plain + through_screen(plain)
    return plain


def through_tmux(sequence: str) -> str:
    """A sequence that tmux hands on to its own terminal."""
    return f"{ESCAPE}Ptmux;{sequence.replace(ESCAPE, ESCAPE * 2)}{END}"


def through_screen(sequence: str) -> str:
    """A sequence that GNU screen hands on to its own terminal, in pieces that it takes."""
    pieces = (sequence[at : at + SCREEN_CHUNK] for at in range(0, len(sequence), SCREEN_CHUNK))
    return "".join(f"{ESCAPE}P{piece}{END}" for piece in pieces)

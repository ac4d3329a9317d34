"""What the terminal can do, read from the environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from index import speaks_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

LONE_ESCAPE = 0.35
"""Seconds in which an escape is the beginning of a sequence, where nothing is known of the line."""

QUICK_ESCAPE = 0.1
"""The same where the line is good; so close together come Alt and its key, too."""

INCAPABLE = frozenset({"dumb", "unknown"})
"""Terminals whose cursor can't be moved."""

PLAIN = frozenset({"linux", "ansi", "cons25", "sun"})
"""Terminals that print what they are asked and don't know; so do all of the family of the VT100."""

ERASING = frozenset(
    {"xterm", "linux", "alacritty", "foot", "wezterm", "konsole", "vte", "st", "putty"}
)
"""Families of which terminfo says ``ech`` and ``bce``; that of GNU screen is not one of them."""

ERASING_TMUX = (3, 2)
"""The release since when tmux tells which it is; it does so too, though terminfo says nothing."""

LINKING_TERMS = (
    "xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour", "rio", "mintty",
)  # fmt: skip
LINKING_PROGRAMS = frozenset(
    {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "contour", "rio", "Tabby"}
)
"""Terminals that take links; see https://github.com/Alhadis/OSC8-Adoption"""

LINKING_VTE, LINKING_KONSOLE, LINKING_TMUX = 5001, 201200, (3, 4)
"""Releases since when these do."""


HASTY_TMUX = (3, 5)
"""The release since when tmux waits 10 ms for the rest of a key, and not 500: its file CHANGES."""


class Abilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a terminal can do.

    Attributes:
        utf8: Whether it shows more than ASCII.
        asks: Whether it can be asked what it knows, and told how to report keys.
        second_screen: Whether a program's screen leaves what was there before untouched.
        moves_lines: Whether it moves some of its lines up or down when it is asked to.
        erases: Whether cells that it erases take the background, as terminfo's ``bce`` says.
        colour: Whether it has colours.
        mouse: Whether the mouse is wanted.
        clipboard: Whether it is of a kind that may have a clipboard.
        links: Whether text can be a link that it opens (OSC 8).
        lone_escape: Seconds after which an escape that nothing followed is the key, and not the
            beginning of a sequence that a bad line has torn.
        escape_adapts: Whether that becomes less where the terminal answers quickly.
    """

    utf8: bool = True
    asks: bool = True
    second_screen: bool = True
    moves_lines: bool = True
    erases: bool = False
    colour: bool = True
    mouse: bool = True
    clipboard: bool = True
    links: bool = False
    lone_escape: float = LONE_ESCAPE
    escape_adapts: bool = False


def abilities(
    environment: Mapping[str, str],
    *,
    began_with: Mapping[str, str] | None = None,
    mouse: bool = True,
    utf8: bool = True,
    links: bool | None = None,
    escape_delay: int | None = None,
) -> Abilities:
    """What a terminal can do, told from environment variables.

    Args:
        environment: The variables now.
        began_with: The variables that the process was started with, where they are known.
        mouse: False where the mouse is not wanted.
        utf8: False where only ASCII is wanted, whatever the locale says.
        links: Whether links are wanted; None where the terminal decides.
        escape_delay: Milliseconds after which a lone escape is the key; None where the line
            decides.
    """
    term = environment.get("TERM", "")
    # GNU screen names the terminal that it runs on after a dot.
    family, _, around = term.partition("-")[0].partition(".")
    old = _is_old(family)
    plain = old or family in PLAIN
    if escape_delay is not None:
        lone_escape, adapts = escape_delay / 1000, False
    else:
        lone_escape, adapts = _lone_escape(environment, family, plain=plain)
    return Abilities(
        utf8=utf8 and speaks_utf8(environment if began_with is None else began_with),
        asks=not plain,
        second_screen=not plain,
        moves_lines=not plain,
        erases=_erases(environment, family),
        colour=not old,
        mouse=mouse and not plain,
        clipboard=not plain and not _is_old(around) and around not in PLAIN,
        links=not plain and (takes_links(environment) if links is None else links),
        lone_escape=lone_escape,
        escape_adapts=adapts,
    )


def _lone_escape(environment: Mapping[str, str], family: str, *, plain: bool) -> tuple[float, bool]:
    """How long a lone escape is awaited, and whether it may be less where answers come quickly."""
    is_remote = bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
    if environment.get("TMUX") and family in {"tmux", "screen"}:
        # On this machine; it joins what its own line has torn, unless it waits too short for that.
        is_hasty = _version(environment.get("TERM_PROGRAM_VERSION", "")) >= HASTY_TMUX
        return (LONE_ESCAPE if is_remote and is_hasty else QUICK_ESCAPE), False
    if is_remote:
        # A line that answers at once now may be a bad one a minute later.
        return LONE_ESCAPE, False
    return (QUICK_ESCAPE, False) if plain else (LONE_ESCAPE, True)


def _erases(environment: Mapping[str, str], family: str) -> bool:
    """Whether cells that are erased take the background that was chosen."""
    if environment.get("STY"):
        return False
    if environment.get("TMUX") or family in {"tmux", "screen"}:
        release = _version(environment.get("TERM_PROGRAM_VERSION", ""))
        return environment.get("TERM_PROGRAM") == "tmux" and release >= ERASING_TMUX
    return family in ERASING


def settle_colour(environment: MutableMapping[str, str]) -> None:
    """Say what colours the terminal has, in the words of those who draw.

    An empty ``NO_COLOR`` says nothing (https://no-color.org), but Textual takes it for a wish. A
    terminal that is called ``direct`` has 16 million colours, and Rich takes it for one of 16.

    Args:
        environment: The variables of this process, which change.
    """
    if not environment.get("NO_COLOR"):
        environment.pop("NO_COLOR", None)
    if environment.get("TERM", "").endswith("-direct") and not environment.get("COLORTERM"):
        environment["COLORTERM"] = "truecolor"
    if not abilities(environment).colour:
        environment.setdefault("NO_COLOR", "1")


def takes_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to take links in text (OSC 8).

    Others ignore them, but for a few that print what they don't know, so they get none. Over SSH
    nothing but ``TERM`` tells.
    """
    term = environment.get("TERM", "")
    program = environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or term.startswith(("tmux", "screen")):
        return (
            program == "tmux"
            and _version(environment.get("TERM_PROGRAM_VERSION", "")) >= LINKING_TMUX
        )
    return (
        term.startswith(LINKING_TERMS)
        or program in LINKING_PROGRAMS
        or environment.get("LC_TERMINAL", "") == "iTerm2"
        or "WT_SESSION" in environment
        or _number(environment.get("VTE_VERSION", "")) >= LINKING_VTE
        or _number(environment.get("KONSOLE_VERSION", "")) >= LINKING_KONSOLE
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _version(text: str) -> tuple[int, ...]:
    """``3.4a`` and ``next-3.6`` as numbers."""
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def _is_old(family: str) -> bool:
    return family.startswith("vt") and family[2:3].isdigit()


def began_with() -> dict[str, str] | None:
    """The environment that this process was started with, where the system tells.

    Python changes LC_CTYPE when it starts in the C locale, and then nothing else shows the choice.
    """
    try:
        with open("/proc/self/environ", "rb") as file:
            entries = file.read().decode("utf-8", "replace").split("\0")
    except OSError:
        return None
    return dict(entry.split("=", 1) for entry in entries if "=" in entry)


def has_many_colours(environment: Mapping[str, str]) -> bool:
    """Whether a terminal has more than 16 colours, told as Rich tells it, which draws in them."""
    kind = environment.get("TERM", "").strip().lower().rpartition("-")[2]
    many = environment.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}
    return many or kind in {"256color", "kitty"}


def theme_for(environment: Mapping[str, str]) -> str:
    """The theme that suits a terminal, told from its environment variables.

    Without colour, or with 16 of them, the terminal's own colours are used: its ground is not
    known. A light background is known only where ``COLORFGBG`` tells of it.
    """
    if "NO_COLOR" in environment or not has_many_colours(environment):
        return "quire-terminal"
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "quire-light" if background in {"7", "15"} else "quire-dark"

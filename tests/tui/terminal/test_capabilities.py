"""What is told of a terminal by its environment."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich.console import Console

from index import speaks_utf8
from tui.terminal.capabilities import LONE_ESCAPE, abilities, has_many_colours, settle_colour


@pytest.mark.parametrize(
    ("environment", "utf8"),
    [
        ({}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "de_DE.utf8"}, True),
        ({"LC_CTYPE": "C", "LANG": "en_US.UTF-8"}, False),
        ({"LC_CTYPE": "UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "de_DE@euro"}, False),
    ],
)
def test_the_charset_is_the_locales(environment: dict[str, str], utf8: bool) -> None:
    assert speaks_utf8(environment) is utf8


@pytest.mark.parametrize(
    ("term", "asks", "colour", "mouse"),
    [
        ("xterm", True, True, True),
        ("tmux-256color", True, True, True),
        ("screen", True, True, True),
        ("linux", False, True, False),
        ("vt100", False, False, False),
        ("vt220-w", False, False, False),
        ("vte-256color", True, True, True),
        ("", True, True, True),
    ],
)
def test_old_terminals_are_asked_nothing(term: str, asks: bool, colour: bool, mouse: bool) -> None:
    able = abilities({"TERM": term})
    assert (able.asks, able.colour, able.mouse) == (asks, colour, mouse)


@pytest.mark.parametrize(
    ("term", "clipboard"),
    [
        ("xterm-256color", True),
        ("tmux-256color", True),
        ("screen", True),
        ("screen.xterm-256color", True),
        ("alacritty", True),
        ("", True),
        ("linux", False),
        ("linux-16color", False),
        ("screen.linux", False),
        ("screen.vt220", False),
        ("vt100", False),
    ],
)
def test_a_console_has_no_clipboard_nor_has_one_inside_screen(term: str, clipboard: bool) -> None:
    assert abilities({"TERM": term}).clipboard is clipboard


def test_what_is_not_wanted_is_not_used() -> None:
    able = abilities({"TERM": "xterm", "LANG": "en_US.UTF-8"}, mouse=False, utf8=False)
    assert (able.mouse, able.utf8) == (False, False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process began with")
def test_a_locale_that_python_replaced_is_known() -> None:
    code = (
        "import os; from tui.terminal.capabilities import abilities, began_with;"
        "print(abilities(os.environ, began_with=began_with()).utf8)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_CTYPE": "C", "LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("environment", "links"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, False),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230804"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-256color", "WT_SESSION": "6d0"}, True),
        ({"TERM": "screen", "VTE_VERSION": "7600"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        (
            {"TERM": "screen", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next-3.6"},
            True,
        ),
        ({"TERM": "linux", "VTE_VERSION": "7600"}, False),
    ],
)
def test_links_go_to_terminals_that_are_known_to_take_them(
    environment: dict[str, str], links: bool
) -> None:
    assert abilities(environment).links is links


def test_links_can_be_wanted_or_not() -> None:
    assert abilities({"TERM": "xterm"}, links=True).links
    assert not abilities({"TERM": "xterm-kitty"}, links=False).links
    assert not abilities({"TERM": "vt100"}, links=True).links, "it would print them"


TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0"}


@pytest.mark.parametrize(
    ("environment", "seconds", "adapts"),
    [
        ({"TERM": "xterm"}, LONE_ESCAPE, True),
        ({"TERM": "xterm", "SSH_CONNECTION": "::1 5 ::1 22"}, LONE_ESCAPE, False),
        ({"TERM": "xterm", "SSH_TTY": "/dev/pts/3"}, LONE_ESCAPE, False),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "SSH_TTY": "/dev/pts/3"}, 0.1, False),
        ({**TMUX, "TERM_PROGRAM_VERSION": "3.4", "SSH_TTY": "/dev/pts/3"}, 0.1, False),
        ({**TMUX, "TERM_PROGRAM_VERSION": "3.5a", "SSH_TTY": "/dev/pts/3"}, LONE_ESCAPE, False),
        ({**TMUX, "TERM_PROGRAM_VERSION": "3.5a"}, 0.1, False),
        ({"TERM": "xterm", "TMUX": "/tmp/t,1,0"}, LONE_ESCAPE, True),
        ({"TERM": "linux"}, 0.1, False),
        ({"TERM": "vt220", "SSH_TTY": "/dev/pts/3"}, LONE_ESCAPE, False),
    ],
)
def test_escape_waits_as_long_as_the_line_may_be_bad(
    environment: dict[str, str], seconds: float, adapts: bool
) -> None:
    able = abilities(environment)
    assert (able.lone_escape, able.escape_adapts) == (seconds, adapts)
    chosen = abilities(environment, escape_delay=40)
    assert (chosen.lone_escape, chosen.escape_adapts) == (0.04, False)


@pytest.mark.parametrize(
    ("environment", "wish"),
    [
        ({"TERM": "xterm"}, None),
        ({"TERM": "xterm", "NO_COLOR": ""}, None),
        ({"TERM": "xterm", "NO_COLOR": "0"}, "0"),
        ({"TERM": "vt100"}, "1"),
        ({"TERM": "vt100", "NO_COLOR": ""}, "1"),
    ],
)
def test_an_empty_wish_for_no_colour_is_none(environment: dict[str, str], wish: str | None) -> None:
    settle_colour(environment)
    assert environment.get("NO_COLOR") == wish


@pytest.mark.parametrize(
    "term",
    ["xterm", "xterm-256color", "screen.xterm-256color", "xterm-kitty", "xterm-direct", "linux",
     "tmux", "rxvt-16color", "foot", ""],
)  # fmt: skip
@pytest.mark.parametrize("more", [{}, {"COLORTERM": "truecolor"}, {"COLORTERM": "yes"}])
def test_terminals_have_as_many_colours_as_are_drawn_in(term: str, more: dict[str, str]) -> None:
    environment = {"TERM": term, **more}
    settle_colour(environment)
    drawn_in = Console(force_terminal=True, _environ=environment).color_system
    assert has_many_colours(environment) == (drawn_in in {"256", "truecolor"})


def test_a_terminal_of_direct_colours_is_drawn_on_in_all_of_them() -> None:
    environment = {"TERM": "xterm-direct"}
    settle_colour(environment)
    assert Console(force_terminal=True, _environ=environment).color_system == "truecolor"
    said = {"TERM": "xterm-direct", "COLORTERM": "yes"}
    settle_colour(said)
    assert said["COLORTERM"] == "yes"


@pytest.mark.parametrize(
    ("environment", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-256color", "STY": "1.tty"}, False),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "tmux-256color"}, False),
        (TMUX, False),
        (TMUX | {"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.1c"}, False),
        (TMUX | {"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"}, True),
        (TMUX | {"TERM": "xterm-256color"}, False),
        ({"TERM": "screen", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        ({"TERM": "rxvt"}, False),
        ({"TERM": "ansi"}, False),
        ({"TERM": "vt220"}, False),
        ({}, False),
    ],
)
def test_only_known_terminals_are_told_to_erase(environment: dict[str, str], erases: bool) -> None:
    assert abilities(environment).erases is erases

"""What is told of a terminal by its environment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.terminal.capabilities import abilities, speaks_utf8


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

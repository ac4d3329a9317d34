"""Terminals of all kinds and sizes: what they show, and that nothing is sent they can't take."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.terminal import ALTERNATE_SCREEN, CURSOR_VISIBLE, Terminal

pytestmark = pytest.mark.end_to_end

STYLES = re.compile(rb"\x1b\[([0-9;]*)m")
COLOURS = {str(number) for number in (*range(30, 39), *range(40, 49), *range(90, 108))}
UNSET: dict[str, str | None] = dict.fromkeys(("LC_ALL", "LC_CTYPE", "LANG", "COLORTERM"))


def opened(index: Path, *options: str, **variables: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "tui", "--index", str(index), *options],
        directory=ROOT,
        environment=UNSET | {"LANG": "C.UTF-8"} | variables,
    )


def colours_in(sent: bytes | bytearray) -> set[str]:
    """The numbers of colours that were switched on."""
    return COLOURS.intersection(*[{n for s in STYLES.findall(sent) for n in s.decode().split(";")}])


def walk(terminal: Terminal) -> None:
    """Look at a few things, and end."""
    terminal.wait_for("102 papers")
    terminal.press("j", "o")
    terminal.wait_for("Organisations")
    terminal.press("?")
    terminal.wait_for("you are here")
    terminal.press("q")
    terminal.wait_until_gone("you are here")
    terminal.press("q")
    terminal.wait_until_gone("Organisations")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    assert "Traceback" not in terminal.text()


@pytest.mark.parametrize("term", ["xterm", "screen", "tmux-256color", "linux", "vt100"])
def test_every_kind_of_terminal(term: str, demo_index: Path) -> None:
    with opened(demo_index, TERM=term) as terminal:
        walk(terminal)
        sent = bytes(terminal.raw)
    if term in {"linux", "vt100"}:
        assert b"$p" not in sent
        assert b"\x1b[>" not in sent
        assert b"\x1b[<" not in sent
        assert b"\x1b]" not in sent
        # There is no second screen to leave: nothing of the browser stays on the only one.
        assert sent.rstrip().rfind(b"\x1b[2J") > sent.rfind(b"papers")
    if term != "tmux-256color":
        assert b"38;5;" not in sent
        assert b"38;2;" not in sent
    assert bool(colours_in(sent)) is (term != "vt100")


def test_without_colour_nothing_is_coloured(demo_index: Path) -> None:
    with opened(demo_index, TERM="xterm-256color", NO_COLOR="1") as terminal:
        walk(terminal)
        assert colours_in(terminal.raw) == set()
    with opened(demo_index, TERM="xterm-256color", NO_COLOR="") as terminal:
        walk(terminal)
        assert colours_in(terminal.raw)


@pytest.mark.parametrize(
    "variables", [{"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}], ids=["C", "POSIX"]
)
def test_other_locales_are_sent_nothing_but_ascii(
    variables: dict[str, str], demo_index: Path
) -> None:
    with opened(demo_index, TERM="xterm-256color", **variables) as terminal:
        terminal.wait_for("102 papers")
        text = terminal.wait_for(">. Mixture of Quiet Experts")
        assert "Date v" in text
        walk(terminal)
        assert terminal.raw.isascii()


def test_the_mouse_can_be_left_to_the_terminal(demo_index: Path) -> None:
    with opened(demo_index, "--no-mouse") as terminal:
        terminal.wait_for("102 papers")
        assert terminal.modes & {1000, 1002, 1003, 1006, 1015, 1016} == set()
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_terminal_that_can_not_move_its_cursor_is_told_so(demo_index: Path) -> None:
    with opened(demo_index, TERM="dumb") as terminal:
        assert terminal.wait_for_exit() == 2
        assert "TERM says it is dumb" in terminal.text().replace("\n", "")
        assert b"\x1b" not in terminal.raw


def test_a_storm_of_resizes_leaves_the_screen_whole(demo_index: Path) -> None:
    chance = random.Random(3)
    with opened(demo_index) as terminal:
        terminal.wait_for("102 papers")
        sizes = [(1, 1), (2, 3), (5, 2), (300, 90), (40, 12), (20, 5), (80, 1), (1, 24)]
        sizes += [(chance.randint(1, 200), chance.randint(1, 60)) for _ in range(25)]
        for number, size in enumerate(sizes):
            terminal.resize(*size)
            terminal.press(chance.choice(["j", "k", "o", "escape", "?", "escape", "p", "f", "z"]))
            if number % 4 == 0:
                terminal.settle(0.02)
        for size in ((40, 12), (80, 24)):
            terminal.resize(*size)
            terminal.settle(0.3)
        for _ in range(3):
            terminal.press("escape")
            terminal.settle(0.15)
        text = terminal.wait_for("102 papers")
        assert "Traceback" not in text
        assert all(len(line) <= 80 for line in terminal.lines())
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()


def wait_until_taken_over(terminal: Terminal) -> None:
    terminal.wait_for(lambda _: ALTERNATE_SCREEN in terminal.modes)


@pytest.mark.parametrize("size", [None, (1, 1)], ids=["unknown", "one cell"])
def test_a_terminal_of_no_size_is_worked_with(
    demo_index: Path, tmp_path: Path, size: tuple[int, int] | None
) -> None:
    for index, word in ((tmp_path / "none", "There is no index yet."), (demo_index, "102 papers")):
        columns, lines = size or (80, 25)
        with Terminal(
            [sys.executable, "-m", "tui", "--index", str(index)],
            columns=columns, lines=lines, directory=ROOT, tells=size is not None,
            environment=UNSET | {"LANG": "C.UTF-8", "COLUMNS": None, "LINES": None},
        ) as terminal:  # fmt: skip
            wait_until_taken_over(terminal)
            if size is None:
                terminal.wait_for(word)
            terminal.settle(0.3, timeout=10)
            terminal.resize(80, 24)
            terminal.wait_for(word)
            terminal.resize(100, 30)
            terminal.wait_for("Enter ")
            terminal.press("ctrl+c")
            assert terminal.wait_for_exit() == 0
            terminal.assert_restored()


@pytest.mark.parametrize(
    ("key", "word"),
    [("w", "Export all"), ("y", "citation"), ("?", "Keys"), (":", "what you want"), ("z", "1/102")],
)
def test_a_screen_comes_to_rest_however_small_it_is(demo_index: Path, key: str, word: str) -> None:
    with opened(demo_index) as terminal:
        terminal.wait_for("102 papers")
        terminal.press(key)
        terminal.wait_for(word)
        for size in ((2, 2), (1, 24), (1, 1)):
            terminal.resize(*size)
            terminal.settle(0.3, timeout=10)
        terminal.resize(80, 24)
        terminal.wait_for(word)


def shell(command: str, index: Path, *, columns: int = 80, lines: int = 24) -> Terminal:
    """A shell's command in which ``quire`` is the browser of an index."""
    quire = f"{sys.executable} -m tui --index {index}"
    return Terminal(
        ["sh", "-c", command.replace("quire", quire) + "; echo it ended with $?"],
        directory=ROOT, environment=UNSET | {"LANG": "C.UTF-8"},
        columns=columns, lines=lines,
    )  # fmt: skip


def test_the_window_counts_and_no_variable(demo_index: Path) -> None:
    with shell("COLUMNS=60 LINES=15 quire", demo_index, columns=100, lines=30) as terminal:
        terminal.wait_for("102 papers")
        terminal.wait_for(lambda _: terminal.row("102 papers") == 28)
        assert max(map(len, terminal.lines())) > 90
        terminal.resize(120, 40)
        terminal.wait_for(lambda _: terminal.row("102 papers") == 38)


@pytest.mark.parametrize("command", ["quire <&-", "quire <&- >&-", "quire --print <&-"])
def test_without_a_keyboard_it_says_so(command: str, demo_index: Path) -> None:
    with shell(command, demo_index) as terminal:
        said = terminal.wait_for("it ended with 2").replace("\n", "")
        assert "standard input is closed" in said
        assert "Traceback" not in said
        assert ALTERNATE_SCREEN not in terminal.modes


@pytest.mark.parametrize(
    "command",
    ["quire </dev/null", "echo words | quire", "quire >&-", "quire >/dev/null", "TERM= quire"],
)
def test_the_terminal_is_taken_whatever_else_is_somewhere_else(
    command: str, demo_index: Path
) -> None:
    with shell(command, demo_index) as terminal:
        terminal.wait_for("1/102")
        terminal.press("j")
        terminal.wait_for("2/102")
        terminal.press("q")
        terminal.wait_for("it ended with 0")


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("g", "1/102"),
        ("/", "search titles"),
        ("o", "Organisations"),
        ("oF", "Find an organisation"),
        ("z", "abstract"),
        ("?", "Next paper"),
        (":", "what you want"),
        ("y", "citation"),
        ("w", "Export all"),
    ],
    ids=["list", "search", "filter", "prompt", "reader", "help", "palette", "copying", "export"],
)
def test_the_screen_is_drawn_anew_whatever_was_drawn_on_it(
    keys: str, word: str, demo_index: Path
) -> None:
    with opened(demo_index) as terminal:
        terminal.wait_for("1/102")
        terminal.press(*keys)
        terminal.wait_for(re.compile(re.escape(word), re.IGNORECASE))
        terminal.settle()
        before = terminal.lines()
        terminal.draw(b"\x1b[1;1H" + b"Message from root: reboot\r\n" * 20)
        assert terminal.lines() != before
        terminal.press("ctrl+l")
        terminal.wait_for(lambda text: text.split("\n") == before)


def test_the_first_run_is_drawn_anew_too(tmp_path: Path) -> None:
    with opened(tmp_path / "none") as terminal:
        terminal.wait_for("There is no index yet.")
        terminal.settle()
        before = terminal.lines()
        terminal.draw(b"\x1b[1;1H" + b"Message from root: reboot\r\n" * 20)
        terminal.press("ctrl+l")
        terminal.wait_for(lambda text: text.split("\n") == before)


def cursor_of(terminal: Terminal) -> tuple[int, int, bool]:
    """Row and column of the terminal's own cursor, from 0, and whether it is seen."""
    terminal.settle()
    cursor = terminal.screen.cursor
    return cursor.y, cursor.x, CURSOR_VISIBLE in terminal.modes


def test_the_cursor_stands_where_the_keys_go(demo_index: Path) -> None:
    with opened(demo_index) as terminal:
        terminal.wait_for("1/102")
        first = terminal.row("▌")
        assert first is not None
        assert cursor_of(terminal) == (first, 0, False)
        terminal.press("j", "j")
        terminal.wait_for("3/102")
        there = terminal.row("▌")
        assert there is not None
        assert there > first
        assert cursor_of(terminal) == (there, 0, False)
        terminal.press("/")
        terminal.type_text("quiet")
        terminal.wait_for(" › quiet")
        row, column, seen = cursor_of(terminal)
        assert terminal.lines()[row][:column] == " › quiet"
        assert seen
        terminal.press("left", "left")
        assert cursor_of(terminal) == (row, column - 2, True)
        terminal.press("escape")
        terminal.wait_for(lambda _: CURSOR_VISIBLE not in terminal.modes)
        assert cursor_of(terminal) == (terminal.row("▌"), 0, False)
        terminal.press("o")
        terminal.wait_for("Organisations")
        row, column, seen = cursor_of(terminal)
        assert terminal.lines()[row][column] == "▌"
        assert not seen
        terminal.press("F", "a")
        terminal.wait_for(lambda _: CURSOR_VISIBLE in terminal.modes)
        row, column, _ = cursor_of(terminal)
        assert terminal.lines()[row][:column].endswith("a")
        terminal.press("escape", "ctrl+c")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()
        assert terminal.raw.rindex(b"\x1b[0 q") > terminal.raw.rindex(b"\x1b[6 q")


def test_plain_terminals_are_told_nothing_of_the_cursors_shape(demo_index: Path) -> None:
    with opened(demo_index, TERM="vt100") as terminal:
        terminal.wait_for("102 papers")
        terminal.press("/", "x")
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == 0
        assert b"\x1b[6 q" not in terminal.raw
        assert b"\x1b[0 q" not in terminal.raw

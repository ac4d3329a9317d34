"""What is remembered from one start to the next, in real terminals, whatever ended the browser."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def command(demo_index: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--index", str(demo_index)]


def cursor_line(text: str) -> str:
    return next(line.partition("│")[0] for line in text.splitlines() if "▌" in line)


def search(terminal: Terminal) -> None:
    terminal.wait_for("102 papers")
    terminal.press("/")
    terminal.wait_for("to the list")
    terminal.type_text("of -moth")
    terminal.press("enter")
    terminal.wait_for("/ search")
    terminal.wait_for("97 papers · best match first")


@pytest.mark.parametrize("end", ["q", signal.SIGHUP, signal.SIGTERM])
def test_query_order_and_place_are_there_again(command: list[str], end: str | int) -> None:
    with Terminal(command) as terminal:
        search(terminal)
        terminal.press("s", "d")
        terminal.wait_for("newest first")
        terminal.type_text("g49j")
        terminal.wait_for("50/97")
        terminal.type_text("6k")
        terminal.wait_for("44/97")
        terminal.settle()
        before, row = terminal.text(), terminal.row("▌")
        if isinstance(end, str):
            terminal.press(end)
            assert terminal.wait_for_exit() == 0
        else:
            terminal.process.send_signal(end)
            assert terminal.wait_for_exit() == 128 + end
    with Terminal(command) as terminal:
        after = terminal.wait_for(lambda text: "44/97" in text and terminal.row("▌") == row)
        assert "› of -moth" in after
        # A paper is new until the browser that showed it is closed.
        assert cursor_line(after) == cursor_line(before).replace("•", " ")
        assert "newest first" in after


def test_what_is_asked_for_wins_and_earlier_queries_are_at_hand(command: list[str]) -> None:
    with Terminal(command) as terminal:
        search(terminal)
        terminal.press("q")
        terminal.wait_for_exit()
    with Terminal([*command, "--query", "ferr"]) as terminal:
        terminal.wait_for("› ferr")
        terminal.press("/")
        terminal.wait_for("to the list")
        terminal.press("ctrl+u", "up")
        terminal.wait_for("› of -moth")
        terminal.press("down")
        terminal.wait_for("102 papers")
        terminal.press("down")
        terminal.wait_for("/ search")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_theme_chosen_with_a_key_is_remembered(command: list[str]) -> None:
    colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    light = b"48;2;251;249;244"
    with Terminal(command, environment=colours) as terminal:
        terminal.wait_for("102 papers")
        assert light not in terminal.raw
        terminal.press("t")
        terminal.wait_for("Theme: light.")
        terminal.press("q")
        terminal.wait_for_exit()
    with Terminal(command, environment=colours) as terminal:
        terminal.wait_for("102 papers")
        assert light in terminal.raw


def test_wrong_settings_are_a_sentence_on_the_screen(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mouse = 1\n")
    with Terminal([*command, "--config", str(path)]) as terminal:
        terminal.wait_for("mine.toml, line 1: mouse is true or false, not 1")
        terminal.wait_for("102 papers")
        terminal.press("j")
        terminal.wait_for("2/102")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_the_mouse_is_left_alone_where_the_settings_say_so(
    command: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    for setting, asked in (("true", True), ("false", False)):
        path.write_text(f"mouse = {setting}\nfilters = false\npreview = false\n")
        with Terminal([*command, "--config", str(path)], columns=130) as terminal:
            terminal.wait_for("102 papers")
            assert (1000 in terminal.modes) is asked
            assert "Organisations" not in terminal.text()
            assert "│" not in terminal.text()
            terminal.press("q")
            terminal.wait_for_exit()


def test_without_colour_no_colour_is_sent(command: list[str]) -> None:
    import re

    environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}
    with Terminal(command, environment=environment) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("j", "t")
        terminal.wait_for("NO_COLOR is set")
        terminal.press("q")
        terminal.wait_for_exit()
        styles = re.findall(rb"\x1b\[([\d;]*)m", terminal.raw)
    codes = {int(code) for style in styles for code in style.split(b";") if code}
    assert codes <= {0, 1, 2, 3, 4, 7, 22, 23, 24, 27, 39, 49}
    assert 7 in codes

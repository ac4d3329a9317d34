"""Papers leave the browser: into the terminal's clipboard, and into a pipe."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.json_lines import json_lines
from tests.support.terminal import Terminal
from tests.support.tmux import Tmux

pytestmark = pytest.mark.end_to_end

QUIRE = [sys.executable, "-m", "tui"]
FIRST = "Mixture of Quiet Experts"
TITLE = "Mixture of Quiet Experts: Routing by What a Layer Does Not Know"
# Neither standard output nor standard error is the terminal.
IN_A_PIPE = '{ "$@" 2>errors; echo $? >code; } | cat >chosen; echo "the end"'
OUTSIDE_TMUX = {"TMUX": None, "STY": None}


def test_the_bytes_of_a_copy_decode_to_the_title() -> None:
    with Terminal([*QUIRE, "demo"], environment=OUTSIDE_TMUX) as screen:
        screen.wait_for(FIRST)
        screen.press("y")
        screen.wait_for("t title")
        screen.press("t")
        screen.wait_for("Title sent to the clipboard")
        sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", bytes(screen.raw))
        assert [b64decode(payload).decode() for payload in sent] == [TITLE]
        screen.press("q")
        assert screen.wait_for_exit() == 0
        screen.assert_restored()


@pytest.mark.parametrize("takes_copies", ["off", "external", "on"])
def test_tmux_has_the_copy_to_paste_whatever_it_lets_pass(takes_copies: str) -> None:
    with Tmux([*QUIRE, "demo"]) as screen:
        screen.tmux("set-option", "-s", "set-clipboard", takes_copies)
        screen.wait_for(FIRST)
        screen.press("y")
        screen.wait_for("t title")
        screen.press("t")
        screen.wait_for("Title sent to the clipboard")
        screen.wait_for(lambda text: TITLE in screen.tmux("list-buffers"))
        assert screen.buffer().strip() == TITLE
        # What it hands on to its own terminal never shows.
        assert "52;c" not in screen.text()


def test_the_reader_is_seen_and_left_on_the_terminal() -> None:
    with Terminal([*QUIRE, "demo"], columns=80, lines=24) as screen:
        screen.wait_for(FIRST)
        screen.press("enter")
        screen.wait_for(lambda text: f"  {TITLE}\n" in text and " 1/102" in text)
        screen.press("n", "n", "v")
        screen.wait_for(lambda text: "3/102 ✓ marked" in text and "Ferry Leaves?" in text)
        screen.press("m")
        screen.wait_for("like:9901.00102")
        screen.press("u", "enter")
        screen.wait_for(lambda text: "3/102 ✓ marked" in text)
        screen.press("q")
        screen.wait_for("102 papers · 1 marked")
        screen.press("q")
        assert screen.wait_for_exit() == 0


def choosing(folder: Path, *arguments: str, before: str = "", script: str = IN_A_PIPE) -> Terminal:
    return Terminal(
        ["sh", "-c", before + script, "sh", *QUIRE, *arguments],
        environment={"PYTHONPATH": str(ROOT)},
        directory=folder,
    )


def outcome(folder: Path) -> tuple[int, str]:
    return int((folder / "code").read_text()), (folder / "chosen").read_text()


def test_enter_chooses_the_paper_for_the_pipe(tmp_path: Path) -> None:
    with choosing(tmp_path, "demo", "--print") as screen:
        screen.wait_for(FIRST)
        screen.wait_for("Enter choose")
        screen.press("enter")
        screen.wait_for("the end")
        screen.assert_restored()
    assert outcome(tmp_path) == (0, "9901.00101\n")


def test_marked_papers_are_chosen_in_the_order_of_marking(tmp_path: Path) -> None:
    with choosing(tmp_path, "demo", "--print", "--format", "jsonl") as screen:
        screen.wait_for(FIRST)
        screen.press("j", "v", "k", "k", "v")
        screen.wait_for("2 marked")
        screen.press("G", "enter")
        screen.wait_for("the end")
    code, chosen = outcome(tmp_path)
    titles = [json.loads(line)["title"] for line in chosen.splitlines()]
    assert code == 0
    assert len(titles) == 2
    assert titles[1] == TITLE


@pytest.mark.parametrize(("key", "expected"), [("q", 1), ("ctrl+c", 130)])
def test_leaving_without_a_choice_prints_nothing(tmp_path: Path, key: str, expected: int) -> None:
    with choosing(tmp_path, "demo", "--print") as screen:
        screen.wait_for(FIRST)
        screen.press("v")
        screen.wait_for("1 marked")
        screen.press(key)
        screen.wait_for("the end")
        screen.assert_restored()
    assert outcome(tmp_path) == (expected, "")


def test_papers_come_from_one_pipe_and_go_into_another(tmp_path: Path) -> None:
    papers = [{"title": "Ferries at Night"}, {"title": "Ferries by Day", "arxiv_id": "2401.00002"}]
    json_lines(tmp_path / "papers.jsonl", papers)
    arguments = ["open", "-", "--print", "--format", "links", "--query", "day"]
    with choosing(tmp_path, *arguments, before="cat papers.jsonl | ") as screen:
        screen.wait_for("Ferries by Day")
        screen.press("enter")
        screen.wait_for("the end")
    assert outcome(tmp_path) == (0, "https://arxiv.org/abs/2401.00002\n")


def test_standard_error_is_the_screen_or_left_alone(tmp_path: Path) -> None:
    for script in (IN_A_PIPE, IN_A_PIPE.replace(" 2>errors", "")):
        with choosing(tmp_path, "demo", "--print", script=script) as screen:
            screen.wait_for(FIRST)
            screen.press("enter")
            screen.wait_for("the end")
            screen.assert_restored()
        assert outcome(tmp_path) == (0, "9901.00101\n")
        assert "\x1b" not in (tmp_path / "errors").read_text()

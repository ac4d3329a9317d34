"""What is written to a terminal for its clipboard, and when a web browser can be opened."""

from __future__ import annotations

import os
import re
import stat
from base64 import b64decode
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.clipboard import MOST_BYTES, SCREEN_CHUNK, fits, pasteable, sequences
from tui.terminal.tmux import load_buffer
from tui.terminal.web_browser import can_open, is_web_address, open_page

OSC52 = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


@given(st.text())
def test_a_plain_terminal_gets_one_sequence_that_decodes_to_the_text(text: str) -> None:
    found = OSC52.fullmatch(sequences(text, {"TERM": "xterm-256color"}))
    assert found
    assert b64decode(found[1]).decode() == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("environment", [{"TMUX": "/tmp/x,1,0"}, {"TERM": "tmux-256color"}])
def test_tmux_gets_it_raw_and_to_pass_on(environment: dict[str, str]) -> None:
    sent = sequences("Ørsted", environment)
    raw, separator, passed = sent.partition("\x1bPtmux;")
    assert separator
    assert OSC52.fullmatch(raw)
    assert passed == raw.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def test_screen_gets_pieces_to_pass_on() -> None:
    sent = sequences("x" * 5000, {"STY": "1.tty", "TERM": "screen"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.DOTALL)
    assert len(pieces) > 10
    assert max(map(len, pieces)) <= SCREEN_CHUNK
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sent
    found = OSC52.fullmatch("".join(pieces))
    assert found
    assert b64decode(found[1]) == b"x" * 5000


@pytest.mark.parametrize("term", ["screen-256color", "screen", "screen.xterm-256color"])
def test_either_of_both_is_served_where_nothing_says_which_it_is(term: str) -> None:
    sent = sequences("T", {"TERM": term})
    assert OSC52.match(sent)
    assert "\x1bP\x1b]52;c;" in sent
    assert "tmux" not in sent


def test_nothing_acts_where_it_is_pasted_and_columns_stay() -> None:
    assert pasteable("@misc{a,\n  title  = {T},\n}\n") == "@misc{a,\n  title  = {T},\n}\n"
    hostile = pasteable("rm\x1b[201~\r -rf\u202e\x9b31m \x07")
    assert all(character.isprintable() for character in hostile)


def test_the_limit_counts_bytes() -> None:
    assert fits("x" * MOST_BYTES)
    assert not fits("x" * (MOST_BYTES + 1))
    assert not fits("é" * (MOST_BYTES // 2 + 1))


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"BROWSER": "/opt/editor/browser.sh"}, "linux", True),
        ({"BROWSER": "/usr/bin/w3m", "DISPLAY": ":0"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "darwin", False),
    ],
)
def test_a_browser_is_opened_only_where_it_would_be_seen(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert can_open(environment, platform) is expected


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "-x", "", "https://a.example/\x1b[2J"]
)
def test_only_web_addresses_are_opened(address: str) -> None:
    assert not is_web_address(address)
    with pytest.raises(ValueError, match="http"):
        open_page(address, lambda: None)


def make_browser(folder: Path, script: str) -> str:
    browser = folder / "browser"
    browser.write_text(f"#!/bin/sh\n{script}\n")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    return str(browser)


def test_the_browser_gets_the_address_and_the_screen_none_of_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fifo = tmp_path / "opened"
    os.mkfifo(fifo)
    script = f'echo noise; echo noise >&2; echo "$1" > "{fifo}"'
    monkeypatch.setenv("BROWSER", make_browser(tmp_path, script))
    failed = Event()
    open_page("https://papers.example.org/a?b=c&d=$HOME", failed.set)
    # Opening a pipe waits for the one who writes into it.
    assert fifo.read_text() == "https://papers.example.org/a?b=c&d=$HOME\n"
    assert capfd.readouterr() == ("", "")
    assert not failed.is_set()


def test_a_browser_that_can_not_be_started_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", make_browser(tmp_path, "exit 3"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    failed = Event()
    open_page("https://papers.example.org/a", failed.set)
    assert failed.wait(20)


def test_tmux_gets_the_text_and_an_old_one_only_for_its_buffer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fifo = tmp_path / "loaded"
    os.mkfifo(fifo)
    old = tmp_path / "tmux"
    old.write_text(f'#!/bin/sh\necho noise\n[ "$2" = -w ] && exit 1\ncat > "{fifo}"\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    load_buffer("Ørsted\nand more")
    assert fifo.read_text(encoding="utf-8") == "Ørsted\nand more"
    assert capfd.readouterr() == ("", "")

from __future__ import annotations

import io
import os
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import OutputError, UsageError
from index.process import streams
from index.process.quoting import pointed_at
from tests.support.hostile import PAYLOADS, trouble_in


class Stingy(io.RawIOBase):
    """Takes a few bytes at a time, and at every other call none, as a stream that may not block."""

    def __init__(self) -> None:
        self.taken = b""
        self.calls = 0

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: Any) -> int | None:
        self.calls += 1
        if self.calls % 2:
            return None
        self.taken += bytes(data[:3])
        return min(len(data), 3)


@pytest.mark.parametrize("buffered", [True, False])
def test_all_is_written_to_a_stream_that_takes_little(
    buffered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = Stingy()
    binary: Any = io.BufferedWriter(raw, 8) if buffered else raw
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(binary))
    monkeypatch.setattr(streams, "_await_room", lambda _stream: None)
    streams.write_output(b"0123456789" * 5)
    streams.flush_output()
    assert raw.taken == b"0123456789" * 5
    monkeypatch.undo()


def test_output_that_cannot_be_written_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="closed"):
        streams.print_text("text")


def test_narration_that_cannot_be_written_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    streams.narrate("text")
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        streams.narrate("text")


@given(st.lists(st.sampled_from([*PAYLOADS, "\n", "\r", "\udce9"]) | st.text(max_size=5)))
def test_a_line_of_narration_is_one_line(parts: list[str]) -> None:
    line = streams.printable("".join(parts))
    assert trouble_in(line) == []
    assert line.encode().decode() == line


def test_bytes_that_are_no_text_are_seen() -> None:
    assert streams.printable(os.fsdecode(b"caf\xe9.jsonl")) == r"caf\xe9.jsonl"
    assert streams.printable("  two spaces") == "  two spaces"


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("a (b", 2, ("  a (b", "    ^")),
        ("中文 (b", 3, ("  中文 (b", "       ^")),
        ("\x1b[2J\x1b]0;x\x07(b", 9, ("  (b", "  ^")),
        ("a\n\tb )", 5, ("  a b )", "      ^")),
        ("e\u0301e\u0301 )", 5, ("  éé )", "     ^")),
    ],
)
def test_the_caret_stands_below_what_is_wrong(
    text: str, position: int, shown: tuple[str, str]
) -> None:
    query, caret = pointed_at(text, position)
    if "\x1b" in text:
        # How much of an escape sequence is removed is for the cleaning to say.
        assert query[len(caret) - 1] == "("
        assert "\x1b" not in query
    else:
        assert (query, caret) == shown


def test_of_a_long_query_the_part_around_the_caret_is_shown() -> None:
    query, caret = pointed_at("a" * 60_000 + ")" + "b" * 60_000, 60_000)
    assert len(query) < 130
    assert query[len(caret) - 1] == ")"
    assert query.startswith("  …a")
    assert query.endswith("b…")


def test_an_argument_in_other_bytes_is_refused() -> None:
    streams.require_unicode("it", "ü")
    streams.require_unicode("it", None)
    with pytest.raises(UsageError, match="the query is not in UTF-8"):
        streams.require_unicode("the query", ["a", os.fsdecode(b"\xfc")])

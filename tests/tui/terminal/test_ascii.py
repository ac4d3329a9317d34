"""ASCII for terminals that show nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.terminal.ascii import to_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("┌─│─┐", "+-|-+"),
        ("▌ Café naïve Łódź", "> Cafe naive Lodz"),
        ("e\u0301 ﬁ ①", "e ? 1"),
        ("花見 – “x”…", '???? - "x"~'),
        ("\x1b[1;2H\x1b[38;5;179m·\x1b[0m\r\n", "\x1b[1;2H\x1b[38;5;179m-\x1b[0m\r\n"),
        ("\x1b]0;tïtle\x07", "\x1b]0;title\x07"),
        ("\x1b[?25l", "\x1b[?25l"),
    ],
)
def test_examples(text: str, plain: str) -> None:
    assert to_ascii(text) == plain


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_nothing_but_ascii_and_nothing_moves(text: str) -> None:
    plain = to_ascii(text)
    assert plain.isascii()
    assert len(plain) == cell_len(text)


@given(st.text(st.sampled_from("\x1b[]\\\x07;012mHé花\x9b\r\n a")))
def test_no_control_is_made_or_lost(text: str) -> None:
    plain = to_ascii(text)
    assert plain.isascii()
    for control in "\x1b\x07\r\n":
        assert plain.count(control) == text.count(control)

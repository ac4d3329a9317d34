"""Choices on the panes' scales, and the session's steps."""

from __future__ import annotations

from tui.rendering.choice_line import bar
from tui.rendering.filter_choices import bucket_texts, range_value
from tui.session.session import Session, View


def test_a_marked_range_reads_the_same_from_both_ends() -> None:
    assert range_value("2021", "2024") == range_value("2024", "2021") == "2021..2024"
    assert range_value("3..5", "11..20") == range_value("11..20", "3..5") == "3..20"
    assert range_value("2", "51..") == "2.."
    assert range_value("2024-11", "2024-02") == "2024-02..2024-11"
    assert range_value("7", "7") == "7"


def test_buckets_are_named() -> None:
    assert bucket_texts(1, 1) == ("1", "1")
    assert bucket_texts(3, 5) == ("3..5", "3 to 5")
    assert bucket_texts(51, None) == ("51..", "over 50")


def test_bars_show_something_for_anything() -> None:
    assert bar(0, 100, 8).strip() == ""
    assert bar(1, 100_000, 8).strip() != ""
    assert bar(100, 100, 8) == "━" * 8
    assert {len(bar(count, 100, 8)) for count in range(101)} == {8}


def test_typing_is_undone_as_a_whole() -> None:
    session = Session()
    for text in ("r", "ro", "rou"):
        assert session.change(View(query=text), typing=True)
    session.rest()
    session.change(View(query="rou org:x"))
    assert session.undo()
    assert session.view.query == "rou"
    assert session.undo()
    assert session.view.query == ""
    assert not session.undo()
    assert session.redo()
    assert session.view.query == "rou"
    session.change(View(query="other"))
    assert not session.can_redo


def test_moving_the_cursor_is_no_step() -> None:
    session = Session()
    session.at("a")
    session.at("b")
    assert not session.can_undo
    assert not session.change(View(cursor="c"))

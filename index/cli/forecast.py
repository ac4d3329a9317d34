"""How far a build is, in words: how much, how fast, how long it will take."""

from __future__ import annotations

from index.text.counting import counted


def reading_text(records: int, done: int, total: int, seconds: float) -> str:
    """How far reading is: ``12,000 records  3,000/s  8 s left``.

    Args:
        records: Records that were read.
        done: What is done of the work.
        total: All of it; 0 where that is not known.
        seconds: How long it has taken.
    """
    said = counted(records, "record")
    if seconds <= 0:
        return said
    said += f"  {records / seconds:,.0f}/s"
    return f"{said}  {_left(done, total, seconds)}" if done and total else said


def embedding_text(done: int, total: int, seconds: float) -> str:
    """How far embedding is, and how long it will take as fast as it was so far.

    Args:
        done: Papers that were embedded.
        total: Papers to be embedded, those included.
        seconds: How long it has taken.
    """
    said = f"{done:,} of {counted(total, 'paper')} embedded"
    if not done or seconds <= 0:
        return said
    rate = done / seconds
    return f"{said}  {rate:,.{0 if rate >= 10 else 1}f}/s  {_left(done, total, seconds)}"


def _left(done: int, total: int, seconds: float) -> str:
    return f"{duration_text(max(0, total - done) * seconds / done)} left"


def duration_text(seconds: float) -> str:
    """A duration as people say it: ``3 h 20 min``, ``4 min``, ``20 s``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"

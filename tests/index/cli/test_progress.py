"""How far fetching and building are, in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from index.cli.forecast import duration_text, embedding_text, reading_text
from index.cli.progress import embedding_lines, progress_text
from index.fetching.report import Progress


@pytest.mark.parametrize(
    ("progress", "seconds", "text"),
    [
        (
            Progress(feed="daily", done=3, total=7, unit="days", records=120, bytes=90_000),
            0,
            "daily: 120 papers, 3 of 7 days",
        ),
        (
            Progress(feed="daily", done=3, total=7, unit="days", records=1, bytes=90_000),
            2,
            "daily: 1 paper, 3 of 7 days, 90.0 kB, 45.0 kB/s",
        ),
        (
            Progress(feed="arxiv", done=2_000, bytes=5, waiting="arXiv asks for 3 seconds"),
            0,
            "arxiv: 2,000 records, arXiv asks for 3 seconds",
        ),
        (
            Progress(feed="2401.01234", done=1_200_000, total=3_400_000, unit="bytes", bytes=9),
            0,
            "2401.01234: 1.2 MB of 3.4 MB",
        ),
        (
            Progress(feed="2401.01234", done=1_200_000, unit="bytes", bytes=1_200_000),
            4,
            "2401.01234: 1.2 MB, 300.0 kB/s",
        ),
    ],
)
def test_progress_says_what_there_is_and_how_much_of_it(
    progress: Progress, seconds: float, text: str
) -> None:
    assert progress_text(progress, seconds) == text


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 9_830, 0.0, "0 of 9,830 papers embedded"),
        (0, 9_830, 2.0, "0 of 9,830 papers embedded"),
        (320, 9_830, 16.0, "320 of 9,830 papers embedded  20/s  8 min left"),
        (100, 500_000, 4.0, "100 of 500,000 papers embedded  25/s  5 h 33 min left"),
        (9_830, 9_830, 400.0, "9,830 of 9,830 papers embedded  25/s  0 s left"),
    ],
)
def test_embedding_says_how_long_it_takes_as_fast_as_it_was_so_far(
    done: int, total: int, seconds: float, said: str
) -> None:
    assert embedding_text(done, total, seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (3_570, "1 h"), (3_661, "1 h 1 min")],
)
def test_durations_are_told_as_people_say_them(seconds: float, said: str) -> None:
    assert duration_text(seconds) == said


def test_reading_tells_a_rate_and_what_is_left() -> None:
    assert reading_text(0, 0, 0, 0.0) == "0 records"
    assert reading_text(3_000, 0, 0, 2.0) == "3,000 records  1,500/s"
    assert reading_text(3_000, 25, 100, 2.0) == "3,000 records  1,500/s  6 s left"


def narrated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], times: list[float]
) -> list[str]:
    """What is told of embedding where a paper is done at each of some times but the first."""
    now = times[:1]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr("index.cli.progress.time", clock)
    tell = embedding_lines()
    for done, now[0] in enumerate(times):
        tell(done, len(times) - 1)
    return capsys.readouterr().err.splitlines()


def test_a_long_run_tells_little_and_its_first_line_is_a_forecast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = narrated(monkeypatch, capsys, [float(second) for second in range(1001)])
    assert lines[0] == "index: 1 of 1,000 papers embedded 1.0/s 17 min left"
    assert lines[-1] == "index: 1,000 of 1,000 papers embedded 1.0/s 0 s left"
    assert 100 < len(lines) < 150
    assert not any(sign in line for line in lines for sign in "\x1b\r\b")


def test_the_end_is_told_however_soon_it_comes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = narrated(monkeypatch, capsys, [0.0, 0.01, 0.02])
    assert lines == ["index: 2 of 2 papers embedded 100/s 0 s left"]

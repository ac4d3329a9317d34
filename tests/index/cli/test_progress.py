"""How far fetching is, in words."""

from __future__ import annotations

import pytest

from index.cli.progress import progress_text
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

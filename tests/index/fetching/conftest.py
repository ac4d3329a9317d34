"""A server to fetch from, a clock that does not wait, and a folder to keep what comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from index.fetching.feeds import Feed
from index.fetching.fetch import fetch_feeds
from index.fetching.job import LATEST, Span
from index.fetching.limits import Limits
from index.fetching.report import FeedReport
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import PaperServer, paper_server

Fetch = Callable[..., FeedReport]

SOON = Limits(connecting=60, silence=60, window=60, slowest=500, largest=4_000_000, first_wait=1)
"""Limits that tests of a busy machine don't meet by chance."""

IMPATIENT = replace(SOON, window=1)
"""Limits for a server that is too slow: a test waits as long, once for each attempt."""


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "downloads"


@pytest.fixture
def fetch(clock: FakeClock, folder: Path) -> Fetch:
    """Fetch one feed; its report."""

    def run(feed: Feed, span: Span = LATEST, limits: Limits = SOON) -> FeedReport:
        report = fetch_feeds([feed], span=span, folder=str(folder), clock=clock, limits=limits)
        return report.feeds[0]

    return run

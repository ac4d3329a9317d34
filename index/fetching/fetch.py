"""Fetches feeds one after another: one that fails does not stop the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from index.errors import FetchFailed
from index.fetching import address, arxiv_oai, arxiv_query, daily_papers
from index.fetching.client import Client
from index.fetching.clock import SystemClock
from index.fetching.downloads import downloads_folder, fetch_lock
from index.fetching.failures import ServerAsksToWait
from index.fetching.job import LATEST, Job, Span
from index.fetching.limits import USUAL, Limits
from index.fetching.pace import Pace
from index.fetching.report import FeedReport, FetchReport, TellProgress

if TYPE_CHECKING:
    from index.fetching.clock import Clock
    from index.fetching.feeds import Feed, Kind

FETCHERS: Final[dict[Kind, Callable[[Job], None]]] = {
    "daily-papers": daily_papers.fetch,
    "arxiv": arxiv_oai.fetch,
    "arxiv-query": arxiv_query.fetch,
    "url": address.fetch,
}
"""What fetches each kind of feed."""


def _nowhere(_: object) -> None:
    """Tell nobody."""


def fetch_feeds(
    feeds: Sequence[Feed],
    *,
    span: Span = LATEST,
    folder: str | None = None,
    ca_file: str = "",
    wait: bool = False,
    announce: Callable[[str], None] = _nowhere,
    progress: TellProgress | None = None,
    clock: Clock | None = None,
    limits: Limits = USUAL,
) -> FetchReport:
    """Fetch what is new of some feeds, and keep it.

    Args:
        feeds: Which.
        span: The days that are wanted, where they are not those that are new.
        folder: The folder of all downloads; by default the user's own.
        ca_file: Certificates to trust beside the system's.
        wait: Wait for another process that fetches instead of raising.
        announce: Told in a sentence what will be fetched.
        progress: Told how far it is.
        clock: Tells the time and waits; by default the machine's.
        limits: What is borne of servers.

    Raises:
        FetchBusy: Another process is fetching.
        InputError: What came can't be written.
    """
    started = time.monotonic()
    clock = clock or SystemClock()
    folder = folder or downloads_folder()
    report = FetchReport(command="fetch")
    with fetch_lock(folder, wait=wait):
        for feed in feeds:
            client = Client(clock, Pace(folder), limits=limits, ca_file=ca_file)
            job = Job(
                feed,
                os.path.join(folder, feed.name),
                span,
                client,
                clock,
                announce,
                progress or _nowhere,
            )
            client.tell = job.tell_waiting
            try:
                report.feeds.append(_fetch(job))
            finally:
                client.close()
    report.failed = sum(feed.error is not None for feed in report.feeds)
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _fetch(job: Job) -> FeedReport:
    started = time.monotonic()
    state = job.state
    try:
        if state.not_before is not None and job.clock.now() < state.not_before:
            until = f"{state.not_before:%Y-%m-%d %H:%M}"
            raise FetchFailed(f"the server asked to be left alone until {until} UTC")
        FETCHERS[job.feed.kind](job)
    except FetchFailed as error:
        job.report.error = str(error)
        state.error = str(error)
        if isinstance(error, ServerAsksToWait):
            state.not_before = error.until
    else:
        state.finished, state.not_before, state.error = job.clock.now(), None, ""
    finally:
        job.save()
    report = job.finished_report()
    report.seconds = round(time.monotonic() - started, 3)
    return report

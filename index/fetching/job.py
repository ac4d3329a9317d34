"""One feed being fetched: what its kind needs to ask, to keep and to remember."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from index.fetching import downloads
from index.fetching.answers import Answer
from index.fetching.client import Client
from index.fetching.report import FeedReport, Progress, TellProgress
from index.fetching.state import FeedState, Fetched, load_state, save_state

if TYPE_CHECKING:
    from index.fetching.clock import Clock
    from index.fetching.feeds import Feed
    from index.fetching.receiver import Receiver

WEEK: Final = datetime.timedelta(days=6)
"""A first run goes back so far from today."""


class Span(msgspec.Struct, frozen=True):
    """The days that a run is asked for.

    Attributes:
        since: The first; None where none is named.
        until: The last; None for today.
        everything: Whether all there is is wanted.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None
    everything: bool = False


LATEST: Final = Span()
"""What is new."""


class Job:
    """A feed being fetched.

    Attributes:
        feed: Which.
        folder: Where its answers are kept.
        state: How far it is.
        span: The days that were asked for.
        client: Asks its server.
        clock: Tells the time.
        report: What was done.
        announce: Told once, in a sentence, what will be fetched.

    Args:
        feed: Which.
        folder: Where its answers are kept; made when there is one.
        span: The days that were asked for.
        client: Asks servers.
        clock: Tells the time.
        announce: Told sentences.
        tell: Told how far it is.
    """

    def __init__(
        self,
        feed: Feed,
        folder: str,
        span: Span,
        client: Client,
        clock: Clock,
        announce: Callable[[str], None],
        tell: TellProgress,
    ) -> None:
        self.feed = feed
        self.folder = folder
        self.span = span
        self.client = client
        self.clock = clock
        self.state: FeedState = load_state(folder, feed)
        self.report = FeedReport(name=feed.name, kind=feed.kind, folder=folder)
        self._announce = announce
        self._tell = tell
        self._saved = 0.0
        self._before = (client.requests, client.received)
        self._progress = Progress(feed=feed.name)

    @property
    def today(self) -> datetime.date:
        """The day it is in Universal Time."""
        return self.clock.now().date()

    def first_day(self) -> datetime.date:
        """The day that a first run begins with, where everything is not asked for."""
        return self.span.since or self.feed.since or self.today - WEEK

    def last_day(self) -> datetime.date:
        """The last day that is wanted; there is none after today."""
        return min(self.span.until or self.today, self.today)

    def announce(self, sentence: str) -> None:
        """Say what will be fetched."""
        self._announce(f"{self.feed.name}: {sentence}")

    def advance(self, done: int, total: int, unit: str) -> None:
        """Tell how far it is."""
        self._progress = Progress(
            feed=self.feed.name,
            done=done,
            total=total,
            unit=unit,
            records=0 if unit == "records" else self.report.records,
            bytes=self.client.received - self._before[1],
        )
        self._tell(self._progress)

    def tell_waiting(self, what: str) -> None:
        """Tell what is waited for; "" when that is over."""
        self._tell(msgspec.structs.replace(self._progress, waiting=what))

    def ask(
        self,
        url: str,
        name: str = "",
        *,
        paced: bool = False,
        key: str = "",
        into: Receiver | None = None,
        largest: int | None = None,
    ) -> Answer:
        """Ask for an address; what was asked for before, only if it has changed since.

        Args:
            url: The address.
            name: The file that its answer was kept in.
            paced: Whether three seconds have to be between requests.
            key: What the state calls it.
            into: What takes the body.
            largest: Bytes that it may have, where not the usual.
        """
        known = self.state.pages.get(key) if key else None
        headers: dict[str, str] = {}
        path = os.path.join(self.folder, name)
        if known is not None and name and any(map(os.path.exists, (path, f"{path}.gz"))):
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.modified:
                headers["If-Modified-Since"] = known.modified
        return self.client.get(url, headers=headers, paced=paced, into=into, largest=largest)

    def keep(self, name: str, data: bytes, records: int) -> None:
        """Keep an answer whose records are right, as a file in the feed's folder.

        Raises:
            InputError: It can't be written.
        """
        if downloads.keep(os.path.join(self.folder, name), downloads.compressed(data)):
            self.report.files += 1
            self.report.records += records
        else:
            self.report.unchanged += 1

    def adopt(self, part: str, name: str) -> None:
        """Keep a file that was written beside the others, whole.

        Raises:
            InputError: It can't be written.
        """
        if downloads.adopt(part, os.path.join(self.folder, name)):
            self.report.files += 1
        else:
            self.report.unchanged += 1

    def note(self, key: str, answer: Answer, records: int) -> None:
        """Remember that an address was fetched, once its answer is safe."""
        before = self.state.pages.get(key)
        if answer.status == 304 and before is not None:
            self.report.unchanged += 1
            self.state.pages[key] = msgspec.structs.replace(before, at=self.clock.now())
        else:
            self.state.pages[key] = Fetched(
                at=self.clock.now(),
                etag=answer.headers.get("etag", ""),
                modified=answer.headers.get("last-modified", ""),
                records=records,
            )

    def save(self, *, soon: bool = False) -> None:
        """Write the state.

        Args:
            soon: Whether it is enough to do so once a second: what is lost with a kill is then
                asked for again.

        Raises:
            InputError: It can't be written.
        """
        now = time.monotonic()
        if not soon or now - self._saved >= 1:
            self._saved = now
            save_state(self.folder, self.state)

    def finished_report(self) -> FeedReport:
        """The report, with what was counted."""
        self.report.requests = self.client.requests - self._before[0]
        self.report.bytes = self.client.received - self._before[1]
        self.report.through = self.state.through
        return self.report

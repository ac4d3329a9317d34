"""What fetching did, feed by feed; and how far it is while it goes on."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from index.building.report import Report


class FeedReport(msgspec.Struct, kw_only=True):
    """What a run fetched of one feed.

    Attributes:
        name: The feed's.
        kind: How it is fetched; ``from`` in JSON.
        requests: How many requests were made.
        files: How many files are new, or changed.
        unchanged: How many answers were as those that are there.
        records: How many records the answers hold that are new or changed.
        bytes: Bytes of answers that came, decompressed.
        through: The last day that is there.
        folder: Where the answers are kept.
        error: Why it failed; None where it did not.
        seconds: Wall time.
    """

    name: str
    kind: str = msgspec.field(name="from")
    requests: int = 0
    files: int = 0
    unchanged: int = 0
    records: int = 0
    bytes: int = 0
    through: datetime.date | None = None
    folder: str = ""
    error: str | None = None
    seconds: float = 0.0


class FetchReport(msgspec.Struct, kw_only=True):
    """The outcome of ``fetch`` or ``sync``; its JSON form is what ``--json`` prints.

    Attributes:
        command: ``fetch`` or ``sync``.
        feeds: What was fetched of each.
        failed: How many of them failed.
        update: What ``sync`` did to the index; None where there was nothing to put into it.
        seconds: Wall time.
    """

    command: str
    feeds: list[FeedReport] = []
    failed: int = 0
    update: Report | None = None
    seconds: float = 0.0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a feed is.

    Attributes:
        feed: Its name.
        done: How many units are there.
        total: Of how many; 0 where that is not known.
        unit: What is counted: "days", "records".
        records: How many records came that are new or changed, where they are no units.
        bytes: Bytes that came.
        waiting: What is waited for, in a sentence; "" where nothing is.
    """

    feed: str
    done: int = 0
    total: int = 0
    unit: str = "records"
    records: int = 0
    bytes: int = 0
    waiting: str = ""


TellProgress: TypeAlias = Callable[[Progress], None]

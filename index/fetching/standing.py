"""How feeds stand: what is there of each, how new it is, and what went wrong."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from index.fetching.downloads import kept_files
from index.fetching.state import load_state

if TYPE_CHECKING:
    from index.fetching.feeds import Feed


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a feed stands; its JSON form is what ``quire feeds --json`` prints.

    Attributes:
        name: The feed's.
        kind: How it is fetched; ``from`` in JSON.
        finished: When it was last fetched to its end; None where it never was.
        since: The first day that was asked for.
        through: The last day that is there.
        files: How many files are there.
        bytes: How large they are.
        is_under_way: Whether a run was cut off that the next one goes on with.
        not_before: The server asked to be left alone until then.
        error: Why the last run failed; None where it did not.
        folder: Where the files are.
    """

    name: str
    kind: str = msgspec.field(name="from")
    finished: datetime.datetime | None
    since: datetime.date | None
    through: datetime.date | None
    files: int
    bytes: int
    is_under_way: bool = msgspec.field(name="under_way")
    not_before: datetime.datetime | None
    error: str | None
    folder: str


def standings(feeds: Sequence[Feed], folder: str) -> list[Standing]:
    """How feeds stand.

    Args:
        feeds: Which.
        folder: The folder of all downloads.
    """
    return [_standing(feed, os.path.join(folder, feed.name)) for feed in feeds]


def _standing(feed: Feed, folder: str) -> Standing:
    state = load_state(folder, feed)
    files = kept_files(folder)
    size = 0
    for path in files:
        # Another run may just take it away.
        with suppress(OSError):
            size += os.stat(path).st_size
    return Standing(
        name=feed.name,
        kind=feed.kind,
        finished=state.finished,
        since=state.since,
        through=state.through,
        files=len(files),
        bytes=size,
        is_under_way=any(harvest.token for harvest in state.harvests.values()),
        not_before=state.not_before,
        error=state.error or None,
        folder=folder,
    )

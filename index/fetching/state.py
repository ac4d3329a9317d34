"""How far a feed is: written after what it tells of is safe, and read when the feed goes on."""

from __future__ import annotations

import datetime
import os
from typing import Final

import msgspec

from index.fetching.downloads import keep
from index.fetching.feeds import Feed

STATE: Final = ".state.json"


class Fetched(msgspec.Struct, frozen=True, omit_defaults=True):
    """One address as it was fetched last.

    Attributes:
        at: When.
        etag: The server's name for what it answered, to ask whether that has changed.
        modified: When that had changed last, as the server writes it.
        records: How many records it holds.
    """

    at: datetime.datetime
    etag: str = ""
    modified: str = ""
    records: int = 0


class Harvest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A harvest of one set by OAI-PMH.

    Attributes:
        through: The day up to which all changes are there; the next harvest begins with it.
        since: The first day that the harvest under way asks for; None for all.
        until: The last; None where none is named.
        started: The server's day when that harvest began.
        page: How many answers of it are there.
        token: What to send for the next answer; "" where no harvest is under way.
    """

    through: datetime.date | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    started: datetime.date | None = None
    page: int = 0
    token: str = ""


class FeedState(msgspec.Struct, omit_defaults=True):
    """How far a feed is.

    Attributes:
        asked: What was asked for; of a feed that asks for something else, nothing is there yet.
        finished: When the feed was last fetched to its end.
        since: The first day that was ever asked for.
        through: The last day that is there.
        pages: What was fetched, by day or address.
        harvests: The harvests by set.
        not_before: The server asked to be left alone until then.
        error: Why the last try failed; "" where it did not.
    """

    asked: str = ""
    finished: datetime.datetime | None = None
    since: datetime.date | None = None
    through: datetime.date | None = None
    pages: dict[str, Fetched] = {}
    harvests: dict[str, Harvest] = {}
    not_before: datetime.datetime | None = None
    error: str = ""


def load_state(folder: str, feed: Feed) -> FeedState:
    """The state of a feed, that of one never fetched where there is none or it can't be read.

    To begin anew costs requests, and loses nothing: what was fetched is there.
    """
    asked = _asked(feed)
    try:
        with open(os.path.join(folder, STATE), "rb") as file:
            state = msgspec.json.decode(file.read(), type=FeedState)
    except (OSError, msgspec.DecodeError):
        return FeedState(asked=asked)
    return state if state.asked == asked else FeedState(asked=asked)


def save_state(folder: str, state: FeedState) -> None:
    """Write the state of a feed, whole or not at all.

    Raises:
        InputError: It can't be written.
    """
    keep(os.path.join(folder, STATE), msgspec.json.format(msgspec.json.encode(state), indent=1))


def _asked(feed: Feed) -> str:
    """What of a feed decides what is fetched, but for its days."""
    parts = (feed.kind, feed.base, feed.query, feed.url, *sorted((*feed.ids, *feed.categories)))
    return " ".join(filter(None, parts))

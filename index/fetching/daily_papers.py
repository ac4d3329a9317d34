"""Fetches the Daily Papers of Hugging Face, day by day.

``/api/daily_papers?date=YYYY-MM-DD&p=N&limit=100``, pages from 0: a list of entries, empty where
there are none (more). https://huggingface.co/docs/hub/api
"""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Any, Final

import msgspec

from index.errors import FetchFailed
from index.fetching.answers import json_of
from index.fetching.failures import StatusError
from index.text.counting import counted

if TYPE_CHECKING:
    from index.fetching.job import Job
    from index.fetching.state import Fetched

BASE: Final = "https://huggingface.co"
FIRST_DAY: Final = datetime.date(2023, 5, 4)
"""The first that has a list."""

_LIMIT: Final = 100
"""Entries of a page at most."""

_MOST_PAGES: Final = 100
_DAY: Final = datetime.timedelta(days=1)

_CHANGING: Final = datetime.timedelta(days=7)
"""A list gains papers for a day or two, and its papers votes and organisations for a week."""

_AGAIN: Final = datetime.timedelta(hours=20)
"""A day of the last week is asked for again when it was fetched so long ago."""

_FIT: Final = datetime.timedelta(days=30)
"""A day that is asked for by name is asked for again when it was fetched so long ago."""


def fetch(job: Job) -> None:
    """Fetch the days that are wanted and not there, or may have changed since.

    Raises:
        FetchFailed: A day can't be had; those that were fetched are kept.
        InputError: An answer can't be written.
    """
    days = _wanted(job)
    is_named = job.span.since is not None or job.span.until is not None
    now = job.clock.now()
    due = [day for day in days if _is_due(day, job.state.pages.get(str(day)), now, is_named)]
    if due:
        job.announce(f"fetching {counted(len(due), 'day')} of Daily Papers, {due[-1]} to {due[0]}")
    for number, day in enumerate(due):
        job.advance(number, len(due), "days")
        _fetch_day(job, day)
        if job.state.through is None or job.state.through < day:
            job.state.through = day
        job.save(soon=True)
    job.advance(len(due), len(due), "days")


def _wanted(job: Job) -> list[datetime.date]:
    """The days of a run, the newest first."""
    state, span = job.state, job.span
    first = FIRST_DAY if span.everything else job.first_day()
    if span.until is None:
        if state.since is not None and span.since is None:
            first = min(first, state.since)
        state.since = min(first, state.since or first)
    first = max(first, FIRST_DAY)
    last = job.last_day()
    return [last - _DAY * number for number in range((last - first).days + 1)]


def _is_due(
    day: datetime.date, fetched: Fetched | None, now: datetime.datetime, is_named: bool
) -> bool:
    """Whether a day is to be asked for."""
    if fetched is None:
        return True
    today = now.date()
    if today - day <= _DAY:
        return True
    ago = now - fetched.at
    if fetched.at.date() - day <= _CHANGING:
        return ago >= _AGAIN
    return is_named and ago >= _FIT


def _fetch_day(job: Job, day: datetime.date) -> None:
    seen: set[str] = set()
    repeated = 0
    for page in range(_MOST_PAGES):
        key = f"{day}" if page == 0 else f"{day} {page}"
        name = _file_name(day, page)
        url = f"{job.feed.base or BASE}/api/daily_papers?date={day}&p={page}&limit={_LIMIT}"
        try:
            answer = job.ask(url, name, key=key)
        except StatusError as error:
            if day == job.today and error.status in (400, 404):
                # In some time zones a day has begun that the server has not.
                return
            raise
        if answer.status == 304:
            job.note(key, answer, 0)
            seen |= _names_kept(os.path.join(job.folder, name))
            continue
        entries = json_of(answer, list[dict[str, Any]], "a list of papers")
        names = {_name_of(entry) for entry in entries}
        if entries and names <= seen:
            # A server that knows no pages, or gave one twice; then the next is another.
            repeated += 1
            if repeated > 1:
                return
            continue
        if entries:
            job.keep(name, answer.data, len(entries))
        if page == 0 or entries:
            job.note(key, answer, len(entries))
        if not entries:
            return
        seen |= names
    raise FetchFailed(f"the list of {day} has more than {_MOST_PAGES} pages")


def _file_name(day: datetime.date, page: int) -> str:
    """Whatever reads the file may need its name, which is the day."""
    return f"{day}.json.gz" if page == 0 else os.path.join(f"page-{page + 1}", f"{day}.json.gz")


def _name_of(entry: dict[str, Any]) -> str:
    """What tells an entry from others of its day."""
    paper = entry.get("paper")
    inner = paper if isinstance(paper, dict) else {}
    return str(inner.get("id") or entry.get("title") or entry)


def _names_kept(path: str) -> set[str]:
    """What stands in a page that was kept."""
    import gzip

    try:
        with gzip.open(path) as file:
            entries = msgspec.json.decode(file.read(), type=list[dict[str, Any]])
    except (OSError, EOFError, msgspec.DecodeError):
        return set()
    return {_name_of(entry) for entry in entries}

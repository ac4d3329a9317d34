"""Fetches what arXiv's API finds for a query, or has of a list of ids.

``/api/query?search_query=Q&start=N&max_results=M&sortBy=submittedDate&sortOrder=descending``, or
``id_list``. https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import msgspec

from index.errors import FetchFailed
from index.fetching.answers import Answer, elements_of
from index.text.counting import counted

if TYPE_CHECKING:
    from index.fetching.client import Client
    from index.fetching.job import Job

BASE: Final = "https://export.arxiv.org"

_PAGE: Final = 500
"""Entries of an answer: the manual asks for slices, of 2,000 at most."""

_MOST: Final = 30_000
"""Entries that the API gives of one query."""

_LATE: Final = datetime.timedelta(days=7)
"""Papers can be found some days after they were submitted, over weekends and holidays."""

_EMPTY_TRIES: Final = 3
"""The API sometimes answers without entries where it has some."""


class Found(msgspec.Struct, frozen=True):
    """What an answer of the API holds.

    Attributes:
        ids: Of its entries.
        total: How many the whole query has.
    """

    ids: tuple[str, ...]
    total: int


class ApiRefuses(FetchFailed):
    """The API answers with an error, such as to an id that it does not know."""


def fetch(job: Job) -> None:
    """Fetch what the query finds that was submitted since the last run, or all of the ids.

    Raises:
        FetchFailed: An answer can't be had; those that came are kept.
        InputError: An answer can't be written.
    """
    feed = job.feed
    if feed.ids:
        job.announce(f"fetching {counted(len(feed.ids), 'paper')} by id")
        for first in range(0, len(feed.ids), _PAGE):
            ids = feed.ids[first : first + _PAGE]
            _slice(job, {"id_list": ",".join(ids)}, 0, f"ids-{first:05}")
            job.advance(first + len(ids), len(feed.ids), "records")
        return
    last = job.last_day()
    first_day = None if job.span.everything else _first_day(job)
    query = _query(job, first_day, last)
    since = "all there is" if first_day is None else f"what was submitted since {first_day}"
    job.announce(f"fetching {since} for {query}")
    name = f"{first_day or 'all'}-{last}"
    seen: set[str] = set()
    start, total = 0, 1
    while start < total:
        asked = {"search_query": query, "sortBy": "submittedDate", "sortOrder": "descending"}
        found = _slice(job, asked, start, f"{name}-{start:05}")
        total = found.total
        if total > _MOST:
            raise FetchFailed(
                f"the query finds {counted(total, 'paper')}, and arXiv's API gives no more than "
                f"{_MOST:,}: narrow it, or harvest categories with a feed from arxiv"
            )
        if found.ids and seen.issuperset(found.ids):
            raise FetchFailed("arXiv's API gives the same part of what it found again and again")
        seen |= set(found.ids)
        start += len(found.ids)
        job.advance(start, total, "records")
    before = job.state.through
    if before is None or first_day is None or first_day <= before:
        job.state.through = last if before is None else max(last, before)
    job.state.since = first_day or job.state.since


def found_in(answer: Answer) -> Found:
    """What an answer of the API holds.

    Raises:
        ApiRefuses: It is an error.
        FetchFailed: It is something else than a feed.
    """
    ids: list[str] = []
    total = 0
    for element in elements_of(answer, "feed", "a feed of arXiv's API"):
        if element.tag == "totalResults":
            text = (element.text or "").strip()
            total = int(text) if text.isdecimal() else 0
        elif element.tag == "entry":
            texts = {inner.tag: " ".join((inner.text or "").split()) for inner in element}
            if "/api/errors" in texts.get("id", ""):
                raise ApiRefuses(f"arXiv's API refuses: {texts.get('summary', 'no reason')[:200]}")
            ids.append(texts.get("id", ""))
            element.clear()
    return Found(tuple(ids), max(total, len(ids)))


def _first_day(job: Job) -> datetime.date:
    if job.span.since is None and job.state.through is not None:
        return job.state.through - _LATE
    return job.first_day()


def _query(job: Job, first: datetime.date | None, last: datetime.date) -> str:
    """What the API is asked, in its own language."""
    parts: Sequence[str] = [f"cat:{category}" for category in job.feed.categories]
    wanted = [" OR ".join(parts)] if parts else []
    if job.feed.query:
        wanted.append(job.feed.query)
    text = " AND ".join(f"({part})" if len(wanted) > 1 or first else part for part in wanted)
    if first is not None:
        days = f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"
        return f"{text} AND {days}"
    return text


def ask(
    client: Client, base: str, query: dict[str, str], start: int = 0, count: int = _PAGE
) -> tuple[Answer, Found]:
    """Ask for a part of what a query finds, again where the API wrongly answers with nothing.

    Args:
        client: Asks.
        base: Another server that speaks the same; "" for arXiv's own.
        query: ``search_query`` and how it is sorted, or ``id_list``.
        start: How many come before that part.
        count: How many it has at most.

    Raises:
        ApiRefuses: It is answered with an error.
        FetchFailed: It can't be had, or is something else.
    """
    url = f"{base or BASE}/api/query?{urlencode({**query, 'start': start, 'max_results': count})}"
    for _ in range(_EMPTY_TRIES):
        answer = client.get(url, paced=True)
        found = found_in(answer)
        if found.ids or found.total <= start:
            return answer, found
    raise FetchFailed("arXiv's API answers without entries, though it says that there are some")


def _slice(job: Job, query: dict[str, str], start: int, name: str) -> Found:
    """Fetch and keep one part of what a query finds."""
    answer, found = ask(job.client, job.feed.base, query, start)
    if found.ids:
        job.keep(f"{name}.xml.gz", answer.data, len(found.ids))
    return found

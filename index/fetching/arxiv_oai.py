"""Harvests arXiv by OAI-PMH: all that changed since the last harvest, set by set.

``/oai?verb=ListRecords&metadataPrefix=arXiv&set=S&from=DAY``, then ``&resumptionToken=T`` until
there is none. Formats and rules: https://www.openarchives.org/OAI/openarchivesprotocol.html and
https://info.arxiv.org/help/oa/index.html. Deleted records come as headers, and are kept as well.
"""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import msgspec

from index.errors import FetchFailed
from index.fetching import downloads
from index.fetching.answers import Answer, elements_of
from index.fetching.arxiv_sets import set_of
from index.fetching.state import Harvest

if TYPE_CHECKING:
    from index.fetching.job import Job

BASE: Final = "https://oaipmh.arxiv.org"

_WHAT: Final = "an answer of OAI-PMH"
_MOST_RESTARTS: Final = 3


class Part(msgspec.Struct, frozen=True):
    """One answer of a harvest.

    Attributes:
        records: How many records it holds, deleted ones included.
        day: The day at the server when it answered; None where it does not say.
        token: What to send for the next; "" after the last.
        total: How many records the whole harvest has; 0 where that is not told.
    """

    records: int
    day: datetime.date | None
    token: str
    total: int


class TokenExpired(Exception):
    """The server does not know a resumption token any more."""


def fetch(job: Job) -> None:
    """Harvest what changed in each of the feed's categories.

    Raises:
        FetchFailed: An answer can't be had; those that came are kept.
        InputError: An answer can't be written.
    """
    for name in [set_of(category) or "" for category in job.feed.categories] or [""]:
        _harvest(job, name)
    through = [harvest.through for harvest in job.state.harvests.values()]
    job.state.through = min((day for day in through if day is not None), default=None)


def part_of(answer: Answer) -> Part:
    """What an answer of ListRecords tells of the harvest.

    Raises:
        TokenExpired: The token that was sent is not known.
        FetchFailed: It is another error, or something else than was asked for.
    """
    records, day, token, total = 0, None, "", 0
    is_list = is_whole = False
    for element in elements_of(answer, "OAI-PMH", _WHAT):
        if element.tag == "record":
            records += 1
            element.clear()
        elif element.tag == "responseDate":
            day = _day(element.text or "")
        elif element.tag == "ListRecords":
            is_list = True
        elif element.tag == "resumptionToken":
            token = (element.text or "").strip()
            size = element.get("completeListSize", "")
            total = int(size) if size.isdecimal() else 0
        elif element.tag == "error":
            code = element.get("code", "")
            if code == "badResumptionToken":
                raise TokenExpired
            if code != "noRecordsMatch":
                reason = " ".join((element.text or "").split())[:200]
                raise FetchFailed(f"the archive refuses the harvest: {code} ({reason})")
            is_list = True
        elif element.tag == "OAI-PMH":
            is_whole = True
    if not is_list or not is_whole:
        raise FetchFailed(f"the archive answers without a list of records: {answer.url[:200]}")
    return Part(records, day, token, total)


def _harvest(job: Job, name: str) -> None:
    """Harvest one set, going on where the last run was."""
    harvests = job.state.harvests
    key = name or "all"
    known = harvests.get(key, Harvest())
    span = job.span
    is_named = span.since is not None or span.until is not None or span.everything
    since = None if span.everything else _first_day(job, known)
    if known.token and (not is_named or (since, span.until) == (known.since, known.until)):
        harvest = known
        job.announce(f"going on with the harvest of {name or 'all of arXiv'}")
    else:
        harvest = Harvest(through=known.through, since=since, until=span.until)
        until = f" until {span.until}" if span.until else ""
        what = "all there is" if since is None else f"what changed since {since}{until}"
        slow = "; at a request in 3 seconds that takes hours" if since is None else ""
        job.announce(f"harvesting {what} in {name or 'all of arXiv'}{slow}")
    restarts = 0
    while True:
        try:
            harvest = _run(job, name, key, harvest)
            break
        except TokenExpired:
            restarts += 1
            if restarts > _MOST_RESTARTS:
                raise FetchFailed("the archive does not know its own resumption tokens") from None
            # The answers that are there are written over; records that came twice are one paper.
            harvest = msgspec.structs.replace(harvest, started=None, page=0, token="")
    harvests[key] = Harvest(through=_through(harvest, job.today))
    job.state.since = harvest.since
    job.save()


def _through(harvest: Harvest, today: datetime.date) -> datetime.date | None:
    """The day up to which all is there once a harvest is at its end."""
    before = harvest.through
    if before is not None and harvest.since is not None and harvest.since > before:
        # There is a gap between, which a later run closes.
        return before
    days = [harvest.started or today, harvest.until or today]
    return min(days) if before is None else max(before, min(days))


def _first_day(job: Job, known: Harvest) -> datetime.date:
    # The server's day of the last harvest itself: more may have changed on it later.
    if job.span.since is None and known.through is not None:
        return known.through
    return job.first_day()


def _run(job: Job, name: str, key: str, harvest: Harvest) -> Harvest:
    """Fetch the answers of a harvest from where it is to its end."""
    folder = name.replace(":", "-") or "all"
    begin = f"{harvest.since or 'all'}" + (f"-{harvest.until}" if harvest.until else "")
    done = 0
    while True:
        answer = job.client.get(_address(job, name, harvest), paced=True)
        part = part_of(answer)
        if part.token and part.token == harvest.token:
            raise FetchFailed("the archive gives the same part of its list again and again")
        file = os.path.join(folder, f"{begin}-{harvest.page + 1:05}.xml.gz")
        if part.records:
            job.keep(file, answer.data, part.records)
        done += part.records
        started = harvest.started or part.day or job.today
        harvest = msgspec.structs.replace(
            harvest, started=started, page=harvest.page + 1, token=part.token
        )
        job.advance(done, part.total, "records")
        if not part.token:
            _remove_further(job, folder, begin, harvest.page)
            return harvest
        job.state.harvests[key] = harvest
        job.save()


def _address(job: Job, name: str, harvest: Harvest) -> str:
    """The address of the next answer. A token stands alone, as the protocol says."""
    if harvest.token:
        query = {"verb": "ListRecords", "resumptionToken": harvest.token}
    else:
        query = {"verb": "ListRecords", "metadataPrefix": "arXiv"}
        if name:
            query["set"] = name
        if harvest.since is not None:
            query["from"] = str(harvest.since)
        if harvest.until is not None:
            query["until"] = str(harvest.until)
    return f"{job.feed.base or BASE}/oai?{urlencode(query)}"


def _remove_further(job: Job, folder: str, begin: str, last: int) -> None:
    """Remove answers of the same harvest that began anew and was longer before."""
    number = last + 1
    while os.path.exists(path := os.path.join(job.folder, folder, f"{begin}-{number:05}.xml.gz")):
        downloads.remove(path)
        number += 1


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None

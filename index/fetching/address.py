"""Fetches what is at one address, where that is something that Quire reads."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from index.errors import FetchFailed, InputError
from index.fetching import downloads
from index.fetching.receiver import WholeFile

if TYPE_CHECKING:
    from index.fetching.job import Job

_LARGEST: Final = 4_000_000_000
"""Bytes; the arXiv snapshot has more, compressed it has less."""

_ARXIV: Final = re.compile(r"(?:[\w-]+\.)*arxiv\.org", re.IGNORECASE)


def fetch(job: Job) -> None:
    """Fetch what is at the feed's address, unless it has not changed.

    Raises:
        FetchFailed: It can't be had, or is nothing that Quire reads.
        InputError: It can't be written.
    """
    url = job.feed.url
    name = _file_name(url)
    job.announce(f"fetching {url}")
    part = os.path.join(job.folder, f".{name}.part")
    try:
        try:
            os.makedirs(job.folder, exist_ok=True)
            with open(part, "wb") as file:
                answer = job.ask(
                    url,
                    name,
                    paced=is_arxiv(url),
                    key=url,
                    into=WholeFile(file),
                    largest=_LARGEST,
                )
        except OSError as error:
            raise downloads.unwritable(job.folder, error) from None
        if answer.status != 304:
            _check(part, url)
            job.adopt(part, name)
        job.note(url, answer, 0)
        job.state.through = job.today
    finally:
        downloads.remove(part)


def is_arxiv(url: str) -> bool:
    """Whether an address is one of arXiv's own, which asks for three seconds between requests."""
    return _ARXIV.fullmatch(urlsplit(url).hostname or "") is not None


def _check(path: str, url: str) -> None:
    """Refuse what Quire does not read.

    Raises:
        FetchFailed: The sentence says what it is.
    """
    from index.sources import survey

    try:
        survey([path])
    except InputError as error:
        reason = str(error).replace(path, "what is there")
        raise FetchFailed(f"{url[:200]} is nothing that Quire reads: {reason}") from None


def _file_name(url: str) -> str:
    """The last part of an address as the name of a file: some formats need it."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    safe = re.sub(r"[^\w.+-]+", "-", last).strip(".-")[:100]
    return safe or "download"

"""Fetches one paper by its arXiv id, and puts it into the index.

arXiv's API is asked first (``/api/query?id_list=ID``), then the one of Daily Papers
(``/api/papers/ID``), which may have what a mirror of arXiv lacks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

from index.errors import FetchFailed
from index.fetching import arxiv_query, daily_papers
from index.fetching.answers import json_of
from index.fetching.client import Client
from index.fetching.clock import SystemClock
from index.fetching.downloads import (
    compressed,
    downloads_folder,
    fetch_lock,
    keep,
    papers_folder,
    remove,
)
from index.fetching.failures import StatusError
from index.fetching.feeds import FetchSettings, base_of
from index.fetching.fetchable_id import fetchable_id
from index.fetching.limits import USUAL, Limits
from index.fetching.pace import Pace
from index.sources.identifiers import clean_arxiv_id

if TYPE_CHECKING:
    from index.fetching.clock import Clock
    from index.paper import Paper

_UNKNOWN: Final = (400, 404, 410)
"""Statuses that say of an id that there is no such paper."""

_Kept: TypeAlias = tuple[str, bytes]
"""The ending of the file that an answer is kept in, and the answer."""


def fetch_paper(
    name: str,
    index_dir: str | None = None,
    *,
    settings: FetchSettings,
    downloads: str | None = None,
    wait: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    clock: Clock | None = None,
    limits: Limits = USUAL,
) -> Paper | None:
    """Fetch one paper, keep what was answered and update the index with it.

    The answer is kept beside those of feeds, so that it is read by the next rebuild of them, too.

    Args:
        name: An arXiv id or an address, as ``fetchable_id`` knows them.
        index_dir: The index folder, made if missing; by default the user's own.
        settings: The servers to ask are those of the first feeds from arXiv and from Daily Papers.
        downloads: The folder of all downloads; by default the user's own.
        wait: Wait for other processes that fetch or write instead of raising.
        tell: Told in a few words what is waited for, and "" when the wait is over.
        clock: Tells the time and waits; by default the machine's.
        limits: What is borne of servers.

    Returns:
        The paper as the index has it; None if the name is none of an arXiv paper, or there is no
        such paper.

    Raises:
        FetchFailed: It can't be had.
        FetchBusy: Another process is fetching.
        InputError: What came can't be kept, or the index can't be written.
        IndexBusy: Another process is writing the index.
        IndexDamaged: The index can't be read.
        IndexOutdated: Another version of Quire made it.
    """
    from index.building.build import update
    from index.building.report import BuildRefused
    from index.engines import open_index

    arxiv_id = fetchable_id(name)
    if arxiv_id is None:
        return None
    downloads = downloads or downloads_folder()
    clock = clock or SystemClock()
    with (
        fetch_lock(downloads, wait=wait),
        closing(Client(clock, Pace(downloads), limits=limits, ca_file=settings.ca_file)) as client,
    ):
        client.tell = tell
        answer = _ask(client, arxiv_id, settings)
        if answer is None:
            return None
        ending, data = answer
        file = f"{arxiv_id.replace('/', '-')}.{ending}.gz"
        path = os.path.join(papers_folder(downloads), file)
        keep(path, compressed(data))
    try:
        update([path], index_dir, wait=wait)
    except BuildRefused as error:
        remove(path)
        reason = error.report.rejected.first[0].reason if error.report.rejected.first else "nothing"
        raise FetchFailed(f"what is answered about {arxiv_id} is no paper: {reason}") from None
    with open_index(index_dir) as papers:
        return papers.get(arxiv_id)


def _ask(client: Client, arxiv_id: str, settings: FetchSettings) -> _Kept | None:
    """Ask one server after another for a paper; None where all of them say that there is none.

    Raises:
        FetchFailed: One can't be asked, and no other has the paper.
    """
    failures: list[str] = []
    for ask, base in (
        (_at_arxiv, base_of(settings.feeds, "arxiv", "arxiv-query")),
        (_at_daily_papers, base_of(settings.feeds, "daily-papers")),
    ):
        try:
            found = ask(client, base, arxiv_id)
        except arxiv_query.ApiRefuses:
            # That is how it answers for an id that it does not know.
            continue
        except StatusError as error:
            if error.status not in _UNKNOWN:
                failures.append(str(error))
        except FetchFailed as error:
            failures.append(str(error))
        else:
            if found is not None:
                return found
    if failures:
        raise FetchFailed(f"{arxiv_id} can't be fetched: {'; '.join(dict.fromkeys(failures))}")
    return None


def _at_arxiv(client: Client, base: str, arxiv_id: str) -> _Kept | None:
    answer, found = arxiv_query.ask(client, base, {"id_list": arxiv_id}, count=1)
    is_there = arxiv_id in map(clean_arxiv_id, found.ids)
    return ("xml", answer.data) if is_there else None


def _at_daily_papers(client: Client, base: str, arxiv_id: str) -> _Kept | None:
    answer = client.get(f"{base or daily_papers.BASE}/api/papers/{quote(arxiv_id)}")
    paper = json_of(answer, dict[str, Any], "a paper")
    is_there = clean_arxiv_id(str(paper.get("id", ""))) == arxiv_id
    return ("json", answer.data) if is_there else None

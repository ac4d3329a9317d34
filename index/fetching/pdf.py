"""Downloads the PDFs of papers to a folder, one after another, and never over a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import msgspec

from index.errors import FetchFailed, InputError
from index.fetching.address import is_arxiv
from index.fetching.client import Client
from index.fetching.clock import SystemClock
from index.fetching.downloads import downloads_folder, fetch_lock
from index.fetching.failures import ServerAsksToWait, StatusError, TooLarge
from index.fetching.limits import USUAL, Limits
from index.fetching.pace import Pace
from index.fetching.part_file import PartFile
from index.fetching.pdf_name import pdf_address, pdf_name
from index.fetching.report import Progress, TellProgress
from index.storage.store import reason_of

if TYPE_CHECKING:
    from index.fetching.clock import Clock
    from index.paper import Paper

_LARGEST: Final = 1_000_000_000
"""Bytes of a PDF."""

_NOTHING_MORE: Final = 416
"""The status of an answer to who asks for what comes after the end."""


class PdfReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one paper's PDF.

    Attributes:
        key: The paper's.
        outcome: ``downloaded``; ``existing`` where a file of that name was there; ``failed``.
        path: The file; where it failed, the one that it would be.
        url: Where the PDF is; None where that is not known.
        bytes: Bytes of the file; 0 where it failed.
        error: Why it failed; None where it did not.
    """

    key: str
    outcome: Literal["downloaded", "existing", "failed"]
    path: str
    url: str | None = None
    bytes: int = 0
    error: str | None = None


def download_pdfs(
    papers: Sequence[Paper],
    folder: str,
    *,
    base: str = "",
    downloads: str | None = None,
    ca_file: str = "",
    wait: bool = False,
    progress: TellProgress = lambda _: None,
    clock: Clock | None = None,
    limits: Limits = USUAL,
) -> Iterator[PdfReport]:
    """Download PDFs; what became of each is told when it is known.

    Args:
        papers: Whose.
        folder: Where to; made if it is missing.
        base: The server that has arXiv's papers; "" for arXiv itself.
        downloads: The folder of what feeds fetch, which one process at a time may fetch for.
        ca_file: Certificates to trust beside the system's.
        wait: Wait for another process that fetches instead of raising.
        progress: Told how far it is.
        clock: Tells the time and waits; by default the machine's.
        limits: What is borne of servers.

    Raises:
        FetchBusy: Another process is fetching.
        InputError: The folder can't be written to.
    """
    downloads = downloads or downloads_folder()
    clock = clock or SystemClock()
    resting: dict[str, str] = {}
    with (
        fetch_lock(downloads, wait=wait),
        closing(Client(clock, Pace(downloads), limits=limits, ca_file=ca_file)) as client,
    ):
        for paper in papers:
            path = os.path.join(folder, pdf_name(paper))
            url = pdf_address(paper, base)
            host = urlsplit(url or "").netloc
            try:
                if not os.path.lexists(path) and host in resting:
                    raise FetchFailed(resting[host])
                yield _download(paper, path, url, client, progress)
            except FetchFailed as error:
                if isinstance(error, ServerAsksToWait):
                    resting[host] = str(error)
                yield PdfReport(
                    key=paper.key, outcome="failed", path=path, url=url, error=str(error)
                )
            except OSError as error:
                raise InputError(
                    f"can't write a PDF to {folder} ({reason_of(error)}): name another folder "
                    "with --to"
                ) from None


def _download(
    paper: Paper, path: str, url: str | None, client: Client, progress: TellProgress
) -> PdfReport:
    """Download one PDF, unless a file has its name.

    Raises:
        FetchFailed: It can't be had; what came of it is kept.
        OSError: It can't be written.
    """
    if os.path.lexists(path):
        return _existing(paper, path, url)
    if url is None:
        page = f": its page is {paper.url}" if paper.url else ""
        raise FetchFailed(f"Quire knows no address of a PDF of this paper{page}")

    def tell(size: int, total: int, waiting: str = "") -> None:
        progress(
            Progress(
                feed=paper.key, done=size, total=total, unit="bytes", bytes=size, waiting=waiting
            )
        )

    os.makedirs(os.path.dirname(path), exist_ok=True)
    with closing(PartFile(path, url, tell)) as part:
        client.tell = lambda what: tell(part.size, part.total, what)
        paced = paper.arxiv_id is not None or is_arxiv(url)
        try:
            try:
                client.get(url, paced=paced, into=part, largest=_LARGEST)
            except StatusError as error:
                if error.status != _NOTHING_MORE or not part.size:
                    raise
                # All of it came, and the run ended before it had its name; or it is shorter now.
                part.forget()
                client.get(url, paced=paced, into=part, largest=_LARGEST)
        except TooLarge:
            part.forget()
            raise
        size = part.size
        if not part.publish():
            return _existing(paper, path, url)
    return PdfReport(key=paper.key, outcome="downloaded", path=path, url=url, bytes=size)


def _existing(paper: Paper, path: str, url: str | None) -> PdfReport:
    return PdfReport(
        key=paper.key, outcome="existing", path=path, url=url, bytes=os.lstat(path).st_size
    )

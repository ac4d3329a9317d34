"""An index on a cluster, a library beside it, and browsers to open on both."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from index import open_library
from index.building.push import push
from index.engine.cluster.papers import open_cluster
from tests.support.browser_with_library import browser_with_library
from tests.support.json_lines import json_lines
from tests.tui.conftest import Browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from index import Library, Paper
    from index.engine.cluster.papers import ClusterPapers


class OnCluster:
    """An index on a cluster, and what somebody did with its papers.

    Attributes:
        address: Of the index.
        file: The library.
        folder: Of the library, and for what else a test needs.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        self.file = folder / "library.db"

    def push(self, papers: Sequence[Paper], *, update: bool = False) -> None:
        """Put papers in the place of those there are, or beside them."""
        report = push(
            self.address, [json_lines(self.folder / "papers.jsonl", papers)], update=update
        )
        assert report.live
        assert report.refused.count == 0

    @property
    def library(self) -> Library:
        """The library, as another process has it open."""
        return open_library(self.file, index=self.address)

    def open(self) -> ClusterPapers:
        """The index, as another process has it open."""
        return open_cluster(self.address, self.library)

    def found(self, query: str) -> list[str]:
        """The keys of the papers that a query finds, in order."""
        with self.open() as papers:
            return [hit.paper.key for hit in papers.search(query, limit=1000).hits]

    @asynccontextmanager
    async def browse(
        self, query: str = "", size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Browser]:
        """A browser with its first answer."""
        async with browser_with_library(self.address, self.file, query, size) as browser:
            yield browser

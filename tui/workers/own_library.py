"""The reader's library, as one browser has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Library, Papers


class OwnLibrary:
    """What the reader did, joined to the index that is browsed. Guests have none.

    Args:
        address: The index.
        lasting: Whether the index outlives the browser. In one that does not, nothing is new.
        path: Of the library's file; by default the user's own.
    """

    def __init__(self, address: str, *, lasting: bool, path: str | None = None) -> None:
        from index import open_library

        self._address = address
        self._lasting = lasting
        self._library = open_library(path, index=address)

    @property
    def asked(self) -> Library:
        """The one that queries ask."""
        return self._library

    def open_index(self, address: str = "") -> Papers:
        """Open the index for queries that ask for what the reader did.

        Args:
            address: Of an index that does not outlive the browser, in place of the usual one.

        Raises:
            QuireError: It can't be opened.
        """
        from index import open_index

        papers = open_index(address or self._address, overlay=self._library)
        if address or not self._lasting:
            self._lasting = False
            self._library.visits.hold(papers.build)
        return papers

    def end_visit(self, papers: Papers | None) -> None:
        """Take note that the browser is closed.

        Args:
            papers: The newest generation that it had.

        Raises:
            QuireError: The library can't be written; what is new stays new.
        """
        if self._lasting and papers is not None and papers.build:
            self._library.visits.end(papers.build)

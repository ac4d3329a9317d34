"""The papers that were marked, to be taken along together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Paper


class Marks:
    """Marked papers in the order in which they were marked.

    They stay marked when another query no longer lists them.
    """

    def __init__(self) -> None:
        self._papers: dict[str, Paper] = {}

    def __len__(self) -> int:
        return len(self._papers)

    def __contains__(self, key: str) -> bool:
        return key in self._papers

    @property
    def papers(self) -> Sequence[Paper]:
        """The marked papers."""
        return tuple(self._papers.values())

    def toggle(self, paper: Paper) -> bool:
        """Mark a paper, or take its mark back; whether it is marked now."""
        if self._papers.pop(paper.key, None) is not None:
            return False
        self._papers[paper.key] = paper
        return True

    def renew(self, found: Mapping[str, Paper]) -> None:
        """Have papers as a newer index has them, by the keys that they are marked under."""
        papers = (found.get(key, paper) for key, paper in self._papers.items())
        self._papers = {paper.key: paper for paper in papers}

    def clear(self) -> int:
        """Take all marks back; how many there were."""
        count = len(self._papers)
        self._papers.clear()
        return count

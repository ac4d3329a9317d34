"""The papers that were marked, to be taken along together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from index import Paper


class Marks:
    """Marked papers in the order in which they were marked.

    They stay marked when another query no longer lists them.

    Args:
        step: Tells how many steps of the session can be undone, by which marks that were taken back
            are undone in turn with these.
    """

    def __init__(self, step: Callable[[], int] = lambda: 0) -> None:
        self._papers: dict[str, Paper] = {}
        self._cleared: dict[str, Paper] = {}
        self._cleared_at = 0
        self._step = step

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
        self._cleared, self._papers = self._papers, {}
        self._cleared_at = self._step()
        return len(self._cleared)

    @property
    def can_restore(self) -> bool:
        """Whether the last thing that was done is that all marks were taken back."""
        return bool(self._cleared) and self._cleared_at == self._step()

    def restore(self) -> int:
        """Mark again what was marked before all marks were taken back; how many that are."""
        count = len(self._cleared)
        self._papers, self._cleared = {**self._cleared, **self._papers}, {}
        return count

"""The papers that were marked, to be taken along together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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

    def set(self, paper: Paper, is_marked: bool) -> None:
        """Have a paper be marked, or not."""
        if is_marked:
            self._papers.setdefault(paper.key, paper)
        else:
            self._papers.pop(paper.key, None)

    def put(self, papers: Iterable[Paper]) -> None:
        """Have these papers be marked and no others; those that are marked keep their order."""
        found = {paper.key: paper for paper in papers}
        kept = {key: found[key] for key in self._papers if key in found}
        self._papers = {**kept, **found}

    def renew(self, found: Mapping[str, Paper]) -> None:
        """Have papers as a newer index has them, by the keys that they are marked under."""
        papers = (found.get(key, paper) for key, paper in self._papers.items())
        self._papers = {paper.key: paper for paper in papers}

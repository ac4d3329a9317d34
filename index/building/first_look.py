"""Finds the records that may be of a paper met before, in memory that stays the same."""

from __future__ import annotations

from collections.abc import Collection

from index.building.bloom_filter import BloomFilter
from index.identity import fold_title
from index.paper import Paper


class FirstLook:
    """Looks at records as they come, and keeps only hashes.

    Args:
        held: Papers that are not among them, but that they may be of.
        ids: The arXiv ids of more such papers.
        titles: The hashes of the folded titles of more such papers.
        loose: Those of such papers without an id.
        titles_matter: Whether some records may have no id. Remembering every title takes time,
            which is for nothing where all have one.
    """

    def __init__(
        self,
        held: Collection[Paper],
        *,
        ids: Collection[str] = (),
        titles: Collection[int] = (),
        loose: Collection[int] = (),
        titles_matter: bool = True,
    ) -> None:
        self._held_ids = {*(paper.arxiv_id for paper in held), *ids}
        self._held_titles = {*(hash(fold_title(paper.title)) for paper in held), *titles}
        self._held_loose = {
            *(hash(fold_title(paper.title)) for paper in held if paper.arxiv_id is None),
            *loose,
        }
        self._any_loose = bool(self._held_loose)
        self._titles_matter = titles_matter
        self._ids, self._titles, self._loose = BloomFilter(), BloomFilter(), BloomFilter()

    def may_be_known(self, paper: Paper) -> bool:
        """Whether a record may be of a paper that was met before; now it is met."""
        if paper.arxiv_id is None:
            hashed = hash(fold_title(paper.title))
            self._any_loose = True
            is_met = self._loose.add(hashed) | self._titles.add(hashed)
            return is_met or hashed in self._held_titles or not self._titles_matter
        is_met = self._ids.add(hash(paper.arxiv_id)) or paper.arxiv_id in self._held_ids
        if self._titles_matter or self._any_loose:
            hashed = hash(fold_title(paper.title))
            is_met = is_met or hashed in self._loose or hashed in self._held_loose
            self._titles.add(hashed)
        return is_met

"""The years in which saved pages were saved, which readers of pages are told."""

from __future__ import annotations


class SavedYears:
    """The years in which pages were saved.

    Attributes:
        notes: Sentences about years that contradict one another.
    """

    def __init__(
        self, years: dict[tuple[str, int], int], given: int | None, notes: list[str]
    ) -> None:
        self._years = years
        self._given = given
        self.notes = notes
        self._by_name: dict[str, list[tuple[int, int]]] = {}
        for (name, page), year in years.items():
            self._by_name.setdefault(name, []).append((page, year))

    def of(self, name: str, page: int) -> int | None:
        """The saved year of a page, None if unknown.

        Args:
            name: The input's name.
            page: Number of the page in it, from 0.
        """
        return self._given if self._given is not None else self._years.get((name, page))

    def told_of(self, name: str) -> str:
        """All that is told of the years of one input, for its digest."""
        if self._given is not None:
            return str(self._given)
        return " ".join(f"{page}:{year}" for page, year in sorted(self._by_name.get(name, ())))

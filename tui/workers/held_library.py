"""A library whose version stands still while a list that depends on it is shown."""

from __future__ import annotations

from index import LIBRARY_FIELDS, Library


class HeldLibrary(Library):
    """The library that queries ask.

    What is listed as unread stays listed when it is read: else papers would move into the places of
    others while more of the list is fetched, and some would never be seen. The next query sees all
    that was done until then.
    """

    _held: int | None = None

    def begin_answer(self, query: str) -> None:
        """Stand still for the answer to a query if it asks for what the reader did."""
        self._held = None
        if any(f"{field}:" in query.casefold() for field in LIBRARY_FIELDS):
            self._held = super().version()

    def version(self) -> int:
        """As ``Overlay.version``: that of the time when the listed query was asked."""
        return super().version() if self._held is None else self._held

    def latest_version(self) -> int:
        """The version now."""
        return super().version()

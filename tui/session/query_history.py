"""Walking through earlier queries from the search box."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


REMEMBERED_QUERIES = 200
"""How many queries are remembered, each once."""

LONGEST_QUERY = 2_000
"""Characters of a query that is worth remembering."""


def latest_queries(*runs: Iterable[str]) -> tuple[str, ...]:
    """Queries of several runs, one after the other, each where it was last made.

    Blanks around a query and queries that are nothing else don't count.
    """
    seen: dict[str, None] = {}
    for run in runs:
        for query in run:
            query = query.strip()
            if query and len(query) <= LONGEST_QUERY and query.isprintable():
                seen.pop(query, None)
                seen[query] = None
    return tuple(seen)[-REMEMBERED_QUERIES:]


class Recall:
    """The earlier queries, and which of them is shown.

    A walk goes through those that hold all the words that stood in the box when it began, in any
    case, and comes back to just these words.

    Args:
        queries: Earlier queries, the latest last.
    """

    def __init__(self, queries: Sequence[str] = ()) -> None:
        self._earlier = latest_queries(queries)
        self._made: list[str] = []
        self._typed = ""
        self._walk: list[str] = []
        self._place = 0

    @property
    def made(self) -> Sequence[str]:
        """The queries of this session, the latest last."""
        return tuple(self._made)

    @property
    def walking(self) -> bool:
        """Whether one has gone back and not returned yet."""
        return self._place > 0

    def add(self, query: str) -> None:
        """Remember a query that was made, and end a walk."""
        self.stop()
        if latest_queries([query]):
            self._made = list(latest_queries(self._made, [query]))

    def stop(self) -> None:
        """End a walk: what stands in the box now is a new text."""
        self._place = 0
        self._walk = []

    def typed(self, text: str) -> None:
        """End a walk if the text is another one than that to which it led."""
        if self.walking and text != self._walk[self._place - 1]:
            self.stop()

    def older(self, text: str, *, shown: str | None = None) -> str | None:
        """The query before that has the words of a text; None where there is none left.

        Args:
            text: What is looked for.
            shown: What stands in the box, and is come back to; by default the same.
        """
        shown = text if shown is None else shown
        if not self.walking:
            self._typed = shown
            words = text.casefold().split()
            self._walk = [
                query
                for query in reversed(latest_queries(self._earlier, self._made))
                if query != shown.strip() and all(word in query.casefold() for word in words)
            ]
        if self._place >= len(self._walk):
            return None
        self._place += 1
        return self._walk[self._place - 1]

    def newer(self) -> str | None:
        """The query after, at last the text that one began with; None where one was not walking."""
        if not self.walking:
            return None
        self._place -= 1
        return self._walk[self._place - 1] if self._place else self._typed

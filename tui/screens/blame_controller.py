"""Why a query finds nothing, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index import drop_part
from tui.commands.bindings import label_of
from tui.commands.methods import does

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.panes.results import ResultList
    from tui.screens.fetch_controller import FetchController
    from tui.screens.search_controller import SearchController
    from tui.workers.blame import Blame


class BlameController:
    """Says in the empty list which part of the query is to blame, and drops it.

    Args:
        search: Asks and takes another query.
        results: The list.
        fetching: Knows which paper is missing, and whether newer ones can be had.
    """

    def __init__(
        self, search: SearchController, results: ResultList, fetching: FetchController
    ) -> None:
        self._search = search
        self._results = results
        self._fetching = fetching
        self._blame: Blame | None = None

    @property
    def blamed(self) -> bool:
        """Whether a single part of the query is to blame."""
        return self._blame is not None and self._blame.drop is not None

    def answered(self) -> None:
        """Where nothing was found, say so, and ask which part of the query is to blame."""
        self._blame = None
        if self._results.listing.count:
            return
        inquiry = self._search.inquiry
        query = inquiry.answered.query
        self._results.say_instead(nothing_found(query, None, self._fetching.missing))
        if query.strip():
            from tui.workers.blame import find_blame

            run = partial(
                find_blame, query, inquiry.answered_typing, newer=self._fetching.key_for_newer
            )
            self._search.ask_about_list("why", run, self._explained)

    def _explained(self, blame: Blame) -> None:
        self._blame = blame
        query = self._search.inquiry.answered.query
        self._results.say_instead(nothing_found(query, blame, self._fetching.missing))

    @does("search.drop")
    def _do_search_drop(self) -> None:
        """Take the part away that is to blame."""
        if self._blame is not None and self._blame.drop is not None:
            self._search.put(drop_part(self._search.inquiry.answered.query, self._blame.drop))


def nothing_found(query: str, blame: Blame | None, missing: str = "") -> Sequence[str]:
    """What stands where papers would.

    Args:
        query: What was asked for.
        blame: Why it finds nothing; None where that is not known.
        missing: The id of the paper that it names and that can be fetched; "" where it is none.
    """
    if not query.strip():
        return ("The index holds no papers.",)
    if missing:
        return (f"{missing} is not in your index: {_key('list.read')} fetches it.",)
    keys = [_key(command) for command in ("history.undo", "filter.clear", "search.reset")]
    ways_out = "{} undoes the last change, {} clears all filters, {} everything.".format(*keys)
    if blame is None:
        return ("No paper matches.", ways_out)
    way = f" {_key('search.drop')} drops it." if blame.drop is not None else ""
    reasons = [reason + way * (not number) for number, reason in enumerate(blame.reasons)]
    return ("No paper matches.", *blame.notes, *reasons, ways_out)


def _key(command: str) -> str:
    """The key of a command in a sentence; its id where the user left it without a key."""
    return label_of(command, f"[{command}]")

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
    from tui.panes.status_line import StatusLine
    from tui.screens.base import BaseScreen
    from tui.screens.fetch_controller import FetchController
    from tui.screens.search_controller import SearchController
    from tui.workers.blame import Blame


class BlameController:
    """Says why papers are not found, in the empty list or below, and drops the part to blame.

    Args:
        screen: Says what the status has no room for.
        search: Asks and takes another query.
        results: The list.
        status: Says what no paper has.
        fetching: Knows which paper is missing, and whether newer ones can be had.
    """

    def __init__(
        self,
        screen: BaseScreen,
        search: SearchController,
        results: ResultList,
        status: StatusLine,
        fetching: FetchController,
    ) -> None:
        self._screen = screen
        self._status = status
        self._search = search
        self._results = results
        self._fetching = fetching
        self._blame: Blame | None = None

    @property
    def blamed(self) -> bool:
        """Whether a single part of the query is to blame."""
        return self._blame is not None and self._blame.drop is not None

    def answered(self) -> None:
        """Say what was not found; where that is all, ask which part of the query is to blame."""
        self._blame = None
        self.tell()
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

    def tell(self) -> None:
        """Say what the status has no room for; an empty list says more of it."""
        if self._results.listing.count and (untold := self._status.untold):
            self._screen.say(" ".join(untold))

    def refused(self) -> None:
        """Say of what is still listed only that it answers an earlier query: this one is wrong."""
        self._status.doubt()
        self._results.say_instead(nothing_found_before(self._search.inquiry.answered.query))

    def _explained(self, blame: Blame) -> None:
        self._blame = blame
        if not self._screen.situation().understood:
            return
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


def nothing_found_before(query: str) -> Sequence[str]:
    """What stands where papers would while the query that is typed is wrong.

    Args:
        query: The last one that was understood.
    """
    if not query.strip():
        return ("The index holds no papers.",)
    return ("No paper matches the last query that was understood:", query)


def _key(command: str) -> str:
    """The key of a command in a sentence; its id where the user left it without a key."""
    return label_of(command, f"[{command}]")

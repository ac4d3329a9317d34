"""Meaning joins the words of a query a while after these, and the cursor's paper stays in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from index import SemanticUnavailable
from tui.commands.methods import does
from tui.session.inquiry import sort_is_natural

if TYPE_CHECKING:
    from textual.timer import Timer

    from index import Papers
    from tui.panes.results import ResultList
    from tui.screens.contracts import SearchScreen
    from tui.screens.search_controller import SearchController
    from tui.session.session import View
    from tui.workers.requests import Found

JOIN_AFTER = 0.15
"""Seconds after an answer by words alone, if nothing else is asked for until then."""


class MeaningController:
    """Asks for what is listed once more, by words and meaning.

    The paper under the cursor stays on its line: what is better by meaning comes in above it.

    Args:
        screen: Says why meaning can't be asked.
        search: Knows what is listed, and lists.
        results: The list.
    """

    def __init__(self, screen: SearchScreen, search: SearchController, results: ResultList) -> None:
        self._screen = screen
        self._search = search
        self._results = results
        self._timer: Timer | None = None
        self._preparing = False
        self._refused: Papers | None = None

    @property
    def without_vectors(self) -> str:
        """Why the index can't be asked for meaning; empty where it can."""
        papers = self._search.papers
        if papers is None or papers.meaning.has_vectors:
            return ""
        reason = papers.meaning.refusal() or ""
        return f"{reason[:1].upper()}{reason[1:]}."

    def answered(self) -> None:
        """Join what is listed now, unless something else is asked for soon."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_wanted():
            self._timer = self._screen.set_timer(JOIN_AFTER, self._prepare)

    def is_wanted(self) -> bool:
        """Whether what is listed is by words alone, and may be by both."""
        inquiry, papers = self._search.inquiry, self._search.papers
        # An order can't be told of an empty list.
        empty = not self._results.listing.count and sort_is_natural(inquiry.answered)
        return (
            papers is not None
            and inquiry.awaited is None
            and (inquiry.sort == "relevance" or empty)
            and not inquiry.answered.semantic
            and papers.meaning.is_on
        )

    def _prepare(self) -> None:
        """Load what it takes, beside the search thread: the next letter goes first."""
        papers, inquiry = self._search.papers, self._search.inquiry
        if papers is None or self._preparing or not self.is_wanted():
            return
        self._preparing = True
        view, typing = inquiry.answered, inquiry.answered_typing
        self._search.searcher.aside(
            partial(papers.meaning.prepare, view.query, prefix=typing, fuzzy=True),
            partial(self._prepared, view, typing),
        )

    def _prepared(self, view: View, typing: bool) -> None:
        self._preparing = False
        inquiry = self._search.inquiry
        if (inquiry.answered, inquiry.answered_typing) == (view, typing):
            self._ask()
        else:
            # Something else has been listed meanwhile.
            self.answered()

    def _ask(self) -> None:
        if not self.is_wanted():
            return
        inquiry, paper = self._search.inquiry, self._results.paper
        view = msgspec.structs.replace(inquiry.answered, semantic=True)
        keep = paper.key if paper is not None else None
        self._search.ask_joined(
            view, inquiry.answered_typing, keep, partial(self._joined, view, keep)
        )

    def _joined(self, view: View, keep: str | None, found: Found) -> None:
        search, page = self._search, found.page
        if search.inquiry.awaited is not None or not view.asks_the_same(search.inquiry.answered):
            return
        if page.refusal is not None:
            if self._refused is not found.papers:
                self._refused = found.papers
                told = search.searcher.tell(SemanticUnavailable(page.refusal))
                self._screen.announce(f"By words alone: {str(told).rstrip('.')}.", bad=True)
            return
        if not page.mixed:
            return
        paper = self._results.paper
        if paper is not None and paper.key != keep:
            # The cursor has moved since.
            self._ask()
        else:
            search.list_joined(view, found)

    @does("search.meaning")
    def _do_search_meaning(self) -> None:
        search = self._search
        on = not search.searcher.by_meaning
        search.searcher.use_meaning(on)
        # Whoever switches it on is told once more why nothing comes of it.
        self._refused = None
        search.search(typing=search.inquiry.typing, keep=search.standing)
        self._screen.say("By words and meaning." if on else "By words alone.")

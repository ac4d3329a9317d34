"""The keys that move the cursor of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.methods import does
from tui.session.motions import Motion

if TYPE_CHECKING:
    from tui.panes.results import ResultList


class MotionController:
    """Moves the cursor by papers, by pages, and to the ends of the list.

    Args:
        results: The list.
    """

    def __init__(self, results: ResultList) -> None:
        self._results = results

    @does("list.down")
    def _do_list_down(self, count: int = 1) -> None:
        self._results.move(count)

    @does("list.up")
    def _do_list_up(self, count: int = 1) -> None:
        self._results.move(-count)

    @does("list.half-down")
    def _do_list_half_down(self, count: int = 1) -> None:
        self._results.move(count * max(self._results.papers_in_view // 2, 1))

    @does("list.half-up")
    def _do_list_half_up(self, count: int = 1) -> None:
        self._results.move(-count * max(self._results.papers_in_view // 2, 1))

    @does("list.page-down")
    def _do_list_page_down(self, count: int = 1) -> None:
        self._results.move(count * max(self._results.papers_in_view - 1, 1))

    @does("list.page-up")
    def _do_list_page_up(self, count: int = 1) -> None:
        self._results.move(-count * max(self._results.papers_in_view - 1, 1))

    @does("list.first")
    def _do_list_first(self, count: int = 1) -> None:
        self._results.make(Motion("first", count - 1))

    @does("list.last")
    def _do_list_last(self, count: int = 0) -> None:
        self._results.make(Motion("first", count - 1) if count else Motion("last"))

    @does("list.middle")
    def _do_list_middle(self) -> None:
        self._results.make(Motion("middle"))

"""Compiles trees for one searcher."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from index.engine.compilation import Compilation
from index.engine.compile_context import CompileContext
from index.engine.compiled import Compiled
from index.overlay import asks_overlay
from index.query import dates
from index.query.nearness import OFF, refuse_nearness
from index.query.tree import Node, Parsed


class Compiler(CompileContext):
    """Compiles trees for one searcher."""

    def refuse_nearness(self, parsed: Parsed, text: str) -> None:
        """Refuse a query for what is near a text, where meaning can't be asked.

        Args:
            parsed: The query.
            text: What it was parsed from.

        Raises:
            QueryError: It is one.
        """
        if self.asked_meaning is None:
            refuse_nearness(parsed, text, self.without_vectors if self.meaning is None else OFF)

    def overlay_version(self, tree: Node) -> int:
        """The overlay's version that a query is compiled for; 0 where it asks nothing of it."""
        return self.overlay.version() if asks_overlay(tree) else 0

    def compile(self, tree: Node, today: datetime.date | None = None) -> Compiled:
        """The Tantivy queries of a tree.

        Args:
            tree: What is asked for.
            today: What relative dates count back from; by default the current day in UTC.
        """
        return Compilation(self, tree, today or dates.today()).result()

    def foresee(self, work: Callable[[Compiler], object]) -> None:
        """Say what is about to be done: a searcher far away is asked all that it takes at once."""

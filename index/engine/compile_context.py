"""What is looked up in a searcher on the way of a query, and remembered for the next ones."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import tantivy

from index.engine.compounds import Variants
from index.engine.organisations import NO_ORGANISATIONS, Organisations
from index.engine.question import Enough, enough
from index.engine.recent import remember
from index.engine.similar import find, similar_to
from index.overlay import EmptyOverlay, Overlay
from index.query.nearness import NO_VECTORS

if TYPE_CHECKING:
    from index.engine.compiled import Compiled
    from index.engine.meaning import Meaning
    from index.engine.overlay_filters import OverlayFilters
    from index.engine.queries import Query
    from index.query.tree import Node


class CompileContext:
    """What compiling takes of one searcher, which all its queries share.

    Attributes:
        searcher: Of the index.
        organisations: Those that its papers have.
        variants: The ways to write words that the index knows.
        meaning: Finds papers by meaning; None where there are no vectors.
        without_vectors: Why there are none.
        nearest_values: By field and text that no paper has: the most similar value that some have.
    """

    without_vectors = NO_VECTORS

    def __init__(
        self,
        searcher: tantivy.Searcher,
        organisations: Organisations = NO_ORGANISATIONS,
        overlay: Overlay | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self.searcher = searcher
        self.meaning = meaning
        self._overlay = overlay
        self.organisations = organisations
        self.variants = Variants(searcher)
        self.nearest_values: dict[tuple[str, str], str | None] = {}
        self._enough: dict[tuple[Node, ...], Enough | None] = {}

    @cached_property
    def overlay(self) -> OverlayFilters:
        """Finds the papers that the reader did something with; most queries ask for none."""
        from index.engine.overlay_filters import OverlayFilters

        return OverlayFilters(self.searcher, self._overlay or EmptyOverlay())

    @property
    def asked_meaning(self) -> Meaning | None:
        """Finds papers by meaning; None where there are no vectors, or they are not to be asked."""
        return self.meaning if self.meaning is not None and self.meaning.on else None

    def relaxed(self, compiled: Compiled, *, found_none: bool = False) -> Compiled:
        """The same query; where no paper has all words of a question, for those with most of them.

        What is compiled from the same words is relaxed alike, whatever else it asks for.

        Args:
            compiled: The query.
            found_none: Whether it is known that nothing matches all of it.
        """
        question = compiled.question
        if question is None:
            return compiled
        if question.nodes not in self._enough:
            none_has_all = found_none and not question.others
            found = enough(self.searcher, question, none_has_all=none_has_all)
            remember(self._enough, question.nodes, found)
        found = self._enough[question.nodes]
        if found is None:
            return compiled
        return compiled.with_enough(found)

    def found_whole(self, compiled: Compiled) -> None:
        """Take note that papers were found with all the words of a question."""
        if compiled.question is not None and compiled.enough is None:
            remember(self._enough, compiled.question.nodes, None)

    def like(self, name: str) -> Query:
        """Papers that share telling words with the paper of this key, id or address."""
        address = find(self.searcher, name)
        if address is None:
            return self.variants.queries.none()
        return similar_to(self.searcher, address, only_close=True)

"""Everything one query finds, worked out as far as it is asked for."""

from __future__ import annotations

import datetime
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Final

import tantivy

from index.engine import ranking as order
from index.engine.ahead import list_ahead
from index.engine.analysis import stem, tokens
from index.engine.compile import Compiler
from index.engine.compiled import Compiled
from index.engine.ranking import Found
from index.overlay import asks_overlay
from index.query.tree import Node, clauses_of
from index.query.unparse import to_text
from index.results import AbsentValue, Capped

if TYPE_CHECKING:
    from index.engine.meaning import Meaning


# Full matches that are told apart from partial ones by looking, rather than by the query.
_FEW: Final = 500


class Answer:
    """What one query finds in one searcher.

    Attributes:
        tree: What was searched for in the end.
        compiled: Its Tantivy queries.
        corrected: ``tree`` as text, if that is a near spelling of the query that was asked; else
            None. It is known once the answer is resolved.

    Args:
        compiler: Of the index.
        tree: What is asked for.
        today: What relative dates count back from.
        fuzzy: Whether to answer with a near spelling where nothing matches the query as it is.
    """

    def __init__(
        self, compiler: Compiler, tree: Node, today: datetime.date, *, fuzzy: bool = False
    ) -> None:
        self.tree = tree
        self.compiled: Compiled = compiler.compile(tree, today)
        self.corrected: str | None = None
        self._compiler = compiler
        self._today = today
        self._fuzzy = fuzzy
        self._near: tuple[Node | None] | None = None
        self._absent: tuple[AbsentValue, ...] | None = None
        self._searcher = compiler.searcher
        self._all_but = compiler.overlay.all_but(tree) if asks_overlay(tree) else None
        self._total: int | None = None
        self._either_total: int | None = None
        self._total_is_cut = self._either_is_cut = self._counts_all = False
        self._full: AbstractSet[tuple[int, int]] | None = None

    @property
    def required(self) -> tuple[int, int] | tuple[None, None]:
        """How many words of a question are enough, and of how many; None where all are needed."""
        question, enough = self.compiled.question, self.compiled.enough
        if question is None or enough is None:
            return None, None
        return enough.words, len(question.nodes)

    @property
    def searcher(self) -> tantivy.Searcher:
        """What finds the papers."""
        return self._searcher

    @property
    def full(self) -> AbstractSet[tuple[int, int]]:
        """Segment and number of all full matches of a question of which some words are enough."""
        total = self.total()
        if self._full is None or len(self._full) < total:
            self._full, _ = order.addresses(self._searcher, self.compiled.full, total)
        return self._full

    @property
    def meaning(self) -> Meaning | None:
        """Finds papers by meaning; None where there are no vectors, or they are not to be asked."""
        return self._compiler.asked_meaning

    def is_name(self, word: str) -> bool:
        """Whether a word is rather of somebody's name than one of titles and abstracts."""
        folded, variants = tokens(word).folded, self._compiler.variants
        if len(folded) != 1:
            return False
        organisations = variants.frequencies.doc_freq("org_words", folded[0])
        names = max(variants.frequency_of_name(folded[0]), organisations)
        return names > variants.frequency(stem(folded[0]))

    def sort_meant(self, sort: str | None) -> str:
        """The order that is meant: relevance says nothing where nothing is scored."""
        if sort is None or sort == "relevance":
            return "relevance" if self.compiled.scored else "date"
        return sort

    def total(self) -> int:
        """Full matches; one more than ``ranking.most_counted`` where there are more.

        Where there are none, a fuzzy answer becomes that of a near spelling; else papers match that
        have most of the words of a question.
        """
        return self.resolve()._total or 0

    def resolve(self) -> Answer:
        """Find out what is searched for in the end, which takes counting; the answer itself."""
        if self._total is None:
            self._know(self._counted())
        return self

    def _counted(self) -> int:
        if self._all_but is not None:
            return self._compiler.overlay.complement.total(self._all_but.keys)
        return order.number(self._searcher, self.compiled.full)

    def partial_total(self) -> int:
        """Papers that match only some of the words, as far as they are counted."""
        total = self.total()
        if self.compiled.loose is None or self._total_is_cut:
            return 0
        if self._either_total is None or (self._counts_all and self._either_is_cut):
            number = order.number if self._counts_all else order.number_listed
            self._know_either(number(self._searcher, self.compiled.loose), exact=self._counts_all)
        assert self._either_total is not None, "it was counted"
        # One more is counted where there are more.
        return max(0, self._either_total - total - self._either_is_cut)

    def capped(self) -> Capped | None:
        """Which of the two numbers is not that of all, as far as they are known."""
        if self._total_is_cut:
            return "total"
        return "partial_total" if self._either_is_cut else None

    def count_all(self) -> None:
        """Count all of what was only counted up to a limit; what is asked for later, too."""
        self.resolve()
        self._counts_all = True
        if self._total_is_cut:
            self._total = order.number(self._searcher, self.compiled.full)
            self._total_is_cut = False

    def _is_cut(self, number: int) -> bool:
        """Whether a number of listed papers says no more than that there are more."""
        most = order.most_counted(self._searcher)
        return most is not None and number > most

    def _know_either(self, number: int, *, exact: bool = False) -> None:
        """Take note of the number of papers that match in full or in part."""
        is_cut = not exact and self._is_cut(number)
        if self._either_total is None or self._either_is_cut or not is_cut:
            self._either_total, self._either_is_cut = number, is_cut

    def _know(self, total: int, *, listed: bool = False) -> bool:
        """Take note of the number of full matches; whether the query stays what it was."""
        is_cut = listed and self._is_cut(total)
        if is_cut and self._total is not None:
            return True
        if total == 0 and self._total is None:
            better = self._near_spelling() if self._fuzzy else None
            if better is not None:
                self.compiled = self._compiler.compile(better, self._today)
                self.tree = better
                self.corrected = to_text(better)
                self._total = order.number(self._searcher, self.compiled.full)
                return False
            self.compiled = self._compiler.relaxed(self.compiled, found_none=True)
            if self._is_relaxed():
                self._full, self._total = self._having_enough()
                return False
        elif total:
            self._compiler.found_whole(self.compiled)
        self._total, self._total_is_cut = total, is_cut
        return True

    def _having_enough(self) -> tuple[AbstractSet[tuple[int, int]], int]:
        """Full matches of a question of which some words are enough, or a part of them, and all."""
        question, enough = self.compiled.question, self.compiled.enough
        if question and not question.others and enough and enough.papers is not None:
            return enough.papers, len(enough.papers)
        return order.addresses(self._searcher, self.compiled.full, _FEW)

    def suggestion(self) -> str | None:
        """A near spelling that finds something, where nothing matches the query with all words."""
        if self.corrected is not None or (self.total() and not self._is_relaxed()):
            return None
        near = self._near_spelling()
        return None if near is None else to_text(near)

    def absent(self) -> tuple[AbsentValue, ...]:
        """The values of names in the query that no paper has."""
        if self._absent is None:
            self._absent = ()
            if any(clause.field is not None for clause, _ in clauses_of(self.tree)):
                from index.engine.absent import absent_values

                self._absent = absent_values(self._compiler, self.tree, self._today)
        return self._absent

    def notes(self) -> dict[str, Any]:
        """How the query was answered, as pages and counts have it; known once it is resolved."""
        suggestion, absent = self.suggestion(), self.absent()
        required, of = self.required
        return {
            "corrected": self.corrected,
            "suggestion": suggestion,
            "required": required,
            "of": of,
            "absent": absent,
        }

    def _near_spelling(self) -> Node | None:
        if self._near is None:
            from index.engine.correct import corrected

            tree = self.tree
            self._compiler.foresee(lambda rehearsed: corrected(tree, rehearsed.variants, _no_count))
            count = QueryCounts(self._compiler, self._today).count
            self._near = (corrected(self.tree, self._compiler.variants, count),)
        return self._near[0]

    def most_relevant(self, offset: int, limit: int) -> list[Found]:
        """A window on full matches, best first, and on partial ones after them.

        Where some words of a question are enough, partial matches stand among the full ones: the
        best answer may have few words, but those that tell the most.
        """
        if self._total is None and not offset:
            list_ahead(self._searcher, self.compiled, limit)
        if self.compiled.question is not None:
            self.resolve()
        if self._is_relaxed():
            return self._most_relevant_of_some(offset, limit)
        found = self.most_relevant_full(offset, limit)
        missing = limit - len(found)
        if missing and self.compiled.has_partial:
            full = None
            if len(found) == self.total():
                full = {(one.address.segment_ord, one.address.doc) for one in found}
            ranked = self._partial(max(0, offset - self.total()), missing, full)
            found.extend(Found(address, score, partial=True) for score, address in ranked)
        return found

    def most_relevant_full(self, offset: int, limit: int) -> list[Found]:
        """A window on full matches, best first."""
        ranked: order.Ranked = []
        if limit and (self._total is None or offset < self._total):
            ranked, total = order.ranked(self._searcher, self.compiled.ranked, offset, limit)
            if not self._know(total, listed=True):
                ranked, _ = order.ranked(self._searcher, self.compiled.ranked, offset, limit)
        return [Found(address, score) for score, address in ranked]

    def _is_relaxed(self) -> bool:
        return self.compiled.enough is not None

    def _most_relevant_of_some(self, offset: int, limit: int) -> list[Found]:
        """A window on what has any words of a question, best first."""
        if self.compiled.either is None:
            return []
        ranked, either = order.ranked(self._searcher, self.compiled.either, offset, limit)
        self._know_either(either)
        full = self.full
        return [
            Found(address, score, partial=(address.segment_ord, address.doc) not in full)
            for score, address in ranked
        ]

    def _partial(self, offset: int, limit: int, full: set[tuple[int, int]] | None) -> order.Ranked:
        """A window on partial matches; ``full`` are the full ones where they are at hand."""
        total = self.total()
        if self.compiled.either is None:
            return []
        if offset + total > _FEW and self.compiled.partial is not None:
            ranked, count = order.ranked(self._searcher, self.compiled.partial, offset, limit)
            self._know_either(total + count)
            return ranked
        # Scoring once what matches either way is cheaper than asking for what does not match.
        ranked, either = order.ranked(
            self._searcher, self.compiled.either, 0, offset + limit + total
        )
        self._know_either(either)
        if full is None:
            full, _ = order.addresses(self._searcher, self.compiled.full, total)
        rest = [
            (score, address)
            for score, address in ranked
            if (address.segment_ord, address.doc) not in full
        ]
        return rest[offset : offset + limit]

    def least_relevant(self, offset: int, limit: int) -> list[Found]:
        """A window on full matches, worst first."""
        total = self.total()
        start, end = max(0, total - offset - limit), max(0, total - offset)
        if start == end:
            return []
        ranked, _ = order.ranked(self._searcher, self.compiled.ranked, start, end - start)
        return [Found(address, score) for score, address in reversed(ranked)]

    def sorted(self, sort: str, offset: int, limit: int, *, reverse: bool) -> list[Found]:
        """A window on full matches in the order of a column."""
        total = self.total()
        found = None
        if self._all_but is not None and sort == "date" and not reverse:
            found = self._compiler.overlay.complement.newest(self._all_but.keys, offset, limit)
        if found is None:
            found = order.window(
                self._searcher, self.compiled.full, total, sort, offset, limit, reverse=reverse
            )
        return [Found(address, None) for address in found]

    def place(self, key: str, sort: str, *, reverse: bool) -> int | None:
        """The place of a paper in any of these orders; None if it is not found."""
        total = self.total()
        if sort != "relevance":
            return order.place(self._searcher, self.compiled.full, key, sort, reverse=reverse)
        if self._is_relaxed() and self.compiled.either is not None and not reverse:
            return order.rank(self._searcher, self.compiled.either, key)
        rank = order.rank(self._searcher, self.compiled.ranked, key)
        if rank is not None:
            return total - 1 - rank if reverse else rank
        if reverse or self.compiled.partial is None:
            return None
        rank = order.rank(self._searcher, self.compiled.partial, key)
        return None if rank is None else total + rank


def _no_count(_tree: Node) -> int:
    return 0


class QueryCounts:
    """What the index says of queries as they are, without any correction."""

    def __init__(self, compiler: Compiler, today: datetime.date) -> None:
        self._compiler = compiler
        self._today = today
        self._searcher = compiler.searcher

    def count(self, tree: Node) -> int:
        """How many papers match in full, with all the words."""
        return order.number(self._searcher, self._compiler.compile(tree, self._today).full)

    def found(self, tree: Node) -> int:
        """How many papers match, those included that have most of the words of a question."""
        compiled = self._compiler.compile(tree, self._today)
        found = order.number(self._searcher, compiled.full)
        if found:
            return found
        return order.number(self._searcher, self._compiler.relaxed(compiled, found_none=True).full)

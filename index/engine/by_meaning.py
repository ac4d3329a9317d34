"""What ``Papers.meaning`` answers for an index with vectors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from index.engine.limits import require_number
from index.errors import QuireError
from index.papers import ByMeaning
from index.query.nearness import OFF

if TYPE_CHECKING:
    from index.engine.answer import Answer
    from index.engine.meaning import Meaning
    from index.engine.mixed_answer import Mixed
    from index.explanation import PaperScores


class ByVectors(ByMeaning):
    """Finds papers by their vectors.

    Args:
        meaning: Of the papers.
        place: Where they are, for errors.
        answer: Gives the answer to a query, which may be being typed, or answered by another.
        mixed: Gives what meaning adds to an answer.
        failures_told: Turns what a searcher raises over a failure into one sentence.
    """

    def __init__(
        self,
        meaning: Meaning,
        place: str,
        answer: Callable[[str, bool, bool], Answer],
        mixed: Callable[[Answer], Mixed | None],
        failures_told: Callable[[], AbstractContextManager[None]],
    ) -> None:
        super().__init__()
        self._meaning = meaning
        self._place = place
        self._answer = answer
        self._mixed = mixed
        self._failures_told = failures_told

    @property
    def has_vectors(self) -> bool:
        """As ``ByMeaning.has_vectors``."""
        return True

    @property
    def is_on(self) -> bool:
        """As ``ByMeaning.is_on``."""
        return self._meaning.on

    def use(self, on: bool) -> None:
        """As ``ByMeaning.use``."""
        self._meaning.on = on

    def refusal(self) -> str | None:
        """As ``ByMeaning.refusal``."""
        return self._meaning.refusal() if self.is_on else f"papers are not found by meaning: {OFF}"

    def prepare(self, query: str, *, prefix: bool = False, fuzzy: bool = False) -> None:
        """As ``ByMeaning.prepare``."""
        from index.engine import mixed_answer

        with suppress(QuireError), self._failures_told():
            mixed_answer.prepare(self._answer(query, prefix, fuzzy))

    def scores(
        self, query: str, *, limit: int = 20, offset: int = 0, fuzzy: bool = False
    ) -> list[PaperScores]:
        """As ``ByMeaning.scores``."""
        require_number("limit", limit)
        require_number("offset", offset)
        with self._failures_told():
            answer = self._answer(query, False, fuzzy)
            mixed = self._mixed(answer)
            return [] if mixed is None else mixed.scores(answer, offset, limit, self._place)

"""An answer in the order of relevance by words and by meaning together.

It is the list that words alone give with the best of it put in another order, and with papers that
only meaning finds. Places, parts and counts are all of this one list:

1. full matches: those among the candidates as they are mixed, then the others by words
2. partial matches among the candidates, as they are mixed
3. papers found by meaning alone, the nearest first
4. the other partial matches, by words

Candidates are the best ``DEPTH`` papers by words, and those of the ``NEAREST`` papers by meaning
that have words too. Where some words of a question are enough for a match, full and partial ones
stand among each other, as without meaning, and what only meaning finds comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tantivy import DocAddress

from index.engine import rerank
from index.engine.addresses import Address, address_of
from index.engine.answer import Answer
from index.engine.list_parts import Listed, Part, Rest, window
from index.engine.nearest import Nearest
from index.engine.nearest_matching import nearest_matching, scores_at
from index.engine.queries import queries_of
from index.engine.ranking import Found
from index.engine.rerank import DEPTH, NEAREST, WEIGHT, WEIGHT_OF_MATCHES, Candidate
from index.engine.stored_papers import read_papers
from index.explanation import PaperScores
from index.query.nearness import described
from index.query.tree import clauses_of

if TYPE_CHECKING:
    from index.engine.meaning import Meaning


_Scores: TypeAlias = tuple[float | None, float | None, float | None]
"""What a paper scores by words, by meaning, and by both."""


def text_of(answer: Answer) -> str | None:
    """What an answer's papers are to be near to; None where its query says nothing of the kind."""
    answer.resolve()
    return described(answer.tree, answer.is_name) if answer.compiled.scored else None


class Mixed(NamedTuple):
    """What meaning adds to an answer.

    Attributes:
        answer: The list by words and meaning; None where words alone decide.
        refusal: Why meaning has no part in it though there are vectors; None where it has, and
            where a query says nothing that a model knows of.
    """

    answer: MixedAnswer | None = None
    refusal: str | None = None

    @property
    def total(self) -> int:
        """How many papers only meaning finds."""
        return 0 if self.answer is None else self.answer.meaning_total

    def scores(self, answer: Answer, offset: int, limit: int, place: str) -> list[PaperScores]:
        """What the papers of a window score; none where words alone decide.

        Args:
            answer: What this was added to.
            offset: Papers to skip.
            limit: Most papers to list.
            place: Where the index is, for errors.
        """
        if self.answer is not None:
            return self.answer.scores(offset, limit, place)
        if isinstance(answer.compiled, Nearest):
            return _scores_of_nearest(answer, answer.compiled, offset, limit, place)
        return []

    def notes(self) -> dict[str, Any]:
        """What pages tell of it."""
        if self.answer is None:
            return {"refusal": self.refusal}
        return {
            "mixed": True,
            "meaning_total": self.total,
            "meaning_at": self.answer.meaning_at,
        }


def _scores_of_nearest(
    answer: Answer, compiled: Nearest, offset: int, limit: int, place: str
) -> list[PaperScores]:
    """What the papers nearest to something score: meaning alone decides, words are told beside."""
    found = answer.most_relevant_full(offset, min(limit, answer.total()))
    papers = read_papers(answer.searcher, [one.address for one in found], place)
    words = compiled.scores_by_words([address_of(one.address) for one in found])
    return [
        PaperScores(
            key=paper.key,
            title=paper.title,
            partial=False,
            by_meaning=False,
            words=words.get(address_of(one.address)),
            meaning=compiled.cosines[paper.key],
            mix=compiled.cosines[paper.key],
        )
        for paper, one in zip(papers, found, strict=True)
    ]


def mix(answer: Answer, meaning: Meaning) -> Mixed:
    """Add meaning to an answer.

    Args:
        answer: By words alone.
        meaning: Of the papers' vectors.
    """
    text = text_of(answer)
    asks_likeness = any(clause.field == "like" for clause, _ in clauses_of(answer.tree))
    if text is None and not asks_likeness:
        return Mixed()
    if (refusal := meaning.refusal()) is not None:
        return Mixed(refusal=refusal)
    return Mixed(None if text is None else MixedAnswer(answer, text, meaning))


def prepare(answer: Answer) -> None:
    """Have what a query says embedded, so that ``mix`` need not wait for that."""
    meaning = answer.meaning
    if meaning is not None and answer.compiled.scored:
        text = text_of(answer)
        if text is not None:
            meaning.embed(text)


class MixedAnswer:
    """The list of an answer by words and meaning.

    Args:
        answer: By words alone.
        text: What papers are to be near to.
        meaning: Of the papers' vectors.
    """

    def __init__(self, answer: Answer, text: str, meaning: Meaning) -> None:
        self._answer = answer
        self._searcher = answer.searcher
        self._queries = queries_of(answer.searcher)
        self._text = text
        self._meaning = meaning
        self._scores: dict[Address, _Scores] = {}
        self._make()

    # The list

    def most_relevant(self, offset: int, limit: int) -> list[Found]:
        """A window on the whole list, best first."""
        return window(self._parts, offset, limit)

    def most_relevant_full(self, offset: int, limit: int) -> list[Found]:
        """A window on full matches, best first."""
        return window(self._full_parts, offset, limit)

    def least_relevant(self, offset: int, limit: int) -> list[Found]:
        """A window on full matches, worst first."""
        total = self._answer.total()
        start, end = max(0, total - offset - limit), max(0, total - offset)
        return window(self._full_parts, start, end - start)[::-1]

    def place(self, key: str, sort: str, *, reverse: bool) -> int | None:
        """The place of a paper; None if it is not in the list."""
        assert sort == "relevance"
        address = self._at(key)
        if address is None:
            return None
        before = 0
        for part in self._full_parts if reverse else self._parts:
            place = part.place(address, key)
            if place is not None:
                place += before
                return self._answer.total() - 1 - place if reverse else place
            before += part.count
        return None

    @property
    def count(self) -> int:
        """Papers in the whole list."""
        return sum(part.count for part in self._parts)

    def scores(self, offset: int, limit: int, place: str) -> list[PaperScores]:
        """What the papers of a window on the whole list score.

        Args:
            offset: Papers to skip.
            limit: Most papers to list.
            place: Where the index is, for errors.
        """
        found = self.most_relevant(offset, min(limit, self.count))
        papers = read_papers(self._searcher, [one.address for one in found], place)
        return [
            PaperScores(
                paper.key,
                paper.title,
                one.partial,
                one.by_meaning,
                *self._scores.get(address_of(one.address), (one.score, None, None)),
            )
            for paper, one in zip(papers, found, strict=True)
        ]

    # Making it

    def _make(self) -> None:
        answer = self._answer
        best = answer.most_relevant(0, DEPTH)
        is_question = answer.compiled.enough is not None
        vector = self._meaning.embed(self._text)
        filters = answer.compiled.filters
        nearest = dict(nearest_matching(self._searcher, self._meaning, vector, NEAREST, filters))
        known = {address_of(one.address) for one in best}
        others = [address for address in nearest if address not in known]
        more = self._with_words(others) if len(best) == DEPTH else []
        candidates = [*best, *more]
        places = [address_of(one.address) for one in candidates]
        scored = [
            Candidate(one.score or 0.0, cosine, one.partial and not is_question)
            for one, cosine in zip(candidates, self._meaning.cosines(vector, places), strict=True)
        ]
        scale = [one.score or 0.0 for one in best]
        weight = WEIGHT if is_question or not answer.total() else WEIGHT_OF_MATCHES
        mixed = rerank.mix(scored, scale, weight)
        for address, one, score in zip(places, scored, mixed, strict=True):
            self._scores[address] = (one.words, one.meaning, score)
        alone = [address for address in nearest if address not in self._scores]
        self._scores |= {address: (None, nearest[address], None) for address in alone}
        # In the unit of scores by words, so that they fall from the first paper to the last.
        low, high = min(scale, default=0.0), max(scale, default=0.0)
        self._lay_out(
            [
                candidates[at]._replace(score=low + (high - low) * mixed[at])
                for at in rerank.order(scored, mixed)
            ],
            more,
            [Found(DocAddress(*one), nearest[one], by_meaning=True) for one in alone],
        )

    def _with_words(self, addresses: Sequence[Address]) -> list[Found]:
        """Those of some papers that match by words, with the scores that words give them."""
        compiled = self._answer.compiled
        if compiled.enough is not None:
            whole = self._answer.full
            scores = scores_at(self._searcher, compiled.either, addresses)
            return [
                Found(DocAddress(*one), score, one not in whole) for one, score in scores.items()
            ]
        full = scores_at(self._searcher, compiled.ranked, addresses)
        rest = [address for address in addresses if address not in full]
        partial = scores_at(self._searcher, compiled.partial, rest)
        return [
            *(Found(DocAddress(*one), score) for one, score in full.items()),
            *(Found(DocAddress(*one), score, partial=True) for one, score in partial.items()),
        ]

    def _at(self, key: str) -> DocAddress | None:
        query = self._queries.having("key", key)
        hits = self._searcher.search(query, 1, count=False).hits
        return hits[0][1] if hits else None

    def _lay_out(
        self, mixed: Sequence[Found], more: Sequence[Found], alone: Sequence[Found]
    ) -> None:
        """Make the parts of the list.

        Args:
            mixed: The candidates, in order.
            more: Those of them that are not the best by words.
            alone: What only meaning finds.
        """
        answer, searcher = self._answer, self._searcher
        compiled = answer.compiled
        total, partial_total = answer.total(), answer.partial_total()
        self.meaning_total = len(alone)
        if compiled.enough is not None:
            count = total + partial_total - len(mixed)
            rest = Rest(searcher, compiled.either, mixed, more, count, full=answer.full)
            whole = [one for one in mixed if not one.partial]
            # The best of what has any words are not the best of what has enough of them.
            enough = Rest(searcher, compiled.ranked, whole, whole, total - len(whole))
            self._full_parts: Sequence[Part] = [Listed(whole), enough]
            self._parts: Sequence[Part] = [Listed(mixed), rest, Listed(alone)]
            self.meaning_at = total + partial_total
            return
        full, partial = ([one for one in mixed if one.partial == which] for which in (False, True))
        deeper, others = ([one for one in more if one.partial == which] for which in (False, True))
        self._full_parts = [
            Listed(full),
            Rest(searcher, compiled.ranked, full, deeper, total - len(full)),
        ]
        left = partial_total - len(partial)
        self._parts = [
            *self._full_parts,
            Listed(partial),
            Listed(alone),
            Rest(searcher, compiled.partial, partial, others, left, full=()),
        ]
        self.meaning_at = total + len(partial)

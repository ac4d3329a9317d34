"""The papers nearest to texts or to other papers in meaning, as a query and as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tantivy import DocAddress, Occur

from index.engine.addresses import Address, address_of, keys_at
from index.engine.compiled import Compiled
from index.engine.nearest_matching import nearest_matching, scores_at
from index.engine.queries import Query, queries_of
from index.engine.rerank import NEAREST

if TYPE_CHECKING:
    import tantivy

    from index.engine.meaning import Meaning
    from index.semantic.model import Floats


class Anchor(NamedTuple):
    """What papers are to be near to.

    Attributes:
        vector: Gives its vector, which takes time where it is that of a text.
        itself: Where it is, where it is a paper: it is not near to itself.
    """

    vector: Callable[[], Floats]
    itself: Address | None = None


def anchor_at_text(meaning: Meaning, text: str) -> Anchor:
    """A text as what papers are to be near to."""
    return Anchor(lambda: meaning.embed(text))


def anchor_at_paper(meaning: Meaning, address: DocAddress) -> Anchor | None:
    """A paper as what others are to be near to; None where it has no vector."""
    itself = address_of(address)
    row = None if meaning.refusal() is not None else meaning.row(itself)
    return None if row is None else Anchor(lambda: row, itself)


def nearest_to(
    searcher: tantivy.Searcher,
    meaning: Meaning,
    anchors: Sequence[Anchor],
    among: Query | None = None,
    most: int | None = None,
) -> list[tuple[Address, float]]:
    """The papers nearest to all of some anchors together, the nearest first, with their cosines.

    Near to several is what is near to the mean of their vectors: the order is that of the mean of
    the cosines, and which anchor is named first makes no difference.

    Args:
        searcher: Of the index.
        meaning: Of its papers.
        anchors: What they are to be near to, one at least; papers among these are left out.
        among: What the papers match; None for every paper.
        most: How many to find; by default ``NEAREST``.
    """
    count = NEAREST if most is None else most
    vector = meaning.mean([anchor.vector() for anchor in anchors])
    left_out = {anchor.itself for anchor in anchors if anchor.itself is not None}
    found = nearest_matching(searcher, meaning, vector, count + len(left_out), among)
    return [one for one in found if one[0] not in left_out][:count]


class Nearest(Compiled):
    """A query for the nearest of what another one matches in full, the nearest first.

    Args:
        searcher: Of the index.
        meaning: Of its papers.
        anchors: What they are to be near to.
        among: The other query; None where that is for every paper.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        meaning: Meaning,
        anchors: Sequence[Anchor],
        among: Compiled | None,
    ) -> None:
        super().__init__(queries_of(searcher), (), (), lambda _: None, scored=True)
        self._searcher = searcher
        self._meaning = meaning
        self._anchors = anchors
        self._among = among

    @cached_property
    def cosines(self) -> dict[str, float]:
        """The cosines of the nearest papers by key."""
        among = None if self._among is None else self._among.full
        found = nearest_to(self._searcher, self._meaning, self._anchors, among)
        keys = keys_at(self._searcher, [DocAddress(*address) for address, _ in found])
        return {key: cosine for key, (_, cosine) in zip(keys, found, strict=True)}

    @cached_property
    def full(self) -> Query:
        """Matches the nearest papers."""
        return self._queries.silent(self._queries.having_any("key", self.cosines))

    @cached_property
    def ranked(self) -> Query:
        """The same, and scores the cosine of each."""
        queries = self._queries
        return queries.joined(
            [
                # Tantivy has no scores below 0.
                (Occur.Should, queries.constant(queries.having("key", key), max(cosine, 0.0)))
                for key, cosine in self.cosines.items()
            ]
        )

    def scores_by_words(self, places: Sequence[Address]) -> dict[Address, float]:
        """What the words beside it have papers score, which their order does not go by."""
        among = self._among
        if isinstance(among, Nearest):
            return among.scores_by_words(places)
        return (
            {}
            if among is None or not among.scored
            else scores_at(self._searcher, among.ranked, places)
        )

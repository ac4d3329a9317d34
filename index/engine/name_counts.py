"""Counts papers by what they are called after: categories and venues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tantivy import Searcher

from index.engine import schema
from index.engine.folding import fold
from index.engine.queries import Query, foresee, queries_of
from index.engine.ranking import number
from index.engine.stored_papers import paper_at
from index.fields import FIELDS
from index.paper import Paper
from index.query.tree import Clause, Word
from index.results import FacetCount

MOST_NAMES: Final = 60_000
"""How many different names are told apart."""

_UNNAMED: Final = "\x00"
"""What papers without a name are counted under; no name has it, since names are clean text."""


def counting_names(field: str) -> dict[str, Any]:
    """What Tantivy is to count: papers by name, and those without one."""
    names = {
        "field": FIELDS[field].column,
        "size": MOST_NAMES,
        "segment_size": MOST_NAMES,
        "missing": _UNNAMED,
    }
    return {field: {"terms": names}}


def unnamed(found: dict[str, Any], field: str) -> int:
    """Papers without a category or a venue, in what Tantivy has counted."""
    buckets = found[field]["buckets"]
    return sum(bucket["doc_count"] for bucket in buckets if bucket["key"] == _UNNAMED)


class NameCounts:
    """Counts categories or venues of what a query matches, as the field of them finds papers.

    Args:
        searcher: Of the index.
        having: Gives the query for those of the papers that a clause matches too.
        names: Knows how names are written.
        field: ``cat`` or ``venue``.
    """

    def __init__(
        self,
        searcher: Searcher,
        having: Callable[[Clause], Query],
        names: WrittenNames,
        field: str,
    ) -> None:
        self._searcher = searcher
        self._having = having
        self._names = names
        self._field = field

    def of(self, found: dict[str, Any], most: int, sought: str) -> list[FacetCount]:
        """The most frequent names.

        Args:
            found: What Tantivy has counted.
            most: Names to list.
            sought: What they have in them, in any case; empty for any.
        """
        counts = {bucket["key"]: bucket["doc_count"] for bucket in found[self._field]["buckets"]}
        counts.pop(_UNNAMED, None)
        if self._field == "cat":
            # These have subjects, such as cond-mat, and find the papers of them too.
            archives = {name.partition(".")[0] for name in counts if "." in name}
            counts |= {name: self._below(name) for name in archives.intersection(counts)}
        low = sought.casefold()
        first = sorted(
            (name for name in counts if low in name), key=lambda name: (-counts[name], name)
        )[:most]
        if self._field == "venue":
            counts |= _with_longer(counts, first)
        first.sort(key=lambda name: (-counts[name], name))
        written = self._names.of(self._field, first)
        return [FacetCount(name, counts[key]) for name, key in zip(written, first, strict=True)]

    def _below(self, name: str) -> int:
        """Papers of an archive such as ``cond-mat``, with those of its subjects."""
        return number(self._searcher, self._having(Clause(self._field, Word(name))))


class WrittenNames:
    """How papers write the names that columns have in small letters; each is looked up once.

    Args:
        searcher: Of the index.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._known: dict[tuple[str, str], str] = {}

    def of(self, field: str, names: Sequence[str]) -> list[str]:
        """Names as a paper with each of them writes it.

        Args:
            field: ``cat`` or ``venue``.
            names: As the column of the field has them.
        """
        known = self._known
        unknown = {
            name: queries_of(self._searcher).having(FIELDS[field].column, name)
            for name in names
            if (field, name) not in known
        }
        foresee(self._searcher, unknown.values())
        for name, query in unknown.items():
            known[field, name] = self._read(field, name, query)
        return [known[field, name] for name in names]

    def _read(self, field: str, name: str, query: Query) -> str:
        hits = self._searcher.search(query, 1, count=False).hits
        paper = paper_at(self._searcher, hits[0][1])
        return next(one for one in _names_of(paper, field) if one.casefold() == name)


def _names_of(paper: Paper, field: str) -> tuple[str, ...]:
    if field == "venue":
        return (paper.venue,) if paper.venue else ()
    return tuple(paper.categories or ())


def _with_longer(counts: dict[str, int], names: list[str]) -> dict[str, int]:
    """Papers of each venue and of those whose names have its words in them: it finds these too."""
    words = {name: f" {' '.join(schema.analyzer('name').analyze(fold(name)))} " for name in counts}
    return {
        name: sum(counts[other] for other, text in words.items() if words[name] in text)
        for name in names
    }

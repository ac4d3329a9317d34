"""Values that a query asks for or excludes though no paper has them, and the nearest that exist."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final, TypeAlias

from index.engine import ranking as order
from index.engine.analysis import tokens
from index.engine.compile import Compiler
from index.engine.edits import one_edit_away
from index.fields import FIELDS, NAME_FIELDS, OWN_NAMES
from index.query.tree import Beginning, Clause, Node, Phrase, Prefix, Word, clauses_of, values_of
from index.results import AbsentValue

_MOST: Final = 10
"""Values of a query that are told; what a paste holds is not told in full."""
_FIELDS: Final = (
    "author",
    *(name for name in NAME_FIELDS if not FIELDS[name].names_one),
    *OWN_NAMES,
)
_MOST_CANDIDATES: Final = 5
# A word of the name of an organisation or a venue finds it too.
_COLUMNS: Final = {name: (FIELDS[name].column,) for name in NAME_FIELDS} | {
    "org": ("org_terms", "org_words"),
    "venue": ("venue", "venue_words"),
}

_Text: TypeAlias = Word | Phrase | Prefix | Beginning


def absent_values(compiler: Compiler, tree: Node, today: datetime.date) -> tuple[AbsentValue, ...]:
    """The values of names in a query that no paper has, each once, in order.

    Args:
        compiler: Of the index.
        tree: The query.
        today: What relative dates count back from.
    """
    nearest = _Nearest(compiler, today)
    found: dict[tuple[str, str], AbsentValue] = {}
    for field, value in _named(tree):
        if len(found) == _MOST:
            break
        if value.text and not nearest.is_known(Clause(field, value)):
            written = f"{value.text}*" if isinstance(value, Prefix) else value.text
            found[field, written] = AbsentValue(field, written, nearest.to(field, value.text))
    return tuple(found.values())


def _named(tree: Node) -> Iterator[tuple[str, _Text]]:
    for clause, _ in clauses_of(tree):
        if clause.field is not None and clause.field in _FIELDS:
            for value in values_of(clause):
                if isinstance(value, _Text):
                    yield clause.field, value


class _Nearest:
    """Looks for values that papers have."""

    def __init__(self, compiler: Compiler, today: datetime.date) -> None:
        self._compiler = compiler
        self._today = today

    def is_known(self, clause: Clause) -> bool:
        """Whether any paper has what a clause asks for, or the reader has named something so."""
        if clause.field in OWN_NAMES:
            return self._compiler.overlay.knows(clause)
        query = self._compiler.compile(clause, self._today).full
        return order.number(self._compiler.searcher, query) > 0

    def to(self, field: str, text: str) -> str | None:
        """The value most like a text that some paper has; None if none is like it."""
        if field in OWN_NAMES:
            return self._own_name(field, text)
        memory = self._compiler.nearest_values
        if (field, text) not in memory:
            close = self._names(text) if field == "author" else self._terms(field, text)
            known = (one for one in close if self.is_known(Clause(field, Phrase(one))))
            memory[field, text] = next(known, None)
        return memory[field, text]

    def _terms(self, field: str, text: str) -> list[str]:
        from difflib import get_close_matches

        searcher, columns = self._compiler.searcher, _COLUMNS[field]
        terms = {term for column in columns for term, _ in searcher.terms_with_prefix(column, "")}
        return get_close_matches(" ".join(text.casefold().split()), sorted(terms), _MOST_CANDIDATES)

    def _own_name(self, field: str, text: str) -> str | None:
        """The tag or the saved search that is called most like this."""
        from difflib import get_close_matches

        labels = {name.casefold(): name for name in self._compiler.overlay.overlay.values(field)}
        close = get_close_matches(" ".join(text.casefold().split()), labels, 1)
        return labels[close[0]] if close else None

    def _names(self, text: str) -> list[str]:
        """Names with one word spelt otherwise, those of the most papers first."""
        words = tokens(text).folded
        frequency = self._compiler.variants.frequency_of_name
        likely: dict[str, int] = {}
        for at, word in enumerate(words):
            if frequency(word):
                continue
            for spelling, _ in one_edit_away(word):
                if common := frequency(spelling):
                    likely[" ".join((*words[:at], spelling, *words[at + 1 :]))] = common
        return sorted(likely, key=lambda name: (-likely[name], name))[:_MOST_CANDIDATES]

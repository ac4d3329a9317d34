"""Puts what saved searches ask for in the place of their names, or other names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from index.errors import QueryError
from index.query.characters import is_bare_word
from index.query.parse import MOST_CLAUSES, parse
from index.query.tree import (
    And,
    Clause,
    Node,
    Not,
    Phrase,
    Single,
    Word,
    any_of,
    clauses_of,
    conjunction,
    disjunction,
    negation,
    values_of,
)
from index.query.unparse import to_text

_DEEPEST: Final = 20
"""How many saved searches may name one another."""


def expanded(clause: Clause, queries: Callable[[Single], dict[str, str]]) -> list[Node]:
    """What the saved searches ask for that a clause of ``saved:`` names, one tree for each.

    Args:
        clause: A clause of the field ``saved``.
        queries: Gives the saved searches that a value names: query by name.

    Raises:
        QueryError: One of them can't be understood, names itself by way of others, or asks for too
            much with all that it names.
    """
    return [one.tree for one in _Expansion(queries).of(clause, ())]


def renamed(query: str, old: str, new: str) -> str:
    """A query that asks for a saved search by another name; as it was if it does not ask for it.

    Args:
        query: One that can be understood; any other stays as it is.
        old: The name until now, folded.
        new: The name from now on.
    """
    try:
        tree = parse(query)
    except QueryError:
        return query
    value = naming(new)

    def replaced(clause: Clause) -> Node:
        values = [value if _names(one, old) else one for one in values_of(clause)]
        return any_of("saved", values)

    changed = _with_replaced(tree, replaced)
    return query if changed == tree else to_text(changed)


def asked_for(query: str) -> tuple[str, ...]:
    """The saved searches that a query asks for by their names, folded, each once, in order.

    Args:
        query: One that can be understood; any other asks for none.
    """
    try:
        tree = parse(query)
    except QueryError:
        return ()
    names = (
        value.text.casefold()
        for clause, _ in clauses_of(tree)
        if clause.field == "saved"
        for value in values_of(clause)
        if isinstance(value, Word | Phrase)
    )
    return tuple(dict.fromkeys(names))


def naming(name: str) -> Single:
    """The value of ``saved:`` that names one saved search alone."""
    return Word(name) if is_bare_word(name) else Phrase(name)


def _names(value: Single, folded: str) -> bool:
    return isinstance(value, Word | Phrase) and value.text.casefold() == folded


def _with_replaced(node: Node, replaced: Callable[[Clause], Node]) -> Node:
    """A tree with other nodes in the place of its clauses of ``saved:``."""
    if isinstance(node, Clause):
        return replaced(node) if node.field == "saved" else node
    if isinstance(node, Not):
        return negation(_with_replaced(node.node, replaced))
    parts = [_with_replaced(part, replaced) for part in node.nodes]
    return conjunction(parts) if isinstance(node, And) else disjunction(parts)


class _Expanded(NamedTuple):
    """What a saved search asks for.

    Attributes:
        tree: With nothing in it that names another one.
        words: How many it has.
    """

    tree: Node
    words: int


class _Expansion:
    def __init__(self, queries: Callable[[Single], dict[str, str]]) -> None:
        self._queries = queries
        self._known: dict[str, _Expanded] = {}

    def of(self, clause: Clause, inside: tuple[str, ...]) -> list[_Expanded]:
        found: dict[str, _Expanded] = {}
        for value in values_of(clause):
            for name, query in self._queries(value).items():
                found[name] = self._one(name, query, clause, inside)
        _check_words(clause, sum(one.words for one in found.values()))
        return list(found.values())

    def _one(self, name: str, query: str, clause: Clause, inside: tuple[str, ...]) -> _Expanded:
        if name in inside:
            raise _refused(clause, f"the saved search {inside[0]} asks for itself")
        if len(inside) == _DEEPEST:
            raise _refused(clause, f"more than {_DEEPEST} saved searches name one another")
        if name not in self._known:
            try:
                tree = parse(query)
            except QueryError as error:
                reason = f"the saved search {name} can't be understood: {error.reason}"
                raise QueryError(error.text, error.position, reason) from None
            words = sum(1 for part, _ in clauses_of(tree) if part.field != "saved")

            def replaced(part: Clause) -> Node:
                nonlocal words
                found = self.of(part, (*inside, name))
                words += sum(one.words for one in found) if found else 1
                # Before a tree is made of them: it could be larger than the memory.
                _check_words(clause, words)
                return disjunction([one.tree for one in found]) if found else part

            whole = _with_replaced(tree, replaced)
            self._known[name] = _Expanded(whole, words)
        return self._known[name]


def _check_words(clause: Clause, words: int) -> None:
    if words > MOST_CLAUSES:
        raise _refused(clause, f"saved searches ask for more than {MOST_CLAUSES:,} words")


def _refused(clause: Clause, reason: str) -> QueryError:
    return QueryError(to_text(clause), 0, reason)

"""Puts what saved searches ask for in the place of their names, or other names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

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
    return _Expansion(queries).of(clause, ())


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


class _Expansion:
    def __init__(self, queries: Callable[[Single], dict[str, str]]) -> None:
        self._queries = queries
        self._known: dict[str, Node] = {}
        self._clauses = 0

    def of(self, clause: Clause, inside: tuple[str, ...]) -> list[Node]:
        found: dict[str, Node] = {}
        for value in values_of(clause):
            for name, query in self._queries(value).items():
                found[name] = self._tree(name, query, clause, inside)
        return list(found.values())

    def _tree(self, name: str, query: str, clause: Clause, inside: tuple[str, ...]) -> Node:
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
            replaced = partial(self._replaced, inside=(*inside, name))
            self._known[name] = _with_replaced(tree, replaced)
        tree = self._known[name]
        self._clauses += sum(1 for _ in clauses_of(tree))
        if self._clauses > MOST_CLAUSES:
            raise _refused(clause, f"saved searches ask for more than {MOST_CLAUSES:,} words")
        return tree

    def _replaced(self, clause: Clause, inside: tuple[str, ...]) -> Node:
        found = self.of(clause, inside)
        if not found:
            return clause
        return disjunction(found) if len(found) > 1 else found[0]


def _refused(clause: Clause, reason: str) -> QueryError:
    return QueryError(to_text(clause), 0, reason)

"""The tree of a query: what was asked for, without any of the ways it can be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import msgspec


class _Immutable(msgspec.Struct, frozen=True, gc=False):
    """Base of everything in a tree: immutable and compared by value."""


class Word(_Immutable, frozen=True, tag=True):
    """One word as it was typed, symbols included; it has spaces only inside glued brackets."""

    text: str


class Prefix(_Immutable, frozen=True, tag=True):
    """``word*``; an empty text stands for anything that is known."""

    text: str


class Beginning(_Immutable, frozen=True, tag=True):
    """The last word while someone types: it may be whole, or the beginning of a longer one."""

    text: str


class Near(_Immutable, frozen=True, tag=True):
    """``word~``: spellings close to the word."""

    text: str


class Phrase(_Immutable, frozen=True, tag=True):
    """Words in quotes: next to each other, in this order."""

    text: str


class Compare(_Immutable, frozen=True, tag=True):
    """A comparison of a date or a number. ``operator`` is ``>``, ``>=``, ``<`` or ``<=``."""

    operator: str
    text: str


class Range(_Immutable, frozen=True, tag=True):
    """From ``low`` to ``high``, both included; one of them may be open."""

    low: str | None
    high: str | None


class Unknown(_Immutable, frozen=True, tag=True):
    """``unknown`` or ``none``: the paper's sources do not say."""


Single: TypeAlias = Word | Prefix | Beginning | Near | Phrase | Compare | Range | Unknown


class AnyOf(_Immutable, frozen=True, tag=True):
    """``field:(a OR b)``: two or more different values, one of which is enough."""

    values: tuple[Single, ...]


Value: TypeAlias = Single | AnyOf


class Clause(_Immutable, frozen=True, tag=True):
    """A value that a field must have.

    Without a field it is a word to look for in titles, abstracts and authors' names.
    """

    field: str | None
    value: Value


class Not(_Immutable, frozen=True, tag=True):
    """Everything but ``node``, which is no ``Not`` itself."""

    node: Clause | And | Or


class And(_Immutable, frozen=True, tag=True):
    """All of ``nodes``, none of which is an ``And`` itself. Without nodes: every paper."""

    nodes: tuple[Clause | Not | Or, ...]


class Or(_Immutable, frozen=True, tag=True):
    """At least one of ``nodes``: two or more, none of which is an ``Or`` itself."""

    nodes: tuple[Clause | Not | And, ...]


Node: TypeAlias = Clause | Not | And | Or

EVERYTHING: Final = And(())
"""What an empty query asks for."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """One of the parts of a query that must all hold, and where it stands in the text.

    Attributes:
        node: What it means.
        start: Its first character.
        end: One past its last character.
    """

    node: Node
    start: int
    end: int


class Parsed(msgspec.Struct, frozen=True):
    """A query as a whole and in parts.

    Attributes:
        tree: The whole query.
        parts: What its outermost ``AND`` joins, in order. A query that is an ``OR`` is one part.
    """

    tree: Node
    parts: tuple[Part, ...]


def conjunction(nodes: Sequence[Node]) -> Node:
    """All of ``nodes``, in normal form: flat, and without a wrapper around a single node."""
    flat: list[Clause | Not | Or] = []
    for node in nodes:
        if isinstance(node, And):
            flat.extend(node.nodes)
        else:
            flat.append(node)
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(nodes: Sequence[Node]) -> Node:
    """Any of ``nodes``, in normal form: flat, and values of one field gathered in one clause."""
    flat: list[Clause | Not | And] = []
    for node in nodes:
        if isinstance(node, Or):
            flat.extend(node.nodes)
        else:
            flat.append(node)
    fields = {node.field if isinstance(node, Clause) else None for node in flat}
    if len(fields) == 1 and (field := fields.pop()) is not None:
        return any_of(field, [v for node in flat for v in values_of(node)])
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def any_of(field: str, values: Sequence[Single]) -> Clause:
    """The clause that accepts any of ``values``, each of them once."""
    distinct = tuple(dict.fromkeys(values))
    return Clause(field, distinct[0] if len(distinct) == 1 else AnyOf(distinct))


def negation(node: Node) -> Node:
    """The opposite of ``node``; two negations cancel each other."""
    return node.node if isinstance(node, Not) else Not(node)


def values_of(node: Node) -> tuple[Single, ...]:
    """The values a clause accepts; none for other nodes."""
    if not isinstance(node, Clause):
        return ()
    return node.value.values if isinstance(node.value, AnyOf) else (node.value,)


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The parts that must all hold: those of an ``And``, else the node alone."""
    return node.nodes if isinstance(node, And) else (node,)


def clauses_of(node: Node, *, negated: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause in order, and whether it stands under a negation."""
    if isinstance(node, Clause):
        yield node, negated
    elif isinstance(node, Not):
        yield from clauses_of(node.node, negated=not negated)
    else:
        for part in node.nodes:
            yield from clauses_of(part, negated=negated)

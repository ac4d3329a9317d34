"""Edits of a query's text: what filter panes call.

Only the outermost parts of a query, those its outermost ``AND`` joins, are read and changed; all
else stays as the user wrote it. Values are texts of the language: ``nvidia``, ``2024-03``,
``3..5``, ``>10``, ``none``. Every function raises ``QueryError`` if the text is no query, but
``filters_of``, which answers None.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from index.errors import QueryError
from index.fields import DATE_FIELDS, FILTER_FIELDS, NUMBER_FIELDS, absent_word
from index.query.characters import is_bare_word
from index.query.parse import parse, parse_parts
from index.query.tree import (
    Clause,
    Node,
    Not,
    Parsed,
    Part,
    Phrase,
    Single,
    Unknown,
    Word,
    any_of,
    conjunction,
    values_of,
)
from index.query.unparse import to_text, value_text


class Filter(msgspec.Struct, frozen=True, gc=False):
    """What a query says of one field.

    Attributes:
        values: Those it accepts, without quotes; empty if it accepts all.
        excluded: Those it leaves out.
    """

    values: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def filters_of(text: str) -> dict[str, Filter] | None:
    """The filters that stand, by field name; None if the text is no query."""
    try:
        parsed = parse_parts(text)
    except QueryError:
        return None
    found: dict[str, tuple[list[str], list[str]]] = {}
    for part in parsed.parts:
        negative = isinstance(part.node, Not)
        clause = part.node.node if isinstance(part.node, Not) else part.node
        if isinstance(clause, Clause) and clause.field is not None:
            of_field = found.setdefault(clause.field, ([], []))
            of_field[negative].extend(_plain(value, clause.field) for value in values_of(clause))
    return {
        field: Filter(tuple(dict.fromkeys(values)), tuple(dict.fromkeys(excluded)))
        for field, (values, excluded) in found.items()
    }


def set_filter(text: str, field: str, value: str | Sequence[str] | None) -> str:
    """Let ``field`` accept ``value`` alone, or any of several; None or no value takes it away."""
    values = () if value is None else (value,) if isinstance(value, str) else value
    wanted = [_single(field, one) for one in values]
    return _rewritten(text, field, lambda _: wanted, negative=False)


def add_value(text: str, field: str, value: str) -> str:
    """Let ``field`` also accept ``value``, which is excluded no longer."""
    single = _single(field, value)
    text = _no_longer(text, field, single, negative=True)
    return _rewritten(
        text, field, lambda old: [*_without(old, single, field), single], negative=False
    )


def remove_value(text: str, field: str, value: str) -> str:
    """Say nothing of ``value`` any more: neither accept nor exclude it by name."""
    single = _single(field, value)
    for negative in (True, False):
        text = _no_longer(text, field, single, negative=negative)
    return text


def exclude_value(text: str, field: str, value: str) -> str:
    """Leave out papers whose ``field`` is ``value``, which is accepted by name no longer."""
    single = _single(field, value)
    text = _no_longer(text, field, single, negative=False)
    return _rewritten(
        text, field, lambda old: [*_without(old, single, field), single], negative=True
    )


def toggle_value(text: str, field: str, value: str) -> str:
    """Remove ``value`` if it is accepted by name, else accept it too."""
    accepted = _current(text, field, negative=False)
    change = remove_value if _holds(accepted, _single(field, value), field) else add_value
    return change(text, field, value)


def toggle_excluded(text: str, field: str, value: str) -> str:
    """Remove ``value`` if it is excluded by name, else exclude it."""
    excluded = _current(text, field, negative=True)
    change = remove_value if _holds(excluded, _single(field, value), field) else exclude_value
    return change(text, field, value)


def toggle_part(
    text: str, field: str, value: str, *, excluded: bool = False, instead_of: Iterable[str] = ()
) -> str:
    """Ask for ``value`` in a part of its own, so that all such parts must hold, or no longer.

    Args:
        text: The query.
        field: What the value is of.
        value: What is asked for.
        excluded: Whether it is to be left out instead.
        instead_of: Values whose parts it takes the place of, where these ask for nothing else.
    """
    single = _single(field, value)
    others = [single, *(_single(field, other) for other in instead_of)]
    parsed = parse_parts(text)
    places = {at: part for at, part in enumerate(parsed.parts) if _field_of(part.node) == field}
    held = [
        at
        for at, part in places.items()
        if isinstance(part.node, Not) == excluded and _holds(_values(part), single, field)
    ]
    changes: dict[int, Node | None] = {}
    for at, part in places.items():
        negative = isinstance(part.node, Not)
        left = list(_values(part))
        if at in held or (not held and negative != excluded):
            left = _without(left, single, field)
        elif not held and not excluded and all(_holds(others, one, field) for one in left):
            left = []
        if len(left) < len(_values(part)):
            clause = any_of(field, left) if left else None
            changes[at] = Not(clause) if negative and clause else clause
    text = _replaced(text, parsed, changes) if changes else text
    if held:
        return text
    clause = Clause(field, single)
    return add_part(text, Not(clause) if excluded else clause)


def clear_filters(text: str, fields: Collection[str] = FILTER_FIELDS) -> str:
    """Take away all that is said of ``fields``, and keep the words."""
    parsed = parse_parts(text)
    doomed = [at for at, part in enumerate(parsed.parts) if _field_of(part.node) in fields]
    return _replaced(text, parsed, dict.fromkeys(doomed)) if doomed else text


def clear_words(text: str) -> str:
    """Take away all but the filters: words, and what is joined otherwise than by ``AND``."""
    parsed = parse_parts(text)
    doomed = [at for at, part in enumerate(parsed.parts) if not _is_filter(part.node)]
    return _replaced(text, parsed, dict.fromkeys(doomed)) if doomed else text


def _is_filter(node: Node) -> bool:
    return _field_of(node) in FILTER_FIELDS


def drop_part(text: str, at: int) -> str:
    """Take away the part with this index among ``parse_parts(text).parts``."""
    return _replaced(text, parse_parts(text), {at: None})


def add_part(text: str, node: Node) -> str:
    """Let every result also match ``node``."""
    parsed = parse_parts(text)
    if not parsed.parts:
        return to_text(node)
    added = to_text(node)
    return _first_that_means(
        conjunction([parsed.tree, node]),
        f"{text}{'' if text[-1].isspace() else ' '}{added}",
        f"({text.strip()}) {added}",
    )


def _first_that_means(tree: Node, *candidates: str) -> str:
    """The first text that parses to ``tree``; an edit next to an open bracket may change both."""
    for candidate in candidates:
        try:
            if parse(candidate) == tree:
                return candidate
        except QueryError:
            continue
    return to_text(tree)


def _field_of(node: Node) -> str | None:
    inner = node.node if isinstance(node, Not) else node
    return inner.field if isinstance(inner, Clause) else None


def _current(text: str, field: str, *, negative: bool) -> list[Single]:
    return [
        value
        for part in parse_parts(text).parts
        if isinstance(part.node, Not) == negative and _field_of(part.node) == field
        for value in _values(part)
    ]


def _values(part: Part) -> tuple[Single, ...]:
    return values_of(part.node.node if isinstance(part.node, Not) else part.node)


def _rewritten(
    text: str, field: str, change: Callable[[list[Single]], list[Single]], *, negative: bool
) -> str:
    """``text`` with the values that ``field`` accepts (or excludes) changed."""
    parsed = parse_parts(text)
    places = [
        at
        for at, part in enumerate(parsed.parts)
        if isinstance(part.node, Not) == negative and _field_of(part.node) == field
    ]
    old = [value for at in places for value in _values(parsed.parts[at])]
    new = change(old)
    if new == old and len(places) <= 1:
        return text
    if not new:
        return _replaced(text, parsed, dict.fromkeys(places))
    clause = any_of(field, new)
    node: Node = Not(clause) if negative else clause
    if not places:
        return add_part(text, node)
    replacements: dict[int, Node | None] = dict.fromkeys(places)
    replacements[places[0]] = node
    return _replaced(text, parsed, replacements)


def _replaced(text: str, parsed: Parsed, replacements: dict[int, Node | None]) -> str:
    """``text`` with other nodes for some parts; None takes a part away."""
    pieces: list[str] = []
    nodes: list[Node] = []
    end = 0
    for at, part in enumerate(parsed.parts):
        before = text[end : part.start]
        end = part.end
        node = replacements.get(at, part.node)
        if node is not None:
            # What stood before the first part that is left would dangle: AND, and white space.
            pieces.append(before if pieces or at == 0 else _without_and(before))
            pieces.append(to_text(node) if at in replacements else text[part.start : part.end])
            nodes.append(node)
        elif leftover := _without_and(before):
            pieces.append(f" {leftover} ")
    if not nodes:
        return ""
    return _first_that_means(conjunction(nodes), "".join((*pieces, text[end:])))


def _without_and(gap: str) -> str:
    return " ".join(word for word in gap.split() if word != "AND")


def _single(field: str, value: str) -> Single:
    if field in DATE_FIELDS or field in NUMBER_FIELDS:
        values = values_of(parse(f"{field}:{value}"))
        if len(values) != 1:
            raise QueryError(value, 0, f"expected one value of {field}:")
        return values[0]
    if absent_word(field) and value.lower() in ("none", "unknown"):
        return Unknown()
    text = " ".join(value.replace('"', " ").split())
    return Word(text) if is_bare_word(text) else Phrase(text)


def _plain(value: Single, field: str) -> str:
    return value.text if isinstance(value, Phrase) else value_text(value, field)


def _without(values: Iterable[Single], value: Single, field: str) -> list[Single]:
    gone = _plain(value, field).casefold()
    return [one for one in values if _plain(one, field).casefold() != gone]


def _holds(values: Sequence[Single], value: Single, field: str) -> bool:
    return len(_without(values, value, field)) != len(values)


def _no_longer(text: str, field: str, single: Single, *, negative: bool) -> str:
    """A query that does not accept (or exclude) a value; one that did not stays as it is."""
    if not _holds(_current(text, field, negative=negative), single, field):
        return text
    return _rewritten(text, field, lambda old: _without(old, single, field), negative=negative)

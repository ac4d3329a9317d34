"""Tree to text: the shortest way to write a query that parses to the same tree."""

from __future__ import annotations

from index.fields import absent_word
from index.query.tree import (
    And,
    AnyOf,
    Clause,
    Compare,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Unknown,
    Value,
)


def to_text(node: Node) -> str:
    """The text of a tree; ``parse`` of it gives the tree again. Every paper is the empty text."""
    if isinstance(node, Clause):
        value = value_text(node.value, node.field)
        return value if node.field is None else f"{node.field}:{value}"
    if isinstance(node, Not):
        inner = to_text(node.node)
        return f"-{inner}" if isinstance(node.node, Clause) else f"-({inner})"
    if isinstance(node, And):
        return " ".join(
            f"({to_text(part)})" if isinstance(part, Or) else to_text(part) for part in node.nodes
        )
    return " OR ".join(to_text(part) for part in node.nodes)


def value_text(value: Value, field: str | None) -> str:
    """The text of a value; ``field`` says how what is unknown is asked for."""
    if isinstance(value, AnyOf):
        return f"({' OR '.join(value_text(one, field) for one in value.values)})"
    if isinstance(value, Prefix):
        return f"{value.text}*"
    if isinstance(value, Near):
        return f"{value.text}~"
    if isinstance(value, Phrase):
        return f'"{value.text}"'
    if isinstance(value, Compare):
        return f"{value.operator}{value.text}"
    if isinstance(value, Range):
        return f"{value.low or ''}..{value.high or ''}"
    if isinstance(value, Unknown):
        return absent_word(field)
    return value.text

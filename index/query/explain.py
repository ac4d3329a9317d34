"""Why a query finds what it finds: how many papers each of its parts matches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from index.query.parse import parse_parts
from index.query.tree import And, Clause, Node, Not, conjunction
from index.query.unparse import to_text
from index.results import Explained, ExplainedPart, Explanation


def explain(text: str, count: Callable[[Node], int]) -> Explanation:
    """Explain a query.

    Args:
        text: The query.
        count: Gives the number of papers that match a tree.

    Raises:
        QueryError: The query can't be understood.
    """
    parsed = parse_parts(text)
    counts: dict[Node, int] = {}

    def counted(node: Node) -> int:
        if node not in counts:
            counts[node] = count(node)
        return counts[node]

    total = counted(parsed.tree)
    nodes = [part.node for part in parsed.parts]
    parts = []
    for at, part in enumerate(parsed.parts):
        without = counted(conjunction([*nodes[:at], *nodes[at + 1 :]]))
        parts.append(
            ExplainedPart(
                text[part.start : part.end],
                part.start,
                part.end,
                counted(part.node),
                without,
                # Leaving out a word of a question can leave fewer papers: another rule may hold.
                max(0, without - total),
            )
        )
    drop = None
    if total == 0 and len(parts) > 1:
        most = max(range(len(parts)), key=lambda at: parts[at].without)
        drop = most if parts[most].without else None
    return Explanation(
        to_text(parsed.tree), total, _explained(parsed.tree, counted), tuple(parts), drop
    )


def _explained(node: Node, counted: Callable[[Node], int]) -> Explained:
    text, count = to_text(node), counted(node)
    if isinstance(node, Clause):
        return Explained("clause", text, count)
    if isinstance(node, Not):
        return Explained("not", text, count, (_explained(node.node, counted),))
    kind: Literal["and", "or"] = "and" if isinstance(node, And) else "or"
    return Explained(kind, text, count, tuple(_explained(part, counted) for part in node.nodes))

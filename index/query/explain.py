"""Why a query finds what it finds: how many papers each of its parts matches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from index.explanation import Explained, ExplainedPart, Explanation
from index.query.parse import parse, parse_parts
from index.query.saved_searches import naming
from index.query.tree import And, Clause, Node, Not, Single, conjunction, values_of
from index.query.unparse import to_text


def explain(
    text: str,
    count: Callable[[Node], int],
    saved: Callable[[Single], dict[str, str]] = lambda _: {},
) -> Explanation:
    """Explain a query.

    Args:
        text: The query.
        count: Gives the number of papers that match a tree.
        saved: Gives the saved searches that a value of ``saved:`` names: query by name. None of
            them may ask for itself.

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
        to_text(parsed.tree), total, _Explainer(counted, saved).of(parsed.tree), tuple(parts), drop
    )


class _Explainer:
    def __init__(
        self, counted: Callable[[Node], int], saved: Callable[[Single], dict[str, str]]
    ) -> None:
        self._counted = counted
        self._saved = saved

    def of(self, node: Node) -> Explained:
        text, count = to_text(node), self._counted(node)
        if isinstance(node, Clause):
            meant = self._meant(node) if node.field == "saved" else ()
            return Explained("saved" if meant else "clause", text, count, meant)
        if isinstance(node, Not):
            return Explained("not", text, count, (self.of(node.node),))
        kind: Literal["and", "or"] = "and" if isinstance(node, And) else "or"
        return Explained(kind, text, count, tuple(self.of(part) for part in node.nodes))

    def _meant(self, clause: Clause) -> tuple[Explained, ...]:
        """What the saved searches ask for that a clause names, each named where there are more."""
        queries = {
            name: parse(query)
            for value in values_of(clause)
            for name, query in self._saved(value).items()
        }
        if len(queries) == 1:
            return tuple(self.of(tree) for tree in queries.values())
        return tuple(self.of(Clause("saved", naming(name))) for name in queries)

"""Where a query may ask for what is near a text in meaning, and what its words say together.

``near:"text"`` takes the nearest of those papers that match all other parts of the query, so it is
one of the parts that must hold. Several texts ask for what is near to all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from index.errors import QueryError
from index.query.identifiers import recognise
from index.query.tree import (
    Beginning,
    Clause,
    Near,
    Node,
    Parsed,
    Phrase,
    Prefix,
    Word,
    clauses_of,
    conjuncts,
)

NEAR: Final = "near"
"""The field that takes a text."""

LIKE: Final = "like"
"""The field that takes a paper; its neighbours are picked by meaning where there are vectors."""

NO_VECTORS: Final = (
    "this index has no vectors: `quire semantic` makes them for an index that is kept"
)
OFF: Final = "that is switched off"
"""Why nothing is found by meaning."""

_NEGATED: Final = "near: picks the nearest papers, and can't leave any out"
_INNER: Final = "near: must hold beside all other parts: it can't be one of several to choose from"
_SAYS_NOTHING: Final = "expected a text in quotes after near:"


def near_text(node: Node) -> str | None:
    """The text whose neighbours a part of a query asks for; None for any other part."""
    if not isinstance(node, Clause) or node.field != NEAR:
        return None
    value = node.value
    return value.text if isinstance(value, Word | Phrase | Prefix | Near | Beginning) else None


def described(tree: Node, is_name: Callable[[str], bool] = lambda _: False) -> str | None:
    """What the bare words and phrases of a query say, as one text for a model.

    None where it asks for no words but phrases and fields, which are meant to the letter; where
    one of them names a paper; and where all are names, of which a model knows nothing.

    Args:
        tree: The query.
        is_name: Tells whether a word is a name.
    """
    texts: list[str] = []
    says_something = False
    for node in conjuncts(tree):
        if not isinstance(node, Clause) or node.field is not None:
            if isinstance(node, Clause) and node.field in (NEAR, LIKE):
                return None
            continue
        value = node.value
        # The search box makes a wildcard of a beginning that is left.
        if isinstance(value, Word | Beginning | Prefix):
            if recognise(value.text) is not None:
                return None
            if is_name(value.text):
                continue
            says_something = says_something or any(map(str.isalnum, value.text))
        if isinstance(value, Word | Beginning | Prefix | Phrase | Near):
            texts.append(value.text)
    return " ".join(texts) if says_something else None


def picks_nearest(tree: Node) -> bool:
    """Whether a query picks papers that are near to something.

    Of these there are so many whatever else it asks for, so that one more part does not narrow its
    papers but has it pick others.
    """
    return any(clause.field in (NEAR, LIKE) for clause, _ in clauses_of(tree))


def misplaced_nearness(parts: Sequence[Node]) -> tuple[int, str] | None:
    """What is wrong with the nearness that a query asks for.

    Args:
        parts: What must all hold.

    Returns:
        The index of the part, and why; None where nothing is wrong.
    """
    for at, node in ((at, node) for at, part in enumerate(parts) for node in conjuncts(part)):
        text = near_text(node)
        if text is not None:
            if not any(map(str.isalnum, text)):
                return at, _SAYS_NOTHING
            continue
        for clause, negated in clauses_of(node):
            if clause.field == NEAR:
                return at, _NEGATED if negated else _INNER
    return None


def refuse_nearness(parsed: Parsed, text: str, reason: str) -> None:
    """Refuse a query that asks for what is near a text, where nothing is found by meaning.

    Args:
        parsed: The query.
        text: What it was parsed from.
        reason: Why nothing is.

    Raises:
        QueryError: It does; the spot is that part of the query.
    """
    for part in parsed.parts:
        if any(near_text(node) is not None for node in conjuncts(part.node)):
            raise QueryError(text, part.start, nearness_refusal(reason))


def nearness_refusal(reason: str) -> str:
    """The sentence for whoever asks for what is near a text, where nothing is found by meaning."""
    return f"near: finds papers by meaning, and {reason}"

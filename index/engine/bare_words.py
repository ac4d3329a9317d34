"""Looks at the bare words of a query: those that name no field."""

from __future__ import annotations

from collections.abc import Sequence

from index.engine.analysis import STOP_WORDS, Tokens, tokens
from index.engine.respelling import regrouped
from index.query.tree import And, Beginning, Clause, Near, Node, Prefix, Word


def numbered(parts: Sequence[Node], at: int) -> tuple[str, ...]:
    """A name and the parts of the number after it, written as one; nothing for other words."""
    name = single_word(parts[at])
    after = parts[at + 1] if at + 1 < len(parts) else None
    if name is None or not (isinstance(after, Clause) and after.field is None):
        return ()
    if not isinstance(after.value, Word | Beginning):
        return ()
    number = tokens(after.value.text)
    if len(number.folded) < 2 or number.symbols or not number.folded[0].isdigit():
        return ()
    written = regrouped((name, *number.folded))
    return written[0] if written else ()


def is_bare_word(node: Node) -> bool:
    """Whether a full match needs it and a partial one may lack it."""
    return (
        isinstance(node, Clause)
        and node.field is None
        and isinstance(node.value, Word | Beginning | Prefix | Near)
    )


def single_word(node: Node) -> str | None:
    """The folded word of a bare word that is one, and no compound."""
    if not (isinstance(node, Clause) and node.field is None):
        return None
    if not isinstance(node.value, Word | Beginning):
        return None
    found = tokens(node.value.text)
    return found.folded[0] if len(found.folded) == 1 and not found.symbols else None


def is_being_typed(node: Node) -> bool:
    """Whether a part is the word that is being typed."""
    return isinstance(node, Clause) and isinstance(node.value, Beginning)


def begins_stop_word(found: Tokens) -> bool:
    """Whether a stop word begins like these tokens."""
    if len(found.folded) != 1 or found.symbols:
        return False
    return any(word.startswith(found.folded[0]) for word in STOP_WORDS)


def is_one_letter(found: Tokens) -> bool:
    """Whether tokens are a single letter."""
    return len(found.folded) == 1 and len(found.folded[0]) == 1 and not found.symbols


def has_several(tree: Node) -> bool:
    """Whether a query joins several parts."""
    return isinstance(tree, And) and len(tree.nodes) > 1

"""What leads up to a question: ``are there any papers that``, ``find work on``."""

from __future__ import annotations

from typing import Final

from index.query.tree import Clause, Node, Word, conjunction, conjuncts
from index.query.words import STOP_WORDS, tokens

_BEGINNINGS: Final = """
    are can could did do does find get give has have help i is list name please provide recommend
    search show suggest tell what where which who
"""
_ASKING: Final = frozenset(_BEGINNINGS.split())
_NOUNS: Final = """
    article articles literature paper papers publication publications research study studies work
    works
"""
_LITERATURE: Final = frozenset(_NOUNS.split())
_BETWEEN: Final = "about all any know looking need one other recent see want"
_LEADING: Final = STOP_WORDS.union(_ASKING, _LITERATURE, _BETWEEN.split())


def asked(tree: Node) -> Node:
    """A query without its leading words that only say that papers are asked for.

    They go where the query begins with an asking word, they name literature, and other words are
    left to look for.
    """
    parts = conjuncts(tree)
    words = [_word(part) for part in parts]
    if words[:1] == [""] or not _ASKING.issuperset(words[:1]):
        return tree
    run = 0
    while run < len(words) and words[run] in _LEADING:
        run += 1
    left = parts[run:]
    if not _LITERATURE.intersection(words[:run]) or not any(map(_is_bare, left)):
        return tree
    return conjunction(left)


def _is_bare(part: Node) -> bool:
    return isinstance(part, Clause) and part.field is None


def _word(part: Node) -> str:
    """The folded bare word that a part is; empty for other parts."""
    if not (isinstance(part, Clause) and part.field is None and isinstance(part.value, Word)):
        return ""
    found = tokens(part.value.text)
    return found.folded[0] if len(found.folded) == 1 and not found.symbols else ""

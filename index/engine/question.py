"""Questions: what leads up to them, and how many of their words a match must have.

Hardly any paper has all the words of a long question, and what is sought has most of them. Where no
paper has them all, a match is a paper with so many of them that some fifty papers match.
"""

from __future__ import annotations

from typing import Final

import msgspec
import tantivy
from tantivy import Occur

from index.engine import ranking as order
from index.engine.analysis import STOP_WORDS, tokens
from index.engine.queries import Query, queries_of
from index.query.tree import Clause, Node, Word, conjunction, conjuncts

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

FEWEST: Final = 6
"""Words from which a query is a question."""
_ENOUGH: Final = 50
# Papers that are looked at to find fifty, and to know all that have as many words: so many at
# first, then so many.
_MANY: Final = (500, 5_000)


class Question(msgspec.Struct, frozen=True):
    """The words of a query that has many of them.

    Attributes:
        nodes: The words, each once.
        plain: What matches each of them.
        others: What must hold beside them.
    """

    nodes: tuple[Node, ...]
    plain: tuple[Query, ...]
    others: tuple[tuple[Occur, Query], ...]


class Enough(msgspec.Struct, frozen=True):
    """How many words of a question a match must have.

    Attributes:
        words: The number.
        papers: Segment and number of each paper that has so many, unless those are very many.
    """

    words: int
    papers: frozenset[tuple[int, int]] | None


def enough(
    searcher: tantivy.Searcher, question: Question, *, none_has_all: bool = False
) -> Enough | None:
    """How many of the words are enough, where no paper has all; None where one has.

    That is as many as the last of the best fifty has. It depends on the words alone, and not on
    what else must hold: conditions narrow what a question finds, and facets, which leave conditions
    out, count the same papers.

    Args:
        searcher: Of the index.
        question: The words.
        none_has_all: Whether it is known that no paper has all of them.
    """
    queries = queries_of(searcher)
    every_word = queries.at_least(question.plain, len(question.plain))
    if not none_has_all and order.number(searcher, every_word):
        return None
    each = [queries.constant(word, 1.0) for word in question.plain]
    words = 0
    for many in _MANY:
        best: order.Ranked = searcher.search(queries.at_least(each, 1), many, count=False).hits
        if not best:
            return None
        words = round(best[:_ENOUGH][-1][0])
        if len(best) < many or round(best[-1][0]) < words:
            having = (address for score, address in best if round(score) >= words)
            return Enough(words, frozenset((one.segment_ord, one.doc) for one in having))
    return Enough(words, None)


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

"""One tree on its way to Tantivy: what matches, and what it scores.

A word is looked for in title, abstract and authors' names; the best of them scores, the others
add a little. Filters and exclusions decide only what matches: they never change a score.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tantivy import Occur

from index.engine.analysis import STOP_WORDS, is_stop_word, tokens
from index.engine.bare_words import (
    begins_stop_word,
    has_several,
    is_bare_word,
    is_being_typed,
    is_one_letter,
    numbered,
    single_word,
)
from index.engine.compiled import COLUMNS, BareWord, Compiled
from index.engine.compounds import LONGEST_NAME
from index.engine.filters import Filters
from index.engine.queries import Query
from index.engine.question import asked
from index.engine.text_queries import Neighbours, TextQueries
from index.errors import QueryError
from index.fields import DATE_FIELDS, FIELDS, LIBRARY_FIELDS, NUMBER_FIELDS, TEXT_FIELDS
from index.overlay import asks_overlay
from index.query import identifiers
from index.query.nearness import LIKE, NEAR, near_text, nearness_refusal
from index.query.tree import (
    AnyOf,
    Beginning,
    Clause,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Single,
    Word,
    clauses_of,
    conjunction,
    conjuncts,
)
from index.query.unparse import to_text

if TYPE_CHECKING:
    from index.engine.compile_context import CompileContext
    from index.engine.nearest import Anchor, Nearest

# Telling words up to which a query names what is sought; with more it describes it.
_LONGEST_NAME: Final = 4
_IDENTIFIER_SCORE: Final = 100.0

_TEXT_COLUMNS: Final = {None: COLUMNS} | {name: (FIELDS[name].column,) for name in TEXT_FIELDS}
_MANY: Final = 50_000
"""Papers of which a single letter picks out hardly fewer, and takes its time to."""


class Compilation:
    """One tree on its way to Tantivy.

    Args:
        context: Of the searcher.
        tree: What is asked for.
        today: What relative dates count back from.
    """

    def __init__(self, context: CompileContext, tree: Node, today: datetime.date) -> None:
        self._context = context
        self._queries = context.variants.queries
        self._tree = tree = asked(tree)
        self._today = today
        self._asks_overlay = asks_overlay(tree)
        self._filters = Filters(
            self._queries,
            context.variants.frequencies,
            context.organisations,
            today,
        )
        telling = sum(
            not (isinstance(clause.value, Word | Beginning) and is_stop_word(clause.value.text))
            for clause, negated in clauses_of(tree)
            if clause.field is None and not negated
        )
        self._drop_stop_words = telling > 0
        self._text_queries = TextQueries(context.variants, describes=telling > _LONGEST_NAME)
        self._scored = False

    def result(self) -> Compiled:
        """The queries of the tree, made when they are asked for."""
        nodes = conjuncts(self._tree)
        # near: takes of what all else leaves, like: too, wherever they stand.
        for field in (NEAR, LIKE):
            anchors = {at: self._anchor(node, field) for at, node in enumerate(nodes)}
            if found := [one for one in anchors.values() if one is not None]:
                rest = [node for at, node in enumerate(nodes) if anchors[at] is None]
                return self._nearest(found, rest)
        words: list[BareWord] = []
        done, others = self._overlaid(nodes)
        for at, part in enumerate(nodes):
            if at in done:
                continue
            if isinstance(part, Not):
                others.append(self._without(part))
            elif is_bare_word(part):
                word = self._bare_word(nodes, at)
                if word is not None:
                    words.append(word)
            elif (query := self._part(nodes, at)) is not None:
                others.append((Occur.Must, query))
        if not nodes:
            others.append((Occur.Must, self._queries.all()))
        return Compiled(self._queries, words, others, self._titled, scored=self._scored)

    def _compiled(self, tree: Node) -> Compiled:
        """The queries of a tree that this one holds or names."""
        return Compilation(self._context, tree, self._today).result()

    # What is near in meaning

    def _anchor(self, node: Node, field: str) -> Anchor | None:
        """What a part of the query asks to be near to in meaning.

        Args:
            node: The part.
            field: ``near`` or ``like``.

        Returns:
            None for a part of another field, and where the paper has no vector.

        Raises:
            QueryError: It asks for what is near a text, where there are no vectors.
        """
        if not isinstance(node, Clause) or node.field != field:
            return None
        context = self._context
        meaning, text = context.asked_meaning, near_text(node)
        if meaning is None:
            if text is not None:
                raise QueryError(to_text(node), 0, nearness_refusal(context.without_vectors))
            return None
        from index.engine.nearest import anchor_at_paper, anchor_at_text
        from index.engine.similar import find

        if text is not None:
            return anchor_at_text(meaning, text)
        if not isinstance(node.value, Word | Phrase):
            return None
        address = find(context.searcher, node.value.text)
        return None if address is None else anchor_at_paper(meaning, address)

    def _nearest(self, anchors: Sequence[Anchor], others: Sequence[Node]) -> Nearest:
        """The nearest to all of some anchors, of what all other parts match together."""
        from index.engine.nearest import Nearest

        context = self._context
        assert context.asked_meaning is not None
        among = None
        if others:
            compiled = self._compiled(conjunction(others))
            among = context.relaxed(compiled)
        return Nearest(context.searcher, context.asked_meaning, anchors, among)

    # Nodes. None is a part that says nothing, such as punctuation alone.

    def _node(self, node: Node) -> Query | None:
        if isinstance(node, Clause):
            return self._clause(node)
        if isinstance(node, Not):
            return self._queries.all_of([self._without(node)])
        if isinstance(node, Or):
            return self._any_of([self._node(part) for part in node.nodes])
        done, parts = self._overlaid(node.nodes)
        for at, part in enumerate(node.nodes):
            if at in done:
                continue
            if isinstance(part, Not):
                parts.append(self._without(part))
            elif (query := self._part(node.nodes, at)) is not None:
                parts.append((Occur.Must, query))
        return self._queries.all_of(parts) if parts else None

    def _overlaid(self, nodes: Sequence[Node]) -> tuple[set[int], list[tuple[Occur, Query]]]:
        """What all parts together ask of the reader's doings, as one filter, and which they are.

        Few papers that are tagged and unread are found sooner than all that are unread.
        """
        if not self._asks_overlay:
            return set(), []
        done, keys = self._context.overlay.among(nodes)
        if keys is None:
            return done, []
        return done, [(Occur.Must, self._context.overlay.matching(keys))]

    def _without(self, node: Not) -> tuple[Occur, Query]:
        """What must not match: it makes no paper better than another."""
        scored = self._scored
        query = self._node(node.node) or self._queries.none()
        self._scored = scored
        return Occur.MustNot, query

    def _part(self, parts: Sequence[Node], at: int) -> Query | None:
        """One of several parts that must all hold: a neighbour may be written joined to it."""
        part = parts[at]
        if not (isinstance(part, Clause) and part.field is None) or isinstance(part.value, AnyOf):
            return self._node(part)
        return self._text(None, part.value, self._beside(parts, at))

    def _beside(self, parts: Sequence[Node], at: int) -> Neighbours:
        """What a bare word stands for together with its neighbours."""
        word = self._joinable(parts[at])
        number = numbered(parts, at) or (numbered(parts, at - 1) if at else ())
        if word is None:
            return Neighbours(numbered=number)
        before = self._joinable(parts[at - 1]) if at else None
        after = self._joinable(parts[at + 1]) if at + 1 < len(parts) else None
        variants = self._context.variants
        start = max(0, at - LONGEST_NAME)
        near = parts[start : at + LONGEST_NAME + 1]
        joined = (
            *(variants.joined(before, word) if before is not None else ()),
            *(variants.joined(word, after) if after is not None else ()),
        )
        return Neighbours(
            joined,
            number,
            variants.organisation_around([single_word(part) for part in near], at - start),
        )

    def _joinable(self, node: Node) -> str | None:
        """The folded word of a bare word that is one, and no compound; what is dropped is none."""
        word = single_word(node)
        if word in STOP_WORDS and self._drop_stop_words and not is_being_typed(node):
            return None
        return word

    def _bare_word(self, parts: Sequence[Node], at: int) -> BareWord | None:
        """One of the words that a partial match may lack; None if there is nothing to look for."""
        part = parts[at]
        assert isinstance(part, Clause)
        value = part.value
        assert isinstance(value, Word | Beginning | Prefix | Near)
        beside = self._beside(parts, at)
        known: Query | None
        if isinstance(value, Word):
            self._scored = True
            known = self._identified(value)
            if known is None and not self._says_something(value):
                return None
        else:
            known = self._text(None, value, beside)
            if known is None:
                return None
        return BareWord(part, beside, self._text_queries, known)

    def _titled(self, words: Sequence[BareWord]) -> Query | None:
        """What a title scores that has all the words, beside what each of them scores."""
        queries: list[tuple[Occur, Query]] = []
        for word in words:
            value = word.part.value
            assert not isinstance(value, AnyOf)
            if isinstance(value, Near) or self._identified(value) is not None:
                return None
            if isinstance(value, Beginning) and len(words) == 1:
                # All titles that begin so would score the same more.
                return None
            query = self._text("title", value, word.beside)
            if query is not None:
                queries.append((Occur.Must, query))
        return self._queries.all_of(queries) if queries else None

    def _clause(self, clause: Clause) -> Query | None:
        field, value = clause.field, clause.value
        if isinstance(value, AnyOf):
            return self._any_of([self._clause(Clause(field, one)) for one in value.values])
        if field is None or field in TEXT_FIELDS:
            return self._text(field, value)
        if field in (NEAR, LIKE):
            anchor = self._anchor(clause, field)
            if anchor is not None:
                self._scored = True
                return self._nearest([anchor], ()).ranked
            return self._like(value)
        if field in LIBRARY_FIELDS:
            return self._queries.silent(self._of_library(clause))
        if field in DATE_FIELDS or field in NUMBER_FIELDS:
            return self._queries.silent(self._filters.quantity(field, value))
        return self._queries.silent(self._filters.name(field, value))

    def _text(
        self, field: str | None, value: Single, beside: Neighbours | None = None
    ) -> Query | None:
        columns = _TEXT_COLUMNS[field]
        if isinstance(value, Prefix) and not value.text:
            return self._queries.silent(self._queries.all())
        if not isinstance(value, Word | Beginning | Prefix | Near | Phrase):
            return None
        queries = self._text_queries
        found = tokens(value.text)
        typed, one_letter = isinstance(value, Beginning), is_one_letter(found)
        if typed and has_several(self._tree):
            # One letter tells nothing, and what may become a stop word may come to nothing.
            if one_letter or (field is None and begins_stop_word(found)):
                return None
        elif one_letter and typed and self._context.searcher.num_docs > _MANY:
            return self._queries.silent(self._queries.all())
        if one_letter and isinstance(value, Prefix | Beginning):
            # So many words begin so that none of them tells anything.
            begun = queries.prefix(columns, found)
            return None if begun is None else self._queries.silent(begun)
        self._scored = True
        if isinstance(value, Phrase):
            return queries.phrase(columns, value.text)
        if isinstance(value, Prefix):
            return queries.prefix(columns, found)
        if isinstance(value, Near):
            return queries.near(columns, found)
        if field is None:
            if isinstance(value, Word) and not self._says_something(value):
                return None
            if (named := self._identified(value)) is not None:
                return named
        whole = queries.word(columns, found, beside or Neighbours())
        if isinstance(value, Word) or whole is None:
            return whole
        if found.folded and len(found.folded[-1]) == 1:
            return whole
        begun = queries.prefix(columns, found)
        return whole if begun is None else self._queries.best([whole, begun], 0.0)

    def _says_something(self, word: Word) -> bool:
        """Whether there is anything to look for, and it is not left out of the query."""
        found = tokens(word.text)
        if not found.symbols and not found.folded:
            return False
        return not (self._drop_stop_words and is_stop_word(word.text))

    def _identified(self, value: Single) -> Query | None:
        """The one paper that a bare id or address names, if the index has it."""
        if not isinstance(value, Word | Beginning):
            return None
        identifier = identifiers.recognise(value.text)
        if identifier is None:
            return None
        field = identifier.field
        known = [
            value
            for value in identifier.values
            if self._context.variants.frequencies.doc_freq(field, value)
        ]
        if not known:
            return None
        return self._queries.constant(self._queries.having_any(field, known), _IDENTIFIER_SCORE)

    def _of_library(self, clause: Clause) -> Query:
        overlay = self._context.overlay
        if clause.field != "saved":
            return overlay.query(clause)
        context = self._context
        found = [context.relaxed(self._compiled(tree)).full for tree in overlay.saved_trees(clause)]
        return self._queries.any_of(found) if found else self._queries.none()

    def _like(self, value: Single) -> Query:
        self._scored = True
        if not isinstance(value, Word | Phrase):
            return self._queries.none()
        return self._context.like(value.text)

    def _any_of(self, queries: Sequence[Query | None]) -> Query | None:
        found = [query for query in queries if query is not None]
        return self._queries.any_of(found) if found else None

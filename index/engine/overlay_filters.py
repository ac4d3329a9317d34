"""Filters on what the reader did: an overlay's papers, found in one generation of an index.

An overlay names papers as they were when something was done with them. Their keys may have changed
since, so they are looked for by all that they were called. What was found is remembered for as long
as the generation is open.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import tantivy
from tantivy import Occur

from index.engine.complement import LEAST, Complement
from index.engine.overlay_names import find_keys
from index.engine.queries import Queries, Query, queries_of
from index.fields import FIELDS, LIBRARY_FIELDS
from index.overlay import Mark, Overlay, Selection
from index.paper import Paper
from index.query.saved_searches import expanded
from index.query.tree import (
    And,
    Beginning,
    Clause,
    Node,
    Not,
    Phrase,
    Prefix,
    Single,
    Unknown,
    Word,
    values_of,
)

_REMEMBERED: Final = 256
_MANY: Final = 1_000
"""Keys of which a query is kept, and how many such queries are."""
_MADE: Final = 8
_NEW, _READ, _UNREAD = Word("new"), Word("read"), Word("unread")


class Keys(NamedTuple):
    """A set of papers: those with these keys, or all others."""

    keys: frozenset[str]
    is_inverted: bool = False

    def inverted(self) -> Keys:
        """All papers that are not in it."""
        return Keys(self.keys, not self.is_inverted)

    def both(self, other: Keys) -> Keys:
        """The papers that are in this one and in the other."""
        if self.is_inverted and other.is_inverted:
            return Keys(self.keys | other.keys, True)
        if self.is_inverted:
            return Keys(other.keys - self.keys)
        return Keys(self.keys - other.keys if other.is_inverted else self.keys & other.keys)

    def either(self, other: Keys) -> Keys:
        """The papers that are in this one, in the other or in both."""
        return self.inverted().both(other.inverted()).inverted()

    def query(self, queries: Queries) -> Query:
        """Matches these papers."""
        if not self.keys:
            return queries.all() if self.is_inverted else queries.none()
        found = queries.having_any("key", sorted(self.keys))
        return queries.all_of([(Occur.MustNot, found)]) if self.is_inverted else found


class OverlayFilters:
    """Finds an overlay's papers in one generation. Threads may share it.

    Args:
        searcher: Of the generation.
        overlay: What the reader did.
    """

    def __init__(self, searcher: tantivy.Searcher, overlay: Overlay) -> None:
        self.overlay = overlay
        self._searcher = searcher
        self._queries = queries_of(searcher)
        self._lock = allocate_lock()
        self._seen = -1
        self._main_names: dict[int, str] = {}
        self._keys: dict[int, tuple[str, ...]] = {}
        self._sets: dict[tuple[str, Single], Keys] = {}
        self._tagged: dict[str, frozenset[str]] | None = None
        self._made: dict[Keys, Query] = {}
        self.complement = Complement(searcher, self._queries)
        self._version = -1

    def matching(self, keys: Keys) -> Query:
        """Matches papers and scores nothing.

        What many keys make is kept: to make it takes as long as to search for it.
        """
        if len(keys.keys) < _MANY:
            return self._queries.silent(keys.query(self._queries))
        query = self._made.get(keys)
        if query is None:
            query = self._made[keys] = self._queries.silent(keys.query(self._queries))
            while len(self._made) > _MADE:
                self._made.pop(next(iter(self._made)), None)
        return query

    def version(self) -> int:
        """The overlay's version, for which queries are compiled."""
        return self.overlay.version()

    def of(self, node: Node) -> Keys | None:
        """The papers that a part of a query stands for; None if it asks for anything else too."""
        if isinstance(node, Clause):
            if node.field not in LIBRARY_FIELDS or node.field == "saved":
                return None
            values = states(node)
            if any(node.field == "is" and one == _NEW for one in values):
                return None
            return _joined((self._of_value(node.field, one) for one in values), Keys.either)
        if isinstance(node, Not):
            inner = self.of(node.node)
            return None if inner is None else inner.inverted()
        parts = [self.of(part) for part in node.nodes]
        found = [part for part in parts if part is not None]
        if not parts or len(found) < len(parts):
            return None
        return _joined(found, Keys.both if isinstance(node, And) else Keys.either)

    def all_but(self, node: Node) -> Keys | None:
        """The papers that a query leaves out where it asks for all others; None for few of them."""
        keys = self.of(node)
        is_many = keys is not None and keys.is_inverted and len(keys.keys) >= LEAST
        # A cluster looks keys up by itself.
        return keys if is_many and isinstance(self._searcher, tantivy.Searcher) else None

    def among(self, nodes: Sequence[Node]) -> tuple[set[int], Keys | None]:
        """Which of several parts stand for papers of the overlay, and those that are in all."""
        found = {at: keys for at, node in enumerate(nodes) if (keys := self.of(node)) is not None}
        return set(found), _joined(found.values(), Keys.both) if found else None

    def query(self, clause: Clause) -> Query:
        """Matches the papers that a clause of ``is``, ``tag`` or ``note`` picks out."""
        keys = self.of(clause)
        if keys is not None:
            return self.matching(keys)
        others = [state for state in states(clause) if state != _NEW]
        found = [self.matching(self._of_value("is", state)) for state in others]
        return self._queries.any_of([self.new(), *found])

    def saved_trees(self, clause: Clause) -> list[Node]:
        """What the saved searches ask for that a clause of ``saved`` names."""
        return expanded(clause, self.overlay.saved_queries)

    def is_empty(self) -> bool:
        """Whether the reader did nothing yet that papers could be counted by."""
        if self.overlay.version() == 0:
            return True
        if self.overlay.new_since() is not None:
            return False
        states = (Clause("is", Word(one)) for one in ("read", "starred", "noted", "marked"))
        return not any(self.knows(clause) for clause in (*states, Clause("tag", Prefix(""))))

    def tagged(self) -> dict[str, frozenset[str]]:
        """The keys of the papers that each tag is on, in this generation."""
        with self._lock:
            self._follow()
            if self._tagged is None:
                self._tagged = {
                    tag: self._selected(self.overlay.select("tag", Phrase(tag))).keys
                    for tag in self.overlay.values("tag")
                }
            return self._tagged

    def knows(self, clause: Clause) -> bool:
        """Whether there is what a clause of ``saved``, ``is`` or ``tag`` names, in any index."""
        if clause.field == "saved":
            return any(self.overlay.saved_queries(value) for value in values_of(clause))
        return any(
            mark.is_set
            for value in values_of(clause)
            for marks in self.overlay.select(clause.field or "", value).marks
            for mark in marks.values()
        )

    def new(self) -> Query:
        """Matches papers that a build added after the last one that was seen, and are unread."""
        since = self.overlay.new_since()
        unread = self.matching(self._of_value("is", _READ).inverted())
        if since is None:
            return unread
        added = self._queries.between("added_build", since + 1, None)
        return self._queries.all_of([(Occur.Must, added), (Occur.Must, unread)])

    def known_as(self, papers: Sequence[Paper]) -> dict[str, tuple[int, ...]]:
        """The overlay's numbers of some papers of this generation, by their keys; those it has."""
        wanted = {paper.key for paper in papers}
        numbers = sorted(self.overlay.called(papers))
        found: dict[str, list[int]] = {}
        with self._lock:
            self._find(numbers)
            for number in numbers:
                for key in self._keys[number]:
                    if key in wanted:
                        found.setdefault(key, []).append(number)
        return {key: tuple(numbers) for key, numbers in found.items()}

    def _of_value(self, field: str, value: Single) -> Keys:
        if isinstance(value, Unknown):
            return self._of_value(field, Prefix("")).inverted()
        if field == "is" and value == _UNREAD:
            return self._of_value(field, _READ).inverted()
        with self._lock:
            self._follow()
            known = self._sets.get((field, value))
            if known is None:
                known = self._selected(self.overlay.select(field, value))
                self._sets[field, value] = known
                while len(self._sets) > _REMEMBERED:
                    self._sets.pop(next(iter(self._sets)))
            return known

    def _follow(self) -> None:
        """Forget what was found before the overlay's latest change."""
        version = self.overlay.version()
        if version == self._version:
            return
        self._follow_names()
        self._sets.clear()
        self._tagged = None
        self._version = version

    def _follow_names(self) -> None:
        named, self._seen = self.overlay.main_names(self._seen)
        for paper, name in named:
            self._main_names[paper] = name
            self._keys.pop(paper, None)

    def _selected(self, selection: Selection) -> Keys:
        selected: set[str] = set()
        for marks in selection.marks:
            self._find(marks)
            latest: dict[str, Mark] = {}
            for paper, mark in marks.items():
                for key in self._keys[paper]:
                    known = latest.get(key)
                    if known is None or mark > known:
                        latest[key] = mark
            accepts = selection.accepts
            selected.update(
                key
                for key, mark in latest.items()
                if mark.is_set and (accepts is None or accepts(mark.text))
            )
        return Keys(frozenset(selected))

    def _find(self, papers: Iterable[int]) -> None:
        """Find out which keys some papers have in this generation."""
        papers = list(papers)
        if not all(paper in self._main_names for paper in papers):
            # They are younger than the version that is followed.
            self._follow_names()
        # What both kinds of names end in is a key: that of a paper with an id is the id.
        names = {
            paper: self._main_names[paper].partition(":")[2]
            for paper in papers
            if paper not in self._keys
        }
        if names:
            self._keys.update(find_keys(names, self.overlay.names, self._searcher))


def states(clause: Clause) -> tuple[Single, ...]:
    """The values of a clause; of ``is:`` the words that one being typed may become."""
    if clause.field != "is":
        return values_of(clause)
    found: list[Single] = []
    for value in values_of(clause):
        if isinstance(value, Beginning):
            words = FIELDS["is"].values
            found += [Word(word) for word in words if word.startswith(value.text)]
        else:
            found.append(value)
    return tuple(dict.fromkeys(found))


def _joined(sets: Iterable[Keys], join: Callable[[Keys, Keys], Keys]) -> Keys:
    joined: Keys | None = None
    for one in sets:
        joined = one if joined is None else join(joined, one)
    return joined if joined is not None else Keys(frozenset())

"""Indexes in memory over invented papers, and what a query means in plain Python."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

import tantivy

from index.building.organisation_names import OrganisationNames
from index.engine import schema
from index.engine.search import TantivyPapers
from index.fields import FIELDS, LIBRARY_FIELDS, NUMBER_FIELDS
from index.identity import fold_title
from index.overlay import Overlay
from index.paper import Organisation, Paper
from index.query import dates
from index.query.tree import (
    And,
    AnyOf,
    Beginning,
    Clause,
    Compare,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Single,
    Unknown,
    Word,
    conjuncts,
)
from index.sources.organisations import organisations
from index.storage import store
from tests.support.papers import FEW_ORGANISATIONS, MORE_ORGANISATIONS

TODAY = datetime.date(2024, 6, 15)


def open_papers(
    papers: Iterable[Paper], commits: int = 1, overlay: Overlay | None = None
) -> TantivyPapers:
    """An index in memory of papers whose keys are set, in as many segments as commits."""
    papers = list(papers)
    index = tantivy.Index(schema.build_schema())
    schema.register(index)
    writer = index.writer(15_000_000, 1)
    size = max(1, -(-len(papers) // commits))
    for start in range(0, len(papers), size):
        for paper in papers[start : start + size]:
            writer.add_json(schema.document_json(paper))
        writer.commit()
    index.reload()
    names = OrganisationNames({}, {})
    for one in papers:
        names.note(one)
    manifest = store.Manifest(
        fingerprint=schema.FINGERPRINT,
        quire="0",
        created="2024-06-15T00:00:00Z",
        papers=len(papers),
        records=len(papers),
        sources={},
        organisations=names.names(),
        same_organisations=names.same(),
        inputs=[],
        files={},
    )
    generation = store.Generation(path="", name="memory", manifest=manifest)
    return _InMemory("memory", generation, index.searcher(), overlay)


class _InMemory(TantivyPapers):
    """No folder holds it, so it gets no newer and is never gone while a test takes long."""

    def live_name(self) -> str:
        return self.generation


def paper(key: str, title: str = "untitled", abstract: str | None = None, **more: object) -> Paper:
    """A paper with a key, for tests that need little of it."""
    return Paper(key=key, title=title, abstract=abstract, **more)  # type: ignore[arg-type]


def matches(node: Node, paper: Paper) -> bool:
    """Whether a paper matches a tree, without any index."""
    if isinstance(node, And):
        return all(matches(part, paper) for part in node.nodes)
    if isinstance(node, Or):
        return any(matches(part, paper) for part in node.nodes)
    if isinstance(node, Not):
        return not matches(node.node, paper)
    return _clause(node, paper)


def having(tree: Node, papers: Sequence[Paper]) -> tuple[list[Paper], int | None]:
    """The papers that a query finds, and how many of its words are enough where none has all.

    Of six words and more so many are enough that fifty papers have them, or as many as have any.
    """
    parts = conjuncts(tree)
    words = list(dict.fromkeys(part for part in parts if _is_bare_word(part)))
    others = [part for part in parts if not _is_bare_word(part)]
    had = {paper.key: sum(matches(word, paper) for word in words) for paper in papers}
    enough = len(words)
    if len(words) >= 6 and len(words) not in had.values():
        best = sorted((count for count in had.values() if count), reverse=True)[:50]
        enough = best[-1] if best else enough
    found = [
        paper
        for paper in papers
        if had[paper.key] >= enough and all(matches(part, paper) for part in others)
    ]
    return found, enough if enough < len(words) else None


def _is_bare_word(node: Node) -> bool:
    return isinstance(node, Clause) and node.field is None and isinstance(node.value, Word | Prefix)


def _clause(clause: Clause, paper: Paper) -> bool:
    field, value = clause.field, clause.value
    if isinstance(value, AnyOf):
        return any(_clause(Clause(field, one), paper) for one in value.values)
    names = paper.authors or ()
    if field is None:
        return (
            any(_text(value, text) for text in (paper.title, paper.abstract or "", *names))
            or (isinstance(value, Word) and value.text in (paper.arxiv_id, paper.doi))
            or (isinstance(value, Word | Phrase) and _organised(value.text, paper))
        )
    if field == "title":
        return _text(value, paper.title)
    if field == "abstract":
        return _text(value, paper.abstract or "")
    if field == "author":
        return any(_text(value, name) for name in names)
    if field == "date":
        return _quantity(value, paper.published, paper.published_last, _days)
    if field in ("featured", "added"):
        day = getattr(paper, field)
        return _quantity(value, day, day, _days)
    if field in NUMBER_FIELDS:
        known = getattr(paper, FIELDS[field].attribute)
        return _quantity(value, known, known, lambda text: (int(text), int(text)))
    if field in LIBRARY_FIELDS:
        # Nobody has done anything with any of them.
        return isinstance(value, Unknown) or (field == "is" and value == Word("unread"))
    return _name(field, value, paper)


def _text(value: Single, text: str) -> bool:
    words = fold(text).split()
    if isinstance(value, Prefix | Beginning):
        return not value.text or any(word.startswith(fold(value.text)) for word in words)
    assert isinstance(value, Word | Phrase)
    wanted = fold(value.text).split()
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def fold(text: str) -> str:
    return text.lower().replace("ñ", "n")


def _days(text: str) -> tuple[datetime.date, datetime.date]:
    return dates.days(text, TODAY)


def _quantity(
    value: Single, known: Any, known_last: Any, bounds: Callable[[str], tuple[Any, Any]]
) -> bool:
    if isinstance(value, Unknown):
        return known is None
    if known is None:
        return False
    if isinstance(value, Prefix):
        return True
    if isinstance(value, Range):
        return (value.low is None or known >= bounds(value.low)[0]) and (
            value.high is None or known_last <= bounds(value.high)[1]
        )
    assert isinstance(value, Word | Compare)
    first, last = bounds(value.text)
    if isinstance(value, Word):
        return bool(first <= known and (known_last <= last or dates.is_relative(value.text)))
    return bool(
        {
            ">": known > last,
            ">=": known >= first,
            "<": known_last < first,
            "<=": known_last <= last,
        }[value.operator]
    )


def _organised(text: str, paper: Paper) -> bool:
    """Whether words are in the name of a paper's organisation, or are its slug."""
    called = (one or "" for org in paper.orgs or () for one in (org.name, org.slug))
    return any(_text(Phrase(text), one) for one in called)


_NAMED = (*(Organisation(*pair) for pair in FEW_ORGANISATIONS if any(pair)), *MORE_ORGANISATIONS)
EVERY_ORGANISATION = tuple(
    dict.fromkeys(one for pair in product(_NAMED, repeat=2) for one in organisations(pair) or ())
)
"""What papers have: of two that are one the slug of one may go with the name of the other."""


def _marks(one: Organisation) -> set[str]:
    """What tells an organisation: its slug and its folded name."""
    slug = {f"slug {one.slug.casefold()}"} if one.slug else set()
    return slug | {fold_title(one.name or one.slug or "")}


def alike(org: Organisation) -> set[Organisation]:
    """The organisations that are one with another by slug or by folded name, step by step."""
    found, told = {org}, _marks(org)
    while more := {one for one in EVERY_ORGANISATION if one not in found and _marks(one) & told}:
        found |= more
        told = told.union(*map(_marks, more))
    return found


def _chosen(text: str) -> set[Organisation] | None:
    """The organisation that a slug or else a name picks out; None where there is none."""
    by_slug = [one for one in EVERY_ORGANISATION if (one.slug or "").casefold() == text.casefold()]
    by_name = [
        one
        for one in EVERY_ORGANISATION
        if fold_title(one.name or one.slug or "") == fold_title(text)
    ]
    found = by_slug or by_name
    return alike(found[0]) if found else None


def _name(field: str, value: Single, paper: Paper) -> bool:
    orgs = paper.orgs or ()
    known: Sequence[str | None] = {
        "org": [one for org in orgs for one in (org.slug, org.name)],
        "venue": (paper.venue,),
        "cat": paper.categories or (),
        "source": paper.sources,
        "id": (paper.key, paper.arxiv_id, paper.doi),
    }[field]
    folded = [one.casefold() for one in known if one is not None]
    if isinstance(value, Unknown):
        return not folded
    assert isinstance(value, Word | Phrase | Prefix | Beginning)
    wanted = value.text.casefold()
    if field == "org" and isinstance(value, Word | Phrase):
        chosen = _chosen(value.text)
        if chosen is None:
            return _organised(value.text, paper)
        told = set[str]().union(*map(_marks, chosen))
        return any(_marks(org) & told for org in orgs)
    if field == "venue" and value.text:
        return _text(value, paper.venue or "")
    if isinstance(value, Prefix | Beginning):
        if field == "id":
            folded = [one.casefold() for one in (paper.arxiv_id, paper.doi) if one is not None]
        return any(one.startswith(wanted) for one in folded)
    if field == "cat" and "." not in wanted:
        return any(one == wanted or one.startswith(f"{wanted}.") for one in folded)
    return wanted in folded

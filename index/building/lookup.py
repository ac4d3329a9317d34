"""Finds the papers of an index that the records of a batch may be of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import tantivy

from index.engine.queries import queries_of
from index.engine.same_title import matching, with_title
from index.identity import fold_title, title_hash
from index.paper import OrganisationRecord, Paper

_LOOK_UP: Final = 1_000
"""Terms of one look-up."""


def possible_duplicates(batch: Sequence[Paper], searcher: tantivy.Searcher) -> list[Paper]:
    """The papers with the id or the folded title of a record in ``batch``, each once.

    Args:
        batch: Records as the sources make them.
        searcher: Of the index, as of its last commit.
    """
    if not searcher.num_docs:
        return []
    found: dict[str, Paper] = {}
    titles = {fold_title(paper.title): paper.title for paper in batch}
    loose = {fold_title(paper.title) for paper in batch if paper.arxiv_id is None}
    keys: list[tuple[str, list[str | int]]] = [
        ("id", sorted({p.arxiv_id for p in batch if p.arxiv_id is not None})),
        ("title_hash", sorted(map(title_hash, titles))),
    ]
    queries = queries_of(searcher)
    for field, values in keys:
        for start in range(0, len(values), _LOOK_UP):
            terms = values[start : start + _LOOK_UP]
            query = queries.having_any(field, terms)
            found.update((paper.key, paper) for paper in matching(searcher, query))
    # Where a paper without an id belongs is decided among all papers that have its title.
    loose.update(
        folded
        for paper in found.values()
        if paper.arxiv_id is None and (folded := fold_title(paper.title)) in titles
    )
    for folded in loose:
        found.update((paper.key, paper) for paper in with_title(searcher, titles[folded]))
    return list(found.values())


def has_loose(searcher: tantivy.Searcher) -> bool:
    """Whether an index has a paper without an arXiv id."""
    # Only their titles are hashed.
    hashed = queries_of(searcher).between("title_hash", -(2**63), 2**63 - 1)
    return bool(searcher.search(hashed, 1, count=False).hits)


def papers_named(
    records: Sequence[OrganisationRecord], searcher: tantivy.Searcher
) -> list[Paper | str]:
    """The one paper that each record names: by its arXiv id, else its DOI, else its key.

    Args:
        records: Some.
        searcher: Of the index, as of its last commit.

    Returns:
        For each record its paper, or a sentence that says why there is none.
    """
    names = [_names(record) for record in records]
    wanted: dict[str, set[str]] = {}
    for field, _, name in (one for several in names for one in several):
        wanted.setdefault(field, set()).add(name)
    found: dict[tuple[str, str], list[Paper]] = {}
    for paper in _having(wanted, searcher).values():
        doi = paper.doi.casefold() if paper.doi else None
        for field, value in (("id", paper.arxiv_id), ("doi", doi), ("key", paper.key)):
            if value is not None:
                found.setdefault((field, value), []).append(paper)
    return [
        _one_named(record, several, found) for record, several in zip(records, names, strict=True)
    ]


def keys_known(keys: Collection[str], searcher: tantivy.Searcher) -> set[str]:
    """Those of ``keys`` that an index has."""
    return set(_having({"key": set(keys)}, searcher))


def _names(record: OrganisationRecord) -> list[tuple[str, str, str]]:
    """What a record names its paper by: the field of the index, what people call it, the value."""
    doi = record.doi.casefold() if record.doi else None
    named = (
        ("id", "arXiv id", record.arxiv_id),
        ("doi", "DOI", doi),
        ("key", "key", record.key),
    )
    return [(field, called, value) for field, called, value in named if value is not None]


def _one_named(
    record: OrganisationRecord,
    names: Sequence[tuple[str, str, str]],
    found: Mapping[tuple[str, str], Sequence[Paper]],
) -> Paper | str:
    for field, called, value in names:
        papers = [
            paper
            for paper in found.get((field, value), ())
            if record.arxiv_id is None or paper.arxiv_id in (None, record.arxiv_id)
        ]
        if len(papers) > 1:
            return f"several papers have the {called} {value}: name one by its key"
        if papers:
            return papers[0]
    _, called, value = names[0]
    return f'no paper has the {called} {value}, and organisations without a "title" make none'


def _having(wanted: Mapping[str, Collection[str]], searcher: tantivy.Searcher) -> dict[str, Paper]:
    """The papers with one of the values in one of the fields, by key."""
    found: dict[str, Paper] = {}
    for field, values in wanted.items():
        terms: list[str | int] = sorted(values)
        for start in range(0, len(terms), _LOOK_UP):
            query = queries_of(searcher).having_any(field, terms[start : start + _LOOK_UP])
            found.update((paper.key, paper) for paper in matching(searcher, query))
    return found

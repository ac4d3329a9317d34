"""The papers of one generation that an overlay means, found by what they were called.

They are looked for by the name they are kept under, then by key, arXiv id and DOI, then by title.
On this machine a name is asked for when it is needed; on another one each question waits for an
answer, so all names of one kind are asked for together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

import tantivy

from index.engine.queries import OtherSearcher, queries_of
from index.engine.ranking import number
from index.engine.same_title import with_title
from index.identity import fold_title, title_hash
from index.overlay import PaperNames

_NOTHING: Final = PaperNames()


def find_keys(
    names: Mapping[int, str],
    others: Callable[[Collection[int]], Mapping[int, PaperNames]],
    searcher: tantivy.Searcher,
) -> dict[int, tuple[str, ...]]:
    """The keys that papers of an overlay have in one generation; none for one that is not in it.

    Args:
        names: What each paper is kept under, by its number.
        others: Tells all that some papers have been called.
        searcher: Of the generation.
    """
    if isinstance(searcher, OtherSearcher):
        return _find_together(names, others, searcher)
    frequency = searcher.doc_freq
    living = _living(sorted({name for name in names.values() if frequency("key", name)}), searcher)
    lost = [paper for paper, name in names.items() if name not in living]
    found = {paper: (name,) for paper, name in names.items() if name in living}
    told = others(lost) if lost else {}
    return found | {paper: _by_other_names(told.get(paper, _NOTHING), searcher) for paper in lost}


def _living(keys: Sequence[str], searcher: tantivy.Searcher) -> frozenset[str]:
    """Which of some different keys papers have; terms count those that were taken out, too."""
    count = number(searcher, queries_of(searcher).having_any("key", keys)) if keys else 0
    if count == 0:
        return frozenset()
    if count == len(keys):
        return frozenset(keys)
    # There are few that no paper has any more: those that one has got other keys by updates.
    middle = len(keys) // 2
    return _living(keys[:middle], searcher) | _living(keys[middle:], searcher)


def _by_other_names(names: PaperNames, searcher: tantivy.Searcher) -> tuple[str, ...]:
    queries = queries_of(searcher)
    found = {
        str(searcher.doc(address).get_first("key"))
        for column, values in _by_column(names).items()
        for value in values
        if searcher.doc_freq(column, value)
        for _, address in searcher.search(queries.having(column, value), 10, count=False).hits
    }
    return tuple(sorted(found)) if found else _by_title(names, searcher)


def _by_column(names: PaperNames) -> dict[str, tuple[str, ...]]:
    return {
        "key": (*names.keys, *names.arxiv_ids),
        "id": names.arxiv_ids,
        "doi": names.dois,
    }


def _by_title(names: PaperNames, searcher: tantivy.Searcher) -> tuple[str, ...]:
    """The papers with one of the titles; a paper with another id is another one."""
    has_id = bool(names.arxiv_ids)
    alike = {
        paper.key: paper
        for title in {fold_title(title): title for title in names.titles}.values()
        for paper in with_title(searcher, title)
        if not (has_id and paper.arxiv_id is not None)
    }
    if len(alike) > 1:
        dated = [key for key, paper in alike.items() if paper.published_text in names.published]
        return tuple(sorted(dated or alike))
    return tuple(alike)


# All at once


def _find_together(
    names: Mapping[int, str],
    others: Callable[[Collection[int]], Mapping[int, PaperNames]],
    searcher: tantivy.Searcher,
) -> dict[int, tuple[str, ...]]:
    assert isinstance(searcher, OtherSearcher)
    living = searcher.keys_with("key", set(names.values()))
    found: dict[int, tuple[str, ...]] = {
        paper: (name,) for paper, name in names.items() if name in living
    }
    lost = names.keys() - found.keys()
    told = others(lost) if lost else {}
    having: dict[int, set[str]] = {paper: set() for paper in lost}
    for column in _by_column(_NOTHING):
        wanted = {paper: _by_column(one)[column] for paper, one in told.items()}
        keys = searcher.keys_with(column, {value for some in wanted.values() for value in some})
        for paper, values in wanted.items():
            having[paper].update(key for value in values for key in keys.get(value, ()))
    hashes = {
        paper: [title_hash(fold_title(title)) for title in one.titles]
        for paper, one in told.items()
        # Of a paper with an id only one without is looked for by its title, and those are hashed.
        if one.arxiv_ids and not having[paper]
    }
    hashed = searcher.keys_with("title_hash", {one for some in hashes.values() for one in some})
    for paper in lost:
        keys_of_paper = tuple(sorted(having[paper]))
        if not keys_of_paper and (paper not in hashes or hashed.keys() & hashes[paper]):
            keys_of_paper = _by_title(told.get(paper, _NOTHING), searcher)
        found[paper] = keys_of_paper
    return found

"""By which names a paper that was told of is known again, whatever it is called by then.

Every name is kept as a hash of 64 bits, since thousands are told of in a year.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from index.identity import fold_title, paper_key, title_hash

if TYPE_CHECKING:
    from index.paper import Paper


def told_names(paper: Paper) -> list[int]:
    """The names to keep of a paper that is told of.

    A title says less than the other names: whether the paper had an id and a DOI is kept with it.
    """
    folded = fold_title(paper.title)
    names = [f"key:{paper.key}", f"{_kind(paper.arxiv_id, paper.doi)}:{folded}"]
    if paper.doi is not None:
        names.append(f"doi:{paper.doi.casefold()}")
    if paper.arxiv_id is None:
        names.append(f"dated:{folded}:{paper.published_text}")
    return list(map(title_hash, names))


def was_told(paper: Paper, told: Collection[int], is_there: Callable[[str], bool]) -> bool:
    """Whether a paper was told of under any of its names.

    Args:
        paper: As the index has it now.
        told: The names that were told of.
        is_there: Whether the index has a paper with exactly this key.
    """

    def has(name: str) -> bool:
        return title_hash(name) in told

    def has_title(*ids: bool) -> bool:
        # Papers of one title with different DOIs are different papers.
        dois = (False,) if paper.doi is not None else (False, True)
        return any(has(f"{_kind(an_id, doi)}:{folded}") for an_id in ids for doi in dois)

    if has(f"key:{paper.key}") or (paper.doi is not None and has(f"doi:{paper.doi.casefold()}")):
        return True
    folded = fold_title(paper.title)
    alone = paper_key(None, paper.title)
    if paper.arxiv_id is not None:
        # It may have learnt its id since. But then no paper without one is left, and none of this
        # title and another id was told of.
        return has_title(False) and not has_title(True) and not is_there(alone)
    if paper.key == alone:
        return has_title(False, True)
    # There are several of this title.
    return has(f"dated:{folded}:{paper.published_text}")


def _kind(arxiv_id: object, doi: object) -> str:
    """What is kept with a title: whether there was an id, and a DOI."""
    return f"title {'id' if arxiv_id else 'loose'} {'doi' if doi else '-'}"

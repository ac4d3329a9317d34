"""Record linkage: whether two records with one folded title can be of one paper.

Papers that share a title are told apart by what else their records say. In this order:

1. DOIs: equal ones make one paper, different ones never do.
2. Abstracts, where both records have one: those of one paper share a fifth of their words or more
   (other papers of one title mostly share a tenth or less), or one begins with the other. Where
   the records name different people, it must be half of the words: they are of one field.
3. Where an abstract is missing, a title is nearly all there is. Then records are of two papers only
   if they name different people, or lie more than a year apart (yearly editorials), or both
   differ in the number of authors and lie days apart. A name in common outweighs any date.

Only what is known counts: a record with nothing but a title contradicts no other.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from math import inf
from typing import Final

import msgspec

from index.paper import Paper

_SHARED_WORDS: Final = 0.2
"""Jaccard index of the words of two abstracts from which on they are of one paper."""

_SHARED_WORDS_OF_OTHERS: Final = 0.5
"""The same for records that have no author in common."""

_SHORTEST_BEGINNING: Final = 40
"""Characters of an abstract from which on it tells which longer one it was cut off from."""

_NEAR_DAYS: Final = 1
"""Sources count days in different time zones."""

_FAR_DAYS: Final = 366
"""Sources give the first version or the printed one, and pages a year that may be off by one."""


class Traits(msgspec.Struct, frozen=True, gc=False):
    """The facts that tell a record from others with its title.

    Attributes:
        doi: Casefolded.
        abstract: The words of the abstract in order, parted by single spaces.
        words: The same words, each once.
        names: Words of the authors' names.
        author_count: Number of people.
        published: The first day on which it may have been published.
        published_last: The last one; the same where the day is known.
    """

    doi: str | None
    abstract: str | None
    words: frozenset[str]
    names: frozenset[str]
    author_count: int | None
    published: datetime.date | None
    published_last: datetime.date | None


class Agreement(msgspec.Struct, frozen=True, order=True, gc=False):
    """How well two records agree that do not contradict each other; a larger one is better.

    Attributes:
        doi: Whether both have the same DOI.
        words: The share of words that their abstracts have in common; 0 where one has none.
        names: Whether they name an author in common.
        facts: How many of author count and date agree, less those that do not.
    """

    doi: bool
    words: float
    names: bool
    facts: int

    @property
    def is_positive(self) -> bool:
        """Whether anything beside the title speaks for one paper."""
        return self.doi or self.words > 0 or self.names or self.facts > 0


def traits_of(paper: Paper) -> Traits:
    """What tells a record from others with its title."""
    words = _words(paper.abstract) if paper.abstract else []
    return Traits(
        doi=paper.doi.casefold() if paper.doi else None,
        abstract=" ".join(words) or None,
        words=frozenset(words),
        names=frozenset(_words(" ".join(paper.authors), shortest=2) if paper.authors else ()),
        author_count=paper.author_count,
        published=paper.published,
        published_last=paper.published_last,
    )


def agreement(one: Traits, other: Traits) -> Agreement | None:
    """How well two records with one folded title agree; None if they are of different papers."""
    same_doi = one.doi is not None and one.doi == other.doi
    if not same_doi and one.doi is not None and other.doi is not None:
        return None
    names = _share_a_name(one, other)
    shared = _shared_words(one, other)
    least = _SHARED_WORDS_OF_OTHERS if names is False else _SHARED_WORDS
    if shared is not None and shared < least and not same_doi:
        return None
    least, most = _days_between(one, other)
    counts = _same_count(one, other)
    is_near = most <= _NEAR_DAYS
    if shared is None and not same_doi and not names and not is_near:
        is_far = least > _FAR_DAYS
        if names is False or is_far or (counts is False and least > _NEAR_DAYS):
            return None
    facts = 0
    if counts is not None:
        facts += 1 if counts else -1
    if is_near or least > _NEAR_DAYS:
        facts += 1 if is_near else -1
    return Agreement(same_doi, shared or 0.0, names is True, facts)


def _shared_words(one: Traits, other: Traits) -> float | None:
    """The Jaccard index of two abstracts' words, 1 where one is the beginning of the other."""
    if one.abstract is None or other.abstract is None:
        return None
    shorter, longer = sorted((one.abstract, other.abstract), key=len)
    if len(shorter) >= _SHORTEST_BEGINNING and longer.startswith(shorter):
        return 1.0
    return len(one.words & other.words) / len(one.words | other.words)


def _share_a_name(one: Traits, other: Traits) -> bool | None:
    if not one.names or not other.names:
        return None
    return not one.names.isdisjoint(other.names)


def _same_count(one: Traits, other: Traits) -> bool | None:
    if one.author_count is None or other.author_count is None:
        return None
    return one.author_count == other.author_count


def _days_between(one: Traits, other: Traits) -> tuple[float, float]:
    """The fewest and the most days that may lie between two records; any number where unknown."""
    if one.published is None or other.published is None:
        return 0, inf
    assert one.published_last is not None
    assert other.published_last is not None
    least = max(one.published - other.published_last, other.published - one.published_last)
    most = max(one.published_last - other.published, other.published_last - one.published)
    return max(0, least.days), most.days


@cache
def _word_pattern() -> re.Pattern[str]:
    # Scripts without spaces between words are compared by their characters.
    unspaced = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    return re.compile(f"[{unspaced}]|(?:(?![{unspaced}_])\\w)+")


def _words(text: str, shortest: int = 1) -> list[str]:
    found = _word_pattern().findall(text.casefold())
    return [word for word in found if len(word) >= shortest or not word.isascii()]

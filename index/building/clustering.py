"""Agglomerative clustering of records that share a folded title into papers.

The two clusters that agree best are joined first (``record_linkage`` says how well two
agree), then the next, each judged anew by all that its records know together. A cluster that
agrees as well with several that can't be one paper stays alone: nothing tells where it belongs.
The result does not depend on the order of the records, and clustering it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, Protocol, Self, TypeVar

from index.building.record_linkage import Agreement, Traits, agreement

_MOST: Final = 100
"""Clusters of one title that are compared pair by pair. More of them have a title such as
"Editorial", which tells nothing: then only equal DOIs and equal abstracts join."""


class Cluster(Protocol):
    """Records of one paper."""

    @property
    def traits(self) -> Traits:
        """What all of them together tell."""

    def absorb(self, other: Self) -> None:
        """Take in the records of another cluster."""


_Cluster = TypeVar("_Cluster", bound=Cluster)


def cluster(loose: Sequence[_Cluster], homes: Sequence[_Cluster]) -> list[_Cluster]:
    """Join clusters that are one paper.

    Args:
        loose: Clusters of records without an arXiv id, all of one folded title.
        homes: Papers with that title that have an id each. They never join each other, and absorb
            the loose clusters that belong to them.

    Returns:
        The clusters that have no home.
    """
    left = list(loose)
    # What a cluster learns may join it with another one, so this goes on until nothing moves.
    while len(left) + len(homes) > 1:
        before = len(left)
        left = _equal_joined(left)
        if len(left) + len(homes) <= _MOST:
            decided, undecided = _joined(left, homes)
            left = decided + [item for part in _joined(undecided, ()) for item in part]
        if len(left) == before:
            break
    return left


def _equal_joined(clusters: Iterable[_Cluster]) -> list[_Cluster]:
    """Join clusters with one DOI, and those without a DOI that tell the same or one abstract."""
    found: dict[object, _Cluster] = {}
    for item in clusters:
        traits = item.traits
        if traits.doi is not None:
            identity: object = ("doi", traits.doi)
        elif traits.abstract is not None:
            identity = ("abstract", traits.abstract)
        else:
            identity = traits
        first = found.setdefault(identity, item)
        if first is not item:
            first.absorb(item)
    return list(found.values())


def _joined(
    loose: Sequence[_Cluster], homes: Sequence[_Cluster]
) -> tuple[list[_Cluster], list[_Cluster]]:
    """Join the pair that agrees best until no pair is left.

    Returns:
        The clusters that agree with no other one, and those that agree with several alike.
    """
    clusters = [*homes, *sorted(loose, key=_order)]
    first_loose = len(homes)
    agreements: list[dict[int, Agreement]] = [{} for _ in clusters]

    def compare(one: int, other: int) -> None:
        agreed = None
        if other >= first_loose or one >= first_loose:
            agreed = agreement(clusters[one].traits, clusters[other].traits)
        if agreed is None:
            agreements[one].pop(other, None)
            agreements[other].pop(one, None)
        else:
            agreements[one][other] = agreements[other][one] = agreed

    for one, other in combinations(range(len(clusters)), 2):
        compare(one, other)
    alive = list(range(len(clusters)))
    while True:
        partners = {at: _best_partners(at, agreements, first_loose) for at in alive}
        pairs = [
            (agreements[one][other], -one, -other)
            for one in alive
            for other in partners[one] or ()
            if partners[other] is not None
        ]
        if not pairs:
            loose_ones = alive[first_loose:]
            return (
                [clusters[at] for at in loose_ones if partners[at] is not None],
                [clusters[at] for at in loose_ones if partners[at] is None],
            )
        _, one, other = max(pairs)
        kept, gone = sorted((-one, -other))
        clusters[kept].absorb(clusters[gone])
        alive.remove(gone)
        for at in agreements[gone]:
            del agreements[at][gone]
        agreements[gone] = {}
        for at in alive:
            if at != kept:
                compare(kept, at)


def _best_partners(
    one: int, agreements: Sequence[dict[int, Agreement]], first_loose: int
) -> list[int] | None:
    """The clusters that ``one`` agrees with best; None if these can't all be one paper."""
    mine = agreements[one]
    if not mine:
        return []
    most = max(mine.values())
    best = [at for at, agreed in mine.items() if agreed == most]
    rivals = set(best)
    if not most.is_positive:
        # Where only the title speaks for any of them, there must be no other paper that has it.
        rivals.update(mine)
        if one >= first_loose and min(mine) < first_loose:
            rivals.update(range(first_loose))
    if any(other not in agreements[at] for at, other in combinations(rivals, 2)):
        return None
    return best


def _order(item: Cluster) -> tuple[object, ...]:
    """An order of clusters with different traits that depends on nothing but these."""
    traits = item.traits
    return (
        traits.doi or "",
        traits.abstract or "",
        sorted(traits.names),
        str(traits.published),
        str(traits.published_last),
        -1 if traits.author_count is None else traits.author_count,
    )

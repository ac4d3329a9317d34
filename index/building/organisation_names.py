"""Collects what the manifest says of organisations: what a slug is called, which names are one."""

from __future__ import annotations

from collections.abc import Mapping

from index.identity import organisation_key
from index.paper import Paper


class OrganisationNames:
    """The slugs of the papers that are written, and their names.

    Args:
        names: What the manifest of the index says that is updated.
        same: The same.
    """

    def __init__(self, names: Mapping[str, str], same: Mapping[str, str]) -> None:
        self._names: dict[str, str] = {}
        self._same: list[tuple[str, str]] = []
        self._keys: dict[str, set[str]] = {}
        self.learn(names, same)

    def learn(self, names: Mapping[str, str], same: Mapping[str, str]) -> None:
        """Take note of what another manifest says."""
        for slug, name in names.items():
            self._note(slug, name, organisation_key(slug, name))
        self._same += same.items()

    def note(self, paper: Paper) -> None:
        """Take note of the organisations of a paper."""
        for org in paper.orgs or ():
            if org.slug is None:
                continue
            key = organisation_key(org.slug, org.name)
            self._note(org.slug.casefold(), org.name or org.slug, key)

    def _note(self, slug: str, name: str, key: str) -> None:
        self._keys.setdefault(slug, set()).add(key)
        known = self._names.get(slug, name)
        # A slug takes the place of a name only where there is none.
        self._names[slug] = max(known, name, key=lambda one: (one.casefold() != slug, one))

    def names(self) -> dict[str, str]:
        """Display name of each organisation by its casefolded slug."""
        return dict(sorted(self._names.items()))

    def same(self) -> dict[str, str]:
        """The keys of organisations that have several, and the first key of each of these."""
        parents: dict[str, str] = {}

        def first(key: str) -> str:
            while (parent := parents.setdefault(key, key)) != key:
                key = parent
            return key

        def join(one: str, other: str) -> None:
            low, high = sorted((first(one), first(other)))
            parents[high] = low

        for key, other in self._same:
            join(key, other)
        for keys in self._keys.values():
            for key in keys:
                join(min(keys), key)
        groups: dict[str, list[str]] = {}
        for key in parents:
            groups.setdefault(first(key), []).append(key)
        return {
            key: low
            for low, keys in sorted(groups.items())
            if len(keys) > 1
            for key in sorted(keys)
        }

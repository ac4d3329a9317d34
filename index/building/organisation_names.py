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
        self._names = dict(names)
        self._same = dict(same)
        self._keys = {slug: {organisation_key(slug, name)} for slug, name in names.items()}

    def note(self, paper: Paper) -> None:
        """Take note of the organisations of a paper."""
        for org in paper.orgs or ():
            if org.slug is None:
                continue
            slug, name = org.slug.casefold(), org.name or org.slug
            self._keys.setdefault(slug, set()).add(organisation_key(org.slug, org.name))
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

        for key, other in self._same.items():
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

"""Which slugs and names are one organisation.

A paper's column ``org`` has the key of each of its organisations: the folded name, else the folded
slug. Names that are the same when folded so are one whatever their slugs. A slug that has several
names makes one of their keys; the manifest tells of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from index.identity import fold_title, organisation_key


class Organisations:
    """The organisations of an index, as far as its manifest tells of them.

    Args:
        names: Display name of each organisation by its casefolded slug.
        same: Keys that stand for one organisation with others, and the first of these.
    """

    def __init__(self, names: Mapping[str, str], same: Mapping[str, str]) -> None:
        self._names = names
        self.same = same

    def first_key(self, key: str) -> str:
        """The first key of the organisation that a key stands for."""
        return self.same.get(key, key)

    def keys(self, key: str) -> list[str]:
        """All keys of the organisation that a key stands for."""
        return self._keys.get(self.first_key(key), [key])

    def keys_of_slug(self, slug: str) -> list[str]:
        """All keys of the organisation with this casefolded slug; none where it is unknown."""
        name = self._names.get(slug)
        return [] if name is None else self.keys(organisation_key(slug, name))

    def called(self, first_key: str) -> tuple[str, str] | None:
        """The shortest slug of an organisation and its name; None where it has no slug."""
        slugs = self._slugs.get(first_key)
        if slugs is None:
            return None
        slug = min(slugs, key=lambda one: (len(one), one))
        return slug, self._names[slug]

    def is_called(self, first_key: str, keys: Iterable[str], sought: str) -> bool:
        """Whether an organisation has a text in its name or in one of its slugs, in any case."""
        folded, casefolded = fold_title(sought), sought.casefold()
        if any(folded in key for key in keys):
            return True
        return any(
            casefolded in slug or casefolded in self._names[slug].casefold()
            for slug in self._slugs.get(first_key, ())
        )

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for key, first in self.same.items():
            keys.setdefault(first, []).append(key)
        return keys

    @cached_property
    def _slugs(self) -> dict[str, list[str]]:
        slugs: dict[str, list[str]] = {}
        for slug, name in self._names.items():
            slugs.setdefault(self.first_key(organisation_key(slug, name)), []).append(slug)
        return slugs


NO_ORGANISATIONS: Final = Organisations({}, {})

"""Organisations as records name them: clean, and each once."""

from __future__ import annotations

from collections.abc import Iterable

from index.identity import organisation_key
from index.paper import Organisation
from index.text.cleaning import NAME_LIMIT, one_line


def organisations(named: Iterable[Organisation] | None) -> tuple[Organisation, ...] | None:
    """Clean organisations in order, each once; None for none.

    Those with one slug are one, and those whose names are the same when folded.

    Args:
        named: As a record has them; slugs and names may be empty.
    """
    found: list[Organisation] = []
    positions: dict[str, int] = {}
    for org in named or ():
        slug = one_line(org.slug, NAME_LIMIT) or None if org.slug else None
        name = one_line(org.name, NAME_LIMIT) or None if org.name else None
        if name is None and slug is None:
            continue
        # A folded name has no space.
        marks = [organisation_key(slug, name)] + ([f"slug {slug.casefold()}"] if slug else [])
        position = next((positions[mark] for mark in marks if mark in positions), len(found))
        if position == len(found):
            found.append(Organisation(slug, name))
        else:
            known = found[position]
            found[position] = Organisation(known.slug or slug, known.name or name)
        for mark in marks:
            positions.setdefault(mark, position)
    return tuple(found) or None

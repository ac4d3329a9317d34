"""Reads records that say the organisations of a paper and nothing else of it.

A record names its paper by an id, and the organisations under Quire's own keys or under others that
tables of affiliations have. With a title beside them it is a paper like others, which merging joins
to that of the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from index.paper import PRINTED, Organisation, OrganisationRecord
from index.sources.affiliations import organisation
from index.sources.identifiers import clean_arxiv_id, clean_doi
from index.sources.json_kinds import (
    FOREIGN_ORGANISATIONS,
    OWN,
    PAPER_IDS,
    has_foreign_id,
)
from index.sources.json_records import BadRecord
from index.sources.json_values import (
    WrongValue,
    identifier_of,
    is_missing,
    text_of,
    texts_of,
    unquoted,
    wrong,
)
from index.sources.organisations import organisations
from index.text.cleaning import NAME_LIMIT, one_line

_BESIDE: Final = frozenset(["arxiv_id", "doi", "key", "orgs", "org", "org_name", "sources"])
"""What a record of organisations alone may say."""

_NAMES: Final = ("name", "display_name", "fullname")
"""Keys under which an organisation has its name."""


def organisations_alone(record: dict[str, Any], file: str) -> OrganisationRecord:
    """The organisations of a paper that other records tell of.

    Args:
        record: A decoded object without a title.
        file: The input's name.

    Raises:
        WrongValue: An id is none, or a value has no meaning where it stands.
        BadRecord: It names no paper or no organisation, or has more that a title should go with.
    """
    more = next(
        (name for name in PRINTED if name not in _BESIDE and not is_missing(record.get(name))), None
    )
    if more is not None:
        raise BadRecord(
            f'no "title" in it, and without one a record is for organisations alone, not "{more}"'
        )
    arxiv_id = checked_arxiv_id(_identifier(record, "arxiv_id"))
    doi = _identifier(record, "doi")
    doi = clean_doi(doi) if doi else None
    key = text_of(record.get("key"), "key")
    if arxiv_id is None and doi is None and key is None:
        raise BadRecord('no "title" in it, and no "arxiv_id", "doi" or "key" that names a paper')
    named = named_organisations(record)
    if named is None:
        slug, name = text_of(record.get("org"), "org"), text_of(record.get("org_name"), "org_name")
        named = (Organisation(slug, name),)
    orgs = organisations(named)
    if orgs is None:
        raise BadRecord('no "title" in it, and no organisation')
    sources = {one_line(name, NAME_LIMIT) for name in texts_of(record.get("sources"), "sources")}
    return OrganisationRecord(
        arxiv_id=arxiv_id,
        doi=doi,
        key=key,
        orgs=orgs,
        sources=tuple(sorted(sources - {""})) or (OWN,),
        file=file,
        line=1,
    )


def _identifier(record: dict[str, Any], kind: str) -> str | None:
    names = [name for name in PAPER_IDS[kind] if not is_missing(record.get(name))]
    if not names and kind == "arxiv_id" and has_foreign_id(record):
        names = ["id"]
    return identifier_of(record[names[0]], names[0]) if names else None


def checked_arxiv_id(given: str | None) -> str | None:
    """An arXiv id in its usual form; None for none.

    Raises:
        WrongValue: There is something else.
    """
    if not given:
        return None
    arxiv_id = clean_arxiv_id(given)
    if arxiv_id is None:
        raise WrongValue('"arxiv_id": not an arXiv id like 2401.01234')
    return arxiv_id


def named_organisations(record: dict[str, Any]) -> tuple[Organisation, ...] | None:
    """The organisations that a record lists: objects with a slug, a name or both, or names.

    None where it lists none, or has one by itself.

    Under a foreign key they may stand in a list for each author; affiliations are addresses.

    Raises:
        WrongValue: It is no list of them.
    """
    if not is_missing(record.get("orgs")):
        return tuple(_members(record["orgs"], "orgs")) or None
    if not (is_missing(record.get("org")) and is_missing(record.get("org_name"))):
        return None
    for name in FOREIGN_ORGANISATIONS:
        value = record.get(name)
        if isinstance(value, str) and isinstance(unquoted(value), str):
            value = [part.strip() for part in value.split(";")]
        if not is_missing(value):
            found = _members(_flat(unquoted(value)), name)
            if name == "affiliations":
                found = map(_without_address, found)
            return tuple(org for org in found if org.slug or org.name) or None
    return None


def _flat(value: object) -> object:
    """A list without lists in it."""
    if not isinstance(value, list):
        return value
    return [
        inner for member in value for inner in (member if isinstance(member, list) else [member])
    ]


def _members(value: object, name: str) -> Iterator[Organisation]:
    value = unquoted(value)
    for position, member in enumerate(value if isinstance(value, list) else [value]):
        if is_missing(member):
            continue
        where = f"{name}[{position}]" if isinstance(value, list) else name
        if isinstance(member, str):
            yield Organisation(name=member)
        elif isinstance(member, dict):
            key = next((key for key in _NAMES if not is_missing(member.get(key))), _NAMES[0])
            slug = text_of(member.get("slug"), f"{where}.slug")
            yield Organisation(slug, text_of(member.get(key), f"{where}.{key}"))
        else:
            raise wrong(where, "object", member)


def _without_address(org: Organisation) -> Organisation:
    return Organisation(org.slug, organisation(org.name) or None) if org.name else org

"""What can be followed from a paper, and what a saved search may be called. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from index import set_filter
from tui.rendering.readable import shown
from tui.text import clean

if TYPE_CHECKING:
    from index import Paper

LONGEST_NAME: Final = 40
"""Characters of a name that is made of a query."""
_WORDS_OF_TITLE: Final = 5


class Lead(msgspec.Struct, frozen=True):
    """A search that a paper leads to.

    Attributes:
        label: What it is for, as the paper has it.
        query: What finds it.
        name: What to call it when it is saved.
    """

    label: str
    query: str
    name: str


def author_lead(paper: Paper, number: int) -> Lead | None:
    """The search for the papers of one author, counted from 1, or from the end with -1."""
    authors = paper.authors or ()
    if not 1 <= abs(number) <= len(authors):
        return None
    name = authors[number - 1 if number > 0 else number]
    return _lead("author", name, clean(name))


def leads_of(paper: Paper) -> dict[str, Lead]:
    """All that a paper leads to, by the id of the command that follows it."""
    organisation = paper.orgs[0] if paper.orgs else None
    named = (organisation.slug or organisation.name or "") if organisation is not None else ""
    called = clean((organisation.name if organisation is not None else None) or named)
    authors = len(paper.authors or ())
    words = " ".join(shown(paper.title).split()[:_WORDS_OF_TITLE])
    found = {
        "follow.author": author_lead(paper, 1),
        "follow.last-author": author_lead(paper, -1) if authors > 1 else None,
        "follow.organisation": _lead("org", named, called) if named else None,
        "follow.category": _lead("cat", paper.categories[0]) if paper.categories else None,
        "follow.similar": msgspec.structs.replace(
            _lead("like", paper.key), label="papers like it", name=name_of(f"like {words}")
        ),
    }
    return {command: lead for command, lead in found.items() if lead is not None}


def _lead(field: str, value: str, label: str = "") -> Lead:
    label = label or clean(value)
    return Lead(label, set_filter("", field, value), name_of(label))


def name_of(text: str) -> str:
    """A name for a search, made of a query or of what it is for: no quotes, not too long."""
    plain = "".join(character for character in clean(text) if character not in '"“”„«»')
    words = plain.split()
    name = ""
    for word in words:
        if len(name) + len(word) >= LONGEST_NAME:
            break
        name = f"{name} {word}".lstrip()
    return name or plain.strip()[:LONGEST_NAME]

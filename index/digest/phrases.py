"""What all formats say in the same words. Whatever papers hold, it comes out as inert text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.exporting.clean_paper import cleaned
from index.text.cleaning import one_line
from index.text.counting import counted
from index.text.latex import readable

if TYPE_CHECKING:
    from index.digest.digest import Digest, Listed, Section
    from index.paper import Paper

_NAMED: Final = 3
"""Authors that are named."""

_EXCERPT: Final = 400
"""Characters of an abstract that are shown."""


def title(paper: Paper) -> str:
    """The title as people read it."""
    return one_line(readable(cleaned(paper).title)) or one_line(paper.key)


def facts(paper: Paper) -> str:
    """Who, where and when, as far as it is known, in one line."""
    paper = cleaned(paper)
    parts = []
    if paper.authors:
        named = paper.authors[:_NAMED]
        more = paper.authors_beyond(len(named))
        others = "" if more == 0 else " and others" if more is None else f" and {more:,} more"
        parts.append(", ".join(named) + others)
    elif paper.author_count is not None:
        parts.append(counted(paper.author_count, "author"))
    if paper.orgs:
        parts.append(", ".join(org.name or org.slug or "" for org in paper.orgs))
    if paper.venue:
        parts.append(paper.venue)
    if paper.published_text is not None:
        parts.append(paper.published_text)
    return " · ".join(parts)


def excerpt(paper: Paper) -> str:
    """The beginning of the abstract in one line, whole words; empty where none is known."""
    text = one_line(readable(cleaned(paper).abstract or ""), _EXCERPT * 50)
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def heading(digest: Digest) -> str:
    """What the whole is: ``Quire, 2026-11-26: 5 new papers``."""
    return f"Quire, {digest.time.date()}: {counted(digest.count, 'new paper')}"


def subject(digest: Digest) -> str:
    """The heading with the names of the searches, in one line of a bounded length."""
    names = ", ".join(f"{one_line(one.name)} ({one.count:,})" for one in digest.new_sections)
    return one_line(f"{heading(digest)}: {names}", 200)


def summary(section: Section) -> str:
    """How much is new: ``3 new papers since 2026-11-25, 1 of them above``."""
    told = f"{counted(section.count, 'new paper')} since {section.since}"
    if not section.above:
        return told
    if section.above == section.count:
        return f"{told}, {'listed' if section.count == 1 else 'all listed'} above"
    return f"{told}, {section.above:,} of them above"


def also(listed: Listed) -> str:
    """In which other searches a paper is new; empty where in none."""
    return "also in " + ", ".join(map(one_line, listed.also)) if listed.also else ""


def rest(section: Section) -> str:
    """How many more there are and what shows them; empty where there are none."""
    return f"and {section.more:,} more: {section.command}" if section.more else ""

"""A reading list in Markdown: one item a paper, with its title linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from index.exporting.citation import encoded, link
from index.exporting.clean_paper import cleaned
from index.paper import Paper
from index.text.counting import counted
from index.text.latex import readable

_NAMED: Final = 10

# Entities for what HTML knows, since not every reader of Markdown takes a backslash there.
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: "\\" + mark for mark in "\\`*_[]{}~|$^"}
)


def markdown_lines(papers: Iterable[Paper]) -> Iterator[str]:
    """A list item for each paper: title, authors, organisations, venue, date, as far as known.

    LaTeX is turned into plain text. Up to ten authors are named. Everything is escaped: nothing a
    paper holds becomes markup, a link or HTML.
    """
    for paper in papers:
        yield _item(cleaned(paper))


def _item(paper: Paper) -> str:
    title = escaped(readable(paper.title))
    address = link(paper)
    parts = [f"[{title}]({_target(address)})" if address else opening(title)]
    if paper.authors:
        named = ", ".join(escaped(name) for name in paper.authors[:_NAMED])
        more = paper.authors_beyond(min(_NAMED, len(paper.authors)))
        if more is None:
            named += " and others"
        elif more > 0:
            named += f" and {more} more"
        parts.append(named)
    elif paper.author_count is not None:
        parts.append(counted(paper.author_count, "author"))
    if paper.orgs:
        parts.append(", ".join(escaped(org.name or org.slug or "") for org in paper.orgs))
    if paper.venue:
        parts.append(escaped(paper.venue))
    if paper.published_text is not None:
        parts.append(paper.published_text)
    return "- " + " · ".join(parts) + "\n"


def _target(address: str) -> str:
    # Entities count in addresses too, even those that only look like one: "?a=1&copy=2".
    return encoded(address).replace("*", "%2A").replace("&", "&amp;")


@cache
def _self_linking() -> re.Pattern[str]:
    """What readers turn into a link although nothing marks it as one."""
    return re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)


@cache
def _block_start() -> re.Pattern[str]:
    """What makes a heading, a list or a rule of a line that starts with it."""
    return re.compile(r"([#+=-])|(\d{1,9})([.)])")


def escaped(text: str) -> str:
    """A text in which nothing is markup; at the start of a line some marks still are."""
    text = text.translate(_ESCAPES)
    return _self_linking().sub(lambda found: f"&#{ord(found[0])};", text)


def opening(text: str) -> str:
    """An escaped text for the start of a line, where it begins no heading, list or rule."""
    if (found := _block_start().match(text)) is None:
        return text
    if found[1]:
        return "\\" + text
    return f"{found[2]}\\{text[found.end(2) :]}"

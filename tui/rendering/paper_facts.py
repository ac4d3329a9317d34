"""What is known of a paper, as short texts in the order in which one decides to read it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tui.rendering.readable import shown
from tui.rendering.result_row import INFERRED
from tui.text import ELLIPSIS, clean, plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Paper

Kind = Literal["who", "people", "date", "number"]

BETWEEN: Final = " · "
"""Stands between two facts."""

LEAST_ORGANISATION: Final = 12
"""Cells of an organisation's name that are worth more than the facts after it."""

DROPPED_FIRST: Final = ("comments", "authors", "upvotes", "organisation")
"""Facts that are left out where a line is too narrow, the least important first."""

FEW_NAMES: Final = 3
SOME_NAMES: Final = 7
MOST_NAMES: Final = 5_000
"""Author names that are written out first, before the last one: in the reader, in the preview,
and where all are asked for."""


_WEB_ADDRESS: Final = re.compile(r"https?://[!-~]+")


class Fact(NamedTuple):
    """One fact, and what kind of thing it is, which decides its colour."""

    text: str
    kind: Kind


class FactLine(NamedTuple):
    """The facts that fit into one line, and those that don't, both in the order of reading."""

    shown: tuple[Fact, ...]
    left_out: tuple[str, ...]


def facts_in(paper: Paper, width: int) -> FactLine:
    """The facts that decide whether a paper is read, as many as fit into one line.

    Organisation, number of authors, day, upvotes and comments. Where the line is narrow, counts
    and the organisation get their short forms, and then the least important facts go.

    Args:
        paper: Whose facts they are.
        width: Cells of the line.
    """
    long = _facts(paper, short=False)
    for dropped in range(len(DROPPED_FIRST) + 1):
        left_out = DROPPED_FIRST[:dropped]
        for short in (False, True):
            facts = {
                name: fact for name, fact in _facts(paper, short).items() if name not in left_out
            }
            if (line := _fitted(facts, paper, width)) is not None:
                gone = tuple(fact.text for name, fact in long.items() if name in left_out)
                return FactLine(line, gone)
    day = long["day"]
    return FactLine((day._replace(text=shorten(day.text, width)),), ())


def _facts(paper: Paper, short: bool) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if organisation := organisation_of(paper):
        facts["organisation"] = Fact(organisation, "who")
    if paper.author_count is not None or paper.authors:
        facts["authors"] = Fact(_number_of_authors(paper), "people")
    facts["day"] = Fact(day_of(paper), "date")
    for name, count, word, letters in (
        ("upvotes", paper.upvotes, "upvote", "up"),
        ("comments", paper.comments, "comment", "com"),
    ):
        if count is not None:
            text = f"{count:,} {letters}" if short else plural(count, word)
            facts[name] = Fact(text, "number")
    return facts


def _fitted(facts: dict[str, Fact], paper: Paper, width: int) -> tuple[Fact, ...] | None:
    """The facts in a line of this width, or None where they are too many."""
    rest = [fact.text for name, fact in facts.items() if name != "organisation"]
    room = width - width_of(BETWEEN.join(rest))
    organisation = facts.get("organisation")
    if organisation is None:
        return tuple(facts.values()) if room >= 0 else None
    room -= width_of(BETWEEN)
    slug = organisation_of(paper, short=True)
    for text in (organisation.text, slug, shorten(organisation.text, room)):
        if width_of(text) <= room and (text in {organisation.text, slug} or _is_enough(room)):
            return tuple((facts | {"organisation": Fact(text, "who")}).values())
    return None


def _is_enough(room: int) -> bool:
    return room >= LEAST_ORGANISATION


def organisation_of(paper: Paper, *, short: bool = False) -> str:
    """The first organisation's name, or its slug where that is all there is or shorter.

    After it stands how many others there are. Empty where no organisation is known.

    Args:
        paper: Whose organisation it is.
        short: Whether the shorter one of name and slug is wanted.
    """
    name, slug = clean(paper.org_name or ""), clean(paper.org or "")
    called = min(slug, name, key=width_of) if short and name and slug else name or slug
    others = len(paper.orgs or ()) - 1
    return f"{called} +{others}" if called and others > 0 else called


def _number_of_authors(paper: Paper) -> str:
    named = len(paper.authors or ())
    if paper.authors and paper.authors_beyond(named) is None:
        return f"{named:,}+ authors"
    return plural(max(paper.author_count or 0, named), "author")


def day_of(paper: Paper) -> str:
    """The day of publication, marked where its year is inferred, or that it is unknown."""
    if paper.published_text is None:
        return "date unknown"
    return (INFERRED if paper.year_inferred else "") + paper.published_text


def names_of(paper: Paper, first: int = MOST_NAMES) -> str:
    """The authors' names, the first and the last of them where they are many; empty for unknown.

    Args:
        paper: Whose authors they are.
        first: Most names to write out before the last one.
    """
    authors = paper.authors or ()
    if not authors:
        return ""
    beyond = paper.authors_beyond(len(authors))
    if len(authors) <= first + 2:
        names, last, hidden = authors, "", 0
    else:
        names, hidden = authors[:first], len(authors) - first
        last = ""
        if beyond == 0:
            # Who stands last has often led the work; of those that no source names nobody is last.
            last, hidden = f", {ELLIPSIS} {shown(authors[-1])}", hidden - 1
    text = ", ".join(shown(name) for name in names) + last
    if beyond is None:
        return f"{text} and others"
    more = hidden + beyond
    return f"{text} and {more:,} more" if more else text


def has_more_names(paper: Paper, first: int) -> bool:
    """Whether `names_of` leaves out names that are known."""
    return len(paper.authors or ()) > first + 2


def details_of(paper: Paper, left_out: Sequence[str] = ()) -> list[str]:
    """What is of interest after the abstract: ids, categories, stars, other days.

    Args:
        paper: Whose details they are.
        left_out: Facts that found no room above the abstract.
    """
    details = list(left_out)
    for number, organisation in enumerate(paper.orgs or ()):
        name, slug = clean(organisation.name or ""), clean(organisation.slug or "")
        if number and (name or slug):
            details.append(name or slug)
        if name and slug and _folded(name) != _folded(slug):
            details.append(f"org:{slug}")
    if paper.venue:
        details.append(clean(paper.venue))
    if paper.featured is not None and paper.featured != paper.published:
        details.append(f"featured {paper.featured.isoformat()}")
    if paper.year_inferred and paper.published is not None:
        details.append("year inferred")
    if paper.arxiv_id:
        details.append(f"arXiv {clean(paper.arxiv_id)}")
    if paper.categories:
        details.append(" ".join(clean(category) for category in paper.categories))
    if paper.doi:
        details.append(f"doi {clean(paper.doi)}")
    if paper.stars is not None:
        details.append(plural(paper.stars, "star"))
    return details


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def address_in(address: str, width: int) -> str:
    """An address as one line shows it: never broken, and its last part, the id, kept whole.

    Where it is too wide, first its scheme goes, then what stands between host and last part.
    """
    if width_of(address) <= width:
        return address
    bare = address.partition("://")[2] or address
    if width_of(bare) <= width:
        return bare
    host, _, path = bare.partition("/")
    last = path.rstrip("/").rpartition("/")[2]
    for text in (f"{host}/{ELLIPSIS}/{last}", f"{ELLIPSIS}/{last}"):
        if last and width_of(text) <= width:
            return text
    return shorten(bare, width)


def leads_to_web(address: str) -> bool:
    """Whether an address may be handed to the terminal as a link: http or https, and all ASCII.

    A terminal ends a link at the first control character, and opens it for whoever clicks.
    """
    return _WEB_ADDRESS.fullmatch(address) is not None

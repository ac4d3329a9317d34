"""Reads the details below a paper on a saved page: authors or organisation, date, counts.

They stand in a block of their own, for example::

      • 4 authors            or  nvidia NVIDIA
    ·
    Sep 7, 2024 6                Jul 10 14 1.81k

Read are also: no first line, an organisation and an authors line together, everything on one
line, counts on lines of their own, full month names, authors behind the dot, no dot, and what pages
of trending papers have: ``Published on``, ``Upvote``, ``GitHub`` with the stars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

import msgspec

from index.sources.days import MONTHS

_DOTS: Final = frozenset("·•∙⋅|")


class Day(msgspec.Struct, frozen=True):
    """A printed date; the year is None where the page leaves it out."""

    month: int
    day: int
    year: int | None = None

    @property
    def exists(self) -> bool:
        """Whether the calendar has this day, in some year where none is printed."""
        try:
            # 2000 was a leap year.
            date(self.year or 2000, self.month, self.day)
        except ValueError:
            return False
        return True


class DatedLine(msgspec.Struct, frozen=True):
    """A line that begins with a date, and the counts that may follow it."""

    day: Day
    comments: int | None = None
    stars: int | None = None

    @property
    def is_bare(self) -> bool:
        """Whether this is a month and a day and nothing else, as a page's own date is."""
        return self.day.year is None and self.comments is None and self.stars is None


class Details(msgspec.Struct):
    """What the details of one paper say; None is what they do not say.

    Attributes:
        line: Line they start on.
        problem: A sentence about a part that can't be read.
        paper: The arXiv id of the paper, where links tell it.
    """

    line: int
    author_count: int | None = None
    org: str | None = None
    org_name: str | None = None
    day: Day | None = None
    comments: int | None = None
    stars: int | None = None
    problem: str | None = None
    upvotes: int | None = None
    paper: str | None = None


class Split(msgspec.Struct, frozen=True):
    """A block cut into the lines before its details, the details, and the lines after them."""

    before: int
    details: Details
    after: int


@cache
def _date_pattern() -> re.Pattern[str]:
    names = (
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    )
    count = r"\d[\d,]*(?:\.\d+)?[km]?"
    return re.compile(
        rf"({names})\.? (\d{{1,2}})(?:, ?(\d{{4}}))?(?: ({count}))?(?: ({count}))?", re.IGNORECASE
    )


@cache
def _authors_pattern() -> re.Pattern[str]:
    return re.compile(r"[•·∙⋅*-]? ?(\d[\d,]{0,8}) authors?", re.IGNORECASE)


def dated_line(line: str) -> DatedLine | None:
    """The date a line consists of, with its counts, or None."""
    if line[:13].casefold() == "published on ":
        line = line[13:]
    if line[:3].lower() not in MONTHS:
        return None
    found = _date_pattern().fullmatch(line)
    if found is None:
        return None
    month, day, year, first, second = found.groups()
    comments, stars = _comments_and_stars([word for word in (first, second) if word])
    return DatedLine(
        day=Day(MONTHS.index(month[:3].lower()) + 1, int(day), int(year) if year else None),
        comments=comments,
        stars=stars,
    )


def count_of(word: str) -> int | None:
    """A count as pages print it: ``14``, ``1,204``, ``1.81k``; None for anything else."""
    if len(word) > 12 or not word[:1].isdigit() or not word.isascii():
        return None
    scale = {"k": 1_000, "m": 1_000_000}.get(word[-1].lower(), 1)
    digits = (word if scale == 1 else word[:-1]).replace(",", "")
    whole, _, part = digits.partition(".")
    if not whole.isdigit() or (part and not part.isdigit()) or (part and scale == 1):
        return None
    return int(whole) * scale + int(round(int(part) * scale / 10 ** len(part)) if part else 0)


def is_rounded(word: str) -> bool:
    """Whether a count is written as ``1.81k``: only stars grow so large."""
    return word[-1:].lower() in ("k", "m") and count_of(word) is not None


def _comments_and_stars(words: list[str]) -> tuple[int | None, int | None]:
    """One count is of comments, unless it is written as only stars are; a second is of stars."""
    if not words:
        return None, None
    if len(words) == 1:
        count = count_of(words[0])
        return (None, count) if is_rounded(words[0]) else (count, None)
    return count_of(words[0]), count_of(words[1])


def is_dot(line: str) -> bool:
    """Whether a line is nothing but the dot between the parts of the details."""
    return line in _DOTS


def is_votes(line: str) -> bool:
    """Whether a line may be the number of votes for a paper; a dash stands for none."""
    return line == "-" or (len(line) <= 6 and count_of(line) is not None)


def find_details(lines: Sequence[str], first: int) -> Split | None:
    """Find the details in a block.

    Args:
        lines: Its lines, without white space at their ends.
        first: The number of the first one.

    Returns:
        Where they stand; None if there are none. A date alone is not enough.
    """
    for at in range(len(lines)):
        unfolded = _unfolded(lines[at], is_alone=len(lines) == 1)
        if unfolded is not None:
            details = Details(line=first + at)
            _read(unfolded, 0, details)
            return Split(at, details, _read_more(lines, at + 1, details))
        start = _start(lines, at)
        if start is not None:
            details = Details(line=first + start)
            return Split(start, details, _read(lines, start, details))
    return None


def _unfolded(line: str, *, is_alone: bool) -> list[str] | None:
    """Details that stand on one line, ``• 4 authors · Sep 7, 2024 6``, as several lines."""
    if len(line) >= 200:
        return None
    dots = "·∙⋅|" if is_alone else "·∙⋅"
    if not any(dot in line for dot in dots):
        return None
    parts = re.split(f" ?[{dots}] ?", line)
    if len(parts) < 2 or dated_line(parts[-1]) is None:
        return None
    return [*(part for part in parts[:-1] if part), "·", parts[-1]]


def looks_like_organisation(line: str) -> bool:
    """Whether a line may be a slug and a display name."""
    slug = line.split(" ", 1)[0]
    return (
        len(line) <= 120
        and not line.endswith((".", ":", ";", ","))
        and line.count(" ") < 12
        and slug.isascii()
        and slug[:1].isalnum()
        and slug.replace("-", "").replace("_", "").replace(".", "").isalnum()
    )


def _start(lines: Sequence[str], at: int) -> int | None:
    """The first line of the details, if their surest line is at ``at``; else None."""
    line = lines[at]
    if "author" in line.lower() and _authors_pattern().fullmatch(line) is not None:
        start = at
        while start > 0 and is_dot(lines[start - 1]):
            start -= 1
        if start == at and at > 0 and looks_like_organisation(lines[at - 1]):
            return _with_slug_above(lines, at - 1)
        return start
    is_dated = at + 1 < len(lines) and dated_line(lines[at + 1]) is not None
    if is_dot(line) and is_dated:
        if at > 0 and is_organisation(lines[at - 1]):
            return _with_slug_above(lines, at - 1)
        return 0 if at == 1 and len(lines[0]) <= 120 else at
    button = _button().fullmatch(line)
    if at > 0 and button is not None and (button[1] or button[2]):
        return at
    # A program that copied the page may have lost the dot.
    if is_dated and is_organisation(line) and (at == 0 or _ends_abstract(lines[at - 1])):
        return at
    return None


def _with_slug_above(lines: Sequence[str], at: int) -> int:
    """Where an organisation begins: its slug and its display name may stand on two lines."""
    is_two = at == 1 and " " not in lines[0] and looks_like_organisation(lines[0])
    return 0 if is_two else at


def is_organisation(line: str) -> bool:
    """Whether a line is an organisation, if the date stands below it.

    Its name may end in a full stop (Lantern Bay Inc.), which the last words of an abstract do too.
    """
    if not line.endswith("."):
        return looks_like_organisation(line)
    name = line.partition(" ")[2]
    is_name = name[:1].isupper() or name[:1].isdigit() or not name[:1].isascii()
    return bool(name) and is_name and looks_like_organisation(line.removesuffix("."))


def _ends_abstract(line: str) -> bool:
    return len(line) > 120 or line.endswith((".", "!", "?", ")", "。"))


def _read(lines: Sequence[str], start: int, details: Details) -> int:
    """Read details from their first line on; the number of lines until their end is returned."""
    end = _read_names(lines, start, details)
    end = _read_date(lines, end, details)
    return _read_more(lines, end, details)


def _read_names(lines: Sequence[str], at: int, details: Details) -> int:
    names: list[str] = []
    while at + 1 < len(lines) and is_dot(lines[at]) and dated_line(lines[at + 1]) is None:
        at += 1
    while at < len(lines) and not is_dot(lines[at]) and dated_line(lines[at]) is None:
        found = _authors_pattern().fullmatch(lines[at])
        if found is not None:
            details.author_count = int(found[1].replace(",", ""))
        elif details.author_count is not None or is_button(lines[at]):
            break
        else:
            names.append(lines[at])
        at += 1
    if names:
        line = " ".join(names)
        slug, _, name = line.partition(" ")
        # In its place an organisation may end like a sentence: "Lantern Bay Inc."
        if looks_like_organisation(line.removesuffix(".")):
            details.org = slug
            details.org_name = name or None
        else:
            details.org_name = line
    return at


def _read_date(lines: Sequence[str], at: int, details: Details) -> int:
    dotted = at < len(lines) and is_dot(lines[at])
    if dotted:
        at += 1
    if at >= len(lines):
        return at
    dated = dated_line(lines[at])
    if dated is not None:
        add_date(details, dated)
        return at + 1
    if dotted:
        details.problem = (
            f"the details end in {_shown(lines[at])}, which is no date like Sep 7, 2024"
        )
        at += 1
    return at


def _read_more(lines: Sequence[str], at: int, details: Details) -> int:
    """Read the counts and buttons on lines of their own that follow the date."""
    while at < len(lines):
        if lines[at].casefold() == "upvote" and at + 1 < len(lines) and is_votes(lines[at + 1]):
            details.upvotes = count_of(lines[at + 1])
            at += 2
            continue
        if is_votes(lines[at]) and not is_rounded(lines[at]) and at + 1 < len(lines):
            following = lines[at + 1]
            if count_of(following) is None and not is_button(following):
                # They stand above the title of the next paper.
                break
        if not add_count(details, lines[at]) and not add_button(details, lines[at]):
            break
        at += 1
    return at


def is_button(line: str) -> bool:
    """Whether a line is one of the buttons that pages of trending papers have."""
    return _button().fullmatch(line) is not None


def add_button(details: Details, line: str) -> bool:
    """Take a line as the text of a button of these details, if it is one."""
    found = _button().fullmatch(line)
    if found is None:
        return False
    if found[1]:
        details.upvotes = count_of(found[1])
    elif found[2]:
        details.stars = count_of(found[2])
    return True


@cache
def _button() -> re.Pattern[str]:
    count = r"(\d[\d.,]*[km]?)"
    return re.compile(
        rf"Upvote(?: ?(?:{count}|-))?|(?:LINK: ?)?GitHub(?: ?{count})?"
        r"|(?:LINK: ?)?(?:arXiv|Project)(?: page)?",
        re.IGNORECASE,
    )


def add_date(details: Details, dated: DatedLine) -> None:
    """Add a date and its counts to what is known."""
    if dated.day.exists:
        details.day = dated.day
    else:
        year = f", {dated.day.year}" if dated.day.year else ""
        name = MONTHS[dated.day.month - 1].capitalize()
        details.problem = f"there is no {name} {dated.day.day}{year} in the calendar"
    details.comments = dated.comments
    details.stars = dated.stars


def add_count(details: Details, line: str) -> bool:
    """Take a line as the next count of these details, if it can be one."""
    count = count_of(line)
    if count is None:
        return False
    if details.comments is None and details.stars is None and not is_rounded(line):
        details.comments = count
    elif details.stars is None:
        details.stars = count
    else:
        return False
    return True


def _shown(line: str) -> str:
    return repr(line if len(line) <= 40 else line[:39] + "…")

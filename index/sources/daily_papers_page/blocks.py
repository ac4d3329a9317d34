"""Cuts the text of saved pages into blocks of text and of details.

Blocks are parted by blank lines. Where a blank line is missing, between a title and a long
abstract, around details or behind votes, the parts are told by what they look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import msgspec

from index.sources.daily_papers_page.details import (
    DatedLine,
    Details,
    dated_line,
    find_details,
    is_dot,
    is_votes,
)
from index.sources.daily_papers_page.links import (
    Line,
    address_of,
    definitions_left_out,
    joined,
    without_links,
)
from index.sources.daily_papers_page.titles import title_likeness
from index.text.cleaning import TEXT_LIMIT, one_line

# What stands around the papers. The first are unlike any title and mark a page wherever they
# stand; the others do so only at the start of a file or beside one another.
_SIGNS: Final = frozenset(
    {
        "get trending papers in your email inbox!",
        "get trending papers in your email inbox once a day!",
        "byak and the research community",
        "by ak and the research community",
    }
)
_FURNITURE: Final = _SIGNS | frozenset(
    {
        "new", "subscribe", "daily papers", "trending papers", "by", "ak", "submit", "search",
        "and the research community", "daily", "weekly", "monthly", "previous", "next", "papers",
        "hugging face", "models", "datasets", "spaces", "docs", "community", "enterprise",
        "buckets", "buckets new",
        "pricing", "log in", "sign up", "system theme", "company", "tos", "privacy", "about",
        "careers", "website", "solutions", "sign in", "trending", "languages", "jobs", "terms",
    }
)  # fmt: skip

_SUBMITTED: Final = "submitted by"
"""Stands above the name of who put a paper on the list."""

_NO_REFERENCES: Final[Mapping[str, str]] = MappingProxyType({})

BLOCK_LIMIT: Final = 1_000_000
"""Characters of a block that are kept; a longer one can't be a part of a page."""


_LONG_LINE: Final = 250
_SHORT_LINE: Final = 250
"""Characters of lines that are paragraphs, and of lines that may be titles."""


class Block(msgspec.Struct):
    """Lines that stand together, at least one."""

    lines: list[Line]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def paper(self) -> str | None:
        """The arXiv id of the paper that its links lead to."""
        return next((line.paper for line in self.lines if line.paper is not None), None)

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading."""
        return self.lines[0].is_heading

    @property
    def is_votes(self) -> bool:
        """Whether it may be the votes for a paper, as they stand above its title."""
        return len(self.lines) == 1 and is_votes(self.lines[0])

    @property
    def is_submitter(self) -> bool:
        """Whether it says that a name follows, or has it already."""
        return self.lines[0].casefold().startswith(_SUBMITTED) and self.size <= 100

    @property
    def size(self) -> int:
        """Its characters."""
        return sum(map(len, self.lines))

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(self.lines)

    @property
    def dated(self) -> DatedLine | None:
        """The date, and its counts, that are all of this block."""
        return dated_line(self.lines[0]) if len(self.lines) == 1 else None

    @property
    def is_furniture(self) -> bool:
        """Whether every line is of those that stand around papers."""
        return all(is_furniture(line) for line in self.lines)

    @property
    def is_page_numbers(self) -> bool:
        """Whether this is a part of a row of links to other pages, if it stands beside one."""
        return all((line.isdigit() and len(line) < 4) or line in "...…" for line in self.lines)

    @property
    def is_sign(self) -> bool:
        """Whether a line marks a page for sure."""
        return any(line.casefold() in _SIGNS for line in self.lines)


def is_furniture(line: str) -> bool:
    """Whether a line is one of those that stand around papers, perhaps in a list."""
    return line.casefold().removeprefix("- ").removeprefix("* ") in _FURNITURE or (
        line.startswith(("**URL:**", "**Page Title:**", "-----"))
    )


def blocks_of(
    lines: Iterable[tuple[int, str]], references: Mapping[str, str] = _NO_REFERENCES
) -> Iterator[Block]:
    """Lines that stand together, cleaned and without links.

    A line of nothing visible parts blocks too.

    Args:
        lines: Numbered lines.
        references: Where links lead whose addresses stand elsewhere, from ``references_of``.
    """
    for block in joined(_unlinked(lines, references)):
        yield Block(block)


def _unlinked(
    lines: Iterable[tuple[int, str]], references: Mapping[str, str]
) -> Iterator[list[Line]]:
    for number, block in enumerate(_cleaned(lines)):
        if number == 0 and block[0] == "---":
            # What a program that copied the page says of the copy.
            ends = [at for at, line in enumerate(block) if line == "---" and at > 0]
            block = block[ends[0] + 1 :] if ends else block
            if not block:
                continue
        if address_of(block) is not None:
            yield block
            continue
        if references:
            block = definitions_left_out(block)
        yield from (part for part in without_links(block, references) if part)


def _cleaned(lines: Iterable[tuple[int, str]]) -> Iterator[list[Line]]:
    block: list[Line] = []
    size = 0
    for number, line in lines:
        # White space and controls alone are as good as nothing.
        line = one_line(line, TEXT_LIMIT)
        if not line:
            if block:
                yield block
            block, size = [], 0
        elif size <= BLOCK_LIMIT:
            block.append(Line(line, number))
            size += len(line)
    if block:
        yield block


def parts_of(blocks: Iterable[Block]) -> Iterator[Block | Details]:
    """Blocks with the details cut out of them, and blocks that stand alone otherwise."""
    for lines in _from_submitters(_unglued(blocks)):
        block = Block(lines)
        furniture = _leading_furniture(block)
        if 0 < furniture < len(lines):
            yield Block(lines[:furniture])
            lines = lines[furniture:]
            if len(lines) > 1 and dated_line(lines[0]) is not None and not is_dot(lines[1]):
                yield Block(lines[:1])
                lines = lines[1:]
        while lines:
            above = _above_title(lines)
            if above:
                yield from (Block([line]) for line in lines[:above])
                lines = lines[above:]
            split = find_details(lines, lines[0].number)
            if split is None:
                yield from _titles_and_abstracts(lines)
                break
            if split.before:
                yield from _titles_and_abstracts(lines[: split.before])
            split.details.line = lines[split.before].number
            split.details.paper = Block(lines[split.before : split.after]).paper
            yield split.details
            lines = lines[split.after :]


def _from_submitters(blocks: Iterable[Block]) -> Iterator[list[Line]]:
    """The lines of blocks, parted where it is said who submitted the next paper."""
    for block in blocks:
        places = [at for at, line in enumerate(block.lines) if line.casefold() == _SUBMITTED]
        for start, end in pairwise(sorted({0, *places, len(block.lines)})):
            yield block.lines[start:end]


def _above_title(lines: list[Line]) -> int:
    """How many lines say who submitted the paper of which the title follows, and its votes."""
    count = 0
    if lines[0].casefold() == _SUBMITTED and len(lines) > 2:
        count = 2
    elif lines[0].casefold().startswith(_SUBMITTED + " ") and len(lines[0]) <= 100:
        count = 1
    if len(lines) > count + 1 and is_votes(lines[count]):
        following = lines[count + 1]
        if is_votes(following) or is_dot(following) or dated_line(following) is not None:
            return count
        if not is_furniture(following):
            count += 1
    return count if count < len(lines) else 0


def _unglued(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks without the first word of a page that was appended to a line without an end.

    Saved pages have no line end at their end; of two that were put together with a tool for
    that, the second one's "new" stands right behind the first one's last character.
    """
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            last = waiting.lines[-1]
            if block.is_sign and last.endswith("new") and last[:-3].strip() == last[:-3] != "":
                waiting.lines[-1] = Line(last[:-3], last.number, last.paper)
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _leading_furniture(block: Block) -> int:
    """How many lines at the start of a block stand around papers, if that is sure."""
    count = 0
    while count < len(block.lines) and is_furniture(block.lines[count]):
        count += 1
    is_sure = any(line.casefold() in _SIGNS for line in block.lines[:count]) or (
        0 < count < len(block.lines) and dated_line(block.lines[count]) is not None
    )
    return count if is_sure else 0


def _titles_and_abstracts(lines: list[Line]) -> Iterator[Block]:
    """A block, or several where blank lines between titles and long abstracts are missing."""
    starts = {0}
    for at, line in enumerate(lines):
        if len(line) <= _LONG_LINE:
            continue
        for count in (1, 2):
            start = at - count
            title = lines[max(start, 0) : at]
            votes = start - 1 if start > 0 and is_votes(lines[start - 1]) else start
            if (
                start >= 0
                and (votes == 0 or len(lines[votes - 1]) > _LONG_LINE)
                and all(len(line) < _SHORT_LINE for line in title)
                and title_likeness(" ".join(title)) > 0
            ):
                starts |= {votes, start, at}
                break
    places = [*sorted(starts), len(lines)]
    for start, end in pairwise(places):
        yield Block(lines[start:end])


class Ahead:
    """Parts of a page with a look at the next two."""

    def __init__(self, parts: Iterator[Block | Details]) -> None:
        self._parts = parts
        self._next: list[Block | Details | None] = []

    def peek(self, distance: int = 0) -> Block | Details | None:
        """The next part, or one behind it; None at the end."""
        while len(self._next) <= distance:
            self._next.append(next(self._parts, None))
        return self._next[distance]

    def take(self) -> Block | Details | None:
        """The next part, which is then gone."""
        part = self.peek()
        self._next.pop(0)
        return part


def is_prose(part: Block | Details | None) -> bool:
    """Whether a part rather is a paragraph than a title."""
    return (
        isinstance(part, Block)
        and part.dated is None
        and not part.is_votes
        and title_likeness(part.text) < 0
    )

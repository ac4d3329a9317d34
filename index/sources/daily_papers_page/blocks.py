"""Cuts the text of saved pages into blocks of text and of details.

Blocks are parted by blank lines. Where a blank line is missing, between a title and a long
abstract or around details, the parts are told by what they look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from index.sources.daily_papers_page.details import DatedLine, Details, dated_line, find_details
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
        "careers", "website",
    }
)  # fmt: skip

BLOCK_LIMIT: Final = 1_000_000
"""Characters of a block that are kept; a longer one can't be a part of a page."""


class Block(msgspec.Struct):
    """Lines that stand together, and the number of the first of them."""

    line: int
    lines: list[str]

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
        return all(line.casefold() in _FURNITURE for line in self.lines)

    @property
    def is_page_numbers(self) -> bool:
        """Whether this is a part of a row of links to other pages, if it stands beside one."""
        return all((line.isdigit() and len(line) < 4) or line in "...…" for line in self.lines)

    @property
    def is_sign(self) -> bool:
        """Whether a line marks a page for sure."""
        return any(line.casefold() in _SIGNS for line in self.lines)


def blocks_of(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Lines that stand together, cleaned. A line of nothing visible parts blocks too."""
    block: Block | None = None
    size = 0
    for number, line in lines:
        # White space and controls alone are as good as nothing.
        line = one_line(line, TEXT_LIMIT)
        if not line:
            if block is not None:
                yield block
            block = None
        elif block is None:
            block = Block(number, [line])
            size = len(line)
        elif size <= BLOCK_LIMIT:
            block.lines.append(line)
            size += len(line)
    if block is not None:
        yield block


def parts_of(blocks: Iterable[Block]) -> Iterator[Block | Details]:
    """Blocks with the details cut out of them, and blocks that stand alone otherwise."""
    for block in _unglued(blocks):
        furniture = _leading_furniture(block)
        if 0 < furniture < len(block.lines):
            yield Block(block.line, block.lines[:furniture])
            block = Block(block.line + furniture, block.lines[furniture:])
            if dated_line(block.lines[0]) is not None and len(block.lines) > 1:
                yield Block(block.line, block.lines[:1])
                block = Block(block.line + 1, block.lines[1:])
        while True:
            split = find_details(block.lines, block.line)
            if split is None:
                yield from _title_and_abstract(block)
                break
            if split.before:
                yield from _title_and_abstract(Block(block.line, block.lines[: split.before]))
            yield split.details
            if split.after >= len(block.lines):
                break
            block = Block(block.line + split.after, block.lines[split.after :])


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
                waiting.lines[-1] = last[:-3]
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _leading_furniture(block: Block) -> int:
    """How many lines at the start of a block stand around papers, if that is sure."""
    count = 0
    while count < len(block.lines) and block.lines[count].casefold() in _FURNITURE:
        count += 1
    is_sure = any(line.casefold() in _SIGNS for line in block.lines[:count])
    return count if is_sure else 0


def _title_and_abstract(block: Block) -> Iterator[Block]:
    """A block, or two where the blank line between a title and a long abstract is missing."""
    lines = block.lines
    for count in (1, 2):
        if (
            len(lines) > count
            and len(lines[count]) > 300
            and all(len(line) < 250 for line in lines[:count])
            and title_likeness(" ".join(lines[:count])) > 0
        ):
            yield Block(block.line, lines[:count])
            yield Block(block.line + count, lines[count:])
            return
    yield block


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
    return isinstance(part, Block) and part.dated is None and title_likeness(part.text) < 0

"""Groups the blocks of saved pages into papers, and tells where a page begins.

Every block of text ends up in a paper, or in a ``Stray`` that says what it is.
A block that is only a date is, in this order: a title, if an abstract follows it and then a
title, details or the end; the page's own date, in front of the first paper of a page; details,
after a paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from index.sources.daily_papers_page.blocks import (
    BLOCK_LIMIT,
    Ahead,
    Block,
    blocks_of,
    is_prose,
    parts_of,
)
from index.sources.daily_papers_page.details import (
    DatedLine,
    Day,
    Details,
    add_count,
    add_date,
    count_of,
    is_dot,
    is_rounded,
    looks_like_organisation,
)
from index.sources.daily_papers_page.titles import find_titles

_SEQUENCE_LIMIT: Final = 64
"""Blocks of text without details that are looked at together."""

_ABSTRACT_LIMIT: Final = 1_024
"""Paragraphs that no abstract has."""


class PageStart(msgspec.Struct, frozen=True):
    """A new page begins; its own date, where it prints one."""

    page: int
    day: Day | None


class Record(msgspec.Struct, frozen=True):
    """One paper as a page prints it.

    Attributes:
        page: Number of the page in its file, from 0.
        line: Line the title starts on.
        title: One line, not empty.
        abstract: Paragraphs of one line each.
        details: None where the paper has none.
    """

    page: int
    line: int
    title: str
    abstract: tuple[str, ...]
    details: Details | None


class Stray(msgspec.Struct, frozen=True):
    """Something on a page that is part of no paper."""

    line: int
    reason: str


def read_records(lines: Iterable[tuple[int, str]]) -> Iterator[PageStart | Record | Stray]:
    """Read the text of pages.

    Args:
        lines: Numbered lines.

    Yields:
        Pages, papers and what is neither, in their order.
    """
    ahead = Ahead(parts_of(blocks_of(lines)))
    yield from _Reader(ahead).read()


class _Reader:
    """Groups the parts of pages into records."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self._page = 0
        self._texts: list[Block] = []
        self._seen_paper = False

    def read(self) -> Iterator[PageStart | Record | Stray]:
        at_start = True
        while (part := self._ahead.peek()) is not None:
            if isinstance(part, Details):
                self._ahead.take()
                yield from self._close(self._complete(part))
            elif self._starts_page(part, at_start):
                yield from self._start_page(part)
            elif (dated := part.dated) is not None and not self._is_dated_title():
                yield from self._lone_date(part, dated)
            else:
                self._ahead.take()
                yield from self._add(part)
            at_start = False
        yield from self._close(None)

    # Pages

    def _starts_page(self, block: Block, at_start: bool) -> bool:
        if not block.is_furniture:
            return False
        if block.is_sign or len(block.lines) > 1:
            return True
        following = self._ahead.peek(1)
        if isinstance(following, Block):
            is_pager = block.text.casefold() in ("previous", "next") and following.is_page_numbers
            return following.is_furniture or is_pager or (at_start and not is_prose(following))
        return following is None

    def _start_page(self, first: Block) -> Iterator[PageStart | Record | Stray]:
        yield from self._close(None)
        part: Block | Details | None = first
        while isinstance(part, Block) and (part.is_furniture or part.is_page_numbers):
            if part is not first and self._is_short_paper():
                break
            self._ahead.take()
            part = self._ahead.peek()
        day: Day | None = None
        if isinstance(part, Block) and part.dated is not None and not self._is_dated_first_title():
            self._ahead.take()
            day = part.dated.day
        yield self._page_start(day)

    def _is_short_paper(self) -> bool:
        """Whether the furniture ahead is rather a title: an abstract follows, but no date."""
        block = self._ahead.peek()
        return isinstance(block, Block) and not block.is_sign and is_prose(self._ahead.peek(1))

    def _page_start(self, day: Day | None) -> PageStart:
        if self._seen_paper:
            self._page += 1
            self._seen_paper = False
        return PageStart(self._page, day if day is not None and day.exists else None)

    # Dates alone

    def _is_dated_title(self) -> bool:
        """Whether the date ahead is a title: prose follows, and then no second block of prose."""
        return is_prose(self._ahead.peek(1)) and not is_prose(self._ahead.peek(2))

    def _is_dated_first_title(self) -> bool:
        """The same after a preamble, which nearly always ends in a date."""
        following = self._ahead.peek(1)
        return self._is_dated_title() and isinstance(following, Block) and following.size > 200

    def _lone_date(self, block: Block, dated: DatedLine) -> Iterator[PageStart | Record | Stray]:
        self._ahead.take()
        if self._texts:
            details = Details(line=block.line)
            add_date(details, dated)
            yield from self._close(self._complete(details))
        elif dated.is_bare or not self._seen_paper:
            yield self._page_start(dated.day)
        else:
            yield Stray(block.line, "a date that belongs to no paper")

    # Papers

    def _complete(self, details: Details) -> Details:
        """Add what a page prints as blocks of their own: the dot, the date, the counts."""
        while isinstance(part := self._ahead.peek(), Block):
            dated = part.dated
            if all(is_dot(line) for line in part.lines):
                pass
            elif details.day is None and details.problem is None and dated is not None:
                if self._is_dated_title():
                    break
                add_date(details, dated)
            elif len(part.lines) == 1 and count_of(part.lines[0]) is not None:
                word = part.lines[0]
                if not is_rounded(word) and is_prose(self._ahead.peek(1)):
                    break
                if not add_count(details, word):
                    break
            else:
                break
            self._ahead.take()
        return details

    def _add(self, block: Block) -> Iterator[PageStart | Record | Stray]:
        if all(is_dot(line) for line in block.lines):
            yield from self._dot(block)
            return
        if block.size > BLOCK_LIMIT:
            yield from self._close(None)
            yield Stray(block.line, "a block of more than a million characters, left out")
            return
        self._texts.append(block)
        if len(self._texts) % _SEQUENCE_LIMIT == 0:
            yield from self._close_surely()

    def _dot(self, block: Block) -> Iterator[PageStart | Record | Stray]:
        """The dot of details whose lines are parted by blank lines."""
        following = self._ahead.peek()
        if isinstance(following, Block) and following.dated is not None and self._texts:
            details = Details(line=block.line)
            last = self._texts[-1]
            if (
                len(self._texts) > 1
                and len(last.lines) == 1
                and looks_like_organisation(last.lines[0])
            ):
                self._texts.pop()
                slug, _, name = last.lines[0].partition(" ")
                details.org, details.org_name = slug, name or None
            yield from self._close(self._complete(details))
        else:
            yield Stray(block.line, "a dot that belongs to no paper")

    def _close(self, details: Details | None) -> Iterator[PageStart | Record | Stray]:
        """End the sequence of texts; details belong to its last paper."""
        texts, self._texts = self._texts, []
        if texts:
            labels = find_titles([block.text for block in texts], closed=details is not None)
            yield from self._records(texts, labels, details)
        elif details is not None:
            yield Stray(details.line, "authors and date of a paper without a title")
        if details is not None and details.problem is not None:
            yield Stray(details.line, details.problem)

    def _close_surely(self) -> Iterator[PageStart | Record | Stray]:
        """End the papers of a long sequence that nothing still to come can change."""
        texts = self._texts
        labels = find_titles([block.text for block in texts], closed=False)
        titles = [number for number, label in enumerate(labels) if label]
        if len(titles) > 1:
            end = titles[-2]
            self._texts = texts[end:]
            yield from self._records(texts[:end], labels[:end], None)
        elif len(texts) >= _ABSTRACT_LIMIT:
            self._texts = texts[: _ABSTRACT_LIMIT // 2]
            yield Stray(
                texts[_ABSTRACT_LIMIT // 2].line,
                f"an abstract of more than {_ABSTRACT_LIMIT:,} paragraphs: its end is left out",
            )

    def _records(
        self, texts: list[Block], labels: list[bool | None], details: Details | None
    ) -> Iterator[Record | Stray]:
        groups: list[list[Block]] = []
        orphans: list[Block] = []
        for block, label in zip(texts, labels, strict=True):
            if label is None:
                orphans.append(block)
            elif label:
                groups.append([block])
            else:
                groups[-1].append(block)
        self._seen_paper = True
        if orphans:
            yield Stray(
                orphans[0].line,
                "an abstract without a title in front of it: " + _beginning(orphans[0].text),
            )
        for number, group in enumerate(groups):
            yield Record(
                page=self._page,
                line=group[0].line,
                title=group[0].text,
                abstract=tuple(block.text for block in group[1:]),
                details=details if number == len(groups) - 1 else None,
            )


def _beginning(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

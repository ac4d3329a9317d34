"""Groups the blocks of saved pages into papers, and tells where a page begins.

Every block of text ends up in a paper, or in a ``Stray`` that says what it is.
A block that is only a date is, in this order: a title, if an abstract follows it and then a
title, details or the end; the page's own date, in front of the first paper of a page; details,
after a paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    add_button,
    add_count,
    add_date,
    count_of,
    is_button,
    is_dot,
    is_organisation,
    is_rounded,
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
        arxiv_id: The id that links lead to.
        upvotes: The number above the title.
    """

    page: int
    line: int
    title: str
    abstract: tuple[str, ...]
    details: Details | None
    arxiv_id: str | None = None
    upvotes: int | None = None


class Stray(msgspec.Struct, frozen=True):
    """Something on a page that is part of no paper."""

    line: int
    reason: str


def read_records(
    lines: Iterable[tuple[int, str]], references: Mapping[str, str] | None = None
) -> Iterator[PageStart | Record | Stray]:
    """Read the text of pages.

    Args:
        lines: Numbered lines.
        references: Where links lead whose addresses stand elsewhere, from ``references_of``.

    Yields:
        Pages, papers and what is neither, in their order.
    """
    ahead = Ahead(parts_of(blocks_of(lines, references or {})))
    yield from _Reader(ahead).read()


class _Reader:
    """Groups the parts of pages into records."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self._page = 0
        self._texts: list[Block] = []
        self._seen_paper = False
        # Whether the first of the texts is a title for sure, and they are of one paper.
        self._is_title_sure = False
        self._upvotes: int | None = None
        self._voted_paper: str | None = None
        # Whether votes stand above titles; unknown until the first paper.
        self._has_votes: bool | None = None

    def read(self) -> Iterator[PageStart | Record | Stray]:
        at_start = True
        while (part := self._ahead.peek()) is not None:
            if isinstance(part, Details):
                self._ahead.take()
                yield from self._close(self._complete(part, is_apart=part.day is None))
            elif self._starts_page(part, at_start):
                yield from self._start_page(part)
            elif part.is_submitter:
                yield from self._submitter(part)
            elif self._has_votes_ahead():
                yield from self._votes()
            elif self._texts and all(map(is_button, part.lines)):
                yield from self._close(self._complete(Details(line=part.line)))
            elif (dated := part.dated) is not None and not self._is_dated_title():
                yield from self._lone_date(part, dated)
            else:
                self._ahead.take()
                if part.is_heading and not (self._is_title_sure and not self._texts):
                    yield from self._begin()
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
        if self._texts and not self._seen_paper and not any(map(is_prose, self._texts)):
            yield Stray(
                self._texts[0].line,
                "text in front of the page, and no paper: " + _beginning(self._texts[0].text),
            )
            self._texts = []
        yield from self._close(None)
        self._has_votes = None
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
            if len(self._texts) > 1 and is_prose(self._texts[-2]):
                # The dot between them is lost.
                self._take_organisation(details)
            add_date(details, dated)
            yield from self._close(self._complete(details, is_apart=True))
        elif dated.is_bare or not self._seen_paper:
            yield self._page_start(dated.day)
        else:
            yield Stray(block.line, "a date that belongs to no paper")

    # What stands above titles

    def _begin(self) -> Iterator[PageStart | Record | Stray]:
        """The next block is the title of a paper."""
        yield from self._close(None)
        self._is_title_sure = True
        self._upvotes = self._voted_paper = None

    def _submitter(self, block: Block) -> Iterator[PageStart | Record | Stray]:
        self._ahead.take()
        yield from self._begin()
        self._has_votes = True
        if len(block.lines) == 1 and " " not in block.text[len("submitted by") :]:
            name = self._ahead.peek()
            if isinstance(name, Block) and len(name.lines) == 1 and not name.is_votes:
                self._ahead.take()

    def _is_votes(self, distance: int) -> bool:
        part = self._ahead.peek(distance)
        return isinstance(part, Block) and part.is_votes

    def _has_votes_ahead(self) -> bool:
        """Whether the block ahead is the votes for a paper: its title follows."""
        block, following = self._ahead.peek(), self._ahead.peek(1)
        if not isinstance(block, Block) or not block.is_votes:
            return False
        if not isinstance(following, Block) or following.is_furniture:
            return False
        if is_rounded(block.text) and not self._has_votes:
            return False
        if following.is_heading:
            return True
        if following.dated is not None or all(is_dot(line) for line in following.lines):
            return False
        if following.is_votes:
            # The title is a number.
            is_title = following.text != "-" and is_prose(self._ahead.peek(2))
            return is_title and not is_prose(self._ahead.peek(3))
        return block.text == "-" or not is_prose(following)

    def _votes(self) -> Iterator[PageStart | Record | Stray]:
        block = self._ahead.take()
        assert isinstance(block, Block)
        yield from self._begin()
        self._has_votes = True
        self._upvotes = count_of(block.text)
        self._voted_paper = block.paper

    # Papers

    def _complete(self, details: Details, *, is_apart: bool = False) -> Details:
        """Add what a page prints as blocks of their own: the dot, the date, the counts.

        Args:
            details: What is known.
            is_apart: Whether each of the details stands in a block of its own.
        """
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
                is_comments = is_apart and self._has_votes is False and details.comments is None
                if self._has_votes_ahead() and not is_comments:
                    break
                if not is_rounded(word) and is_prose(self._ahead.peek(1)):
                    break
                if not add_count(details, word):
                    break
            elif part.text.casefold() == "upvote" and self._is_votes(1):
                self._ahead.take()
                votes = self._ahead.peek()
                assert isinstance(votes, Block)
                details.upvotes = count_of(votes.text)
            elif not all(add_button(details, line) for line in part.lines):
                break
            details.paper = details.paper or part.paper
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
        if self._has_votes is None:
            self._has_votes = False
        self._texts.append(block)
        if len(self._texts) % _SEQUENCE_LIMIT == 0:
            yield from self._close_surely()

    def _dot(self, block: Block) -> Iterator[PageStart | Record | Stray]:
        """The dot of details whose lines are parted by blank lines."""
        following = self._ahead.peek()
        if isinstance(following, Block) and following.dated is not None and self._texts:
            details = Details(line=block.line)
            if len(self._texts) > 1:
                self._take_organisation(details)
            yield from self._close(self._complete(details, is_apart=True))
        else:
            yield Stray(block.line, "a dot that belongs to no paper")

    def _take_organisation(self, details: Details) -> None:
        """Take the last text for the organisation that stands above the dot and the date."""
        last = self._texts[-1]
        if len(last.lines) == 1 and is_organisation(last.lines[0]):
            self._texts.pop()
            slug, _, name = last.lines[0].partition(" ")
            details.org, details.org_name = slug, name or None

    def _close(self, details: Details | None) -> Iterator[PageStart | Record | Stray]:
        """End the sequence of texts; details belong to its last paper."""
        texts, self._texts = self._texts, []
        is_one, self._is_title_sure = self._is_title_sure, False
        if texts:
            labels: list[bool | None]
            if is_one:
                labels = [number == 0 for number in range(len(texts))]
            else:
                labels = find_titles([block.text for block in texts], closed=details is not None)
            yield from self._records(texts, labels, details)
        elif details is not None:
            yield Stray(details.line, "authors and date of a paper without a title")
        if details is not None and details.problem is not None:
            yield Stray(details.line, details.problem)

    def _close_surely(self) -> Iterator[PageStart | Record | Stray]:
        """End the papers of a long sequence that nothing still to come can change."""
        texts = self._texts
        labels: list[bool | None] = []
        if not self._is_title_sure:
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
            own = details if number == len(groups) - 1 else None
            papers = [block.paper for block in group]
            papers += [own.paper if own is not None else None, self._voted_paper]
            yield Record(
                page=self._page,
                line=group[0].line,
                title=group[0].text,
                abstract=tuple(block.text for block in group[1:]),
                details=own,
                arxiv_id=next((paper for paper in papers if paper is not None), None),
                upvotes=own.upvotes if own is not None and own.upvotes else self._upvotes,
            )
            self._upvotes = self._voted_paper = None


def _beginning(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

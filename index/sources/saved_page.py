"""Reads saved Daily Papers pages: text whose blocks are parted by blank lines.

A page is a preamble (perhaps missing, or only parts of it), the page's own date, then papers: a
title block, blocks of abstract, and usually a block of details. Pages may be pasted one after
another into one file. Every block of text ends up in a paper or in a ``Rejected``.

A block that is only a date is, in this order: a title, if an abstract follows it and then a
title, details or the end; the page's own date, in front of the first paper of a page; details,
after a paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from index.paper import Paper, Rejected
from index.sanitize import NAME_LIMIT, TEXT_LIMIT, one_line
from index.sources.opening import Input, read_text_lines
from index.sources.page_details import (
    DatedLine,
    Day,
    Details,
    add_count,
    add_date,
    count_of,
    dated_line,
    find_details,
    is_dot,
    is_rounded,
    looks_like_organisation,
)
from index.sources.page_shapes import find_titles, title_likeness

if TYPE_CHECKING:
    from index.sources.years import SavedYears

FORMAT: Final = "daily-papers-page"

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
        "pricing", "log in", "sign up", "system theme", "company", "tos", "privacy", "about",
        "careers", "website",
    }
)  # fmt: skip

_BLOCK_LIMIT: Final = 1_000_000
"""Characters of a block that are kept; a longer one can't be a part of a page."""

_SEQUENCE_LIMIT: Final = 64
"""Blocks of text without details that are looked at together."""

_ABSTRACT_LIMIT: Final = 1_024
"""Paragraphs that no abstract has."""


class _Block(msgspec.Struct):
    line: int
    lines: list[str]

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def dated(self) -> DatedLine | None:
        return dated_line(self.lines[0]) if len(self.lines) == 1 else None

    @property
    def is_furniture(self) -> bool:
        return all(line.casefold() in _FURNITURE for line in self.lines)

    @property
    def is_page_numbers(self) -> bool:
        """Whether this is a part of a row of links to other pages, if it stands beside one."""
        return all((line.isdigit() and len(line) < 4) or line in "...…" for line in self.lines)

    @property
    def is_sign(self) -> bool:
        return any(line.casefold() in _SIGNS for line in self.lines)


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


def read_page(item: Input, saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    """Read the papers of all pages in a file.

    Args:
        item: The file.
        saved_years: In which year each of its pages was saved.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    own_day: Day | None = None
    for found in read_records(read_text_lines(item)):
        if isinstance(found, PageStart):
            own_day = found.day
        elif isinstance(found, Stray):
            yield Rejected(file=item.name, line=found.line, reason=found.reason)
        else:
            yield _paper(found, own_day, saved_years.of(item.name, found.page))


def _paper(record: Record, own_day: Day | None, saved_year: int | None) -> Paper:
    from index.sources.years import full_date

    details = record.details or Details(line=record.line)
    published: date | None = None
    if details.day is not None:
        published = full_date(details.day, own_day, saved_year)
    abstract = "\n\n".join(record.abstract)
    if len(abstract) > TEXT_LIMIT:
        abstract = abstract[: TEXT_LIMIT - 1].rstrip() + "…"
    return Paper(
        title=one_line(record.title),
        abstract=abstract or None,
        published=published,
        year_inferred=published is not None and details.day is not None and not details.day.year,
        org=one_line(details.org, NAME_LIMIT) if details.org else None,
        org_name=one_line(details.org_name, NAME_LIMIT) if details.org_name else None,
        author_count=details.author_count,
        comments=details.comments,
        stars=details.stars,
        sources=(FORMAT,),
    )


def looks_like_page(head: bytes) -> bool:
    """Whether bytes are the start of a saved page: by its preamble, its details, or its shape.

    Without preamble and details the first block has to look like a title, the second like an
    abstract, and most titles have to have abstracts.
    """
    lines = head.decode("utf-8", "replace").splitlines()[:5000]
    papers = abstracts = 0
    for block in _blocks(enumerate(lines, start=1)):
        if block.is_sign or find_details(block.lines, block.line) is not None:
            return True
    for found in read_records(enumerate(lines, start=1)):
        if isinstance(found, Record):
            if papers == 0 and not _is_plain_paper(found):
                return False
            papers += 1
            abstracts += bool(found.abstract)
    return papers > 0 and abstracts * 2 >= papers


def _is_plain_paper(record: Record) -> bool:
    return (
        bool(record.abstract)
        and record.title[:1] not in "#<{(/\\`=;|~%@$&*-"
        and not record.title.startswith("[!")
        and title_likeness(record.title) > 0
        and title_likeness(" ".join(record.abstract)) < 0
    )


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[_Block]:
    """Lines that stand together, cleaned. A line of nothing visible parts blocks too."""
    block: _Block | None = None
    size = 0
    for number, line in lines:
        # White space and controls alone are as good as nothing.
        line = one_line(line, TEXT_LIMIT)
        if not line:
            if block is not None:
                yield block
            block = None
        elif block is None:
            block = _Block(number, [line])
            size = len(line)
        elif size <= _BLOCK_LIMIT:
            block.lines.append(line)
            size += len(line)
    if block is not None:
        yield block


def _parts(blocks: Iterable[_Block]) -> Iterator[_Block | Details]:
    """Blocks with the details cut out of them, and blocks that stand alone otherwise."""
    for block in _unglued(blocks):
        furniture = _leading_furniture(block)
        if 0 < furniture < len(block.lines):
            yield _Block(block.line, block.lines[:furniture])
            block = _Block(block.line + furniture, block.lines[furniture:])
            if dated_line(block.lines[0]) is not None and len(block.lines) > 1:
                yield _Block(block.line, block.lines[:1])
                block = _Block(block.line + 1, block.lines[1:])
        while True:
            split = find_details(block.lines, block.line)
            if split is None:
                yield from _title_and_abstract(block)
                break
            if split.before:
                yield from _title_and_abstract(_Block(block.line, block.lines[: split.before]))
            yield split.details
            if split.after >= len(block.lines):
                break
            block = _Block(block.line + split.after, block.lines[split.after :])


def _unglued(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Blocks without the first word of a page that was appended to a line without an end.

    Saved pages have no line end at their end; of two that were put together with a tool for
    that, the second one's "new" stands right behind the first one's last character.
    """
    waiting: _Block | None = None
    for block in blocks:
        if waiting is not None:
            last = waiting.lines[-1]
            if block.is_sign and last.endswith("new") and last[:-3].strip() == last[:-3] != "":
                waiting.lines[-1] = last[:-3]
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _leading_furniture(block: _Block) -> int:
    """How many lines at the start of a block stand around papers, if that is sure."""
    count = 0
    while count < len(block.lines) and block.lines[count].casefold() in _FURNITURE:
        count += 1
    is_sure = any(line.casefold() in _SIGNS for line in block.lines[:count])
    return count if is_sure else 0


def _title_and_abstract(block: _Block) -> Iterator[_Block]:
    """A block, or two where the blank line between a title and a long abstract is missing."""
    lines = block.lines
    for count in (1, 2):
        if (
            len(lines) > count
            and len(lines[count]) > 300
            and all(len(line) < 250 for line in lines[:count])
            and title_likeness(" ".join(lines[:count])) > 0
        ):
            yield _Block(block.line, lines[:count])
            yield _Block(block.line + count, lines[count:])
            return
    yield block


class _Ahead:
    """Parts of a page with a look at the next two."""

    def __init__(self, parts: Iterator[_Block | Details]) -> None:
        self._parts = parts
        self._next: list[_Block | Details | None] = []

    def peek(self, distance: int = 0) -> _Block | Details | None:
        while len(self._next) <= distance:
            self._next.append(next(self._parts, None))
        return self._next[distance]

    def take(self) -> _Block | Details | None:
        part = self.peek()
        self._next.pop(0)
        return part


def _is_prose(part: _Block | Details | None) -> bool:
    return isinstance(part, _Block) and part.dated is None and title_likeness(part.text) < 0


def read_records(lines: Iterable[tuple[int, str]]) -> Iterator[PageStart | Record | Stray]:
    """Read the text of pages.

    Args:
        lines: Numbered lines.

    Yields:
        Pages, papers and what is neither, in their order.
    """
    ahead = _Ahead(_parts(_blocks(lines)))
    yield from _Reader(ahead).read()


class _Reader:
    """Groups the parts of pages into records."""

    def __init__(self, ahead: _Ahead) -> None:
        self._ahead = ahead
        self._page = 0
        self._texts: list[_Block] = []
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

    def _starts_page(self, block: _Block, at_start: bool) -> bool:
        if not block.is_furniture:
            return False
        if block.is_sign or len(block.lines) > 1:
            return True
        following = self._ahead.peek(1)
        if isinstance(following, _Block):
            is_pager = block.text.casefold() in ("previous", "next") and following.is_page_numbers
            return following.is_furniture or is_pager or (at_start and not _is_prose(following))
        return following is None

    def _start_page(self, first: _Block) -> Iterator[PageStart | Record | Stray]:
        yield from self._close(None)
        part: _Block | Details | None = first
        while isinstance(part, _Block) and (part.is_furniture or part.is_page_numbers):
            if part is not first and self._is_short_paper():
                break
            self._ahead.take()
            part = self._ahead.peek()
        day: Day | None = None
        if isinstance(part, _Block) and part.dated is not None and not self._is_dated_first_title():
            self._ahead.take()
            day = part.dated.day
        yield self._page_start(day)

    def _is_short_paper(self) -> bool:
        """Whether the furniture ahead is rather a title: an abstract follows, but no date."""
        block = self._ahead.peek()
        return isinstance(block, _Block) and not block.is_sign and _is_prose(self._ahead.peek(1))

    def _page_start(self, day: Day | None) -> PageStart:
        if self._seen_paper:
            self._page += 1
            self._seen_paper = False
        return PageStart(self._page, day if day is not None and day.exists else None)

    # Dates alone

    def _is_dated_title(self) -> bool:
        """Whether the date ahead is a title: prose follows, and then no second block of prose."""
        return _is_prose(self._ahead.peek(1)) and not _is_prose(self._ahead.peek(2))

    def _is_dated_first_title(self) -> bool:
        """The same after a preamble, which nearly always ends in a date."""
        following = self._ahead.peek(1)
        return self._is_dated_title() and isinstance(following, _Block) and following.size > 200

    def _lone_date(self, block: _Block, dated: DatedLine) -> Iterator[PageStart | Record | Stray]:
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
        while isinstance(part := self._ahead.peek(), _Block):
            dated = part.dated
            if all(is_dot(line) for line in part.lines):
                pass
            elif details.day is None and details.problem is None and dated is not None:
                if self._is_dated_title():
                    break
                add_date(details, dated)
            elif len(part.lines) == 1 and count_of(part.lines[0]) is not None:
                word = part.lines[0]
                if not is_rounded(word) and _is_prose(self._ahead.peek(1)):
                    break
                if not add_count(details, word):
                    break
            else:
                break
            self._ahead.take()
        return details

    def _add(self, block: _Block) -> Iterator[PageStart | Record | Stray]:
        if all(is_dot(line) for line in block.lines):
            yield from self._dot(block)
            return
        if block.size > _BLOCK_LIMIT:
            yield from self._close(None)
            yield Stray(block.line, "a block of more than a million characters, left out")
            return
        self._texts.append(block)
        if len(self._texts) % _SEQUENCE_LIMIT == 0:
            yield from self._close_surely()

    def _dot(self, block: _Block) -> Iterator[PageStart | Record | Stray]:
        """The dot of details whose lines are parted by blank lines."""
        following = self._ahead.peek()
        if isinstance(following, _Block) and following.dated is not None and self._texts:
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
        self, texts: list[_Block], labels: list[bool | None], details: Details | None
    ) -> Iterator[Record | Stray]:
        groups: list[list[_Block]] = []
        orphans: list[_Block] = []
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

r"""Reads arXiv's listing mails: as text, as messages (.eml) and as mailboxes (.mbox).

Format: https://info.arxiv.org/help/subscribe.html. A paper is between lines of ``\\``: fields and,
after another such line, its abstract; ``\\ ( https://arxiv.org/abs/ID ,  27kb)`` ends it.
Replacements have no abstract.

``Date`` is the day of the version that is announced. It is that of the first version in new
submissions, and in cross-listings where it fits the month in the id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from index.paper import Paper, Rejected
from index.sources.source import Head, Source
from index.text.counting import counted

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.partial_dates import PartialDate
    from index.sources.saved_years import SavedYears

_LONGEST: Final = 5_000
"""Lines between two marks; abstracts have some 30."""


class Announcement(msgspec.Struct):
    """A paper's block, as it is written.

    Attributes:
        line: Where it begins.
        head: The lines of its fields.
        abstract: The lines of its abstract.
        is_whole: Whether it ends as it should.
    """

    line: int
    head: list[str]
    abstract: list[str]
    is_whole: bool = False


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(r"\\\\\s*(\(.*)?\Z")


@cache
def _rule() -> re.Pattern[str]:
    """What parts papers and sections."""
    return re.compile(r"\s*(?:-{40,}|(?:%%?-{2,3}){5,}%*)\s*\Z")


@cache
def _opening() -> re.Pattern[str]:
    """The first line of a block, now and in mails of before 2007."""
    return re.compile(
        r"\s*(?:arXiv:\s?|Paper(?: \(\*cross-listing\*\))?:\s+(?:arXiv:)?)(?P<id>[\w./-]+)"
        r"(?P<more>.*)",
        re.IGNORECASE,
    )


@cache
def _field() -> re.Pattern[str]:
    return re.compile(
        r"(Date(?: \((?:v1|original)\))?|Title|Authors?|Categories|Subj-class|Comments?|Report-no|"
        r"Journal-ref|DOI|License|Proxy|ACM-class|MSC-class|From)\s?:\s*(.*)"
    )


def announcements(lines: Iterable[tuple[int, str]]) -> Iterator[Announcement]:
    """The blocks of papers in a mail's text; everything else stands around them.

    Args:
        lines: Numbers and texts.
    """
    block: Announcement | None = None
    in_abstract = False
    opened = 0
    for number, written in lines:
        line = written.replace("\xa0", " ").rstrip()
        mark = _mark().match(line)
        if block is None:
            if mark is not None and mark[1] is None:
                opened = number
            elif opened and line and _opening().match(line) is not None:
                block, in_abstract = Announcement(opened, [line], []), False
                opened = 0
            elif line:
                opened = 0
            continue
        length = len(block.head) + len(block.abstract)
        if mark is None and _rule().match(line) is None and length < _LONGEST:
            (block.abstract if in_abstract else block.head).append(line)
        elif mark is not None and not in_abstract and mark[1] is None:
            in_abstract = True
        else:
            block.is_whole = mark is not None
            yield block
            block = None
    if block is not None:
        yield block


def paper_of(block: Announcement) -> Paper:
    """The paper that a block announces.

    Raises:
        BadRecord: It is cut off, has no id of arXiv's, or no title.
    """
    from index.sources.arxiv_atom import abstract_of
    from index.sources.authors import from_text
    from index.sources.clean_record import clean_record
    from index.sources.identifiers import clean_arxiv_id
    from index.sources.json_records import BadRecord

    opening = _opening().match(block.head[0])
    written = opening["id"] if opening is not None else ""
    identifier = clean_arxiv_id(written)
    if identifier is None:
        raise BadRecord(f"its id is none of arXiv's: {written[:60]!r}")
    if not block.is_whole:
        raise BadRecord(f"the announcement of {identifier} is cut off: its end is missing")
    fields = _fields(block.head[1:])
    heading = " ".join(block.head[:3])
    return clean_record(
        SOURCE.name,
        title=fields.get("Title", ""),
        abstract=abstract_of("\n".join(block.abstract)),
        published=_published(fields, heading, identifier),
        authors=from_text(fields.get("Authors") or fields.get("Author") or ""),
        arxiv_id=identifier,
        categories=(fields.get("Categories") or fields.get("Subj-class") or "").split(),
        doi=fields.get("DOI", ""),
    )


def _fields(lines: list[str]) -> dict[str, str]:
    """Values by their names; lines that name none go on with the one before them."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        found = _field().match(line)
        if found is not None:
            name = found[1]
            fields.setdefault(name, found[2].strip())
        elif name and line.strip():
            fields[name] += f" {line.strip()}"
    return fields


def _published(fields: dict[str, str], heading: str, identifier: str) -> PartialDate | None:
    """The day of the first version, where the block tells it."""
    from index.sources.days import parse_day
    from index.sources.partial_dates import PartialDate

    first = fields.get("Date (v1)") or fields.get("Date (original)")
    day = parse_day(_without_size(first or fields.get("Date", "")))
    if day is None or "replaced with" in heading.lower():
        return PartialDate(day) if day is not None and first else None
    if first is None and "cross-listing" in heading.lower():
        # An id has the month of its submission, or of the day after.
        month = re.search(r"(\d{4})(?:\.|\d{3}\Z)", identifier)
        near = {(day + timedelta(days=days)).strftime("%y%m") for days in range(6)}
        if month is None or month[1] not in near:
            return None
    return PartialDate(day)


def _without_size(text: str) -> str:
    return re.sub(r"\s*\([\d.]+ ?kb.*\Z", "", text).strip()


@cache
def _sign() -> re.Pattern[bytes]:
    return re.compile(
        rb"^\\\\[ \t\xa0\xc2]*\r?\n[ \t\xa0\xc2]*(?:arXiv:|Paper(?: \(\*cross-listing\*\))?:)",
        re.MULTILINE | re.IGNORECASE,
    )


def _recognises(head: Head) -> bool:
    if head.is_json or head.root is not None:
        return False
    if b"\\\\" in head.text and _sign().search(head.text) is not None:
        return True
    from index.sources.inputs.mail import looks_like_mail, parts_of_message

    if not looks_like_mail(head.start):
        return False
    text = "\n".join(line for _, line in parts_of_message(head.start[: 256 * 1024], 1))
    return _sign().search(text.encode("utf-8", "replace")) is not None


def _texts(item: Input) -> Iterator[Iterator[tuple[int, str]]]:
    from index.sources.inputs.mail import is_mail, message_texts
    from index.sources.inputs.text import decoded_lines

    return message_texts(item) if is_mail(item) else iter([decoded_lines(item)])


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.clean_record import rejected

    texts = silent = 0
    for text in _texts(item):
        texts += 1
        blocks = 0
        for block in announcements(text):
            blocks += 1
            try:
                yield paper_of(block)
            except ValueError as error:
                yield rejected(item.name, block.line, error)
        silent += not blocks
    if 0 < silent < texts:
        item.note(f"announces no papers in {silent:,} of its {counted(texts, 'message')}")


SOURCE: Final = Source(
    name="arxiv-mail",
    label="arXiv's mailings",
    recognises=_recognises,
    read=_read,
    title_rank=2,
)

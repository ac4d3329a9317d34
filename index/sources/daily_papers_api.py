"""Reads the JSON of the Daily Papers API, as it comes or as crawlers keep it.

The paper's ``publishedAt`` is the day of its first version. The day whose list it stood on is found
in this order:

- ``submittedOnDailyAt`` is a moment of that day;
- the outer ``publishedAt`` is the moment when it was listed, if it is later than the paper's own;
  in entries of later than 2024 it repeats that one, in New York's time. A day's list begins in the
  evening before, in Universal Time;
- where all entries of a file that tell their day tell the same one, and most do, the file is that
  day's list;
- the file's name, where it is a day and no entry tells of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import InputError
from index.paper import Paper, Rejected
from index.sources.daily_papers_entries import NAME, Entry, decode_entry, entry_paper
from index.sources.days import parse_day
from index.sources.foreign import has_snapshot_keys, is_of_snapshot
from index.sources.inputs.lines import LINE_LIMIT, read_lines
from index.sources.inputs.open import Input, open_input
from index.sources.json_records import BadRecord
from index.sources.json_stream import WRAPPERS, records
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from index.sources.daily_papers_page.years import SavedYears

_DAYLESS_HELD: Final = 10_000
"""More entries are not on one day's list."""


def read_api(item: Input) -> Iterator[Paper | Rejected]:
    """Read the entries of a file; each becomes a paper or is rejected with its line.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    typed = msgspec.json.Decoder(Entry)
    days: Counter[date] = Counter()
    dayless: list[Paper] = []
    other: Callable[[bytes, int], Paper | Rejected] | None = None
    for line, data in _entries(item, typed):
        try:
            if not isinstance(data, bytes):
                raise BadRecord(data)
            entry = decode_entry(typed, data)
            if entry is None:
                # A list of other records; their own reader tells which.
                other = other or _other_reader(item.name)
                yield other(data, line)
                continue
            paper = entry_paper(entry)
        except ValueError as error:
            yield Rejected(file=item.name, line=line, reason=str(error))
            continue
        if paper.featured is not None:
            days[paper.featured] += 1
        elif entry.published_at and len(dayless) < _DAYLESS_HELD:
            # Entries of a list all have that moment, papers alone have not.
            dayless.append(paper)
            continue
        yield paper
    day = _day_of_list(item.name, days, len(dayless))
    for paper in dayless:
        # A paper is listed after it was published.
        is_listed = day is not None and (paper.published is None or paper.published <= day)
        yield msgspec.structs.replace(paper, featured=day) if is_listed else paper


def _day_of_list(name: str, days: Counter[date], dayless: int) -> date | None:
    """The day whose list a file is, for the entries of it that do not tell.

    Args:
        name: The file's name.
        days: How many entries tell each day.
        dayless: How many tell none.
    """
    found = _day_in_name().search(name)
    named = parse_day(found[1]) if found is not None else None
    if len(days) > 1 or (days and named not in (None, *days)):
        return None
    if named is not None:
        return named
    return next((day for day, count in days.items() if count >= dayless), None)


@cache
def _day_in_name() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[/\\])(\d{4}-\d\d-\d\d)(?:\.[a-z]{1,5}){0,2}$", re.ASCII | re.IGNORECASE
    )


def _entries(item: Input, typed: msgspec.json.Decoder[Entry]) -> Iterator[tuple[int, bytes | str]]:
    if not _has_entry_lines(item, typed):
        stream, position = open_input(item)
        with stream:
            for found in records(stream):
                item.bytes_read = position()
                yield found
    else:
        # An entry a line: so a torn line costs that line only.
        yield from read_lines(item)


def _has_entry_lines(item: Input, typed: msgspec.json.Decoder[Entry]) -> bool:
    """Whether this is no array, and one of the first lines is an entry by itself."""
    # An array on one line may be damaged at its end: its entries before that are read all the same.
    with open_input(item)[0] as stream, suppress(InputError):
        for _ in range(20):
            line = stream.readline(LINE_LIMIT).lstrip()
            if line.startswith(b"["):
                break
            try:
                typed.decode(line)
            except (ValueError, RecursionError):
                continue
            return True
    return False


def _other_reader(name: str) -> Callable[[bytes, int], Paper | Rejected]:
    from index.sources.quire_json import decoder

    return decoder(name)


def _recognises(head: Head) -> bool:
    if not head.is_object:
        return head.is_array
    record = head.record
    if record is not None:
        return isinstance(record.get("paper"), dict) or (
            ("paper" in record or any(isinstance(record.get(name), list) for name in WRAPPERS))
            and "title" not in record
            and not is_of_snapshot(record)
        )
    # No line is a record by itself: one large object, or several printed over many lines. The
    # reader of entries takes such apart, and knows whose they are.
    if re.match(rb'\{\s*\n\s*"', head.start) and b'"title"' in head.start:
        return True
    names = "|".join(("paper", *WRAPPERS)).encode()
    has_entries = re.search(rb'"(?:' + names + rb')"\s*:\s*[\[{]', head.start) is not None
    return has_entries and not has_snapshot_keys(head.start)


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    return read_api(item)


SOURCE: Final = Source(
    name=NAME,
    label="JSON of the Daily Papers API",
    recognises=_recognises,
    read=_read,
    # It keeps most formulas and accents.
    title_rank=2,
)

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
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from index.paper import Paper, Record, Rejected
from index.sources.daily_papers_entries import NAME, Entry, entry_paper
from index.sources.days import parse_day
from index.sources.inputs.open import Input
from index.sources.json_input import (
    Made,
    decoded,
    found_records,
    keyed,
    on_line,
    paper_from,
    recogniser_for,
)
from index.sources.json_records import BadRecord
from index.sources.json_stream import Found
from index.sources.source import Source

if TYPE_CHECKING:
    from index.sources.saved_years import SavedYears

_DAYLESS_HELD: Final = 10_000
"""More entries are not on one day's list."""


def read_api(item: Input) -> Iterator[Record]:
    """Read the entries of a file; each becomes a paper or is rejected with its line.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    yield from entries(found_records(item), item.name)


def entries(found: Iterable[Found], file: str, *, listed: date | None = None) -> Iterator[Record]:
    """Make papers of the entries of a list.

    Args:
        found: The entries.
        file: The input's name.
        listed: The day whose list it is, where more than the entries tells it.
    """
    typed = msgspec.json.Decoder(Entry)
    days: Counter[date] = Counter()
    dayless: list[Paper] = []
    for number, data, key in found:
        try:
            if not isinstance(data, bytes):
                raise BadRecord(data)
            made, is_of_list = _paper(data, typed, file)
            if not isinstance(made, Paper):
                yield on_line(made, number)
                continue
            paper = made
            if key is not None:
                paper = _listed(keyed(paper, key), parse_day(key))
        except ValueError as error:
            yield Rejected(file=file, line=number, reason=str(error))
            continue
        if not is_of_list:
            pass
        elif paper.featured is not None:
            days[paper.featured] += 1
        elif len(dayless) < _DAYLESS_HELD:
            dayless.append(paper)
            continue
        yield paper
    day = listed or _day_of_list(file, days, len(dayless))
    for paper in dayless:
        yield _listed(paper, day)


def _paper(data: bytes, typed: msgspec.json.Decoder[Entry], file: str) -> tuple[Made, bool]:
    """The paper of a record, and whether it is an entry of a day's list, or may be."""
    try:
        entry = typed.decode(data)
    except (ValueError, RecursionError):
        record = decoded(data, NAME)
        # Entries of a list all have that moment, papers alone have not.
        is_of_list = isinstance(record.get("paper"), dict) and "publishedAt" in record
        return paper_from(record, NAME, file), is_of_list
    paper = entry_paper(entry)
    return paper, bool(entry.published_at) or paper.featured is not None


def _listed(paper: Paper, day: date | None) -> Paper:
    """A paper on the list of a day, if it does not tell another; it was published before."""
    is_listed = day is not None and (paper.published is None or paper.published <= day)
    if not is_listed or paper.featured is not None:
        return paper
    return msgspec.structs.replace(paper, featured=day)


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


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Record]:
    return read_api(item)


SOURCE: Final = Source(
    name=NAME,
    origin="daily-papers",
    label="JSON of the Daily Papers API",
    recognises=recogniser_for(NAME),
    read=_read,
    # It keeps most formulas and accents.
    title_rank=2,
)

"""Finds the year in which each saved page was saved, from what all pages of a build print.

A page prints a year only where it is not the current one. So

- the saved year is later than every year printed on the page;
- a date without a year is of the saved year, or of the year before where it would fall after
  the page's own date;
- where another page prints the same paper with the same month and day and a year, that year
  decides; of several such papers the most frequent answer does, the earliest of equals;
- else the earliest year that is late enough for the printed ones is taken, and in which
  every February 29 on the page exists;
- without any of these the year is the one the user gave, or unknown.

Memory: some 100 bytes for each paper that is printed with a date, nothing of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from index.identity import fold_title, title_hash
from index.sources.opening import Input, read_text_lines
from index.sources.page_details import Day
from index.sources.page_records import PageStart, Record, read_records

_LATEST = 9998
"""The calendar's last year but one: later ones serve nobody and overflow."""


class SavedYears:
    """The years in which pages were saved."""

    def __init__(self, years: dict[tuple[str, int], int], otherwise: int | None) -> None:
        self._years = years
        self._otherwise = otherwise

    def of(self, name: str, page: int) -> int | None:
        """The saved year of a page, None if unknown.

        Args:
            name: The input's name.
            page: Number of the page in it, from 0.
        """
        return self._years.get((name, page), self._otherwise)


def full_date(day: Day, own_day: Day | None, saved_year: int | None) -> date | None:
    """A printed date with its year, or None where there is no year or no such day in it.

    Args:
        day: As it is printed.
        own_day: The page's own date.
        saved_year: The year the page was saved in.
    """
    year = day.year
    if year is None and saved_year is not None:
        year = saved_year - _falls_after(day, own_day)
    if year is None:
        return None
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


def _falls_after(day: Day, own_day: Day | None) -> bool:
    return own_day is not None and (day.month, day.day) > (own_day.month, own_day.day)


class _Page(msgspec.Struct):
    """What a page tells of its year; papers without a year as hash, month and day."""

    undated: list[tuple[int, Day]]
    own_day: Day | None = None
    latest_printed: int = 0


def gather(inputs: Iterable[Input], year: int | None) -> SavedYears:
    """Read all pages once for what they tell of one another.

    Args:
        inputs: Saved pages.
        year: The year for pages without evidence.

    Raises:
        InputError: The data are damaged.
    """
    pages: dict[tuple[str, int], _Page] = {}
    printed: dict[tuple[int, int, int], set[int]] = {}
    for item in inputs:
        for key, found in _observations(item):
            page = pages.setdefault(key, _Page(undated=[]))
            if isinstance(found, PageStart):
                page.own_day = found.day
                if found.day is not None and found.day.year is not None:
                    page.latest_printed = max(page.latest_printed, found.day.year)
                continue
            details = found.details
            if details is None or details.day is None:
                continue
            day = details.day
            title = title_hash(fold_title(found.title))
            if day.year is None:
                page.undated.append((title, day))
            else:
                page.latest_printed = max(page.latest_printed, day.year)
                printed.setdefault((title, day.month, day.day), set()).add(day.year)
    years: dict[tuple[str, int], int] = {}
    for key, page in pages.items():
        if page.undated:
            saved = _saved_year(page, printed)
            if saved is not None:
                years[key] = saved
    return SavedYears(years, year)


def _observations(item: Input) -> Iterator[tuple[tuple[str, int], PageStart | Record]]:
    for found in read_records(read_text_lines(item)):
        if isinstance(found, PageStart | Record):
            yield (item.name, found.page), found


def _saved_year(page: _Page, printed: dict[tuple[int, int, int], set[int]]) -> int | None:
    earliest = page.latest_printed + 1 if page.latest_printed else 0
    votes: Counter[int] = Counter()
    for title, day in page.undated:
        for year in printed.get((title, day.month, day.day), ()):
            saved = year + _falls_after(day, page.own_day)
            if saved >= earliest:
                votes[saved] += 1
    if votes:
        return min(votes, key=lambda saved: (-votes[saved], saved))
    if not earliest:
        return None
    for saved in range(earliest, min(earliest + 9, _LATEST)):
        if all(full_date(day, page.own_day, saved) is not None for _, day in page.undated):
            return saved
    return earliest if earliest < _LATEST else None

"""Finds the year in which each saved page was saved, from what all pages of a build print.

A page prints a year only where it is not the current one. So

- the saved year is the one that the user gave, if one was given;
- it is not after the year it is now: printed years that would have it so are mistyped and tell
  nothing;
- it is later than every year printed on the page;
- a date without a year is of the saved year, or of the year before where it would fall after
  the page's own date;
- where another page prints the same paper with the same month and day and a year, that year
  decides, unless as many papers of the page itself print years that contradict it; of several
  such papers the most frequent answer does, the earliest of equals;
- else the earliest year that is late enough for the printed ones is taken, and in which
  every February 29 on the page exists;
- else, on a page that prints its own date, the latest year is taken in which neither that date is
  after the file's last change nor a date of the page is missing in the calendar;
- without any of these the year is unknown.

Memory: some 100 bytes for each paper that is printed with a date, nothing of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Final

import msgspec

from index.errors import InputError
from index.identity import fold_title, title_hash
from index.sources.daily_papers_page import is_web_page
from index.sources.daily_papers_page.details import Day
from index.sources.daily_papers_page.file_records import records_of
from index.sources.daily_papers_page.records import PageStart, Record
from index.sources.inputs.open import Input

_LEAP: Final = 8
"""Years of which one has a February 29, whichever they are."""


class SavedYears:
    """The years in which pages were saved.

    Attributes:
        notes: Sentences about years that contradict one another.
    """

    def __init__(
        self, years: dict[tuple[str, int], int], given: int | None, notes: list[str]
    ) -> None:
        self._years = years
        self._given = given
        self.notes = notes

    def of(self, name: str, page: int) -> int | None:
        """The saved year of a page, None if unknown.

        Args:
            name: The input's name.
            page: Number of the page in it, from 0.
        """
        return self._given if self._given is not None else self._years.get((name, page))


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
    changed: date | None = None
    """When its file was last changed."""
    own_day: Day | None = None
    printed: dict[int, int] = {}
    """How often each year is printed."""

    def print_year(self, year: int) -> None:
        """Count one more."""
        self.printed[year] = self.printed.get(year, 0) + 1

    def against(self, saved: int) -> int:
        """How many papers print a year that a page saved in ``saved`` would not have printed."""
        return sum(count for year, count in self.printed.items() if year >= saved)


def gather(inputs: Iterable[Input], year: int | None, *, today: date) -> SavedYears:
    """Read all pages once for what they tell of one another.

    Args:
        inputs: Saved pages.
        year: The year in which all of them were saved, where the user says so.
        today: The day it is in Universal Time.
    """
    pages: dict[tuple[str, int], _Page] = {}
    printed: dict[tuple[int, int, int], set[int]] = {}
    to_come: dict[str, int] = {}
    for item in inputs:
        changed = item.changed_on and min(item.changed_on, today)
        for key, found in _observations(item):
            page = pages.setdefault(key, _Page(undated=[], changed=changed))
            if isinstance(found, PageStart):
                page.own_day = day = found.day
            else:
                day = found.details.day if found.details is not None else None
            if day is None:
                continue
            if day.year is not None and day.year >= today.year:
                # No page can have been saved after it.
                to_come.setdefault(item.name, day.year)
            elif day.year is not None:
                page.print_year(day.year)
            if isinstance(found, Record):
                title = title_hash(fold_title(found.title))
                if day.year is None:
                    page.undated.append((title, day))
                elif day.year <= today.year:
                    printed.setdefault((title, day.month, day.day), set()).add(day.year)
    years: dict[tuple[str, int], int] = {}
    contradicted: dict[str, int] = {}
    for key, page in pages.items():
        if not page.undated:
            continue
        votes = _votes(page, printed, today.year)
        saved = _saved_year(page, votes, today.year)
        told = saved if saved is not None else _year_by_change(page)
        if told is not None:
            years[key] = told
        # Of printed years alone only later ones contradict.
        contradicts = saved != year and (bool(votes) or page.against(year or 0) > 0)
        if year is not None and saved is not None and contradicts:
            contradicted.setdefault(key[0], saved)
    return SavedYears(years, year, _notes(year, contradicted, to_come))


def _notes(year: int | None, contradicted: dict[str, int], to_come: dict[str, int]) -> list[str]:
    notes = [
        f"{name} looks as if it was saved in {saved}, not in {year} as --year says"
        for name, saved in contradicted.items()
    ]
    notes += [
        f"{name} prints the year {printed}, which tells nothing of when it was saved"
        for name, printed in to_come.items()
    ]
    return notes


def _observations(item: Input) -> Iterator[tuple[tuple[str, int], PageStart | Record]]:
    # What is damaged is told by those who read it for its papers.
    with suppress(InputError):
        if is_web_page(item):
            # Its dates have years.
            return
        for found in records_of(item):
            if isinstance(found, PageStart | Record):
                yield (item.name, found.page), found


def _votes(
    page: _Page, printed: dict[tuple[int, int, int], set[int]], this_year: int
) -> dict[int, int]:
    """For each saved year how many papers more speak for it than the page's own against it.

    For it speak those that are printed elsewhere with their year.
    """
    votes: Counter[int] = Counter()
    for title, day in page.undated:
        for year in printed.get((title, day.month, day.day), ()):
            saved = year + _falls_after(day, page.own_day)
            if saved <= this_year:
                votes[saved] += 1
    margins = {saved: count - page.against(saved) for saved, count in votes.items()}
    return {saved: margin for saved, margin in margins.items() if margin > 0}


def _saved_year(page: _Page, votes: dict[int, int], this_year: int) -> int | None:
    if votes:
        return min(votes, key=lambda saved: (-votes[saved], saved))
    # The latest years first: where no year is late enough for one, it was mistyped.
    for printed in sorted(page.printed, reverse=True):
        for saved in range(printed + 1, min(printed + 9, this_year) + 1):
            if all(full_date(day, page.own_day, saved) is not None for _, day in page.undated):
                return saved
    return None


def _year_by_change(page: _Page) -> int | None:
    """The latest year in which a page can have been saved, by the last change of its file."""
    if page.changed is None or page.own_day is None:
        return None
    changed = Day(page.changed.month, page.changed.day)
    latest = page.changed.year - _falls_after(page.own_day, changed)
    days = [page.own_day, *(day for _, day in page.undated)]
    for saved in range(latest, latest - _LEAP, -1):
        if all(full_date(day, page.own_day, saved) is not None for day in days):
            return saved
    return None

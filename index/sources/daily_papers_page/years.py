"""Finds the year in which each saved page was saved, from all sources of a build and its index.

A page prints a year only where it is not the current one. So

- the saved year is the one that the user gave, if one was given;
- it is not after the year it is now: printed years that would have it so are mistyped and tell
  nothing;
- it is later than every year printed on the page;
- a date without a year is of the saved year, or of the year before where it would fall after
  the page's own date;
- where a copy keeps the arXiv id of a paper, which tells the month it was submitted in,
- or where another source has a paper of the same title on that day, or another page prints it with
  the same month and day and a year, that year decides, unless as many papers of the page itself
  print years that contradict it; of several such papers the most frequent answer does, the
  earliest of equals;
- where none has, some of the page's papers are looked up in the index that is updated;
- else the earliest year that is late enough for the printed ones is taken, and in which
  every February 29 on the page exists;
- else, on a page that prints its own date, the latest year is taken in which neither that date is
  after the file's last change nor a date of the page is missing in the calendar;
- without any of these the year is unknown.

Memory: some 100 bytes for each paper that is printed with a date, nothing of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Final

import msgspec

from index.errors import InputError
from index.identity import fold_title
from index.paper import Paper
from index.sources.daily_papers_page.details import Day
from index.sources.daily_papers_page.file_records import records_of
from index.sources.daily_papers_page.records import PageStart, Record
from index.sources.daily_papers_page.web_page import is_web_page
from index.sources.inputs.open import Input
from index.sources.saved_years import SavedYears

_LEAP: Final = 8
"""Years of which one has a February 29, whichever they are."""

_CENTURY: Final = 100 * 12
"""Months that the years of arXiv ids lack since 2000; its first are of 1991."""

_LOOKED_UP: Final = 12
"""Papers of a page that are looked up in an index at most."""

_ENOUGH: Final = 3
"""So many of them are enough to tell a year."""


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
    titles: list[str]
    """Those of the first papers without a year, to look them up by."""
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


class YearEvidence:
    """What the pages of a build and its other sources tell of the years pages were saved in.

    Attributes:
        undated: The names of inputs with dates without years: they are read once these are known.
        ids: The arXiv ids of all papers in those inputs.
        titles: The hashes (``title_key``) of the titles of all papers in those inputs.
        loose: Those of titles of papers without an id.

    Args:
        inputs: Saved pages, which are all read once.
        year: The year in which all of them were saved, where the user says so.
        today: The day it is in Universal Time.
    """

    def __init__(self, inputs: Iterable[Input], year: int | None, *, today: date) -> None:
        self.undated: set[str] = set()
        self.ids: set[str] = set()
        self.titles: set[int] = set()
        self.loose: set[int] = set()
        self._given = year
        self._today = today
        self._pages: dict[tuple[str, int], _Page] = {}
        # The days that anything but a text of pages says of titles without a year.
        self._told: dict[int, set[date]] = {}
        self._printed: dict[tuple[int, int, int], set[int]] = {}
        self._to_come: dict[str, int] = {}
        for item in inputs:
            self._read(item)

    def note(self, paper: Paper) -> None:
        """Take note of the day that another source, or the index, says of a paper."""
        if not self._told or paper.published is None:
            return
        days = self._told.get(title_key(paper.title))
        is_day = paper.published_precision == "day" and not paper.year_inferred
        if days is not None and is_day:
            days.add(paper.published)

    def settle(self, look_up: Callable[[str], Iterable[Paper]] | None = None) -> SavedYears:
        """Decide in which year each page was saved.

        Args:
            look_up: Gives the papers that an index has with a title.
        """
        years: dict[tuple[str, int], int] = {}
        contradicted: dict[str, int] = {}
        for key, page in self._pages.items():
            if not page.undated:
                continue
            votes = self._votes(page)
            if not votes and look_up is not None and self._given is None:
                self._look_up(page, look_up)
                votes = self._votes(page)
            saved = _saved_year(page, votes, self._today.year)
            told = saved if saved is not None else _year_by_change(page)
            if told is not None:
                years[key] = told
            # Of printed years alone only later ones contradict.
            contradicts = saved != self._given and (
                bool(votes) or page.against(self._given or 0) > 0
            )
            if self._given is not None and saved is not None and contradicts:
                contradicted.setdefault(key[0], saved)
        return SavedYears(years, self._given, _notes(self._given, contradicted, self._to_come))

    def _read(self, item: Input) -> None:
        """Take note of what the pages of an input print."""
        changed = item.changed_on and min(item.changed_on, self._today)
        this_year = self._today.year
        ids: set[str] = set()
        titles: set[int] = set()
        loose: set[int] = set()
        for key, found in _observations(item):
            page = self._pages.setdefault(key, _Page(undated=[], titles=[], changed=changed))
            if isinstance(found, PageStart):
                page.own_day = day = found.day
            else:
                day = found.details.day if found.details is not None else None
                title = title_key(found.title)
                titles.add(title)
                if found.arxiv_id is None:
                    loose.add(title)
                else:
                    ids.add(found.arxiv_id)
            if day is None:
                continue
            if day.year is not None and day.year >= this_year:
                # No page can have been saved after it.
                self._to_come.setdefault(item.name, day.year)
            elif day.year is not None:
                page.print_year(day.year)
            if isinstance(found, Record):
                if day.year is None:
                    page.undated.append((title, day))
                    by_id = found.arxiv_id and _year_by_id(found.arxiv_id, day)
                    if by_id:
                        self._printed.setdefault((title, day.month, day.day), set()).add(by_id)
                    self._told.setdefault(title, set())
                    if len(page.titles) < _LOOKED_UP:
                        page.titles.append(found.title)
                    self.undated.add(item.name)
                elif day.year <= this_year:
                    self._printed.setdefault((title, day.month, day.day), set()).add(day.year)
        if item.name in self.undated:
            self.ids |= ids
            self.titles |= titles
            self.loose |= loose

    def _look_up(self, page: _Page, look_up: Callable[[str], Iterable[Paper]]) -> None:
        """Look up some of a page's papers, until a few tell its year."""
        for title in page.titles:
            for paper in look_up(title):
                self.note(paper)
            if sum(self._votes(page).values()) >= _ENOUGH:
                return

    def _votes(self, page: _Page) -> dict[int, int]:
        """For each saved year how many papers more speak for it than the page's own against it.

        For it speak those whose year is known from elsewhere.
        """
        votes: Counter[int] = Counter()
        for title, day in page.undated:
            on_day = (day.month, day.day)
            told = self._told.get(title, ())
            years = {one.year for one in told if (one.month, one.day) == on_day}
            for year in years.union(self._printed.get((title, *on_day), ())):
                saved = year + _falls_after(day, page.own_day)
                if saved <= self._today.year:
                    votes[saved] += 1
        margins = {saved: count - page.against(saved) for saved, count in votes.items()}
        return {saved: margin for saved, margin in margins.items() if margin > 0}


def title_key(title: str) -> int:
    """A hash of a folded title, the same in this process only."""
    return hash(fold_title(title))


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


def _year_by_id(arxiv_id: str, day: Day) -> int | None:
    """The year of a day near the month in which an arXiv id was given; None without one."""
    number = arxiv_id.rpartition("/")[2]
    months = int(number[:2]) * 12 + int(number[2:4]) + (_CENTURY if number[:2] < "91" else 0)
    for year in (months // 12 + 1900 + offset for offset in (0, 1, -1)):
        if abs((year - 1900) * 12 + day.month - months) <= 1:
            return year
    return None


def _observations(item: Input) -> Iterator[tuple[tuple[str, int], PageStart | Record]]:
    # What is damaged is told by those who read it for its papers.
    with suppress(InputError):
        if is_web_page(item):
            # Its dates have years.
            return
        for found in records_of(item):
            if isinstance(found, PageStart | Record):
                yield (item.name, found.page), found


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

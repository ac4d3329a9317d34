"""Dates are chosen from years, the months of a year, and the weeks and days of a month."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from index import Paper
from tests.support.reference import open_papers

pytestmark = pytest.mark.usefixtures("quick_keys")

SIZES = [(40, 12), (80, 24), (120, 40), (200, 50)]


def dated(*days: str, words: str = "Kites") -> list[Paper]:
    """A paper of each day, on Daily Papers two days later; a month is one of which no day is known.

    There are papers of other years too, so that no months are counted before they are asked for.
    """
    papers = []
    for number, text in enumerate((*days, "2019-03-04", "2020-05-06", "2021-07-08")):
        day = datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        papers.append(
            Paper(
                key=f"{words}{number}",
                title=f"{words} {number}",
                published=day,
                published_precision="day" if len(text) == 10 else "month",
                featured=day + datetime.timedelta(days=2),
            )
        )
    return papers


AUTUMN = ("2024-10-31", "2024-11-05", "2024-11-18", "2024-11-18", "2024-11-21", "2024-12-01")


async def open_days(browser: Any) -> Any:
    """Go to the days of November 2024, from the list."""
    await browser.press("d")
    dates = browser.screen.filtering.pane.dates
    await browser.until(lambda: dates.choice and dates.choice.value == "2024")
    await browser.press("l")
    await browser.until(
        lambda: dates.choice and dates.choice.value == "2024-12" and dates.choice.count
    )
    await browser.press("j", "l")
    await browser.until(lambda: dates.within == "2024-11" and not dates.opened)
    return dates


@pytest.mark.parametrize("size", SIZES)
async def test_a_month_opens_into_weeks_and_days(browse: Any, size: tuple[int, int]) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=size) as browser:
        dates = await open_days(browser)
        # On the latest week that has papers, of which one is in December.
        assert (dates.choice.label, dates.choice.count) == ("week of 25 Nov", 1)
        counts = {choice.label: choice.count for choice in dates.choices}
        assert counts["2024-11-18 Mon"] == 2
        assert (counts["week of 18 Nov"], counts["week of 28 Oct"]) == (3, 1)
        assert any("2024-11-30 Sat" in line for line in browser.text())
        await browser.press("space")
        await browser.until(lambda: browser.query == "date:2024-11-25..2024-12-01")
        await browser.until(lambda: browser.total == 1)
        await browser.press("7", "j", "space")
        await browser.until(lambda: browser.query.endswith(" OR 2024-11-18..2024-11-24)"))
        await browser.until(lambda: browser.total == 4)
        await browser.press("7", "j", "space")
        await browser.until(lambda: browser.query.endswith("2024-12-01 OR 2024-11-18)"))
        await browser.until(lambda: browser.total == 3)


@pytest.mark.parametrize("key", ["h", "left", "escape", "q"])
async def test_days_are_left_for_months_months_for_years_and_years_for_the_list(
    browse: Any, key: str
) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24)) as browser:
        dates = await open_days(browser)
        await browser.press("j", "j", key)
        await browser.until(lambda: dates.choice and dates.choice.value == "2024-11")
        await browser.press(key)
        await browser.until(lambda: dates.choice and dates.choice.value == "2024")
        await browser.press(key)
        await browser.until(lambda: browser.screen.results.has_focus)


async def test_dates_open_where_they_were_left_while_one_is_chosen(browse: Any) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24)) as browser:
        dates = await open_days(browser)
        await browser.press("l")
        await browser.until(lambda: browser.query and browser.screen.results.has_focus)
        await browser.press("d")
        assert (dates.has_focus, dates.within) == (True, "2024-11")
        await browser.press("f", "x")
        await browser.until(lambda: browser.query == "")
        await browser.press("d")
        await browser.until(lambda: dates.choice and dates.choice.value == "2024")
        assert (dates.has_focus, dates.within) == (True, "")


@pytest.mark.parametrize("size", SIZES[::2])
async def test_a_week_or_a_day_opens_into_its_papers(browse: Any, size: tuple[int, int]) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=size) as browser:
        dates = await open_days(browser)
        await browser.press("7", "j", "l")
        await browser.until(lambda: browser.query == "date:2024-11-18..2024-11-24")
        await browser.until(lambda: browser.screen.results.has_focus and browser.total == 3)
        # What is chosen already stays so, and is opened.
        await browser.press("d", "l")
        await browser.until(lambda: browser.screen.results.has_focus)
        assert browser.query == "date:2024-11-18..2024-11-24"
        await browser.press("d", "j", "v", "j", "l")
        await browser.until(lambda: browser.query == "date:2024-11-23..2024-11-24")
        assert (dates.origin, browser.screen.results.has_focus) == (None, True)


async def test_nothing_is_in_what_is_no_date(browse: Any) -> None:
    papers = dated("2024-11", *AUTUMN)
    async with browse(open_papers(papers), size=(80, 24)) as browser:
        await open_days(browser)
        await browser.press("G", "l")
        await browser.until(lambda: browser.word == "That is no day, so there is nothing in it.")
        await browser.press("h", "h", "G", "l")
        await browser.until(lambda: browser.word == "That is no year, so there is nothing in it.")


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        # From Monday the 18th down to Tuesday the 5th.
        ((*"14jv15j",), "2024-11-05..2024-11-18"),
        # A week and a day of it; a week and a later one.
        ((*"7jv3j",), "2024-11-18..2024-11-24"),
        ((*"7jv7k",), "2024-11-18..2024-12-01"),
        # To a day of another month, to a month, and to a year.
        ((*"14jvhjl3j",), "2024-10-29..2024-11-18"),
        ((*"vhj",), "2024-10..2024-12-01"),
        ((*"vhhj",), "2021..2024-12-01"),
    ],
)
async def test_a_range_goes_over_days_months_and_years(
    browse: Any, keys: tuple[str, ...], value: str
) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24)) as browser:
        dates = await open_days(browser)
        for key in keys:
            await browser.press(key)
            await browser.until(lambda: not dates.opened)
        assert dates.cursor in dates.marked_lines
        await browser.press("space")
        await browser.until(lambda: browser.query == f"date:{value}")
        assert (dates.origin, list(dates.marked_lines)) == (None, [])


async def test_days_are_counted_on_daily_papers_and_with_the_other_filters(browse: Any) -> None:
    papers = [*dated(*AUTUMN), *dated("2024-11-06", words="Ovens")]
    async with browse(open_papers(papers), size=(120, 40)) as browser:
        await browser.press("slash", *"kites", "enter")
        await browser.until(lambda: browser.query == "kites")
        dates = await open_days(browser)

        def having() -> dict[str, int]:
            days = (choice for choice in dates.choices if not choice.heads)
            return {choice.value[5:]: choice.count for choice in days if choice.count}

        await browser.until(lambda: having() == {"11-05": 1, "11-18": 2, "11-21": 1})
        await browser.press("B")
        await browser.until(lambda: having() == {"11-02": 1, "11-07": 1, "11-20": 2, "11-23": 1})
        dates.point_at("2024-11-18..2024-11-24")
        await browser.press("space")
        await browser.until(lambda: browser.query == "kites featured:2024-11-18..2024-11-24")
        await browser.until(lambda: browser.total == 3)
        # Their own filter changes no counts.
        assert having() == {"11-02": 1, "11-07": 1, "11-20": 2, "11-23": 1}
        await browser.press("B")
        await browser.until(lambda: browser.query == "kites date:2024-11-18..2024-11-24")
        await browser.press("space")
        await browser.until(lambda: browser.query == "kites")


async def test_a_day_that_is_not_known_is_not_made_up(browse: Any) -> None:
    papers = open_papers(dated("2024-11", "2024-11", "2024-12", "2024-12-03"))
    async with browse(papers, size=(80, 24)) as browser:
        dates = await open_days(browser)
        assert [(choice.label, choice.count) for choice in dates.choices] == [("no day", 2)]
        told = "Only the month of these is known: 2024-11 has them with the others."
        assert browser.word == told
        await browser.press("space")
        await browser.until(lambda: browser.word == told)
        assert browser.query == ""
        await browser.press("h", "k", "l")
        await browser.until(lambda: dates.within == "2024-12" and not dates.opened)
        assert dates.choice.label == "week of 2 Dec"
        assert (dates.choices[-1].label, dates.choices[-1].count) == ("no day", 1)


async def test_a_day_and_a_week_are_clicked(browse: Any) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24)) as browser:
        dates = await open_days(browser)
        for row, value in ((4, "2024-11-27"), (0, "2024-11-25..2024-12-01")):
            await browser.pilot.click(dates, offset=(8, row))
            await browser.until(lambda value=value: browser.query == f"date:{value}")


async def test_keys_that_come_before_the_counts_are_for_what_is_counted(browse: Any) -> None:
    async with browse(open_papers(dated(*AUTUMN[:-1])), size=(80, 24)) as browser:
        browser.burst("d", "l", "l", "space")
        await browser.until(lambda: browser.query == "date:2024-11-18..2024-11-24")
        browser.burst("h", "h", "l", "l", "l")
        await browser.until(lambda: browser.screen.results.has_focus)
        browser.burst("d", "h", "h", "l", "l", "k", "h", "h", "h", "slash")
        await browser.until(lambda: browser.screen.search_box.has_focus)
        assert browser.query == "date:2024-11-18..2024-11-24"


async def test_what_is_left_before_it_is_counted_is_not_chosen_later(browse: Any) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24)) as browser:
        browser.burst("d", "l", "space", "escape", "j", "d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.has_focus and dates.choices)
        assert (browser.query, dates.within) == ("", "")


async def test_the_days_of_what_is_chosen_are_opened_on_it(browse: Any) -> None:
    query = "date:2024-11-05"
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24), query=query) as browser:
        browser.burst("d", "l", "l")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choice and dates.choice.value == "2024-11-05")


@pytest.mark.parametrize(
    ("query", "then"),
    [
        ("date:2024-11-18..2024-11-24", "date:2024-11-21"),
        ("featured:2024-11-18..2024-11-24", "featured:2024-11-23"),
        ("", "featured:2024-12-03"),
    ],
)
async def test_a_day_is_gone_to_by_the_days_that_are_chosen(
    browse: Any, query: str, then: str
) -> None:
    async with browse(open_papers(dated(*AUTUMN)), size=(80, 24), query=query) as browser:
        await browser.until(lambda: browser.screen.filtering.mostly_featured and browser.total)
        await browser.press("left_square_bracket")
        await browser.until(lambda: browser.query == then)

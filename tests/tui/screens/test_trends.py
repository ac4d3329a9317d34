"""The chart of the query at hand."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from index import Paper, open_index, rebuild
from tests.support.corpora import corpus
from tests.support.reference import open_papers
from tests.tui.conftest import Browser
from tests.tui.screens.test_real_engine import browsing
from tui.rendering.trend_lines import BESIDE, CURSOR
from tui.screens.browse import BrowseScreen
from tui.screens.reader import ReaderScreen
from tui.screens.trends import TrendsScreen


def papers() -> list[Paper]:
    """Two papers on tides a month and three on kites every other month, over two years."""
    made = []
    for month in range(24):
        day = datetime.date(2024 + month // 12, month % 12 + 1, 5)
        words = ["tides"] * 2 + ["kites"] * (3 if month % 2 else 0)
        for number, word in enumerate(words):
            made.append(
                Paper(
                    key=f"{word}-{month}-{number}",
                    title=f"On {word} {month} {number}",
                    published=day,
                    org="lab",
                    org_name="Harbour Lab",
                    authors=("Ada Lovelace",),
                )
            )
    return made


def chart(browser: Browser) -> TrendsScreen:
    return cast("TrendsScreen", browser.pilot.app.screen)


def shown(browser: Browser) -> str:
    return "\n".join(browser.text())


def has(browser: Browser, text: str) -> bool:
    return text in shown(browser)


async def opened(browser: Browser) -> TrendsScreen:
    await browser.press("C")
    await browser.until(lambda: isinstance(browser.pilot.app.screen, TrendsScreen))
    await browser.until(lambda: CURSOR in shown(browser), "the chart")
    return chart(browser)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
async def test_each_period_is_said_with_its_count_and_enter_narrows_to_it(
    browse: Any, size: tuple[int, int]
) -> None:
    async with browse(papers(), size=size) as browser:
        await browser.press("slash", *"tides", "enter")
        await browser.until(lambda: browser.total == 48)
        await opened(browser)
        assert "2025-12: 2 (40%) of 5 papers" in shown(browser)
        await browser.press("h")
        assert "2025-11: 2 (100%) of 2 papers" in shown(browser)
        await browser.press("g")
        assert "2024-01: 2 (100%) of 2" in shown(browser)
        await browser.press("left", "right")
        assert "2024-02: 2 (40%)" in shown(browser)
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: browser.total == 2, "the papers of the month")
        assert browser.query == "tides date:2024-02"
        # It can be taken back as any other change of the query.
        await browser.press("u")
        await browser.until(lambda: browser.query == "tides" and browser.total == 48)


async def test_a_click_moves_the_cursor_to_its_period(browse: Any) -> None:
    async with browse(papers(), size=(80, 24)) as browser:
        screen = await opened(browser)
        picture = screen.page.picture
        assert picture is not None
        # Behind the frame, its padding and what stands beside the bars.
        await browser.pilot.click("#trends", offset=(2 + BESIDE + 3 * picture.cells, 5))
        await browser.until(partial(has, browser, "2024-04: 5 (100%) of 5"), "April")


async def test_the_terminals_cursor_stands_where_the_period_is_said(browse: Any) -> None:
    async with browse(papers()) as browser:
        screen = await opened(browser)
        app = browser.pilot.app
        for query in ("", "kites"):
            if query:
                await browser.press("slash", *query, "enter")
                await browser.until(
                    lambda: len(screen.page.view.queries) == 2 and has(browser, "▌")
                )
            await browser.until(lambda: CURSOR in browser.text()[app.cursor_position.y])


async def test_names_stand_below(browse: Any) -> None:
    async with browse(papers()) as browser:
        await opened(browser)
        await browser.until(lambda: "Harbour Lab" in shown(browser), "the names")
        assert "84  Harbour Lab" in shown(browser)
        assert "84  Ada Lovelace" in shown(browser)


async def test_up_to_four_queries_are_compared_as_papers_or_shares(browse: Any) -> None:
    async with browse(papers(), size=(100, 40)) as browser:
        await opened(browser)
        for number, query in enumerate(("tides", "kites", "kites 1"), 2):
            await browser.press("slash")
            await browser.type(query)
            await browser.press("enter")
            await browser.until(partial(has, browser, f"▌{number} {query}  "), "it in the chart")
        assert len(chart(browser).page.view.trends) == 4
        assert "1: 5 (100%) · 2: 2 (40%) · 3: 3 (60%)" in shown(browser)
        await browser.press("plus")
        assert "can't be told apart" in str(chart(browser).page.border_subtitle)
        assert "Papers by month" in str(chart(browser).page.border_title)
        await browser.press("s")
        assert "Share of all papers" in str(chart(browser).page.border_title)
        assert "100%" in shown(browser)
        await browser.press("tab", "tab", "tab", "minus")
        await browser.until(lambda: len(chart(browser).page.view.queries) == 3)
        assert chart(browser).page.view.queries == ("", "tides", "kites 1")
        # What is narrowed is the query that is looked at.
        await browser.press("tab", "tab", "G", "enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: browser.query == "tides date:2025-12")


async def test_periods_are_months_years_or_weeks(browse: Any) -> None:
    async with browse(papers()) as browser:
        await opened(browser)
        await browser.press("p")
        await browser.until(lambda: "2025-12-05" not in shown(browser) and "-W" in shown(browser))
        await browser.press("p")
        await browser.until(lambda: "2025: 42 (100%) of 42 papers" in shown(browser), "years")
        await browser.press("enter")
        await browser.until(lambda: browser.query == "date:2025")


async def test_what_is_no_query_is_told_and_the_chart_stays(browse: Any) -> None:
    async with browse(papers()) as browser:
        screen = await opened(browser)
        await browser.press("slash")
        await browser.type("(")
        await browser.press("enter")
        await browser.until(lambda: "narrows" not in str(screen.page.border_subtitle))
        assert screen.page.view.queries == ("",)
        assert CURSOR in shown(browser)
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))


async def test_where_a_query_has_no_paper_there_is_nothing_to_narrow_to(browse: Any) -> None:
    async with browse(papers()) as browser:
        await browser.press("slash", *"kites", "enter")
        await browser.until(lambda: browser.total == 36)
        screen = await opened(browser)
        await browser.press("h", "enter")
        assert screen.page.border_subtitle == "No paper of this query is of 2025-11."
        await browser.press("q")
        await browser.until(lambda: browser.query == "kites")


async def test_browsing_does_not_wait_for_the_chart(browse: Any) -> None:
    async with browse(papers()) as browser:
        browser.engine.gate.clear()
        await browser.press("C")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, TrendsScreen))
        assert "counting" in str(chart(browser).page.border_subtitle)
        await browser.press("q")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.press("j")
        assert browser.screen.results.cursor == 1
        browser.engine.gate.set()


async def test_of_nothing_there_is_no_chart(browse: Any) -> None:
    async with browse(papers()) as browser:
        await browser.press("slash", *"zebra", "enter")
        await browser.until(lambda: not browser.total and browser.screen.results.has_focus)
        await browser.press("C")
        assert isinstance(browser.pilot.app.screen, BrowseScreen)
        assert browser.word


async def test_what_is_listed_is_charted_from_the_reader_too(browse: Any) -> None:
    async with browse(papers(), size=(80, 24)) as browser:
        await browser.press("slash", *"tides", "enter")
        await browser.until(lambda: browser.total == 48)
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        await opened(browser)
        await browser.press("q")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        # A similar paper lies over the first one.
        await browser.press("tab", "enter")
        stack = browser.pilot.app.screen_stack
        await browser.until(lambda: sum(isinstance(one, ReaderScreen) for one in stack) == 2)
        await opened(browser)
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: browser.query == "tides date:2025-12" and browser.total == 2)


async def test_papers_are_counted_by_any_of_their_days(browse: Any) -> None:
    late = datetime.timedelta(days=45)
    featured = [
        msgspec.structs.replace(paper, featured=paper.published and paper.published + late)
        for paper in papers()
    ]
    async with browse(open_papers(featured), size=(80, 24)) as browser:
        await browser.until(lambda: "added" not in browser.screen.filtering.known)
        screen = await opened(browser)
        assert "2025-12: 5 (100%) of 5" in shown(browser)
        await browser.press("d")
        await browser.until(lambda: "Papers by month on Daily Papers" in shown(browser))
        await browser.until(lambda: "2026-01: 5 (100%) of 5" in shown(browser), "its counts")
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: browser.query == "featured:2026-01" and browser.total == 5)
        # The days that the query speaks of come first; those when added are known of no paper.
        await opened(browser)
        await browser.until(lambda: "on Daily Papers" in shown(browser))
        await browser.press("d")
        await browser.until(lambda: "on Daily Papers" not in shown(browser))
        await browser.press("d")
        await browser.until(lambda: "on Daily Papers" in shown(browser))
        assert screen is not chart(browser)


async def test_that_no_other_days_are_known_is_said(browse: Any) -> None:
    async with browse(papers()) as browser:
        await browser.until(lambda: "featured" not in browser.screen.filtering.known)
        screen = await opened(browser)
        await browser.press("d")
        assert screen.page.border_subtitle == "No other days are known of these papers."


@pytest.mark.corpora
async def test_real_papers_are_counted_as_they_are(tmp_path: Path) -> None:
    rebuild([corpus("daily-papers-api")], tmp_path / "papers")
    with open_index(tmp_path / "papers") as index:
        hits = index.search("diffusion", limit=100_000).hits[: index.search("diffusion").total]
        months = Counter(f"{hit.paper.published:%Y-%m}" for hit in hits if hit.paper.published)
    async with browsing(tmp_path / "papers", (120, 40)) as browser:
        await browser.press("slash", *"diffusion", "enter")
        await browser.until(lambda: browser.total >= len(hits))
        await opened(browser)
        seen = {}
        for _ in range(len(months) * 4):
            line = next(line for line in browser.text() if CURSOR in line)
            said = line.replace(CURSOR, "").strip("│ ").split()
            seen[said[0].rstrip(":")] = int(said[1].replace(",", ""))
            await browser.press("h")
        assert {month: count for month, count in seen.items() if count} == months

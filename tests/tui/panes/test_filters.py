"""The filters: what is chosen becomes text, and text shows as choices."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from index import Paper
from tests.support.papers import invented
from tests.support.reference import open_papers
from tui.rendering.choice_line import share_of
from tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult


SIZES = [(40, 12), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_an_organisation_is_chosen_and_taken_back(browse: Any, size: tuple[int, int]) -> None:
    async with browse(200, size=size) as browser:
        await browser.press("o")
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: len(organisations.choices) == 6)
        first = organisations.choices[0]
        await browser.press("space")
        await browser.until(lambda: browser.total == first.count)
        assert browser.query == f"org:{first.value}"
        assert browser.screen.search_box.value == browser.query
        await browser.until(lambda: organisations.choices[0].state == "in")
        await browser.press("space")
        await browser.until(lambda: browser.total == 200)
        assert browser.query == ""


async def test_several_organisations_and_one_excluded(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("o")
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: len(organisations.choices) == 6)
        first, second = (choice.value for choice in organisations.choices[:2])
        await browser.press("space", "j")
        await browser.until(lambda: browser.query == f"org:{first}")
        await browser.press("space")
        await browser.until(lambda: browser.query == f"org:({first} OR {second})")
        await browser.press("minus")
        await browser.until(lambda: browser.query == f"org:{first} -org:{second}")


async def test_an_organisation_is_found_by_typing(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.press("o", "F")
        await browser.type("nord")
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: [c.value for c in organisations.choices] == ["nordlys"])
        await browser.press("enter")
        await browser.until(lambda: browser.query == "org:nordlys")
        assert organisations.has_focus
        await browser.until(lambda: len(organisations.choices) > 1)


async def test_the_most_frequent_are_in_view_while_nobody_is_among_them(browse: Any) -> None:
    async with browse(200, size=(120, 40), filters=True) as browser:
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: organisations.choices)
        rarest = next(c for c in reversed(organisations.choices) if not c.unknown)
        await browser.press("slash")
        await browser.type(f"org:{rarest.value}")
        await browser.press("enter")
        await browser.until(lambda: organisations.choice and organisations.choice.state == "in")
        assert organisations.choice.value == rarest.value
        await browser.press("X")
        await browser.until(lambda: browser.total == 200)
        await browser.until(lambda: organisations.cursor == organisations.scroll_offset.y == 0)
        await browser.press("o", "j", "space")
        await browser.until(lambda: organisations.choice.state == "in")
        assert organisations.has_focus


async def test_a_range_of_years_is_marked(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        newest = int(dates.choices[0].value)
        await browser.press("v", "j", "j", "enter")
        await browser.until(lambda: browser.query == f"date:{newest - 2}..{newest}")


async def test_a_year_opens_into_months(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        year = dates.choices[0].value
        await browser.press("right")
        await browser.until(lambda: dates.choices[0].value == f"{year}-12")
        # On the latest month with papers: those above it have none.
        latest = max(
            hit.paper.published
            for hit in browser.engine.search("").hits
            if hit.paper.published and f"{hit.paper.published:%Y}" == year
        )
        assert dates.choice
        assert dates.choice.value == f"{latest:%Y-%m}"
        await browser.press("k", "j", "j", "space")
        await browser.until(lambda: browser.query == f"date:{year}-{latest.month - 1:02}")
        await browser.press("left")
        await browser.until(lambda: dates.choice and dates.choice.value == year)
        assert dates.choice.state == "in"


async def test_months_that_are_counted_later_open_at_the_latest_too(browse: Any) -> None:
    day = datetime.date(2025, 3, 9)
    papers = [Paper(key=f"p{n}", title=f"Kites {n}", published=day) for n in range(3)]
    async with browse(open_papers(papers)) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        # Months are counted only now.
        await browser.press("right")
        await browser.until(lambda: dates.choice and dates.choice.value == "2025-03")
        await browser.press("left", "right", "space")
        await browser.until(lambda: browser.query == "date:2025-03" and browser.total == 3)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_one_level_up_from_the_months_of_a_year_are_the_years(browse: Any, key: str) -> None:
    async with browse(200) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        year = dates.choices[0].value
        await browser.press("l")
        await browser.until(lambda: dates.choices[0].value == f"{year}-12")
        await browser.press("v", key)
        assert (dates.origin, dates.within, dates.has_focus) == (None, year, True)
        await browser.press(key)
        await browser.until(lambda: dates.choice and dates.choice.value == year)
        assert dates.has_focus
        await browser.press(key)
        assert browser.screen.results.has_focus


async def test_a_month_of_a_chosen_year_narrows_it(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("d", "j")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices and dates.cursor == 1)
        year = dates.choice.value
        await browser.press("space")
        await browser.until(lambda: browser.query == f"date:{year}")
        await browser.press("l")
        await browser.until(lambda: dates.choice and dates.choice.value == f"{year}-12")
        await browser.press("3", "j", "space")
        await browser.until(lambda: browser.query == f"date:{year}-09")
        await browser.press("j", "space")
        await browser.until(lambda: browser.query == f"date:({year}-09 OR {year}-08)")
        await browser.press("h", "space")
        await browser.until(lambda: browser.query == f"date:{year}")


async def test_a_range_of_months_reaches_into_another_year(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("d", "j")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices and dates.cursor == 1)
        year = int(dates.choice.value)
        await browser.press("l")
        await browser.until(lambda: dates.choice and dates.choice.value == f"{year}-12")
        await browser.press("1", "0", "j", "v", "h")
        await browser.until(lambda: dates.choice and dates.choice.value == f"{year}")
        assert list(dates.marked_lines) == [1]
        await browser.press("j")
        assert list(dates.marked_lines) == [1, 2]
        await browser.press("l")
        await browser.until(lambda: dates.choice and dates.choice.value == f"{year - 1}-12")
        await browser.press("j")
        assert list(dates.marked_lines) == [0, 1]
        await browser.press("space")
        await browser.until(lambda: browser.query == f"date:{year - 1}-11..{year}-02")
        assert dates.origin is None


async def test_an_organisation_chosen_by_its_name_is_taken_back(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("o")
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: organisations.choices)
        named = next(c for c in organisations.choices if c.name and c.name != c.value)
        await browser.press("slash")
        await browser.type(f'org:"{named.name}"')
        await browser.press("enter", "o")
        await browser.until(lambda: organisations.choice and organisations.choice.state == "in")
        await browser.press("space")
        await browser.until(lambda: browser.query == "")


async def test_recent_days_and_clearing_one_filter(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("d")
        await browser.until(lambda: browser.screen.filtering.pane.dates.choices)
        await browser.press("m")
        await browser.until(lambda: browser.query == "date:30d")
        await browser.press("backspace")
        await browser.until(lambda: browser.query == "")


async def test_an_exact_range_of_authors_is_typed(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.press("a", "n")
        await browser.type("2..5")
        assert browser.screen.filtering.pane.range.value == "2..5"
        await browser.press("enter")
        await browser.until(lambda: browser.query == "authors:2..5")
        # What was chosen stands there, and goes where something else is typed.
        await browser.press("n")
        assert browser.screen.filtering.pane.range.value == "2..5"
        await browser.press("7", "enter")
        await browser.until(lambda: browser.query == "authors:7")
        await browser.press("n", "end", "0", "enter")
        await browser.until(lambda: browser.query == "authors:70")


async def test_a_bad_range_says_so_and_changes_nothing(browse: Any) -> None:
    async with browse(50) as browser:
        await browser.press("a", "n", "z", "z", "enter")
        await browser.until(lambda: browser.word)
        assert browser.query == ""


async def test_typed_filters_show_in_the_panes(browse: Any) -> None:
    async with browse(200, filters=True) as browser:
        await browser.press("slash")
        await browser.type("org:hanami")
        filters = browser.screen.filtering.pane
        await browser.until(
            lambda: (
                [c.value for c in filters.organisations.choices if c.state == "in"] == ["hanami"]
            )
        )
        assert any("Organisations  hanami" in line for line in browser.text())


async def test_clear_takes_the_filters_and_leaves_the_words(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("slash")
        await browser.type("video org:hanami")
        await browser.press("escape", "x")
        await browser.until(lambda: browser.query.strip() == "video")


async def test_escape_leaves_the_filters_and_they_slide_away(browse: Any) -> None:
    async with browse(50, size=(80, 24)) as browser:
        filters = browser.screen.filtering.pane
        assert not filters.display
        await browser.press("d")
        await browser.until(lambda: filters.display and filters.dates.has_focus)
        await browser.press("escape")
        await browser.until(lambda: not filters.display)
        assert browser.screen.results.has_focus


async def test_a_filter_can_not_be_changed_while_the_query_is_wrong(browse: Any) -> None:
    async with browse(50) as browser:
        await browser.press("slash")
        await browser.type("(")
        await browser.until(lambda: browser.screen.trouble.display)
        await browser.press("escape", "o", "space")
        await browser.until(lambda: "can't be changed from here" in browser.word)
        assert browser.query == "("


def on_screen(browser: Any) -> bool:
    return bool(browser.screen.query("#filters"))


async def test_the_filters_are_made_when_they_are_first_opened(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.press("slash", *"org:", *"kestrel", "enter")
        await browser.until(lambda: browser.query == "org:kestrel")
        await browser.press("x")
        await browser.until(lambda: browser.query == "")
        await browser.press("u", "tab", "shift+tab")
        await browser.until(lambda: browser.query == "org:kestrel")
        assert not on_screen(browser)
        await browser.press("o")
        assert on_screen(browser)
        filters = browser.screen.filtering.pane
        await browser.until(lambda: filters.organisations.choices)
        chosen = [c.value for c in filters.organisations.choices if c.state == "in"]
        assert chosen == ["kestrel"]
        assert filters.headings["org"].summary == "kestrel"
        assert filters.organisations.has_focus
        shown = [pane for pane in browser.screen.query("#filters ChoiceList") if pane.size.width]
        assert len(shown) == len(filters.lists) == 3


async def test_the_filters_come_with_the_room_for_them(browse: Any) -> None:
    async with browse(200, size=(80, 24), filters=True) as browser:
        await browser.pilot.resize_terminal(119, 24)
        await browser.pilot.pause()
        assert not on_screen(browser)
        await browser.pilot.resize_terminal(120, 24)
        await browser.until(lambda: browser.screen.filtering.shown)
        await browser.until(lambda: browser.screen.filtering.pane.organisations.choices)
        assert browser.screen.filtering.pane.region.x == 0
        assert browser.screen.results.region.x == browser.screen.filtering.pane.region.right
        assert browser.screen.focused is browser.screen.results


@pytest.mark.parametrize("key", ["enter", "colon", "y"])
async def test_room_that_comes_while_something_else_is_seen_is_used(browse: Any, key: str) -> None:
    async with browse(200, size=(80, 24), filters=True) as browser:
        screen = browser.screen
        await browser.press(key)
        await browser.until(lambda: browser.screen is not screen)
        await browser.pilot.resize_terminal(120, 40)
        await browser.press("escape")
        await browser.until(lambda: browser.screen is screen and screen.filtering.shown)
        await browser.until(lambda: screen.filtering.pane.organisations.choices)


async def test_filters_that_were_put_away_are_not_made(browse: Any) -> None:
    async with browse(60, size=(80, 24)) as browser:
        await browser.pilot.resize_terminal(120, 24)
        await browser.pilot.pause()
        assert not on_screen(browser)


async def test_filters_asked_for_before_the_panes_are_there_come_with_them(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = BrowseScreen.compose

    def asking(screen: BrowseScreen) -> ComposeResult:
        screen.filtering.open("date")
        yield from compose(screen)

    monkeypatch.setattr(BrowseScreen, "compose", asking)
    async with browse(200, size=(80, 24)) as browser:
        await browser.until(lambda: browser.screen.filtering.shown)
        await browser.until(lambda: browser.screen.filtering.pane.dates.choices)
        assert browser.screen.focused is browser.screen.filtering.pane.dates


async def test_keys_after_the_first_opening_are_for_the_filters(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        browser.burst("d", "space")
        await browser.until(lambda: browser.query.startswith("date:"))
        assert browser.screen.focused is browser.screen.filtering.pane.dates


def arxiv(count: int) -> list[Paper]:
    """Papers as arXiv tells of them: with categories, without organisations."""
    return [
        msgspec.structs.replace(
            paper,
            org=None,
            org_name=None,
            orgs=None,
            categories=("cs.CL",) if number % 3 else ("math.CO", "cs.LG"),
        )
        for number, paper in enumerate(invented(count))
    ]


def featured(count: int) -> list[Paper]:
    """Papers that were on Daily Papers forty days after they were published."""
    day = datetime.timedelta(days=40)
    return [
        msgspec.structs.replace(paper, featured=paper.published and paper.published + day)
        for paper in invented(count)
    ]


def strip(browser: Any) -> str:
    return str(browser.text()[1]).rstrip()


async def test_the_strip_says_what_each_filter_is(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.until(lambda: strip(browser))
        assert strip(browser) == " o any organisation   d any date   a any number of authors"
        await browser.press("slash")
        await browser.type("org:hanami date:7d")
        await browser.until(lambda: strip(browser).startswith(" o hanami   d 7 days   a"))
        await browser.pilot.resize_terminal(40, 24)
        await browser.until(lambda: strip(browser) == " o hanami   d 7 days   a authors")


async def test_a_filter_on_the_strip_is_clicked_open(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.until(lambda: strip(browser))
        await browser.pilot.click("#filter-strip", offset=(strip(browser).index("any date"), 0))
        await browser.until(lambda: browser.screen.filtering.shown)
        assert browser.screen.focused is browser.screen.filtering.pane.dates


async def test_papers_are_worth_more_than_the_strip_on_a_low_screen(browse: Any) -> None:
    async with browse(200, size=(80, 19)) as browser:
        assert not browser.screen.filtering.strip.display
        await browser.pilot.resize_terminal(80, 20)
        await browser.until(lambda: browser.screen.filtering.strip.display)


async def test_filters_of_what_no_paper_has_vanish(browse: Any) -> None:
    async with browse(arxiv(120), size=(80, 24)) as browser:
        await browser.until(lambda: strip(browser))
        assert strip(browser) == " c any category   d any date   a any number of authors"
        await browser.press("o")
        assert browser.word == "No paper here has an organisation."
        await browser.press("c")
        filters = browser.screen.filtering.pane
        await browser.until(lambda: filters.categories.choices)
        assert filters.lists == (filters.categories, filters.dates, filters.authors)
        assert filters.categories.has_focus
        counts = {choice.value: choice.count for choice in filters.categories.choices}
        assert counts == {"cs.CL": 80, "math.CO": 40, "cs.LG": 40, "none": 0}
        await browser.press("space", "j", "minus")
        await browser.until(lambda: browser.query == "cat:cs.CL -cat:math.CO")
        await browser.press("escape", "i")
        await browser.type(" org:kestrel")
        await browser.until(lambda: filters.organisations in filters.lists)
        assert strip(browser).startswith(" o kestrel   c cs.CL, not math.CO   d any date")


async def test_a_venue_is_a_filter_where_papers_have_one(browse: Any) -> None:
    papers = [msgspec.structs.replace(paper, venue="Tensor Letters") for paper in invented(30)]
    async with browse(papers, size=(120, 40)) as browser:
        await browser.until(lambda: "e any venue" in strip(browser))
        await browser.press("e")
        await browser.until(lambda: browser.screen.filtering.pane.venues.choices)
        await browser.press("space")
        await browser.until(lambda: browser.query == 'venue:"Tensor Letters"')
        await browser.until(lambda: "e Tensor Letters" in strip(browser))


async def test_a_name_that_is_too_rare_to_be_listed_is_found_by_typing(browse: Any) -> None:
    papers = [
        msgspec.structs.replace(
            paper, venue=f"Letters {number:03}", categories=(f"cs.C{number:03}",)
        )
        for number, paper in enumerate(invented(250))
    ]
    async with browse(papers, size=(120, 40)) as browser:
        for key, field, beginning in (("e", "venue", "Letters"), ("c", "cat", "cs")):
            await browser.until(lambda key=key: f"{key} any" in strip(browser))
            await browser.press(key)
            choices = browser.screen.filtering.pane.list_of(field)
            await browser.until(lambda choices=choices: choices.choices)
            listed = {choice.value[-3:] for choice in choices.choices}
            rare = next(f"{n:03}" for n in range(250) if f"{n:03}" not in listed)
            await browser.press("F")
            await browser.type(rare)
            await browser.until(lambda choices=choices: len(choices.choices) == 1)
            await browser.press("enter")
            query = re.compile(rf'{field}:"?{beginning}.*{rare}"?')
            await browser.until(lambda query=query: query.fullmatch(browser.query))
            assert choices.has_focus
            await browser.press("escape", "x")
            await browser.until(lambda: browser.query == "")


async def test_recent_papers_are_those_of_recent_days_on_daily_papers(browse: Any) -> None:
    async with browse(featured(200), size=(120, 40)) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        assert dates.field == "date"
        await browser.press("w")
        await browser.until(lambda: browser.query == "featured:7d")
        await browser.until(lambda: "d 7 days on Daily Papers" in strip(browser))
        await browser.until(lambda: dates.field == "featured")
        await browser.press("w")
        await browser.until(lambda: browser.query == "")
        await browser.until(lambda: dates.field == "date")


async def test_days_are_counted_by_publication_or_by_daily_papers(browse: Any) -> None:
    papers = featured(200)
    async with browse(papers, size=(120, 40)) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)

        def counts(days: list[datetime.date]) -> dict[str, int]:
            return {f"{year:04}": count for year, count in Counter(d.year for d in days).items()}

        def shown() -> dict[str, int]:
            return {choice.value: choice.count for choice in dates.choices if not choice.unknown}

        assert shown() == counts([one.published for one in papers if one.published])
        # Where there are two kinds of days, the heading says which.
        assert any("│ Published " in line for line in browser.text())
        await browser.press("B")
        await browser.until(lambda: any("│ On Daily Papers " in line for line in browser.text()))
        await browser.until(lambda: shown() == counts([p.featured for p in papers if p.featured]))
        year = dates.choices[1].value
        await browser.press("g", "j", "space")
        await browser.until(lambda: browser.query == f"featured:{year}")
        await browser.press("B")
        await browser.until(lambda: browser.query == f"date:{year}")
        await browser.until(lambda: dates.field == "date")


async def test_nobody_counts_by_days_that_no_paper_has(browse: Any) -> None:
    async with browse(60, size=(120, 40)) as browser:
        await browser.until(lambda: strip(browser))
        await browser.press("d", "B")
        assert browser.word == "No paper here was on Daily Papers."
        await browser.until(lambda: browser.screen.filtering.pane.dates.choices)
        await browser.press("w")
        await browser.until(lambda: browser.query == "date:7d")


async def test_counts_are_also_told_as_shares_where_there_is_room(browse: Any) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.press("d")
        dates = browser.screen.filtering.pane.dates
        await browser.until(lambda: dates.choices)
        first = dates.choices[0]
        share = f"{first.count} {share_of(first.count, 200):>4}"
        await browser.until(lambda: any(share in text for text in browser.text()))
        assert (share_of(1, 900), share_of(0, 900), share_of(5, 0)) == ("<1%", "0%", "500%")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_key_of_the_filters_toggles_them(browse: Any, size: tuple[int, int]) -> None:
    async with browse(60, size=size) as browser:
        await browser.press("f")
        await browser.until(lambda: browser.screen.filtering.shown)
        # Beside the list they leave it the keys.
        filters = browser.screen.filtering.pane
        over = size[0] < 120
        assert browser.screen.focused is (filters.organisations if over else browser.screen.results)
        await browser.press("f")
        await browser.until(lambda: not browser.screen.filtering.shown)
        assert browser.screen.focused is browser.screen.results
        assert not browser.screen.session.panes.filters


async def test_clearing_a_filter_takes_away_what_it_excludes_too(browse: Any) -> None:
    async with browse(200) as browser:
        await browser.press("o")
        organisations = browser.screen.filtering.pane.organisations
        await browser.until(lambda: len(organisations.choices) == 6)
        await browser.press("minus")
        await browser.until(lambda: browser.query.startswith("-org:"))
        await browser.press("backspace")
        await browser.until(lambda: browser.query == "")

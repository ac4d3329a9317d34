"""The query's text and the filter panes say the same, whatever is typed and chosen."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, Any

import pytest

from index import Filter, QueryError, clear_filters, filters_of
from index.query import parse
from tests.support.papers import ORGANISATIONS
from tests.support.reference import matches
from tests.support.waiting import PATIENCE
from tui.panes.filters import FIELDS
from tui.rendering.filter_choices import summary
from tui.rendering.filter_strip import Field

if TYPE_CHECKING:
    from index import Paper
    from tests.tui.conftest import Browser

pytestmark = pytest.mark.usefixtures("quick_keys")

NOTHING = Filter()
TYPED = (
    "video", "graph", "sparse models", "org:hanami", "org:(kestrel OR tidepool)", "org:none",
    "-org:nordlys", 'org:"Tidepool Research"', "date:2023", "date:2021..2023", "date:unknown",
    "-date:2022", "authors:2..3", "authors:>9", "authors:unknown", "org:nobody", "(graph OR",
    "org:", "date:2023 video org:brambleworks",
)  # fmt: skip
WALKING = ("space", "space", "j", "j", "k", "G", "g", "backspace")
IN_PANES = {
    "o": (*WALKING, "minus"),
    "d": (*WALKING, "v", "l", "h", "w", "m", "y"),
    "a": (*WALKING, "v"),
}
"""What opens a pane, and what is pressed in it."""


def in_agreement(browser: Browser) -> bool:
    """Whether everything on the screen is what the text in the search box asks for."""
    screen = browser.screen
    query = screen.search_box.value
    if query != browser.query:
        return False
    try:
        tree = parse(query, typing=screen.search.inquiry.typing)
    except QueryError:
        return screen.trouble.display
    papers = browser.engine.all
    found = [paper for paper in papers if matches(tree, paper)]
    if screen.trouble.display or browser.total != len(found):
        return False
    filters = filters_of(query)
    assert filters is not None
    return all(
        _pane_agrees(browser, field, filters.get(field, NOTHING), papers) for field in FIELDS
    )


def _pane_agrees(browser: Browser, field: Field, wanted: Filter, papers: list[Paper]) -> bool:
    filters = browser.screen.filtering.pane
    if filters.headings[field].summary != summary(wanted):
        return False
    query = browser.query
    others = parse(clear_filters(query, (field,)), typing=browser.screen.search.inquiry.typing)
    left = [paper for paper in papers if matches(others, paper)]
    for choice in filters.list_of(field).choices:
        own = parse(f"{field}:{choice.value}")
        if choice.count != sum(matches(own, paper) for paper in left):
            return False
        if field == "org" and choice.state != _organisation_state(choice.value, wanted):
            return False
        if choice.unknown and choice.state != _state(choice.value, wanted):
            return False
    return True


def _organisation_state(value: str, wanted: Filter) -> str:
    names = dict(ORGANISATIONS)
    known = {value.casefold(), names.get(value, value).casefold()}
    accepted = {one.casefold() for one in wanted.values}
    refused = {one.casefold() for one in wanted.excluded}
    return "in" if known & accepted else "out" if known & refused else ""


def _state(value: str, wanted: Filter) -> str:
    return "in" if value in wanted.values else "out" if value in wanted.excluded else ""


def act(browser: Browser, chance: random.Random) -> str:
    """Do one random thing; what it was."""
    kind = chance.choice(("type", "type", "retype", "pane", "pane", "pane", "key"))
    if kind in {"type", "retype"}:
        text = chance.choice(TYPED)
        if kind == "retype":
            browser.burst("escape", "escape", "slash", "ctrl+u", *text)
        else:
            browser.burst("escape", "escape", "slash", "end", " ", *text)
        if chance.random() < 0.5:
            browser.burst("enter")
        return f"{kind} {text}"
    if kind == "pane":
        pane = chance.choice("oda")
        keys = [chance.choice(IN_PANES[pane]) for _ in range(chance.randint(1, 5))]
        browser.burst("escape", "escape", pane, *keys)
        return " ".join((pane, *keys))
    key = chance.choice("uuxXsr")
    # The letter for the order after the present one, where the key opens a menu.
    browser.burst("escape", "escape", *(("s", "s") if key == "s" else (key,)))
    return key


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 40)), (2, (200, 50)), (3, (80, 24))])
async def test_panes_and_text_agree(browse: Any, seed: int, size: tuple[int, int]) -> None:
    chance = random.Random(seed)
    done: list[str] = []
    async with browse(90, size=size, filters=True) as browser:
        for _ in range(15):
            done += [act(browser, chance) for _ in range(chance.randint(1, 3))]
            await browser.pilot.pause()
            if not browser.screen.filtering.pane.display:
                browser.burst("escape", "escape", "o")
            for _ in range(2):
                await browser.until(lambda: in_agreement(browser), " | ".join(done[-8:]))
                await browser.pilot.pause(0.02)


async def test_a_query_without_filters_shows_none_in_the_panes(browse: Any) -> None:
    async with browse(200, filters=True) as browser:
        filters = browser.screen.filtering.pane
        await browser.press("slash")
        await browser.type("org:hanami")
        await browser.until(lambda: "Organisations  hanami" in "".join(browser.text()))
        browser.burst("ctrl+u", *"(graph OR", "ctrl+u", *"video")
        await browser.until(lambda: browser.screen.search.inquiry.answered.query == "video")
        await browser.until(lambda: not filters.chosen)
        assert "Organisations  hanami" not in "".join(browser.text())
        assert {choice.state for choice in filters.organisations.choices} == {""}


async def test_counts_arrive_for_the_answer_that_a_wrong_query_leaves_standing(browse: Any) -> None:
    async with browse(200, filters=True) as browser:
        await browser.until(lambda: browser.screen.filtering.pane.organisations.choices)
        gate, facets = threading.Event(), browser.engine.facets

        def slow(query: str, **how: Any) -> Any:
            if query == "org:hanami ":
                gate.wait(PATIENCE)
            return facets(query, **how)

        browser.engine.facets = slow
        await browser.press("slash")
        await browser.type("org:hanami ")
        await browser.until(lambda: browser.screen.search.inquiry.answered.query == "org:hanami ")
        await browser.type("(")
        assert browser.query == "org:hanami ("
        gate.set()
        await browser.until(lambda: browser.screen.trouble.display)
        await browser.until(lambda: any("+ 花見研究所" in line for line in browser.text()))

"""The filter by what the reader did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index import Filter, Mine, Paper, filters_of
from index.results import FacetCount
from tests.support.own_browser import own_browser
from tui.rendering.filter_choices import Choice
from tui.rendering.own_choices import own_choices, own_summary, take_own

PAPERS = [
    Paper(key=f"2401.0000{n}", arxiv_id=f"2401.0000{n}", title=f"On lanterns {n}") for n in range(9)
]
SIZES = [(40, 12), (80, 24), (120, 40)]


def choice(value: str) -> Choice:
    return Choice(value=value, label=value, count=1)


@pytest.mark.parametrize(
    ("text", "value", "out", "after"),
    [
        ("moss", "is:unread", False, "moss is:unread"),
        ("moss is:unread", "is:unread", False, "moss"),
        ("is:unread", "is:read", False, "is:read"),
        ("is:unread", "is:starred", False, "is:unread is:starred"),
        ("is:unread is:starred", "is:noted", True, "is:unread is:starred -is:noted"),
        ("is:starred -is:noted", "is:noted", True, "is:starred"),
        ("-is:starred", "is:starred", False, "is:starred"),
        ("is:starred", "is:starred", True, "-is:starred"),
        ("is:(read OR starred)", "is:new", False, "is:(read OR starred) is:new"),
        ("is:(read OR starred)", "is:read", False, "is:starred"),
        ("tag:rl", "tag:to read", False, 'tag:(rl OR "to read")'),
        ('tag:(rl OR "to read")', "tag:rl", True, 'tag:"to read" -tag:rl'),
        ("is:read", "tag:none", False, "is:read tag:none"),
    ],
)
def test_a_choice_edits_the_query(text: str, value: str, out: bool, after: str) -> None:
    assert take_own(text, choice(value), out=out) == after


def test_choices_say_what_the_query_asks_and_keep_what_counts_nothing() -> None:
    mine = Mine(1, 5, 4, 2, 0, 0, [FacetCount("RL", 3)], 6)
    filters = filters_of("is:unread -is:starred tag:rl -tag:gone") or {}
    shown = [(one.label, one.count, one.state) for one in own_choices(mine, filters)]
    assert shown == [
        ("new", 1, ""),
        ("read", 4, ""),
        ("unread", 5, "in"),
        ("starred", 2, "out"),
        ("noted", 0, ""),
        ("marked", 0, ""),
        ("#gone", 0, "out"),
        ("#RL", 3, "in"),
        ("without a tag", 6, ""),
    ]
    assert own_summary(filters) == "unread -starred #rl -#gone"
    assert len(own_choices(Mine(0, 0, 0, 0, 0, 0, [], 0), {"is": Filter(("read",))})) == 6


@pytest.mark.parametrize("size", SIZES)
async def test_papers_are_filtered_by_what_was_done(tmp_path: Path, size: tuple[int, int]) -> None:
    async with own_browser(PAPERS, tmp_path, size) as (browser, library):
        library.mark_read(PAPERS[:4])
        library.star(PAPERS[3:6])
        library.tag(PAPERS[:2], ["rl"])
        await browser.press("b")
        mine = browser.screen.filtering.pane.mine
        await browser.until(lambda: [one.count for one in mine.choices[1:4]] == [4, 5, 3])
        assert browser.screen.focused is mine
        await browser.press("j", "j", "space")
        await browser.until(lambda: browser.query == "is:unread" and browser.total == 5)
        await browser.press("j", "minus")
        await browser.until(lambda: browser.query == "is:unread -is:starred")
        await browser.until(lambda: browser.total == 3)
        if size[0] >= 80:
            assert any(" b unread, not starred" in line for line in browser.text())
        await browser.press("backspace")
        await browser.until(lambda: browser.query == "" and browser.total == 9)
        await browser.press("G", "k", "enter")
        await browser.until(lambda: browser.query == "tag:rl" and browser.total == 2)
        await browser.press("escape", "u")
        await browser.until(lambda: browser.query == "" and browser.total == 9)


async def test_who_did_nothing_is_told_so(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        await browser.until(lambda: browser.screen.filtering.strip.display is not None)
        assert not any(" b mine" in line for line in browser.text())
        await browser.press("b")
        await browser.until(lambda: "nothing yet" in browser.word)
        assert browser.screen.results.has_focus
        # What was done since is counted at once.
        library.star(PAPERS[:1])
        await browser.press("b")
        mine = browser.screen.filtering.pane.mine
        await browser.until(lambda: len(mine.choices) == 6 and mine.choices[3].count == 1)
        await browser.until(lambda: any(" b mine" in line for line in browser.text()))


async def test_nothing_is_counted_while_the_filter_is_closed(browse: Any) -> None:
    async with browse(60, size=(80, 24)) as browser:
        counted: list[str] = []
        mine = browser.engine.mine

        def noted(query: str, **others: bool) -> Mine | None:
            counted.append(query)
            found: Mine | None = mine(query, **others)
            return found

        browser.engine.mine = noted
        browser.engine.own = Mine(0, 60, 0, 0, 0, 0, [], 60)
        await browser.press("o")
        await browser.until(lambda: browser.screen.filtering.counted)
        await browser.press("escape", "slash")
        await browser.type("moss")
        await browser.press("enter", "b")
        await browser.until(lambda: counted)
        assert counted == ["moss"]


async def test_what_is_done_meanwhile_is_counted_at_once(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path, (120, 40)) as (browser, library):
        library.tag(PAPERS[:2], ["rl"])
        await browser.press("b")
        mine = browser.screen.filtering.pane.mine
        await browser.until(lambda: any(one.label == "#rl" for one in mine.choices))
        library.star(PAPERS[:4])
        await browser.until(lambda: mine.choices[3].count == 4)
        await browser.press("j", "j", "j", "space")
        await browser.until(lambda: browser.query == "is:starred" and browser.total == 4)

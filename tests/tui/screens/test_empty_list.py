"""What the list says where no paper matches, and the status beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from index import Paper
from tests.support.reference import open_papers

OLD = [
    Paper(
        key=f"old {number}",
        title=f"Wind over rivers {number}",
        published=date(2020, 3, 1 + number),
        org="nvidia",
        org_name="NVIDIA",
        authors=("Ada Lovelace", "Grace Hopper"),
    )
    for number in range(5)
]


def said(browser: Any) -> str:
    """What stands in the list beside what lies over it, as one line."""
    results, filters = browser.screen.results, browser.screen.filtering.pane
    end = filters.region.x if filters.display else results.region.right
    lines = browser.text()[results.region.y : results.region.bottom]
    return " ".join(" ".join(line[:end].split()) for line in lines).strip()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_a_reason_stands_beside_the_filters_and_not_below_them(
    browse: Any, size: tuple[int, int]
) -> None:
    async with browse(open_papers(OLD), size=size) as browser:
        # At once, as they are typed: the filters have had no place on the screen yet.
        browser.burst("d", "w")
        whole = (
            "No paper matches. The newest paper was published on 5 Mar 2020. "
            "u undoes the last change, x clears all filters, X everything."
        )
        await browser.until(lambda: said(browser) == whole, "all of it beside the filters")
        lines = sum(1 for line in browser.text() if "matches" in line or "undoes" in line)
        assert lines == 2
        await browser.press("escape")
        await browser.until(lambda: not browser.screen.filtering.shown)
        await browser.until(lambda: said(browser) == whole, "all of it")
        clears = next(line for line in browser.text() if "undoes" in line)
        # There is room again for what stood on several lines.
        assert "x clears all filters" in clears
        await browser.press("d")
        await browser.until(lambda: said(browser) == whole, "all of it beside the filters again")


@pytest.mark.parametrize(
    ("query", "status", "below"),
    [
        ("wind -org:nvida", "no organisation nvida; nearest: nvidia", ""),
        ("wnid -org:nvida", "for “wind” · no nvida; nearest: nvidia", ""),
        (
            "wind -org:nvida -author:lovelce",
            "no nvida; nearest: nvidia (+1)",
            "There is no author lovelce; nearest: lovelace.",
        ),
        (
            "wind -org:nvida-of-a-name-that-takes-all-of-the-line-that-it-is-on",
            "no nvida-of-a-name",
            "There is no organisation nvida-of-a-name-that-takes-all-of-the-line-that-it-is-on.",
        ),
    ],
)
async def test_what_no_paper_has_can_be_read_at_80_columns_though_papers_are_found(
    browse: Any, query: str, status: str, below: str
) -> None:
    async with browse(open_papers(OLD), size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type(query)
        await browser.press("enter")
        await browser.until(lambda: status in " ".join(browser.text()[-4:]), status)
        await browser.until(lambda: browser.word == below, below)
        assert browser.total == 5


async def test_what_no_paper_has_is_said_of_a_query_from_the_command_line(browse: Any) -> None:
    async with browse(
        open_papers(OLD), size=(40, 12), ahead=True, query="-org:nvida -org:nvdia"
    ) as browser:
        await browser.until(lambda: browser.word, "what the status has no room for")
        assert "There is no organisation nvdia; nearest: nvidia." in browser.word


async def test_a_wrong_query_is_told_nothing_of_the_one_before(browse: Any) -> None:
    async with browse(open_papers(OLD), size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("wind org:nvida")
        await browser.press("enter")
        await browser.until(lambda: "no organisation nvida; nearest: nvidia" in said(browser))
        await browser.until(lambda: "drops it" in said(browser))
        await browser.press("slash")
        await browser.type("date:foo")
        await browser.until(lambda: browser.screen.trouble.display)
        gone = "No paper matches the last query that was understood: wind org:nvida"
        await browser.until(lambda: said(browser) == gone)
        assert "nvida" not in browser.text()[-2]
        await browser.press("ctrl+u")
        await browser.until(lambda: browser.total == 5)


@pytest.mark.parametrize("ahead", [False, True])
async def test_where_the_first_query_is_wrong_all_papers_are_listed(
    browse: Any, ahead: bool
) -> None:
    async with browse(open_papers(OLD), query="wind date:foo", ahead=ahead) as browser:
        await browser.until(lambda: browser.total == 5, "all papers")
        assert (browser.query, browser.screen.trouble.display) == ("wind date:foo", True)
        assert "date:foo" not in said(browser)
        await browser.press("slash")
        await browser.type("date:2020-03-03")
        await browser.until(lambda: browser.total == 1, "what is typed then")
        assert not browser.screen.trouble.display

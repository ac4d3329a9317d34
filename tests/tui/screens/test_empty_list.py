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
            "No paper matches. The newest paper is of 5 Mar 2020. "
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

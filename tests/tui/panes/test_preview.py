"""The preview: the abstract at once, below one line of facts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from index import Paper

WORDS = " ".join(f"word{number}" for number in range(300))


def paper(title: str, **known: Any) -> Paper:
    return Paper(
        key="k", title=title, abstract=WORDS, published=datetime.date(2025, 4, 7),
        author_count=12, upvotes=34, **known,
    )  # fmt: skip


def pane(browser: Any) -> list[str]:
    """The lines of the preview, its heading first."""
    heading, preview = browser.screen.preview_heading.region, browser.screen.preview.region
    lines = browser.text()
    return [
        lines[y][heading.x : heading.right].strip()
        for y in (heading.y, *range(preview.y, preview.bottom))
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_abstract_follows_one_line_of_facts(browse: Any, size: tuple[int, int]) -> None:
    async with browse([paper("On ferries")], size=size) as browser:
        lines = pane(browser)
        assert "2025-04-07" in lines[0]
        assert lines[1].startswith("word0 word1")


async def test_a_title_that_the_list_cuts_stands_over_the_abstract(browse: Any) -> None:
    title = " ".join(["On ferries"] * 40)
    async with browse([paper(title)], size=(120, 40)) as browser:
        lines = pane(browser)
        assert lines[1].startswith("On ferries On ferries")
        whole = " ".join(lines[1:])
        assert title in whole
        assert whole.index(title) < whole.index("word0")


async def test_facts_stay_in_view_while_one_scrolls(browse: Any) -> None:
    async with browse([paper("On ferries")], size=(80, 24)) as browser:
        heading = pane(browser)[0]
        assert heading.endswith("↓")
        await browser.press("space")
        assert pane(browser)[0] == heading.replace("↓", "↕")
        assert "word0 " not in " ".join(pane(browser))


async def test_the_pane_in_focus_is_told_without_colour(browse: Any) -> None:
    async with browse([paper("On ferries")], size=(120, 40)) as browser:

        def underlined() -> bool:
            heading = browser.screen.preview_heading.region
            return any(
                part.style is not None and part.style.underline
                for part in browser.lines()[heading.y]
                if "12 authors" in part.text or "2025-04-07" in part.text
            )

        assert not underlined()
        await browser.press("l")
        await browser.until(underlined)

"""Keys named in the lower edge of a pane: those that fit, whole, and how to leave always."""

from __future__ import annotations

from typing import Any

import pytest

from tui.panes.hints import hints_of

HINTS = (("help.turn", "query language"), ("help.find", "find"), ("help.close", "closes"))


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (0, "Tab query language · / find · Esc closes"),
        (46, "Tab query language · / find · Esc closes"),
        (45, "Tab query language · Esc closes"),
        (36, "Esc closes"),
        (4, "Esc closes"),
    ],
)
def test_the_hints_that_fit_are_whole(width: int, said: str) -> None:
    assert hints_of(HINTS, width) == said


@pytest.mark.parametrize("key", ["?", "C"])
async def test_a_small_screen_says_how_to_close_what_covers_it(browse: Any, key: str) -> None:
    async with browse(60, size=(40, 12)) as browser:
        await browser.press({"?": "question_mark"}.get(key, key))
        await browser.until(lambda: "Esc closes ─╯" in browser.text()[-1])
        assert "…" not in browser.text()[-1]

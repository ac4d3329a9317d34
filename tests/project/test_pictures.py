"""The command that makes the README's pictures."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pictures.__main__ import PICTURES, shown_in_readme, take
from tests.support.checkout import ROOT

MADE = ROOT / "tests" / "pictures"


async def test_a_picture_shows_the_demonstration(demo_index: Path) -> None:
    svg = await take(PICTURES["browse-80x24"], demo_index)
    assert "Tidepool" in svg
    assert "102&#160;papers" in svg


async def test_two_runs_make_the_same_picture(demo_index: Path) -> None:
    picture = PICTURES["browse-80x24"]
    assert await take(picture, demo_index) == await take(picture, demo_index)


def test_pictures_fetch_nothing_from_elsewhere() -> None:
    names = shown_in_readme()
    assert names
    assert set(names) <= set(PICTURES)
    for name in names:
        svg = (MADE / f"{name}.svg").read_text(encoding="utf-8")
        assert not re.search(r"url\(.?http", svg)


async def test_times_are_left_out(demo_index: Path) -> None:
    svg = await take(PICTURES["browse-40x12"], demo_index)
    assert "1.0&#160;ms" in svg

"""Which records were rejected, and why, can be read in full after any build in the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from index import rebuild
from tests.support.waiting import wait_for
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.screens.first_run import FirstRun
from tui.screens.rejected import RejectedScreen, rejected_paragraphs
from tui.workers.build import build_summary
from tui.workers.task_queue import Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.pilot import Pilot

GOOD = {"title": "Ferries That Know the Tide", "authors": ["Ada Quill"]}
BAD = [{"title": ""}, {"title": 7}, {"title": "Undated", "published": "one day"}]


def lines_of(tmp_path: Path, records: Sequence[object]) -> Path:
    """A file of records whose name is longer than a narrow screen is wide."""
    path = tmp_path / f"{'a-long-name-' * 8}.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def shown(pilot: Pilot[int]) -> str:
    """What stands on the screen, without blanks and frames: words may be on several lines."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips(screen.region.size)
    return "".join("".join(strip.text for strip in strips).replace("│", "").split())


async def first_run(pilot: Pilot[int], path: Path) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, FirstRun)
    screen.path_line.value = str(path)
    await pilot.press("enter")


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_build_that_fails_shows_each_rejected_record_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = lines_of(tmp_path, BAD)
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "index")))
    async with app.run_test(size=size) as pilot:
        await first_run(pilot, path)
        await wait_for(pilot, lambda: isinstance(app.screen, RejectedScreen))
        await wait_for(pilot, lambda: "Nothingwasindexed" in shown(pilot))
        assert "closes" in shown(pilot)
        seen = shown(pilot)
        while app.screen.page.scroll_offset.y < app.screen.page.max_scroll_y:  # type: ignore[attr-defined]
            await pilot.press("j")
            seen += shown(pilot)
        for line in range(1, len(BAD) + 1):
            assert f"{path.name[-20:]}:{line}" in seen
        assert "3of3recordsrejected" in seen
        await pilot.press("q")
        await wait_for(pilot, lambda: isinstance(app.screen, FirstRun))
        assert app.focused is app.screen.path_line  # type: ignore[attr-defined]


async def test_an_error_that_the_first_run_lacks_room_for_is_shown_whole(tmp_path: Path) -> None:
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "index")))
    async with app.run_test(size=(40, 12)) as pilot:
        await first_run(pilot, tmp_path / f"{'missing-' * 25}.json")
        await wait_for(pilot, lambda: isinstance(app.screen, RejectedScreen))
        await wait_for(pilot, lambda: "doesnotexist" in shown(pilot))


async def test_after_a_build_that_worked_a_key_shows_what_was_rejected(tmp_path: Path) -> None:
    path = lines_of(tmp_path, [GOOD, *BAD])
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "index")))
    async with app.run_test(size=(80, 24)) as pilot:
        await first_run(pilot, path)
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        browser = app.screen
        assert isinstance(browser, BrowseScreen)
        await wait_for(pilot, lambda: browser.results.paper is not None)
        assert browser.keys.word == "3 of 4 records rejected (R tells why). Read 1 paper."
        await pilot.press("R")
        await wait_for(pilot, lambda: isinstance(app.screen, RejectedScreen))
        await wait_for(pilot, lambda: f"{path.name[-20:]}:4" in shown(pilot))
        await pilot.press("escape")
        assert app.screen is browser


async def test_the_key_says_so_where_nothing_was_rejected(browse: object) -> None:
    async with browse(3) as browser:  # type: ignore[operator]
        await browser.press("R")
        assert browser.word == "No record has been rejected since Quire was started."


def test_of_very_many_rejected_records_the_number_of_the_others_is_told(tmp_path: Path) -> None:
    report = rebuild([lines_of(tmp_path, [GOOD, *[BAD[0]] * 120])], tmp_path / "index")
    paragraphs = [text for text, _ in rejected_paragraphs(report)]
    assert paragraphs[0] == "120 of 121 records rejected"
    assert paragraphs[-1].startswith("and 20 more")
    assert build_summary(report).startswith("120 of 121 records rejected (R tells why).")

"""What is drawn of a paper is text and nothing else, whatever the paper holds."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Paper, report_defect
from tests.support.hostile import PAYLOADS, spoiled, trouble_in
from tests.support.papers import invented
from tui.panes.footer import Footer
from tui.panes.search_box import QueryTrouble
from tui.panes.status_line import Figures, StatusLine
from tui.rendering.paper_facts import leads_to_web
from tui.rendering.paper_lines import preview_lines, reader_lines
from tui.rendering.result_columns import columns_for
from tui.rendering.result_row import row
from tui.rendering.themes import PALETTES, inks_of
from tui.screens.export import ExportScreen
from tui.session.initial_state import initial_state
from tui.session.saved_state import Memory
from tui.session.session import View
from tui.settings import Settings
from tui.text import clean, typed

if TYPE_CHECKING:
    from pathlib import Path

    from textual.strip import Strip

    from tests.tui.conftest import Browser

pytestmark = pytest.mark.usefixtures("quick_keys")

INKS = inks_of(PALETTES["quire-dark"])
HOSTILE = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=5)).map("".join)


def assert_text(strip: Strip, width: int) -> None:
    assert strip.cell_length == width
    for text, style, control in strip:
        assert control is None
        assert trouble_in(text) == []
        assert style is None or not style.meta
        assert style is None or style.link is None or leads_to_web(style.link)


@given(st.integers(0, 10_000), st.integers(12, 140))
def test_rows_and_pages(seed: int, width: int) -> None:
    paper = spoiled(Paper(title="T", key="k"), random.Random(seed))
    day = datetime.date(2026, 3, 1)
    lines = row(paper, columns_for(width), INKS, now=day, cursor=bool(seed % 2))
    for line in (*lines, *preview_lines(paper, width, INKS), *reader_lines(paper, width, INKS)):
        assert_text(line, width)


@given(HOSTILE, st.integers(12, 140))
def test_what_is_said_below_and_above(text: str, width: int) -> None:
    keys, status, trouble = Footer(), StatusLine(), QueryTrouble()
    keys.say(text)
    assert_text(keys.draw(0, width, INKS), width)
    status.show(Figures(total=3, seconds=0.1, query="q", instead=text))
    assert_text(status.draw(0, width, INKS), width)
    trouble.show(4, text)
    assert_text(trouble.draw(0, width, INKS), width)


@given(HOSTILE)
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert trouble_in(once) == []


@pytest.mark.parametrize("kept", [True, False])
def test_the_words_after_a_defect(
    kept: bool, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert report_defect(ValueError("".join(PAYLOADS)), keep_report=kept) == 70
    text = capsys.readouterr().err
    assert trouble_in(text, lines=True) == []
    assert text.startswith("quire: this is a defect in Quire, and it had to end: ValueError")
    assert text.count("\n") == 1
    reports = list(home.rglob("*.txt"))
    assert len(reports) == kept
    assert (str(home) in text) is kept
    for report in reports:
        assert "plain words" in report.read_text(encoding="utf-8")


@given(HOSTILE)
def test_what_is_edited_is_inert_and_stays_as_it_is(text: str) -> None:
    once = typed(text)
    assert trouble_in(once) == []
    assert typed(once) == once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("two  words ", "two  words "),
        ("深度\u3000学习", "深度 学习"),
        ("one\ttab\nand line", "one tab and line"),
        ("می\u200c", "می\u200c"),
        ("\x1b[31mred \x9b2Jalert", "red alert"),
    ],
)
def test_blanks_and_joiners_stay_while_one_types(text: str, kept: str) -> None:
    assert typed(text) == kept


def trouble_on(browser: Browser) -> list[str]:
    """What on the whole screen is more than text."""
    found = []
    for line in browser.lines():
        for text, style, control in line:
            found += trouble_in(text)
            if control is not None:
                found.append(f"a control in {text!r}")
            if style is not None and style.link and not leads_to_web(style.link):
                found.append(f"a link to {style.link!r}")
            if style is not None and "@click" in style.meta:
                found.append(f"an action in {text!r}")
    return found


async def test_text_from_outside_is_only_text_in_every_pane(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(4)
    papers = [spoiled(paper, chance) for paper in invented(40)]
    async with browse(papers, size=(160, 40)) as browser:
        screen = browser.screen
        lines = (screen.search_box, screen.filtering.pane.find, screen.filtering.pane.range)
        screen.filtering.pane.find.display = screen.filtering.pane.range.display = True
        for payload in PAYLOADS:
            for line in lines:
                line.put(payload)
                line.insert(payload, 1)
            screen.announce(payload * 3)
            await browser.pilot.pause()
            assert trouble_on(browser) == [], repr(payload)
        for line in lines:
            line.put("")
        screen.filtering.pane.find.display = screen.filtering.pane.range.display = False
        await browser.press("o")
        for _ in range(6):
            # Names of organisations go into the query, and from there into the box and a heading.
            await browser.press("j", "space")
            await browser.until(lambda: screen.search.inquiry.awaited is None)
            assert screen.search_box.value == browser.query
            assert trouble_on(browser) == []
        await browser.press("escape", "X", "w")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ExportScreen))
        export = cast("ExportScreen", browser.pilot.app.screen)
        for payload in PAYLOADS:
            # A folder that is not there: nothing is written.
            export.name_line.put(f"no{payload}/such{payload}")
            await browser.press("enter")
            assert trouble_on(browser) == [], repr(payload)
    assert list(tmp_path.iterdir()) == []


def test_what_was_typed_or_remembered_begins_as_the_box_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    hostile = "".join(PAYLOADS)
    memory = Memory(str(tmp_path))
    assert memory.save(View(query=hostile), [hostile, "plain"])
    for query in (None, hostile):
        initial = initial_state(Settings(), "", {}, index_dir=str(tmp_path), query=query)
        assert initial.session.view.query == typed(hostile)
        recalled = initial.session.recall.older("")
        while recalled is not None:
            assert trouble_in(recalled) == []
            recalled = initial.session.recall.older("")

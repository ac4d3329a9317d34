"""How the browser begins: what was asked for comes before what is remembered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index import settings_path
from tests.support.checkout import ROOT
from tui.session.initial_state import first_view, initial_state, load_settings, theme_to_show
from tui.session.saved_state import Looks, State, load_looks
from tui.session.session import View
from tui.settings import Settings

KEPT = View(query="moss", sort="comments", reverse=True, cursor="2501.00001")
STATE = State(view=KEPT)
MANY, FEW = {"TERM": "xterm-256color"}, {"TERM": "xterm"}


@pytest.mark.parametrize(
    ("settings", "query", "sort", "view"),
    [
        (Settings(), None, None, KEPT),
        (Settings(), "fern", None, View(query="fern")),
        (Settings(), "", None, View()),
        (Settings(), None, "date", View(query="moss", sort="date", cursor="2501.00001")),
        (Settings(), None, "comments", KEPT),
        (Settings(restore=False), None, None, View()),
        (Settings(restore=False, sort="date"), None, None, View(sort="date")),
        (Settings(sort="date"), None, None, KEPT),
        (Settings(sort="date"), "fern", None, View(query="fern", sort="date")),
        (Settings(sort="date"), "fern", "authors", View(query="fern", sort="authors")),
    ],
)
def test_what_is_shown_first(
    settings: Settings, query: str | None, sort: str | None, view: View
) -> None:
    assert first_view(settings, STATE, query, sort) == view


def test_settings_hold_where_nothing_is_remembered() -> None:
    assert first_view(Settings(sort="upvotes"), State(), None, None) == View(sort="upvotes")
    assert Settings(sort="upvotes").usual_sort == "upvotes"
    assert Settings().usual_sort is None


LIGHT = Looks(theme="quire-light", instead_of="auto")


@pytest.mark.parametrize(
    ("environment", "setting", "looks", "theme"),
    [
        (MANY, "auto", None, "quire-dark"),
        (MANY, "light", None, "quire-light"),
        (MANY, "auto", LIGHT, "quire-light"),
        # The settings were changed after the theme was chosen with a key.
        (MANY, "contrast", LIGHT, "quire-contrast"),
        (MANY, "contrast", Looks(theme="quire-light", instead_of="contrast"), "quire-light"),
        (MANY, "auto", Looks(theme="quire-plaid", instead_of="auto"), "quire-dark"),
        (FEW, "auto", LIGHT, "quire-terminal"),
        (FEW, "dark", None, "quire-dark"),
        ({**MANY, "NO_COLOR": "1"}, "dark", LIGHT, "quire-terminal"),
    ],
)
def test_the_theme_is_the_one_chosen_last(
    environment: dict[str, str], setting: str, looks: Looks | None, theme: str
) -> None:
    assert theme_to_show(environment, setting, looks) == theme


def test_what_is_kept_is_there_on_the_next_start() -> None:
    first = initial_state(Settings(), "", MANY, index_dir="/papers")
    session = first.session
    session.change(View(query="moss", sort="date"))
    session.answered(session.view)
    session.at("2501.00002")
    session.recall.add("fern")
    first.saver.choose_theme("quire-light")
    first.saver.save()
    second = initial_state(Settings(), "", MANY, index_dir="/papers")
    assert second.session.view == View(query="moss", sort="date", cursor="2501.00002")
    assert second.session.recall.older("") == "moss"
    assert second.session.recall.older("") == "fern"
    assert second.theme == "quire-light"
    assert initial_state(Settings(), "", MANY, index_dir="/others").session.view == View()


def test_a_query_that_could_not_be_understood_does_not_come_back() -> None:
    first = initial_state(Settings(), "", MANY, index_dir="/papers", query="moss")
    first.session.answered(first.session.view)
    first.session.change(View(query="date:("), typing=True)
    first.saver.save()
    assert initial_state(Settings(), "", MANY, index_dir="/papers").session.view.query == "moss"


def test_a_kiosk_reads_and_keeps_nothing(home: Path) -> None:
    initial_state(Settings(), "", MANY, index_dir="/papers", query="moss").saver.save()
    before = sorted(home.rglob("*"))
    guest = initial_state(Settings(), "", MANY, index_dir="/papers", kiosk=True)
    assert guest.session.view == View()
    guest.session.recall.add("fern")
    guest.saver.choose_theme("quire-light")
    guest.saver.save()
    assert sorted(home.rglob("*")) == before
    assert load_looks() is None


def test_an_index_that_does_not_last_has_nothing_to_remember(home: Path) -> None:
    shown = initial_state(Settings(), "", MANY, index_dir=None, query="moss")
    shown.saver.save()
    assert list(home.rglob("*.json")) == []
    shown.saver.choose_theme("quire-contrast")
    shown.saver.save()
    assert initial_state(Settings(), "", MANY, index_dir=None).theme == "quire-contrast"


def test_settings_that_are_wrong_are_a_sentence_and_the_default_ones(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('theme = "drak"\n')
    settings, trouble = load_settings(str(path))
    assert settings == Settings()
    assert trouble.startswith("mine.toml, line 1: theme is auto, dark, light, contrast or terminal")


def test_guests_get_the_settings_that_the_host_names_and_no_others(home: Path) -> None:
    own = Path(settings_path()[0])
    own.parent.mkdir(parents=True)
    own.write_text('sort = "comments"\n')
    named = home / "named.toml"
    named.write_text('sort = "upvotes"\n')
    assert load_settings()[0].sort == "comments"
    assert load_settings(kiosk=True) == (Settings(), "")
    assert load_settings(str(named), kiosk=True)[0].sort == "upvotes"


REMAPPED = """
import asyncio, sys
from tui.session.initial_state import initial_state, load_settings
settings, trouble = load_settings(sys.argv[1])
assert not trouble, trouble
import os
from typing import Any
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.support.waiting import wait_for
from tui.app import QuireApp
from tui.commands.bindings import footer_commands, unbound
from tui.workers.searcher import Searcher
from tui.rendering.help_lines import help_lines, keys_by_place
from tui.rendering.themes import DARK, inks_of

async def run():
    engine = FakePapers(invented(60))
    searcher = Searcher(lambda: engine)
    searcher.start()
    app = QuireApp(searcher)
    async with app.run_test(size=(120, 40)) as pilot:
        screen: Any = app.screen
        await wait_for(pilot, lambda: screen.results.paper is not None)
        await pilot.press("e", "e", "4", "e")
        assert screen.results.cursor == 6
        await pilot.press("j")
        assert screen.keys.word == unbound("j"), screen.keys.word
        assert screen.results.cursor == 6
        await pilot.press("down")
        assert screen.results.cursor == 6
        await pilot.press("x")
        assert screen.keys.word == unbound("x")
        await pilot.press("j", "f2")
        assert screen.focused is screen.search_box
        await pilot.press("a", "f3")
        assert screen.focused is screen.results
        await pilot.press("d", "j")
        assert screen.focused is screen.filtering.pane.dates
asyncio.run(run())
lines = help_lines(keys_by_place(), 120, inks_of(DARK)).strips
help = [line.text.rstrip() for line in lines]
assert any(line.startswith("e ") and "Next paper" in line for line in help)
assert not any("Clear all filters" in line for line in help)
assert any(line.startswith("F2 ") and "Type a new query" in line for line in help)
assert ("f2",) in [command.keys for command in footer_commands(("list", "browse"))]
print("done")
"""


def test_a_keymap_reaches_bindings_footer_help_and_what_is_said(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[keys]\nlist.down = "e"\nfilter.clear = []\nsearch.focus = "F2"\nsearch.leave = ["f3"]\n'
        'view.filters = "W"\n'
    )
    done = subprocess.run(
        [sys.executable, "-c", REMAPPED, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.stdout == "done\n", done.stderr

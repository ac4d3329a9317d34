"""The registry: a command can be done where it says, and a key means one thing in one place."""

from __future__ import annotations

import sys
from collections import Counter
from inspect import unwrap
from typing import Any

import pytest

from tests.readme import table_of_keys
from tui.app import QuireApp
from tui.commands.bindings import footer_commands, in_context
from tui.commands.command import CONTEXT_NAMES, Command, Context
from tui.commands.conditions import Situation
from tui.commands.key_names import key_label, key_labels
from tui.commands.keymap import remapped
from tui.commands.methods import does, methods_of
from tui.commands.synonyms import SYNONYMS
from tui.commands.table import COMMANDS
from tui.panes.date_list import DateList
from tui.panes.filter_lists import AuthorCountList, ChoiceList, NameList, OrganisationList
from tui.panes.filters import Filters
from tui.panes.footer import Footer
from tui.panes.preview import Preview
from tui.panes.prompt import Prompt
from tui.panes.results import ResultList
from tui.panes.search_box import SearchBox, TextLine
from tui.rendering.help_lines import LEFT_WIDTH, LONGEST_KEY, help_lines, keys_by_place
from tui.rendering.themes import DARK, inks_of
from tui.screens.blame_controller import BlameController
from tui.screens.browse import BrowseScreen
from tui.screens.completion_controller import CompletionController
from tui.screens.export import ExportScreen
from tui.screens.fetch_controller import FetchController
from tui.screens.filter_controller import FilterController
from tui.screens.first_run import FirstRun
from tui.screens.first_run_lines import PathLine
from tui.screens.follow_controller import FollowController, SavedController
from tui.screens.follow_menu import FollowMenu
from tui.screens.help import FindLine, HelpPage, HelpScreen
from tui.screens.layout_controller import LayoutController
from tui.screens.letter_menu import CopyMenu, FetchMenu, OrderMenu, rows_of
from tui.screens.library_controller import LibraryController
from tui.screens.meaning_controller import MeaningController
from tui.screens.motion_controller import MotionController
from tui.screens.naming import NamingScreen
from tui.screens.note_box import NoteBox
from tui.screens.order_controller import OrderController
from tui.screens.palette import PaletteLine, PaletteScreen
from tui.screens.pane_controller import PaneController
from tui.screens.paper_controller import PaperController
from tui.screens.query_controller import QueryController
from tui.screens.reader import ReaderScreen
from tui.screens.reading_controller import ReadingController
from tui.screens.rejected import RejectedPage
from tui.screens.saved import SavedList, SavedScreen
from tui.screens.tagging import TagScreen
from tui.screens.trends import TrendsPage, TrendsScreen
from tui.screens.trends_controller import TrendsController
from tui.screens.triage_controller import TriageController

BROWSE = (
    BrowseScreen,
    QueryController,
    MeaningController,
    CompletionController,
    OrderController,
    FilterController,
    BlameController,
    PaperController,
    ReadingController,
    FetchController,
    LayoutController,
    LibraryController,
    TriageController,
    MotionController,
    PaneController,
    FollowController,
    SavedController,
    TrendsController,
)
READER = (
    ReaderScreen, PaperController, LibraryController, FollowController, FetchController,
    TrendsController,
)  # fmt: skip
# A command's method is looked for from the focused pane outwards.
PLACES = {
    "everywhere": (QuireApp,),
    "browse": (*BROWSE, QuireApp),
    "search": (SearchBox, *BROWSE),
    "list": (ResultList, *BROWSE),
    "preview": (Preview, *BROWSE),
    "filters": (ChoiceList, Filters, *BROWSE),
    "organisations": (OrganisationList, Filters, *BROWSE),
    "names": (NameList, Filters, *BROWSE),
    "dates": (DateList, Filters, *BROWSE),
    "authors": (AuthorCountList, Filters, *BROWSE),
    "prompt": (Prompt, Filters, *BROWSE),
    "anywhere": (*BROWSE, QuireApp),
    "reader": READER,
    "copy": (CopyMenu, *BROWSE),
    "order": (OrderMenu, *BROWSE),
    "fetching": (FetchMenu, *BROWSE),
    "follow": (FollowMenu, *BROWSE),
    "saved": (SavedList, SavedScreen),
    "naming": (NamingScreen,),
    "tagging": (TagScreen,),
    "noting": (NoteBox,),
    "trends": (TrendsPage, TrendsScreen),
    "export": (ExportScreen,),
    "help": (HelpPage, HelpScreen),
    "welcome": (FirstRun,),
    "rejected": (RejectedPage,),
    "palette": (PaletteLine, PaletteScreen),
    "typing": (TextLine,),
}
# Where else a command's keys work.
ELSEWHERE = {
    "anywhere": READER,
    "copy": READER,
    "fetching": READER,
    "follow": READER,
    "prompt": (FindLine, HelpScreen, TrendsScreen),
}
# Terminals send the same bytes for these as for Tab, Enter, Escape and Backspace.
CONFUSED = {"ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "ctrl+left_square_bracket"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_has_one_method_in_its_context(command: Command) -> None:
    methods = [
        methods_of(place)[command.id].__qualname__
        for place in PLACES[command.context]
        if command.id in methods_of(place)
    ]
    assert len(methods) == 1, methods


async def test_a_screen_has_its_controllers_at_hand(browse: Any) -> None:
    async with browse(60) as browser:
        assert tuple(map(type, browser.screen.controllers)) == BROWSE[1:]
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        assert tuple(map(type, browser.pilot.app.screen.controllers)) == READER[1:]


def test_no_method_is_left_over() -> None:
    """A method for a command is in vain on a class where the command's keys don't work."""
    within_reach = {
        (base, command.id)
        for command in COMMANDS
        for place in (*PLACES[command.context], *ELSEWHERE.get(command.context, ()))
        for base in place.__mro__
    }
    modules = [module for name, module in sys.modules.items() if name.startswith("tui.")]
    classes = {
        value for module in modules for value in vars(module).values() if isinstance(value, type)
    }
    for place in classes:
        own = {
            did: method.__name__
            for did, method in methods_of(place).items()
            if unwrap(method) in vars(place).values()
        }
        assert {(place, did) for did in own} <= within_reach
        # A name like a command's method that is none would never be called.
        assert {name for name in vars(place) if name.startswith("_do_")} <= set(own.values())


def test_a_method_for_no_command_is_noticed() -> None:
    with pytest.raises(KeyError):
        does("list.dwon")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_is_described_and_has_keys_that_terminals_tell_apart(command: Command) -> None:
    assert command.description[0].isupper()
    assert not command.description.endswith(".")
    assert command.label
    assert command.keys
    assert not CONFUSED.intersection(command.keys)


def test_synonyms_are_of_commands_that_there_are() -> None:
    assert set(SYNONYMS) <= {command.id for command in COMMANDS}


@pytest.mark.parametrize("pane", ["organisations", "names", "dates", "authors"])
def test_what_a_key_of_the_list_means_otherwise_in_a_filter_is_in_the_footer(pane: Context) -> None:
    contexts: tuple[Context, ...] = (pane, "filters", "browse", "anywhere")
    line = Footer()
    line.show(footer_commands(contexts))
    shown = line.draw(0, 80, inks_of(DARK)).text
    in_list = {
        key: command
        for context in ("anywhere", "browse", "list")
        for command in in_context(context)
        for key in command.keys
    }
    nearer: set[str] = set()
    for context in (pane, "filters"):
        for command in in_context(context):
            # What the pane itself has for a key comes before what all filters have.
            meant = [in_list[key] for key in command.keys if key in in_list and key not in nearer]
            # A motion goes through choices as it does through papers.
            if not all(other.counted and command.counted for other in meant):
                assert f"{key_labels(command.keys)[0]} {command.label}" in shown, command.id
        nearer.update(key for command in in_context(context) for key in command.keys)


def test_names_are_unique() -> None:
    assert [name for name, count in Counter(c.id for c in COMMANDS).items() if count > 1] == []


@pytest.mark.parametrize("context", list(CONTEXT_NAMES))
def test_a_key_means_one_thing_in_a_context(context: str) -> None:
    keys = Counter(
        key for command in COMMANDS if command.context == context for key in command.keys
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_key_means_one_thing_on_the_screen_of_the_list() -> None:
    keys = Counter(
        key for context in ("browse", "anywhere") for c in in_context(context) for key in c.keys
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("context", list(CONTEXT_NAMES))
def test_bindings_are_those_of_the_registry(context: Context) -> None:
    place: Any = PathLine if context == "welcome" else PLACES[context][0]
    bound = {
        key
        for binding in place.BINDINGS
        if not isinstance(binding, tuple)
        for key in binding.key.split(",")
    }
    assert bound >= {key for command in in_context(context) for key in command.keys}


def test_every_command_stands_in_help_and_in_the_table() -> None:
    lines = help_lines(keys_by_place(), 120, inks_of(DARK)).strips
    help_text = "\n".join(line.text for line in lines)
    table = table_of_keys()
    for command in COMMANDS:
        assert command.description in help_text
        assert f"| {command.description} |" in table


@pytest.mark.parametrize("width", [34, 36, 72, 96, 200])
def test_help_leaves_nothing_out_however_narrow_it_is(width: int) -> None:
    lines = help_lines(keys_by_place(), width, inks_of(DARK)).strips
    assert {line.cell_length for line in lines} == {width}
    left = min(LEFT_WIDTH, max(width // 3, LONGEST_KEY))
    typed = " ".join(line.text[:left].strip() for line in lines).split()
    said = " ".join(line.text[left + 2 :].strip() for line in lines).split()
    for command in COMMANDS:
        assert set(" ".join(key_labels(command.keys)).split()) <= set(typed)
        words = command.description.split()
        assert any(said[at : at + len(words)] == words for at in range(len(said)))


def test_choices_stand_in_as_few_lines_as_hold_them() -> None:
    choices = [command for command in in_context("copy") if command.footer]
    assert [len(row) for row in rows_of(choices, 33)] == [3, 3, 1]
    assert len(rows_of(choices, 120)) == 1


def test_the_footer_shows_a_key_once_for_the_innermost_pane() -> None:
    shown = footer_commands(("dates", "filters", "browse"))
    firsts = [command.keys[0] for command in shown]
    assert len(firsts) == len(set(firsts))
    assert {command.context for command in shown[:5]} == {"dates", "filters"}


@pytest.mark.parametrize("width", [40, 80])
def test_the_footer_has_the_way_out_and_help_in_a_narrow_terminal(width: int) -> None:
    ways_out: list[tuple[str, tuple[Context, ...]]] = [
        ("app.quit", ("list", "browse", "anywhere")),
        ("app.help", ("list", "browse", "anywhere")),
        ("search.focus", ("list", "browse", "anywhere")),
        ("choice.leave", ("organisations", "filters", "browse", "anywhere")),
        ("choice.leave", ("names", "filters", "browse", "anywhere")),
        ("dates.leave", ("dates", "filters", "browse", "anywhere")),
        ("choice.leave", ("authors", "filters", "browse", "anywhere")),
        ("preview.leave", ("preview", "browse", "anywhere")),
        ("reader.leave", ("reader", "anywhere")),
    ]
    for way_out, contexts in ways_out:
        line = Footer()
        line.show(footer_commands(contexts))
        shown = [command.id for _, _, command in line.fitting(width)]
        assert way_out in shown, (contexts, shown)


@pytest.mark.parametrize("context", ["organisations", "names", "dates", "authors"])
def test_the_first_key_of_a_filter_is_the_one_that_chooses(context: Context) -> None:
    shown = footer_commands((context, "filters", "browse", "anywhere"))
    assert shown[0].id == "choice.toggle"
    assert shown[1].context == context
    contexts = [command.context for command in shown]
    assert contexts.index("browse") > max(
        place for place, name in enumerate(contexts) if name in {context, "filters"}
    )


def test_refusals_are_sentences() -> None:
    for command in COMMANDS:
        if command.refusal:
            reason = command.refusal(Situation())
            assert reason
            assert reason.endswith(".")


def test_keys_are_written_for_people() -> None:
    assert key_label("slash") == "/"
    assert key_label("ctrl+d") == "Ctrl+D"
    assert key_label("G") == "G"


def test_everything_that_is_made_of_the_registry_agrees() -> None:
    """Bindings, footer, help, palette, README and the keymap's default file tell of the same."""
    from tests.readme import README
    from tests.support.settings_text import parse_settings
    from tui.commands.bindings import bindings
    from tui.screens.palette import commands_within_reach
    from tui.settings import default_file

    help_rows = [line.text for line in help_lines(keys_by_place(), 160, inks_of(DARK)).strips]
    readme = README.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in default_file().partition("[keys]")[2].splitlines()]
    keys = [line for line in lines if "." in line.partition(" = [")[0] and " = [" in line]
    keymap = parse_settings("\n".join(["[keys]", *keys])).keys
    for command in COMMANDS:
        bound = {binding.id: binding.key for binding in bindings(command.context)}
        assert bound[command.id].split(",") == list(command.keys)
        labels = key_labels(command.keys)
        assert any(
            row.startswith(" ".join(labels)[:20]) and command.description in row
            for row in help_rows
        )
        written = " ".join(f"`{label}`" for label in labels)
        where = CONTEXT_NAMES[command.context]
        assert f"| {written} | {where} | {command.description} |" in readme
        if command.footer:
            assert command in footer_commands((command.context,))
        if command.id not in {"app.palette", "move.count"}:
            assert command in commands_within_reach([command.id])
        assert remapped({command.id: keymap[command.id]}) == COMMANDS
    assert set(keymap) == {command.id for command in COMMANDS}

"""Build the initial view from settings, arguments and saved state; save it at exit.

Nothing here loads Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec

from index import SettingsError, settings_path
from tui.commands.keymap import use
from tui.session.layout import Panes, panes_of
from tui.session.query_history import Recall
from tui.session.saved_state import (
    Looks,
    Memory,
    PanesChosen,
    State,
    is_first_start,
    load_looks,
    load_panes,
    save_looks,
    save_panes,
    save_start,
)
from tui.session.session import Session, View
from tui.settings import Settings, Theme, read_settings
from tui.terminal.capabilities import has_many_colours, theme_for

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = {name: f"quire-{name}" for name in get_args(Theme)}
"""The themes by what the settings call them."""


def load_settings(named: str | None = None, *, kiosk: bool = False) -> tuple[Settings, str]:
    """Read the settings and give the whole process their keys.

    Args:
        named: The file given on the command line.
        kiosk: Whether no other file is to be read.

    Returns:
        The settings, and what is wrong with the file, in which case they are the default ones.
    """
    if kiosk and named is None:
        return Settings(), ""
    path, expected = settings_path(named)
    try:
        settings = read_settings(path, expected=expected)
    except SettingsError as error:
        return Settings(), error.short
    use(settings.commands())
    return settings, ""


def first_view(settings: Settings, state: State, query: str | None, sort: str | None) -> View:
    """What to show first: what was asked for, else what was shown last."""
    if query is not None or not settings.restore or state.view == View():
        return View(query=query or "", sort=sort or settings.usual_sort)
    if sort is not None and sort != state.view.sort:
        return msgspec.structs.replace(state.view, sort=sort, reverse=False)
    return state.view


def theme_to_show(environment: Mapping[str, str], setting: str, looks: Looks | None) -> str:
    """The theme to begin with: the one chosen last, by a key or in the settings.

    Without colour there is nothing to choose. On a terminal of 16 colours only the settings can ask
    for other grounds than its own: what was chosen with a key was chosen on another terminal.
    """
    suiting = theme_for(environment)
    if "NO_COLOR" in environment:
        return suiting
    chosen = looks is not None and looks.instead_of == setting and looks.theme in THEMES.values()
    if looks is not None and chosen and (setting != "auto" or suiting != THEMES["terminal"]):
        return looks.theme
    return THEMES.get(setting, suiting)


def panes_to_show(settings: Settings, chosen: PanesChosen | None) -> Panes:
    """The panes to begin with: as they were arranged last, by keys or in the settings."""
    usual = panes_of(settings)
    return chosen.panes if chosen is not None and chosen.instead_of == usual else usual


class StateSaver:
    """What is kept for the next start.

    Args:
        session: What is shown.
        memory: Where the view and the queries go, None where they are not kept.
        settings: What was set, None where nothing that was chosen instead is kept.
    """

    def __init__(self, session: Session, memory: Memory | None, settings: Settings | None) -> None:
        self._session = session
        self._memory = memory
        self._settings = settings
        self._panes = session.panes
        self._theme: str | None = None
        self._started = False

    def choose_theme(self, name: str) -> None:
        """Remember a theme that was chosen with a key."""
        self._theme = name

    def started(self) -> None:
        """Remember that the keys to begin with have been seen."""
        self._started = True

    def save(self) -> None:
        """Keep everything as it is now; from any thread."""
        session, settings = self._session, self._settings
        if settings is not None and self._theme is not None:
            save_looks(Looks(theme=self._theme, instead_of=settings.theme))
        if settings is not None and session.panes != self._panes:
            save_panes(PanesChosen(panes=session.panes, instead_of=panes_of(settings)))
        if self._started:
            save_start()
        if self._memory is not None:
            view = session.lasting
            self._memory.save(view, [*session.recall.made, view.query], session.row)


class InitialState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the browser is begun with.

    Attributes:
        settings: What is set.
        trouble: What is wrong with the settings file.
        session: What to show first.
        theme: Name of the theme.
        sixteen: Whether the terminal has no more than 16 colours.
        saver: Keeps things for the next start.
        first_start: Whether nobody has started the browser before; never in a kiosk.
    """

    settings: Settings = Settings()
    trouble: str = ""
    session: Session
    theme: str
    sixteen: bool = False
    saver: StateSaver
    first_start: bool = False


def _inert(query: str) -> str:
    """A query as the search box would take it."""
    if query.isascii() and query.isprintable():
        return query
    from tui.text import typed

    return typed(query)


def initial_state(
    settings: Settings,
    trouble: str,
    environment: Mapping[str, str],
    *,
    index_dir: str | None,
    query: str | None = None,
    sort: str | None = None,
    kiosk: bool = False,
) -> InitialState:
    """Put together what the browser is begun with.

    Args:
        settings: What is set.
        trouble: What is wrong with the settings file.
        environment: The variables that tell of the terminal.
        index_dir: The index, None for one that lives only as long as the browser.
        query: What to search for first, where that was asked for.
        sort: The order to begin with, where that was asked for.
        kiosk: Whether nothing is to be read or kept.
    """
    memory = None if index_dir is None or kiosk else Memory(index_dir)
    state = memory.load() if memory else State()
    view = first_view(settings, state, query, sort)
    view = msgspec.structs.replace(view, query=_inert(view.query))
    panes = panes_to_show(settings, None if kiosk else load_panes())
    session = Session(
        view,
        Recall(tuple(map(_inert, state.queries))),
        state.row,
        panes,
        usual_sort=sort or settings.usual_sort,
    )
    looks = None if kiosk else load_looks()
    return InitialState(
        settings=settings,
        trouble=trouble,
        session=session,
        theme=theme_to_show(environment, settings.theme, looks),
        sixteen=not has_many_colours(environment),
        saver=StateSaver(session, memory, None if kiosk else settings),
        first_start=not kiosk and is_first_start(),
    )

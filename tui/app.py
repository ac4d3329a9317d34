"""The application: wiring only."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.screen import ModalScreen

from tui.commands.bindings import bindings, label_of
from tui.commands.methods import does
from tui.panes.lines import Scrolled
from tui.panes.search_box import TextLine
from tui.rendering.stylesheet import NAME, styles
from tui.rendering.themes import TERMINAL, Themes, theme_of
from tui.screens.base import BaseScreen
from tui.screens.breakpoints import HEIGHTS, WIDTHS
from tui.screens.command_runner import CommandRunner
from tui.screens.sought_contracts import Pastes, Repaints
from tui.session.initial_state import initial_state
from tui.settings import Settings
from tui.terminal.capabilities import abilities
from tui.terminal.clipboard import pasteable, sequences
from tui.terminal.shutdown import SHUTDOWN
from tui.workers.task_queue import NOWHERE, TaskQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from index import Paper, Report
    from tui.screens.first_run import FirstRun
    from tui.session.initial_state import InitialState
    from tui.terminal.capabilities import Abilities
    from tui.workers.own_library import OwnLibrary
    from tui.workers.searcher import Searcher
    from tui.workers.task_queue import Target


EXIT_INTERRUPTED = 130
"""Ends a pipe that the browser is a part of."""


class QuireApp(App[int], inherit_bindings=False):
    """The browser.

    Args:
        searcher: Answers; already started. None where there is no index yet.
        session: What to show first.
        initial: What to show first, and what the user has set.
        greeting: What to say when the browser opens.
        report: Of the build that the index comes from, if this process has made it.
        terminal: What the terminal can do; by default what the environment tells of it.
        kiosk: Whether this is a read-only browser for people who are only guests here.
        printing: Whether Enter chooses papers, to be printed, and ends.
        library: What the reader did; guests have none.
        target: The index that what is fetched goes into.

    Attributes:
        chosen: The papers that were chosen.
    """

    TITLE = "Quire"
    CSS, _, LATER_CSS = styles()
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere")]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    # Textual's own annotations make them an instance's attributes, so they can't be ClassVars here.
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        searcher: Searcher | None = None,
        *,
        initial: InitialState | None = None,
        greeting: str = "",
        report: Report | None = None,
        terminal: Abilities | None = None,
        kiosk: bool = False,
        printing: bool = False,
        library: OwnLibrary | None = None,
        target: Target = NOWHERE,
    ) -> None:
        self.abilities = terminal or abilities(os.environ)
        self.kiosk = kiosk
        self.printing = printing
        self.library = library
        self.chosen: Sequence[Paper] = ()
        initial = initial or initial_state(Settings(), "", os.environ, index_dir=None, kiosk=True)
        coloured = "NO_COLOR" not in os.environ
        theme = initial.theme if coloured else TERMINAL.name
        colours = initial.settings.colors if coloured else {}
        if initial.sixteen:
            from tui.rendering.sixteen import themes_in_sixteen

            self.themes = themes_in_sixteen(colours)
        else:
            self.themes = Themes(colours)
        super().__init__(ansi_color=True if self.themes.palettes[theme].ansi else None)
        for palette in self.themes.palettes.values():
            self.register_theme(theme_of(palette))
        self._begin_with(theme)
        # Nothing here has tooltips or toasts: no panes for them on every screen.
        self._disable_tooltips = self._disable_notifications = True
        # Smooth scrolling and fading cost bytes that an SSH line has better uses for.
        self.animation_level = "none"
        self.settings = initial.settings
        self.session = initial.session
        self._saver = initial.saver
        self.first_start = initial.first_start
        self._trouble = initial.trouble
        self.searcher = searcher
        self.greeting = greeting
        self.report = report
        self.target = target
        self.tasks = TaskQueue(self._hand_over)
        self._runner = CommandRunner(is_kiosk=kiosk)
        self._scratch = ExitStack()
        self._unpainted = ExitStack()

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; of Textual's own, which comes before it is known, none."""
        return super().get_css_variables() if self.theme in self.themes.palettes else {}

    def _begin_with(self, theme: str) -> None:
        """Have a theme from the beginning; changing to it would read all styles once more."""
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode")
        self.set_class(not self.current_theme.dark, "-light-mode")
        self.add_class(f"-theme-{theme}")

    def on_mount(self) -> None:
        """Route shutdown requests to the event loop."""
        loop = self._loop
        if loop is not None:
            SHUTDOWN.entrust(lambda code: loop.call_soon_threadsafe(self.exit, code))
        self.app_resume_signal.subscribe(self, self._paint_all)

    def on_load(self) -> None:
        """Paint nothing before the first screen is whole: half of it would be sent three times."""
        self._unpainted.enter_context(self.batch_update())

    def begin_painting(self, screen: BaseScreen) -> None:
        """Paint from now on: the first screen is whole."""
        self._unpainted.close()
        screen.begin_painting()
        # What has been loaded stays, so looking for garbage among it is in vain.
        gc.freeze()
        gc.enable()
        if self._trouble:
            screen.say(self._trouble, bad=True)
            self._trouble = ""

    def _paint_all(self, _: object = None) -> None:
        """Paint everything, after somebody else had the terminal."""
        self.screen.refresh()

    def get_driver_class(self) -> type[Driver]:
        """Write to the terminal sparingly, wherever that is known how to be done."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from tui.terminal.driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """Begin with the browser, or with the first run where there is nothing to browse."""
        if self.searcher is not None:
            return self._browser(self.searcher, self.greeting)
        from tui.screens.first_run import FirstRun

        self._style_other_screens()
        return FirstRun(self, self._scratch)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        self._style_other_screens()
        super()._load_screen_css(screen)

    def _style_other_screens(self) -> None:
        """Read the styles of other screens than the browser, if they aren't read yet."""
        self.stylesheet.add_source(self.LATER_CSS, read_from=(NAME, "later"))

    def on_first_run_ready(self, event: FirstRun.Ready) -> None:
        """Browse the index that the first run has made."""
        self.searcher, self.report, self.target = event.searcher, event.report, event.target
        self.push_screen(self._browser(event.searcher, event.word))

    def _browser(self, searcher: Searcher, greeting: str) -> Screen[None]:
        from tui.screens.browse import BrowseScreen

        searcher.attach(self._hand_over)
        if self.library is not None:
            self.library.changes.attach(self._hand_over)
        return BrowseScreen(self, searcher, self.session, greeting, size=self.size)

    def _hand_over(self, call: Callable[[], None]) -> None:
        """Run a call from another thread on this one; drop it when everything is over."""
        # Where the event loop has been closed, nobody is looking any more.
        with suppress(RuntimeError):
            self.call_later(call)

    async def on_event(self, event: events.Event) -> None:
        """Finish with a key before the next one is looked at.

        Textual hands a key to the pane that has the focus when it arrives, before the keys in front
        of it have done their work. Over a slow line, or out of a paste, many keys come at once, and
        the letters after a slash would then be commands of the list.
        """
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            if isinstance(event, events.MouseDown) and self.screen_stack:
                self._put_away(word=False)
            await super().on_event(event)
            return
        if not self.screen_stack:
            # Typed while the last screen goes: there is nothing any more that it could be for.
            return
        if isinstance(event, events.Paste):
            self._paste(event.text)
            return
        self.app_focus = True
        # Not when the text has changed: that is told after what the next key has said.
        self._put_away(word=True)
        focused = self.focused
        if await self._check_bindings(event.key, priority=True):
            return
        if isinstance(focused, TextLine) and event.is_printable and event.character:
            focused.type_in(event.character)
        elif self._runner.counts(event.key, self._base_screen):
            return
        elif not await self._check_bindings(event.key):
            await super().on_event(event)
            self._runner.explain(event.key, self._base_screen)

    def _put_away(self, *, word: bool) -> None:
        """Have what is shown until the next key or click go; the word may be what is clicked."""
        if isinstance(self.screen, BaseScreen):
            if word:
                self.screen.say("")
            self.screen.key_pressed()

    def _paste(self, text: str) -> None:
        """Take a paste as text where one types, and nowhere for keys."""
        focused: object = self.focused
        if isinstance(focused, Pastes):
            self._say("")
            focused.paste(text)
        elif text:
            search = label_of("search.focus", without="the search box")
            self._say(f"What is pasted is text and no keys; {search} takes it.")

    @property
    def typing(self) -> bool:
        """Whether keys are text now."""
        return bool(self.screen_stack) and isinstance(self.focused, Pastes)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Paint, and leave the terminal's own cursor where the keys go.

        Screen readers and input methods follow it, whether it can be seen or not.
        """
        focused: object = self.focused if self.screen_stack else None
        if isinstance(focused, Scrolled):
            self.cursor_position = focused.content_region.offset + Offset(
                0, focused.cursor_line or 0
            )
        elif isinstance(focused, Pastes):
            self.cursor_position = focused.cursor_screen_offset
        super()._display(screen, renderable)

    @property
    def defect(self) -> BaseException | None:
        """What ended the browser before anybody asked it to end, if anything did."""
        return self._exception

    def _fatal_error(self) -> None:
        """End after a defect without Textual's traceback, which may quote papers."""
        self._close_messages_no_wait()

    def action_command(self, id: str) -> None:
        """Do a command, or say why it can do nothing now."""
        self._runner.run(id, self.focused or self.screen, self._base_screen)

    @property
    def _base_screen(self) -> BaseScreen | None:
        """The screen that is shown; None where another lies over it, which says nothing here."""
        screen = self.screen
        if isinstance(screen, ModalScreen):
            return None
        if not isinstance(screen, BaseScreen):
            raise TypeError(f"{screen!r} can't say what a command does: it is no BaseScreen.")
        return screen

    def _say(self, word: str) -> None:
        if screen := self._base_screen:
            screen.say(word)

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for, on every screen where it can be read."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.say(word, bad=bad)

    @property
    def has_clipboard(self) -> bool:
        """Whether the terminal is of a kind that may have one, and prints nothing if not."""
        return self.abilities.clipboard

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the clipboard of the terminal, through what is in between.

        Where it is pasted, nothing of it may act either.
        """
        text = pasteable(text)
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(sequences(text, os.environ))
        if os.environ.get("TMUX") and not self.kiosk and not self.is_headless:
            from tui.terminal.tmux import load_buffer

            load_buffer(text)

    def started(self) -> None:
        """Remember that the keys to begin with have been seen."""
        self.first_start = False
        self._saver.started()

    def next_theme(self) -> str:
        """Change to the next theme; what it is called."""
        if self.no_color:
            return "none, because NO_COLOR is set"
        names = list(self.themes.palettes)
        here = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(here + 1) % len(names)]
        palette = self.themes.palettes[self.theme]
        self.ansi_color = True if palette.ansi else None
        self._saver.choose_theme(self.theme)
        return palette.label

    @does("app.palette")
    def _do_app_palette(self) -> None:
        from tui.screens.palette import PaletteScreen, commands_within_reach

        if screen := self._base_screen:
            ids = [active.binding.id or "" for active in self.screen.active_bindings.values()]
            self.push_screen(PaletteScreen(self, commands_within_reach(ids), screen.situation))

    @does("move.count")
    def _do_move_count(self) -> None:
        self._say("Type a number and then a motion.")

    def choose(self, papers: Sequence[Paper]) -> None:
        """End with these papers chosen."""
        self.chosen = papers
        self.exit(0)

    @does("app.leave")
    def _do_app_leave(self) -> None:
        self.exit(EXIT_INTERRUPTED if self.printing else 0)

    @does("app.repaint")
    def _do_app_repaint(self) -> None:
        driver: object = self._driver
        if isinstance(driver, Repaints):
            driver.repaint()
        self._paint_all()

    @does("app.suspend")
    def _do_app_suspend(self) -> None:
        self.action_suspend_process()

    def end_visit(self, waiting: Callable[[], None] = lambda: None) -> str:
        """Finish with the library, as ``OwnLibrary.end_visit`` does; "" where there is none."""
        if self.library is None:
            return ""
        # Who only chooses a paper has not looked at the others.
        counts = self.searcher is not None and not self.printing
        papers = self.searcher.papers if counts and self.searcher else None
        return self.library.end_visit(papers, waiting)

    def on_unmount(self) -> None:
        """Let the search thread go, and end what is being fetched."""
        self.tasks.close()
        if self.library is not None:
            self.library.changes.detach()
        if self.searcher is not None:
            self.searcher.close(timeout=0.2)
        self._scratch.close()

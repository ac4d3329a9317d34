"""The command palette: every command of the focused pane and screen, found by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import on
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from tui.commands.bindings import bindings
from tui.commands.command import MENUS
from tui.commands.key_names import key_labels
from tui.commands.keymap import commands_in_force, contexts_within_reach
from tui.commands.methods import does
from tui.commands.table import BY_ID
from tui.panes.lines import Scrolled, inks_for
from tui.panes.search_box import TextLine
from tui.rendering.result_row import CURSOR
from tui.text import fit, shorten, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.commands.command import Command
    from tui.commands.conditions import Situation
    from tui.screens.contracts import Host

KEYS_WIDTH, FEW_KEYS_WIDTH = 14, 9
NARROW = 60
"""Cells below which only the first keys are shown: what they do matters more."""


def commands_within_reach(ids: Iterable[str]) -> list[Command]:
    """All commands of the contexts that some commands belong to, the innermost context first.

    Args:
        ids: Of commands with a key in the focused pane and around it, the innermost first; other
            names don't count.
    """
    contexts = contexts_within_reach(ids)
    # What a menu offers is one more letter away, and can be done at once.
    contexts += [place for place, menu in MENUS.items() if BY_ID[menu].context in contexts]
    offered = [
        command
        for command in commands_in_force()
        if command.context in contexts and command.id not in {"app.palette", "move.count"}
    ]
    return sorted(offered, key=lambda command: contexts.index(command.context))


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that hold all the words typed.

    Those whose description begins so come first, then those whose label does, and last those
    that are only also called so.
    """
    words = typed.casefold().split()
    begins = " ".join(words)

    def rank(command: Command) -> int | None:
        """How far down a command belongs; None where it lacks a word."""
        own = f"{command.description} {command.label} {command.group} {command.id}".casefold()
        if own.startswith(begins):
            return 0
        if command.label.casefold().startswith(begins):
            return 1
        if all(word in own for word in words):
            return 2
        called = f"{own} {command.synonyms}".casefold()
        return 3 if all(word in called for word in words) else None

    ranked = [(place, command) for command in commands if (place := rank(command)) is not None]
    return [command for _, command in sorted(ranked, key=lambda entry: entry[0])]


def _keys_before(command: Command) -> list[str]:
    """The key of the menu that a command is in, if it is in one."""
    opens = MENUS.get(command.context)
    menu = next((one for one in commands_in_force() if one.id == opens), None)
    return key_labels(menu.keys[:1]) if menu else []


class CommandList(Scrolled):
    """The commands that match what was typed."""

    can_focus = False

    def __init__(self, situation: Callable[[], Situation]) -> None:
        super().__init__(id="palette-list")
        self._situation = situation
        self.commands: Sequence[Command] = ()
        self.cursor = 0

    @property
    def command(self) -> Command | None:
        """The command under the cursor."""
        return self.commands[self.cursor] if self.commands else None

    def show(self, commands: Sequence[Command]) -> None:
        """Show other commands."""
        self.commands = commands
        self.cursor = 0
        self.set_line_count(len(commands))
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def move(self, lines: int) -> None:
        """Move the cursor; from the end to the beginning and the other way."""
        if self.commands:
            self.cursor = (self.cursor + lines) % len(self.commands)
            height = max(self.size.height, 1)
            top = self.scroll_offset.y
            if not top <= self.cursor < top + height:
                self.scroll_to(y=self.cursor - height // 2, animate=False, force=True)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a command: its keys, what it does, and why it can do nothing now."""
        inks = inks_for(self)
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= len(self.commands):
            text = "  No command has these words." if not self.commands and y == 0 else ""
            return Strip([Segment(fit(text, width), inks.muted)])
        command = self.commands[line]
        # Asked for now: the index may have changed since the palette was opened.
        refused = command.refusal(self._situation()) if command.refusal else None
        here = line == self.cursor
        keys_width = KEYS_WIDTH if width >= NARROW else FEW_KEYS_WIDTH
        keys = " ".join([*_keys_before(command), *key_labels(command.keys)])
        if width < NARROW:
            first = wrap(keys, keys_width)[:1]
            keys = keys[: first[0][1]] if first else ""
        described = shorten(command.description, max(width - keys_width - 3, 1))
        segments = [
            Segment(f"{CURSOR if here else ' '} ", inks.accent),
            Segment(fit(keys, keys_width) + " ", inks.key),
            Segment(described, inks.muted if refused else inks.strong if here else inks.text),
        ]
        room = width - keys_width - 3 - width_of(described)
        if refused and room > 8:
            segments.append(Segment("  " + shorten(refused, room - 2), inks.faint))
        if here:
            segments = [
                Segment(text, (style + inks.cursor) if style else inks.cursor)
                for text, style, _ in segments
            ]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)

    def on_click(self, event: events.Click) -> None:
        """Do the command that was clicked."""
        line = event.y + self.scroll_offset.y
        if line < len(self.commands) and isinstance(self.screen, PaletteScreen):
            self.cursor = line
            self.screen._do_palette_run()


class PaletteLine(TextLine, inherit_bindings=True):
    """What to look for."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("palette")]


class PaletteScreen(ModalScreen[None], inherit_bindings=False):
    """The palette over everything else.

    Args:
        host: Does what is chosen.
        commands: Those of the focused pane and what is around it.
        situation: Tells what decides which of it can do anything.
    """

    AUTO_FOCUS = "#palette-line"

    def __init__(
        self, host: Host, commands: Sequence[Command], situation: Callable[[], Situation]
    ) -> None:
        super().__init__()
        self._host = host
        self._commands = commands
        self.line = PaletteLine(id="palette-line", placeholder="Type what you want to do")
        self.list = CommandList(situation)

    def compose(self) -> ComposeResult:
        """Put the line and the list on the screen."""
        with Vertical(id="palette"):
            with Horizontal(id="palette-top"):
                yield Static(" : ", id="palette-prompt", markup=False)
                yield self.line
            yield self.list

    def on_mount(self) -> None:
        """Begin with everything."""
        self.list.show(matching(self._commands, ""))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        # Many keys can come at once, and the message about the last ones be on its way.
        found = matching(self._commands, self.line.value)
        if found != self.list.commands:
            self.list.show(found)

    @does("palette.down")
    def _do_palette_down(self) -> None:
        self.list.move(1)

    @does("palette.up")
    def _do_palette_up(self) -> None:
        self.list.move(-1)

    @does("palette.close")
    def _do_palette_close(self) -> None:
        if self.is_current:
            self.dismiss()

    @does("palette.run")
    def _do_palette_run(self) -> None:
        if not self.is_current:
            return
        self._look()
        command = self.list.command
        self.dismiss()
        if command is not None:
            self._host.action_command(command.id)

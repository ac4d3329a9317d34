"""Exporting: under which name, and then how far it is; in the last lines of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from index import EXPORTERS
from tui.commands.bindings import bindings, footer_commands, in_context
from tui.commands.key_names import key_label
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.lines import Line
from tui.panes.search_box import TextLine
from tui.text import clean, plural, shorten
from tui.workers.export import (
    Export,
    ExportError,
    default_name,
    format_of,
    next_format,
    shown_path,
    target_of,
    with_format,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from tui.rendering.themes import Inks
    from tui.workers.export import Selection

LOOK_EVERY = 0.1
"""Seconds between looks at how far it is."""


class ExportHeading(Line):
    """What is exported, and how far it is."""

    def __init__(self) -> None:
        super().__init__(id="export-heading")
        self._text = ""

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def show(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = clean(text)
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the line."""
        text = shorten(self._text, max(width - 1, 0))
        segments = [Segment(" ", inks.text), Segment(text, inks.heading_focused)]
        return Strip(segments).adjust_cell_length(width, inks.text)


class NameLine(TextLine, inherit_bindings=True):
    """The name of the file."""


class ExportScreen(ModalScreen[str], inherit_bindings=False):
    """Asks for a name, writes the file, and ends with a word about it.

    Args:
        selection: What to export.
        query: What the papers were found with.
        written: Called when the file is whole.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("export")]
    AUTO_FOCUS = "#export-name"
    format = "bibtex"
    """The format that was used last is offered first."""

    def __init__(
        self, selection: Selection, query: str, written: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__()
        self._selection = selection
        self._written = written
        self._export: Export | None = None
        self._looking: Timer | None = None
        self.heading = ExportHeading()
        self.name_line = NameLine(id="export-name")
        self.name_line.put(default_name(query, ExportScreen.format))
        self.keys = Footer()

    def compose(self) -> ComposeResult:
        """Put the question on the screen."""
        self._ask()
        self._show_keys()
        with Vertical(id="export"):
            yield self.heading
            with Horizontal(id="export-question"):
                yield Static(" › ", markup=False)
                yield self.name_line
            yield self.keys

    @property
    def _format(self) -> str:
        """The name decides; where its ending says nothing, the format that was chosen."""
        return format_of(self.name_line.value) or ExportScreen.format

    def _ask(self) -> None:
        self.heading.show(f"Export {self._selection.what} as {EXPORTERS[self._format].label} to")

    def _show_keys(self) -> None:
        """While a file is being written, all there is to do is to stop."""
        commands = footer_commands(("export",))
        if self._export is not None:
            commands = [command for command in commands if command.id == "export.cancel"]
        self.keys.show(commands)

    def on_input_changed(self) -> None:
        """Say which format the name stands for."""
        self.keys.say("")
        self._ask()

    def on_key(self, event: events.Key) -> None:
        """Take what is typed before the line is there."""
        if not self.is_mounted and event.is_printable and event.character:
            self.name_line.type_in(event.character)

    def on_unmount(self) -> None:
        """Leave nothing half written."""
        if self._export is not None:
            self._export.stop()

    # Writing

    def _write(self, *, overwrite: bool) -> None:
        if self._export is not None:
            return
        try:
            target = target_of(self.name_line.value)
        except ExportError as error:
            self.keys.say(str(error), bad=True)
            return
        if target.exists() and not overwrite:
            self._refuse(target)
            return
        ExportScreen.format = self._format
        self._export = Export(self._selection, target, self._format, overwrite=overwrite)
        self._export.start()
        self.set_focus(None)
        self._show_keys()
        self._look()
        self._looking = self.set_interval(LOOK_EVERY, self._look)

    def _refuse(self, target: Path) -> None:
        keys = next((c.keys for c in in_context("export") if c.id == "export.overwrite"), ())
        advice = f"{key_label(keys[0])} writes over it" if keys else "take another name"
        self.keys.say(f"{shown_path(target)} is there already: {advice}.", bad=True)

    def _look(self) -> None:
        running = self._export
        if running is None:
            return
        if running.finished:
            self._end(running)
            return
        path = shown_path(running.target)
        count = self._selection.count
        self.heading.show(f"Exporting to {path}: {running.done:,} of {plural(count, 'paper')}")

    def _end(self, export: Export) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._export = None
        if export.stopped:
            self.dismiss("Nothing was exported.")
        elif export.error is not None:
            self.set_focus(self.name_line)
            self._ask()
            self._show_keys()
            self.keys.say(export.error, bad=True)
        else:
            self._written()
            self.dismiss(f"{plural(export.done, 'paper')} exported to {shown_path(export.target)}")

    @does("export.write")
    def _do_export_write(self) -> None:
        self._write(overwrite=False)

    @does("export.overwrite")
    def _do_export_overwrite(self) -> None:
        self._write(overwrite=True)

    @does("export.format")
    def _do_export_format(self) -> None:
        if self._export is None:
            ExportScreen.format = next_format(self._format)
            self.name_line.put(with_format(self.name_line.value, ExportScreen.format))
            self.keys.say("")
            self._ask()

    @does("export.cancel")
    def _do_export_cancel(self) -> None:
        if self._export is not None:
            self._export.stop(timeout=0)
        else:
            self.dismiss("Nothing was exported.")

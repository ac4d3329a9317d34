"""The first run: there is no index yet. Says what can be done, and does it."""

from __future__ import annotations

import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.containers import Container, Vertical
from textual.message import Message
from textual.strip import Strip

from index import SOURCES, BuildRefused, QuireError, demo_paths, rebuild
from tui.commands.bindings import bindings, footer_commands
from tui.commands.conditions import Situation
from tui.commands.methods import does
from tui.panes.lines import Line, inks_for
from tui.panes.search_box import TextLine
from tui.panes.status_line import KeyLine
from tui.rendering.paper_lines import flowing
from tui.screens.base import BaseScreen
from tui.screens.path_completion import completed
from tui.screens.rejected import RejectedScreen, rejected_paragraphs
from tui.text import clean, wrap
from tui.workers.build import build_summary, demo_word, progress_text
from tui.workers.searcher import PageRequest, Searcher
from tui.workers.temporary_index import scratch_index

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from index import Papers, Report
    from tui.rendering.themes import Inks
    from tui.screens.contracts import Host

WELCOME = (
    ("Quire", "strong"),
    ("There is no index yet.", "text"),
    ("Type the path of a file or a folder and press Enter to index it,", "text"),
    ("or press Enter alone to look at invented papers first.", "text"),
    ("", "text"),
)
READS = (
    f"Quire reads {', '.join(source.label for source in SOURCES[:-1])} and {SOURCES[-1].label};"
    " plain or as .gz, .xz, .zst or .zip."
)


class Prose(Line):
    """Text of several lines, wrapped to the width there is.

    Args:
        text: Paragraphs, each with the name of its ink.
    """

    def __init__(self, text: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._text = text

    def lines(self, width: int, inks: Inks) -> list[Strip]:
        """The text, wrapped to a width."""
        lines: list[Strip] = []
        for text, name in self._text:
            ink = getattr(inks, name)
            lines += flowing(text, width, ink, inks.match) or [Strip.blank(width, ink)]
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text needs."""
        return len(self.lines(width, inks_for(self)))

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a line of the text."""
        lines = self.lines(width, inks)
        return lines[y] if y < len(lines) else Strip.blank(width, inks.text)


class WordLine(Line):
    """What is going on, or went wrong."""

    def __init__(self) -> None:
        super().__init__(id="word")
        self.text = ""
        self._bad = False

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something else."""
        self.text, self._bad = clean(text), bad
        self.refresh()

    @property
    def fits(self) -> bool:
        """Whether there is room for all of it."""
        return len(wrap(self.text, self.size.width)) <= self.size.height

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw it, wrapped."""
        ink = inks.error if self._bad else inks.accent
        lines = flowing(self.text, width, ink, inks.match) if self.text else []
        return lines[y] if y < len(lines) else Strip([Segment(" " * width, inks.text)], width)


class PathLine(TextLine, inherit_bindings=True):
    """The path to index."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("welcome")]


class FirstRun(BaseScreen, inherit_bindings=False):
    """The screen without an index.

    Args:
        host: The application.
        index_dir: Where an index of given files is made.
        scratch: Closed at the very end; removes the index of the demonstration.
    """

    AUTO_FOCUS = "#path"

    class Ready(Message):
        """There is an index to browse now."""

        def __init__(self, searcher: Searcher, word: str, report: Report) -> None:
            self.searcher = searcher
            self.report = report
            self.word = word
            super().__init__()

    def __init__(self, host: Host, index_dir: str, scratch: ExitStack) -> None:
        super().__init__()
        self._host = host
        self._index_dir = index_dir
        self._scratch = scratch
        self.path_line = PathLine(id="path", placeholder="a file or a folder")
        self._word = WordLine()
        self.keys = KeyLine()
        self._thread: threading.Thread | None = None

    def compose(self) -> ComposeResult:
        """Put the text, the line to type into and the last word together."""
        with Container(id="first-run-around"), Vertical(id="first-run"):
            yield Prose(WELCOME)
            yield self.path_line
            yield self._word
            yield Prose([(READS, "muted")])
        yield self.keys

    def on_mount(self) -> None:
        """Show the keys."""
        self.keys.show(footer_commands(("welcome", "everywhere")))
        self.call_after_refresh(self._host.begin_painting, self)

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something."""
        if word:
            self._word.say(word, bad=bad)

    def situation(self) -> Situation:
        """There is nothing here that depends on anything."""
        return Situation()

    @property
    def word(self) -> str:
        """What is being said."""
        return self._word.text

    @does("welcome.complete")
    def _do_welcome_complete(self) -> None:
        line = self.path_line
        end = line.cursor_position
        completion = completed(line.value[:end])
        if completion.text != line.value[:end]:
            line.replace(completion.text, 0, end)
        self._word.say(completion.word)

    @does("welcome.accept")
    def _do_welcome_accept(self) -> None:
        if self._thread is not None:
            self.say("One moment: the files are still being read.")
            return
        typed = self.path_line.value.strip()
        if not typed:
            self._begin([os.fspath(path) for path in demo_paths()], demo=True)
            return
        try:
            self._begin(paths_in(typed), demo=False)
        except ValueError:
            self.say("A quotation mark is not closed.", bad=True)

    def _begin(self, paths: Sequence[str], *, demo: bool) -> None:
        self.say("Reading…")
        self._thread = threading.Thread(target=self._build, args=(paths, demo), daemon=True)
        self._thread.start()

    def _build(self, paths: Sequence[str], demo: bool) -> None:
        """Build an index; on a thread of its own."""
        app = self.app

        def tell(records: int, done: int, total: int) -> None:
            app.call_later(self.say, progress_text(records, done, total))

        try:
            folder = self._index_dir
            if demo:
                folder = os.fspath(self._scratch.enter_context(scratch_index()))
            report = rebuild(paths, folder, progress=tell)
        except QuireError as error:
            refused = error.report if isinstance(error, BuildRefused) else None
            app.call_later(self._failed, str(error), refused)
        else:
            word = demo_word() if demo else build_summary(report)
            app.call_later(self._built, folder, word, report)

    def _failed(self, reason: str, report: Report | None) -> None:
        """Say why there is no index; over the whole screen where this one lacks the room."""
        self._thread = None
        self.say(f"{reason[:1].upper()}{reason[1:]}", bad=True)
        if report is not None and report.rejected.count:
            paragraphs = rejected_paragraphs(report)
        elif not self._word.fits:
            paragraphs = [(self.word, "error")]
        else:
            return
        self.app.push_screen(RejectedScreen("Nothing was indexed", paragraphs))

    def _built(self, folder: str, word: str, report: Report) -> None:
        library = self._host.library

        def open_it() -> Papers:
            from index import open_index

            if library is None:
                return open_index(folder)
            return library.open_index("" if folder == self._index_dir else folder)

        searcher = Searcher(open_it, PageRequest(query=""))
        searcher.start()
        self.post_message(self.Ready(searcher, word, report))


def paths_in(typed: str) -> list[str]:
    """The paths in a line of text, as a shell would read it: quotes, ``~``, several.

    Raises:
        ValueError: A quotation mark is not closed.
    """
    if Path(typed).expanduser().exists():
        return [os.path.expanduser(typed)]
    return [os.path.expanduser(path) for path in shlex.split(typed)]

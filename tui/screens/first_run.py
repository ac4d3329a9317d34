"""The first run: there is no index yet. Offers ways to papers, and takes the one that is chosen."""

from __future__ import annotations

import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias

from rich.segment import Segment
from textual import on
from textual.containers import Container, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from index import SOURCES, BuildRefused, QuireError, add_feed, demo_paths, rebuild
from tui.commands.bindings import bindings, footer_commands
from tui.commands.conditions import Situation
from tui.commands.methods import does
from tui.panes.lines import Line, inks_for
from tui.panes.search_box import TextLine
from tui.panes.status_line import KeyLine
from tui.rendering.fetch_words import sync_report, sync_word
from tui.rendering.paper_lines import flowing
from tui.screens.base import BaseScreen
from tui.screens.category_completion import categories_in, completed_categories
from tui.screens.first_choices import PLACEHOLDERS, FirstChoice, FirstChoices
from tui.screens.path_completion import completed
from tui.screens.rejected import RejectedScreen, rejected_paragraphs
from tui.text import clean, wrap
from tui.workers.build import build_summary, demo_word, progress_text
from tui.workers.searcher import PageRequest, Searcher
from tui.workers.task_queue import INVENTED, Task
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
    from tui.workers.child import Outcome
    from tui.workers.task_queue import Target

WELCOME = (
    ("Quire", "strong"),
    ("There is no index yet. Choose:", "text"),
    ("", "text"),
)
READS = (
    f"Quire reads {', '.join(source.label for source in SOURCES[:-1])} and {SOURCES[-1].label};"
    " plain or as .gz, .xz, .zst or .zip."
)


Source: TypeAlias = Literal["daily-papers", "arxiv"]

TYPED: Final = (FirstChoice.ARXIV, FirstChoice.FILES)
"""The choices that need a text."""


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

    The line to type into has the keys all the time; the choice says what is made of its text.

    Args:
        host: The application.
        scratch: Closed at the very end; removes the index of the demonstration.
    """

    AUTO_FOCUS = "#path"

    class Ready(Message):
        """There is an index to browse now.

        Attributes:
            searcher: Answers.
            word: What to say first.
            report: Of the build, where this process has made it.
            target: The index that what is fetched goes into.
        """

        def __init__(
            self, searcher: Searcher, word: str, report: Report | None, target: Target
        ) -> None:
            self.searcher = searcher
            self.report = report
            self.word = word
            self.target = target
            super().__init__()

    def __init__(self, host: Host, scratch: ExitStack) -> None:
        super().__init__()
        self._host = host
        self._scratch = scratch
        self.choices = FirstChoices()
        self.path_line = PathLine(id="path", placeholder=PLACEHOLDERS[self.choices.choice])
        self._word = WordLine()
        self.keys = KeyLine()
        self._thread: threading.Thread | None = None

    def compose(self) -> ComposeResult:
        """Put the text, the choices, the line to type into and the last word together."""
        with Container(id="first-run-around"), Vertical(id="first-run"):
            yield Prose(WELCOME)
            yield self.choices
            yield self.path_line
            yield self._word
            yield Prose([(READS, "muted")])
        yield self.keys

    def on_mount(self) -> None:
        """Show the keys."""
        self.keys.show(footer_commands(("welcome", "everywhere")))
        self._host.tasks.watch(self._show_progress)
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

    # Choosing

    def _choose(self, choice: FirstChoice) -> None:
        self.choices.choose(choice)
        self.path_line.placeholder = PLACEHOLDERS[choice]

    def _move(self, step: int) -> None:
        self.choices.move(step)
        self._choose(self.choices.choice)
        self._word.say("")

    @does("welcome.down")
    def _do_welcome_down(self) -> None:
        self._move(1)

    @does("welcome.up")
    def _do_welcome_up(self) -> None:
        self._move(-1)

    @on(FirstChoices.Pressed)
    def _pressed(self, event: FirstChoices.Pressed) -> None:
        self._choose(event.choice)
        if event.choice in TYPED:
            self.set_focus(self.path_line)
        else:
            self.path_line.put("")
            self._do_welcome_accept()

    @on(Input.Changed, "#path")
    def _typed(self) -> None:
        if self.path_line.value.strip():
            self._choose(self._meant())

    def _meant(self) -> FirstChoice:
        """What is chosen; whoever types where nothing needs it means a path."""
        choice = self.choices.choice
        return choice if choice in TYPED or not self.path_line.value.strip() else FirstChoice.FILES

    @does("welcome.complete")
    def _do_welcome_complete(self) -> None:
        line = self.path_line
        end = line.cursor_position
        complete = completed if self._meant() is not FirstChoice.ARXIV else completed_categories
        completion = complete(line.value[:end])
        if completion.text != line.value[:end]:
            line.replace(completion.text, 0, end)
        self._word.say(completion.word)

    @does("welcome.accept")
    def _do_welcome_accept(self) -> None:
        if self._thread is not None:
            self.say("One moment: the files are still being read.")
            return
        if self._host.tasks.kinds:
            self.say("One moment: papers are being fetched; Esc stops that.")
            return
        typed = self.path_line.value.strip()
        match self._meant():
            case FirstChoice.DAILY:
                self._fetch("daily-papers")
            case FirstChoice.ARXIV:
                self._fetch_categories(typed)
            case FirstChoice.FILES:
                self._read(typed)
            case FirstChoice.DEMO:
                self._begin([os.fspath(path) for path in demo_paths()], demo=True)

    @does("welcome.stop")
    def _do_welcome_stop(self) -> None:
        self._host.tasks.stop()

    # Fetching

    def _fetch_categories(self, typed: str) -> None:
        try:
            categories = categories_in(typed)
        except ValueError as error:
            self.say(str(error), bad=True)
            return
        if categories:
            self._fetch("arxiv", categories)
        else:
            self.say("Type one category or several, such as cs.LG stat.ML; Tab completes.")

    def _fetch(
        self, kind: Literal["daily-papers", "arxiv"], categories: Sequence[str] = ()
    ) -> None:
        target = self._host.target
        if target.refusal:
            self.say(target.refusal, bad=True)
            return
        try:
            feed = add_feed(kind, categories, named=target.config or None)
        except QuireError as error:
            self.say(f"The settings can't take that feed: {error}", bad=True)
            return
        arguments = target.arguments("sync", "--json", "--progress", "--", feed)
        self._host.tasks.add(
            Task(kind="sync", arguments=arguments, doing="fetching", finished=self._fetched)
        )

    def _show_progress(self) -> None:
        progress = self._host.tasks.progress
        if progress:
            self._word.say(f"{progress[:1].upper()}{progress[1:]}")

    def _fetched(self, outcome: Outcome) -> None:
        report = sync_report(outcome.output)
        word = sync_word(outcome.code, report, outcome.last)
        if report is not None and report.wrote:
            self._open(self._host.target.index_dir, word.text, None, self._host.target)
        elif word.bad:
            self.say(f"{word.text} Try again later, or choose something else.", bad=True)
        else:
            self.say(f"{word.text} Choose something else, or try again later.")

    # Reading files

    def _read(self, typed: str) -> None:
        if not typed:
            self.say("Type the path of a file or a folder; Tab completes.")
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
            folder = self._host.target.index_dir
            if demo:
                folder = os.fspath(self._scratch.enter_context(scratch_index()))
            report = rebuild(paths, folder, progress=tell)
        except QuireError as error:
            refused = error.report if isinstance(error, BuildRefused) else None
            app.call_later(self._failed, str(error), refused)
        else:
            word = demo_word() if demo else build_summary(report)
            target = INVENTED if demo else self._host.target
            app.call_later(self._open, folder, word, report, target)

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

    def _open(self, folder: str, word: str, report: Report | None, target: Target) -> None:
        """Hand over an index that is there now."""
        library, own = self._host.library, self._host.target.index_dir

        def open_it() -> Papers:
            from index import open_index

            if library is None:
                return open_index(folder)
            return library.open_index("" if folder == own else folder)

        searcher = Searcher(open_it, PageRequest(query=""))
        searcher.start()
        self.post_message(self.Ready(searcher, word, report, target))


def paths_in(typed: str) -> list[str]:
    """The paths in a line of text, as a shell would read it: quotes, ``~``, several.

    Raises:
        ValueError: A quotation mark is not closed.
    """
    if Path(typed).expanduser().exists():
        return [os.path.expanduser(typed)]
    return [os.path.expanduser(path) for path in shlex.split(typed)]

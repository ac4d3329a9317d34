"""The first run: there is no index yet. Offers ways to papers, and takes the one that is chosen."""

from __future__ import annotations

import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from textual import on
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widgets import Input

from index import SOURCES, BuildRefused, QuireError, add_feed, demo_paths, rebuild
from tui.commands.bindings import footer_commands
from tui.commands.conditions import Situation
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.rendering.fetch_words import sync_report, sync_word
from tui.screens.base import BaseScreen
from tui.screens.category_completion import categories_in, completed_categories
from tui.screens.first_choices import PLACEHOLDERS, FirstChoice, FirstChoices
from tui.screens.first_run_lines import PathLine, Prose, WordLine
from tui.screens.path_completion import completed
from tui.screens.rejected import RejectedScreen, rejected_paragraphs
from tui.workers.build import build_summary, demo_word, progress_text
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher
from tui.workers.task_queue import INVENTED, Task
from tui.workers.temporary_index import scratch_index

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from textual.app import ComposeResult

    from index import Papers, Report
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
        self.path_line = PathLine(
            self._move_by_letter, placeholder=PLACEHOLDERS[self.choices.choice]
        )
        self._word = WordLine()
        self.keys = Footer()
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

    def _move_by_letter(self, step: int) -> bool:
        # A path may begin with any letter; a category, which is typed too, with neither of these.
        if self.path_line.value or self.choices.choice is FirstChoice.FILES:
            return False
        self._move(step)
        return True

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
            app.call_later(self._failed, str(error), paths, refused)
        else:
            word = demo_word() if demo else build_summary(report)
            target = INVENTED if demo else self._host.target
            app.call_later(self._open, folder, word, report, target)

    def _failed(self, reason: str, paths: Sequence[str], report: Report | None) -> None:
        """Say why there is no index; over the whole screen where this one lacks the room."""
        self._thread = None
        # The name of a file keeps its letters.
        is_name = reason.startswith(tuple(paths))
        self.say(reason if is_name else f"{reason[:1].upper()}{reason[1:]}", bad=True)
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

        begin = library.asked.begin_answer if library is not None else lambda query: None
        searcher = Searcher(open_it, PageRequest(query=""), begin_answer=begin)
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

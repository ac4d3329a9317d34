"""What screens, their controllers and the application may ask of each other, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import App
    from textual.geometry import Size
    from textual.timer import Timer
    from textual.widget import Widget

    from index import Paper, Report
    from tui.commands.conditions import Situation
    from tui.screens.base import BaseScreen
    from tui.session.generations import Kept
    from tui.session.marks import Marks
    from tui.session.standing import Standing
    from tui.terminal.capabilities import Abilities
    from tui.workers.export import Selection
    from tui.workers.own_library import OwnLibrary
    from tui.workers.requests import Found, Marker
    from tui.workers.task_queue import Target, TaskQueue


class Host(Protocol):
    """What the application does for the screens that it hands itself to."""

    printing: bool
    """Whether Enter chooses papers, to be printed, and ends."""

    kiosk: bool
    """Whether this is a read-only browser for guests."""

    library: OwnLibrary | None
    """What the reader did; None where nothing of it is kept."""

    first_start: bool
    """Whether nobody has seen the browser before."""

    report: Report | None
    """Of the build that the index comes from, if this process has made it."""

    def started(self) -> None:
        """Remember that the keys to begin with have been seen."""

    @property
    def has_clipboard(self) -> bool:
        """Whether the terminal is of a kind that may have a clipboard."""

    def choose(self, papers: Sequence[Paper]) -> None:
        """End with these papers chosen."""

    def begin_painting(self, screen: BaseScreen) -> None:
        """Paint from now on: the first screen is whole."""

    def next_theme(self) -> str:
        """Change to the next theme; its name."""

    def action_command(self, id: str) -> None:
        """Do a command on the screen that is shown, or say why it can do nothing now."""

    abilities: Abilities
    """What the terminal can do."""

    target: Target
    """The index that what is fetched goes into."""

    tasks: TaskQueue
    """What is fetched in the background."""

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for, on every screen where it can be read."""


class SearchScreen(Protocol):
    """What the controllers of the search ask of the screen that they are of."""

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for, on every screen where it can be read."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Have something called after so many seconds."""

    def once_painted(self, call: Callable[[], object]) -> None:
        """Have something done as soon as the first screen is painted."""

    def answered(self, found: Found, *, moved: bool) -> None:
        """Show what goes with an answer that is listed now.

        Args:
            found: The answer.
            moved: Whether it is of another generation of the index than the one before.
        """

    def fetched(self) -> None:
        """Take note that more papers of the list are at hand."""

    def unanswered(self, error: Exception) -> None:
        """Take note that what was asked of the index could not be answered."""

    def refused(self) -> None:
        """Go on with the answer that is listed: what was asked for is no query."""

    def lost(self, kept: Kept) -> None:
        """Take note that the cursor's paper is not in the answer that is about to be listed."""

    def standing_changed(self) -> None:
        """Show what was done with the papers."""


class QueryScreen(Protocol):
    """What the controller of the query asks of the screen that it is of."""

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""

    def set_focus(self, widget: Widget | None) -> None:
        """Have keys go to a pane."""


class PaperScreen(Protocol):
    """What the controller of the paper at hand asks of the screen that it is of."""

    @property
    def app(self) -> App[Any]:
        """The application, for other screens and for its clipboard."""

    @property
    def size(self) -> Size:
        """Cells of the screen."""

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""


class ReadingScreen(Protocol):
    """What the way to the reader and back asks of the screen that lies under it."""

    @property
    def app(self) -> App[Any]:
        """The application, which shows the reader."""

    def set_focus(self, widget: Widget | None) -> None:
        """Have keys go to a pane."""

    def standing_changed(self) -> None:
        """Show what was done with the papers."""


class LowerScreen(Protocol):
    """What controllers that open other screens ask of the one below."""

    @property
    def app(self) -> App[Any]:
        """The application, for other screens."""

    def once_painted(self, call: Callable[[], object]) -> None:
        """Have something done as soon as the first screen is painted."""


class ListScreen(Protocol):
    """What the list of papers asks of the screen that it is on."""

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""

    def set_focus(self, widget: Widget | None) -> None:
        """Have keys go to a pane."""


class Own(Protocol):
    """What is done with papers and kept; each change is shown when it is on the disk."""

    marks: Marks
    standing: Standing

    @property
    def is_kept(self) -> bool:
        """Whether what is done here is kept."""

    @property
    def marked(self) -> Sequence[Paper]:
        """The marked papers, as they are meant to be."""

    def new_since(self) -> int | None:
        """The number of the build after which papers are new; on another thread than the screen."""

    def star(self, paper: Paper) -> None:
        """Star a paper, or take the star back."""

    def toggle_read(self, paper: Paper) -> None:
        """Take a paper for read, or for unread."""

    def take_for_read(self, papers: Sequence[Paper]) -> None:
        """Take papers for read that were read, copied, opened or exported."""

    def read_all(self, papers: Callable[[], Iterable[Paper]], count: int) -> None:
        """Take papers for read, however many; they are given on another thread."""

    def ask_tags(self, deliver: Callable[[Sequence[str]], None]) -> None:
        """Ask which tags there are."""

    def tag(self, papers: Sequence[Paper], add: Sequence[str], remove: Sequence[str]) -> None:
        """Give papers tags, and take others from them."""

    def note(self, paper: Paper, text: str) -> None:
        """Keep a note on a paper, or take it away where the text is empty."""

    def toggle_mark(self, paper: Paper) -> None:
        """Mark a paper, or take its mark back."""

    def clear_marks(self, word: str) -> None:
        """Take all marks back, and say so."""


class PapersAtHand(Protocol):
    """What the controller of the paper at hand asks of the papers it is one of."""

    own: Own

    @property
    def paper(self) -> Paper | None:
        """The paper at hand, None where there is none or it is on its way."""

    @property
    def search_text(self) -> str:
        """What the papers were found with."""

    def all_papers(self) -> Selection:
        """All papers that match in full."""

    def show_query(self, query: str) -> None:
        """Search for something else, in the order that it has by itself."""


class PaperList(PapersAtHand, Protocol):
    """What the reader asks of the list whose papers it shows, one at a time."""

    @property
    def position(self) -> tuple[int, int]:
        """Where the cursor is, from 0, and how many papers are listed."""

    @property
    def marker(self) -> Marker:
        """Finds what the query of the list matched."""

    def step(self, count: int) -> None:
        """Move the cursor so many papers down, or up where the number is negative."""

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""

    def ask_similar(
        self, paper: Paper, limit: int, deliver: Callable[[Sequence[Paper]], None]
    ) -> None:
        """Ask for the papers that are most like one, to be handed over when they are found."""

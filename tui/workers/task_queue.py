"""What is fetched in the background, one task after another: servers are asked by one at a time."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tui.commands.conditions import NO_INDEX
from tui.terminal.shutdown import SHUTDOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.workers.child import Child, Outcome

Kind = Literal["sync", "paper", "pdf"]

PATIENCE: Final = 0.3
"""Seconds that a child has for an orderly end when the browser ends."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The index that what is fetched goes into.

    Attributes:
        index_dir: Its folder.
        config: The settings file that was named; "" for the usual one.
        refusal: Why nothing is fetched into it; "" where that can be done.
        pdf_refusal: The same of the PDFs of its papers.
    """

    index_dir: str = ""
    config: str = ""
    refusal: str = ""
    pdf_refusal: str = ""

    def arguments(self, command: str, *more: str) -> tuple[str, ...]:
        """The words for a command that fetches, with what it takes."""
        config = ("--config", self.config) if self.config else ()
        return (command, "--index", self.index_dir, *config, *more)


NOWHERE: Final = Target(refusal=NO_INDEX)


ONLY_OPENED: Final = (
    "These files are only looked at: `quire` alone opens your own index, and fetches into that."
)

ELSEWHERE: Final = "This index is on a server: `quire push` brings papers there."

INVENTED: Final = Target(
    refusal="These papers are invented: `quire` alone opens your own index, and fetches real ones.",
    pdf_refusal="These papers are invented, and there is no PDF of any.",
)


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A command that runs in the background.

    Attributes:
        kind: What it does.
        arguments: The command and what it takes.
        doing: What it does, in words, for the status line: "fetching".
        finished: Gets how it ended; not called after ``close``.
    """

    kind: Kind
    arguments: Sequence[str]
    doing: str
    finished: Callable[[Outcome], None]


class TaskQueue:
    """Runs tasks, and knows how far the present one is.

    Args:
        hand_over: Has a call from another thread run on the screen's.
    """

    def __init__(self, hand_over: Callable[[Callable[[], None]], None]) -> None:
        self._hand_over = hand_over
        self._changed: Callable[[], None] = lambda: None
        self._waiting: deque[Task] = deque()
        self._current: Task | None = None
        self._child: Child | None = None
        self._line = ""
        self._stopping = False
        self._closed = False
        self._is_entrusted = False

    def watch(self, changed: Callable[[], None]) -> None:
        """Have something called from now on when there is something else to say."""
        self._changed = changed

    @property
    def kinds(self) -> list[Kind]:
        """What is under way and what waits for it."""
        return [task.kind for task in (self._current, *self._waiting) if task is not None]

    @property
    def brings_papers(self) -> bool:
        """Whether what is under way puts papers into the index."""
        return self._current is not None and self._current.kind != "pdf"

    @property
    def progress(self) -> str:
        """How far the present task is, in words; empty where there is none."""
        if self._current is None:
            return ""
        if self._stopping:
            return "stopping"
        return f"{self._current.doing} {self._line}" if self._line else f"{self._current.doing}…"

    def add(self, task: Task) -> bool:
        """Run a task as soon as those before it have ended; whether it runs at once."""
        if self._current is not None:
            self._waiting.append(task)
            self._changed()
            return False
        self._start(task)
        return True

    def stop(self) -> None:
        """End the present task, and forget those that wait."""
        self._waiting.clear()
        if self._child is not None:
            self._stopping = True
            self._child.stop()
            self._changed()

    def close(self) -> None:
        """End everything, since the browser ends."""
        self._closed = True
        self._waiting.clear()
        if self._child is not None:
            self._child.close(PATIENCE)

    def _start(self, task: Task) -> None:
        from tui.workers.child import Child, Outcome

        self._current, self._line, self._stopping = task, "", False
        if not self._is_entrusted:
            self._is_entrusted = True
            SHUTDOWN.at_last(self.close)
        try:
            self._child = Child(
                task.arguments,
                lambda line: self._hand_over(lambda: self._told(task, line)),
                lambda outcome: self._hand_over(lambda: self._ended(task, outcome)),
            )
        except OSError as error:
            reason = f"no process can be started ({(error.strerror or str(error)).lower()})"
            self._ended(task, Outcome(70, last=reason))
            return
        self._changed()

    def _told(self, task: Task, line: str) -> None:
        if task is self._current and not line.startswith("quire: "):
            self._line = line
            self._changed()

    def _ended(self, task: Task, outcome: Outcome) -> None:
        if self._closed:
            return
        self._current, self._child = None, None
        task.finished(outcome)
        self._go_on()

    def _go_on(self) -> None:
        """Begin with the next task, unless whoever was told of the last one has begun another."""
        if self._current is None and self._waiting:
            self._start(self._waiting.popleft())
        else:
            self._changed()

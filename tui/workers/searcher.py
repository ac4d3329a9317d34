"""The search thread. The latest request wins; an answer that nobody waits for any more is dropped.

There is one thread and, per kind of request (a lane), one slot: a new request replaces one of the
same lane that has not been started. A running request can't be stopped, so every request has a
number, and an answer whose number is not the lane's latest is dropped where it arrives, on the
screen's side. What another machine looks for is given up where a later request waits for it.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from time import process_time
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import msgspec

from tui.workers.page_request import PageRequest, around, fetch

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Page, Papers
    from index.papers import Elsewhere

Lane = Literal[
    "page", "window", "values", "coverage", "own", "why", "facets", "mine", "similar", "standing",
    "seek", "new", "saved", "marks", "generation", "age", "trends", "names",
]  # fmt: skip

LANES: tuple[Lane, ...] = get_args(Lane)
"""All lanes, the most urgent first."""

OVERTAKEN: dict[Lane, tuple[Lane, ...]] = {"page": ("window", "facets", "mine", "why")}
"""Lanes whose requests a new one cancels, by the lane of the new one."""

LASTING: frozenset[Lane] = frozenset({"window"})
"""Lanes whose answers stay true when more is asked for: more of the same list."""

PATIENT: frozenset[Lane] = frozenset(
    {"own", "facets", "mine", "similar", "standing", "new", "saved", "trends", "names"}
)
PATIENCE = 0.004
"""Seconds that requests in patient lanes wait, so that the next letter's search goes first."""

BRIEFLY = 0.3
"""Seconds that a request goes on after a later one has made it pointless."""

Answer = TypeVar("Answer")


class FirstPage(msgspec.Struct, frozen=True):
    """The page to begin with.

    Attributes:
        page: The part of the matches.
        papers: The generation of the index that it came from.
        offset: The place of its first paper.
        cursor: The place of the paper to keep.
    """

    page: Page
    papers: Papers
    offset: int
    cursor: int


class _Request(msgspec.Struct, frozen=True):
    number: int
    run: Any
    deliver: Any
    fail: Any


class Searcher:
    """Runs one request at a time against the index, on a thread of its own.

    Args:
        open_papers: Opens the index. Called on the thread, so that a program can load its screen
            meanwhile.
        first: What to fetch right after opening, no more than fits on the screen; it is
            handed out once.
        keep: Key of the paper around which to fetch it, where that is among the matches.
        tell: Makes of an error what whoever asked is told instead.
        begin_answer: Called with a query before anything of its answer is looked for.
        by_meaning: Whether papers are found by meaning too, where an index has vectors.
    """

    def __init__(
        self,
        open_papers: Callable[[], Papers],
        first: PageRequest | None = None,
        *,
        keep: str | None = None,
        tell: Callable[[Exception], Exception] = lambda error: error,
        begin_answer: Callable[[str], None] = lambda query: None,
        by_meaning: bool = True,
    ) -> None:
        self.by_meaning = by_meaning
        self.open_papers = open_papers
        self.begin_answer = begin_answer
        self.tell = tell
        self._first = first
        self._keep = keep
        self._first_page: FirstPage | None = None
        self._changed = threading.Condition()
        self._slots: dict[Lane, _Request] = {}
        self._latest: dict[Lane, int] = dict.fromkeys(LANES, 0)
        self._number = 0
        self._closing = False
        self._running: tuple[Lane, int] | None = None
        self._is_pressing = False
        self._begun: float | None = None
        self._hand_over: Callable[[Callable[[], None]], None] | None = None
        self._undelivered: list[Callable[[], None]] = []
        self._papers: Papers | None = None
        self._error: Exception | None = None
        self._tried = threading.Event()
        self._fetched = threading.Event()
        self._thread = threading.Thread(target=self._work, name="quire-search", daemon=True)

    def start(self) -> None:
        """Open the index and begin to work."""
        self._thread.start()

    @property
    def papers(self) -> Papers | None:
        """The newest generation that was opened, None while the first one is being opened."""
        return self._papers

    def opening_error(self) -> Exception | None:
        """Wait until the index has been opened; the error if it could not be."""
        self._tried.wait()
        return self._error

    def take_first_page(self, patience: float) -> FirstPage | None:
        """The page that was fetched after opening, to begin with; waits for it a little.

        Args:
            patience: Seconds to wait at most.

        Returns:
            The page; None where there is none yet, or fetching it failed: asking will tell why.
        """
        if self._first is None or not self._fetched.wait(patience):
            return None
        first, self._first_page = self._first_page, None
        return first

    def attach(self, hand_over: Callable[[Callable[[], None]], None]) -> None:
        """Say how an answer gets to the screen: ``hand_over(call)`` has ``call`` run over there."""
        with self._changed:
            self._hand_over = hand_over
            waiting, self._undelivered = self._undelivered, []
        for call in waiting:
            hand_over(call)

    def ask(
        self,
        lane: Lane,
        run: Callable[[Papers], Answer],
        deliver: Callable[[Answer], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue a request; returns at once.

        Args:
            lane: The kind of request; one that waits in the same lane is forgotten.
            run: What to do, on the search thread.
            deliver: Gets the answer, on the screen's side, if there is no later request by then.
            fail: Gets the error instead; errors are raised on the screen's side without it.
        """
        with self._changed:
            self._number += 1
            if lane not in LASTING:
                self._latest[lane] = self._number
            self._slots[lane] = _Request(self._number, run, deliver, fail)
            for overtaken in OVERTAKEN.get(lane, ()):
                self._slots.pop(overtaken, None)
                self._latest[overtaken] = self._number
            self._overtake(lane)
            self._changed.notify_all()

    def _overtake(self, lane: Lane) -> None:
        """Have what is running end soon where a new request makes it pointless."""
        running = self._running
        elsewhere = None if self._papers is None else self._papers.elsewhere
        if running is None or elsewhere is None or self._is_pressing:
            return
        if lane in OVERTAKEN and running[0] in (lane, *OVERTAKEN[lane]):
            self._is_pressing = True
            press = partial(self._press, elsewhere, running)
            threading.Thread(target=press, name="quire-overtaken", daemon=True).start()

    def _press(self, elsewhere: Elsewhere, running: tuple[Lane, int]) -> None:
        """Give up a request, again and again until it has ended."""
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._running != running, BRIEFLY):
                    self._is_pressing = False
                    return
            elsewhere.give_up()

    def waits_for(self) -> str:
        """Who is waited for and has been silent for a while, by name; empty for nobody."""
        elsewhere = None if self._papers is None else self._papers.elsewhere
        return "" if elsewhere is None else elsewhere.waits_for

    def aside(self, run: Callable[[], object], deliver: Callable[[], None]) -> None:
        """Run what would keep searches waiting, on a thread of its own.

        Args:
            run: What to do.
            deliver: Called on the screen's side once it is done.
        """

        def work() -> None:
            # What is wrong is told to whoever asks for what this was to prepare.
            with suppress(Exception):
                run()
            self._deliver(deliver)

        threading.Thread(target=work, name="quire-meaning", daemon=True).start()

    def fetch_page(self, papers: Papers, request: PageRequest) -> Page:
        """A page, or as much of it as was fetched while the screen was loading."""
        first, self._first_page = self._first_page, None
        known = self._first
        if (
            first is None
            or known is None
            or first.papers is not papers
            or msgspec.structs.replace(request, limit=known.limit) != known
        ):
            return fetch(papers, request)
        return first.page

    def begun(self) -> float | None:
        """What this process had computed, in seconds, when the work that is going on began."""
        return self._begun

    @property
    def idle(self) -> bool:
        """Whether nothing is asked for any more; what was last answered may be on its way."""
        with self._changed:
            return not self._slots and self._running is None

    def renew(
        self, deliver: Callable[[bool], None], fail: Callable[[Exception], None] | None = None
    ) -> None:
        """Open the generation that is live now, unless it is the one that is open. Never waits.

        The earlier one goes on answering whoever still shows something of it, and is let go with
        the last of them.

        Args:
            deliver: Gets whether a newer one was opened.
            fail: As for ``ask``.
        """
        self.ask("generation", self._renew, deliver, fail)

    def _renew(self, papers: Papers) -> bool:
        if papers.live_name() == papers.generation:
            return False
        self._papers = self._open_papers()
        return True

    def _open_papers(self) -> Papers:
        papers = self.open_papers()
        papers.meaning.use(self.by_meaning)
        return papers

    def use_meaning(self, on: bool) -> None:
        """Say whether papers are found by meaning too, in every generation from now on."""
        self.by_meaning = on
        if self._papers is not None:
            self._papers.meaning.use(on)

    def close(self, timeout: float = 2.0) -> None:
        """Stop; wait at most ``timeout`` seconds for what is running."""
        with self._changed:
            self._closing = True
            self._slots.clear()
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _work(self) -> None:
        self._begun = process_time()
        # What is wrong is told to those who ask for that page, or for any other.
        with suppress(BaseException):
            self._fetch_first(self._ready())
        self._fetched.set()
        while (request_in_lane := self._next()) is not None:
            lane, request = request_in_lane
            try:
                answer = request.run(self._ready())
            except BaseException as error:
                # Reported where it was asked for: a QuireError as a sentence, others as a crash.
                receive, answer = request.fail or _throw, self.tell(_as_exception(error))
            else:
                receive = request.deliver
            self._deliver(partial(self._arrive, lane, request.number, receive, answer))
            # While waiting, nothing of an earlier generation is held on to.
            del request_in_lane, request, receive, answer
        if self._papers is not None:
            self._papers.close()

    def _fetch_first(self, papers: Papers) -> None:
        """Fetch the first page, with the paper to keep in its middle."""
        first = self._first
        if first is None:
            return
        self.begin_answer(first.query)
        place = None
        if self._keep is not None:
            place = papers.position(
                first.query,
                self._keep,
                sort=first.sort,
                reverse=first.reverse,
                fuzzy=True,
                semantic=first.semantic,
            )
            first = around(first, place or 0)
        # What is compared with what is asked for is what was fetched.
        self._first = first
        self._first_page = FirstPage(fetch(papers, first), papers, first.offset, place or 0)

    def _ready(self) -> Papers:
        """The index, opened if it is not. Raises the error of opening it."""
        if self._papers is None:
            try:
                self._papers = self._open_papers()
                self._error = None
            except Exception as error:
                self._error = self.tell(error)
                raise
            finally:
                self._tried.set()
        return self._papers

    def _next(self) -> tuple[Lane, _Request] | None:
        """Wait for a request and take the most urgent one; None when closing."""
        with self._changed:
            self._running, self._begun = None, None
            self._changed.notify_all()
            rested = False
            while not self._closing:
                for lane in LANES:
                    if lane not in self._slots:
                        continue
                    if lane in PATIENT and not rested:
                        rested = not self._changed.wait(PATIENCE)
                        break
                    request = self._slots.pop(lane)
                    self._running, self._begun = (lane, request.number), process_time()
                    return lane, request
                else:
                    rested = False
                    self._changed.wait()
        return None

    def _deliver(self, call: Callable[[], None]) -> None:
        with self._changed:
            if self._closing:
                return
            if self._hand_over is None:
                self._undelivered.append(call)
                return
            hand_over = self._hand_over
        hand_over(call)

    def _arrive(self, lane: Lane, number: int, receive: Any, answer: Any) -> None:
        if number >= self._latest[lane] and not self._closing:
            receive(answer)


def _as_exception(error: BaseException) -> Exception:
    """The error, or one around it: a panic in Rust is none that an event loop would look at."""
    if isinstance(error, Exception):
        return error
    around = RuntimeError(str(error))
    around.__cause__ = error
    return around


def _throw(error: Exception) -> None:
    raise error

"""The way to the terminal: short frames, bounded input, and an end when the terminal is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.geometry import Size
from textual.messages import InBandWindowResize

from tui.terminal.application_mode import CLEAR, HoldingDriver
from tui.terminal.frame_diff import Repainter, cells_of
from tui.terminal.keyboard import Allowance, Keyboard
from tui.terminal.shutdown import SHUTDOWN
from tui.terminal.window import told_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType
    from typing import IO

    from textual.app import App
    from textual.message import Message

AT_ONCE: Final = 500
"""Bytes that reach a terminal in one piece, and need no marks to be shown at once."""

SHOW_CURSOR: Final = "\x1b[6 q\x1b[?25h"
"""As a steady bar (DECSCUSR): the block under it is drawn by the line itself."""

HIDE_CURSOR: Final = "\x1b[?25l"

LOOK_EVERY: Final = 0.1
"""Seconds between looks whether keys are still to be read."""

AT_A_TIME: Final = 4096
"""Bytes that are read in one piece."""

MOST_AT_ONCE: Final = 24_000
"""Bytes that are listened to without a pause: a query of the greatest length, and some keys."""

MOST_A_SECOND: Final = 6_000
"""Bytes a second that are listened to for ever: several times what a mouse in motion sends."""

MOST_AHEAD: Final = 2_000
"""Messages that may wait for the application; each takes a kilobyte and more."""

PATIENCE: Final = 2.0
"""Seconds to wait for the application before keys are lost."""

LOOK_AGAIN: Final = 0.005

LARGEST: Final = (2_000, 1_000)
LARGEST_OF_GUESTS: Final = (500, 300)
"""Columns and lines of the largest window that is filled; what is beyond them stays empty."""


class _Line:
    """A file that drops what is written once the terminal is gone."""

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file = file
        self._gone: Callable[[], None] | None = gone

    def write(self, text: str) -> None:
        """Send text, or drop it where nobody is left."""
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        """Send what has been held back."""
        self._try(self._file.flush)

    def drop(self) -> None:
        """Send nothing any more."""
        self._gone = None

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def _try(self, work: Callable[[], object]) -> None:
        if self._gone is None:
            return
        try:
            work()
        except (OSError, ValueError):
            gone, self._gone = self._gone, None
            gone()


class TerminalDriver(HoldingDriver):
    """Textual's driver, but it sends less, and notices that nobody is there any more.

    Textual goes on for ever when its terminal disappears without a signal: reading says at once
    that there is nothing, and writing waits for a thread that has died.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._repainter = Repainter(
            moves_lines=self.abilities.moves_lines,
            erases=self.abilities.erases,
            links=self.abilities.links,
        )
        self._keyboard = self._new_keyboard()
        self._frame: list[str] | None = None
        self._resized = True
        self._file: Any = _Line(self._file, SHUTDOWN.hang_up)
        self._largest = LARGEST_OF_GUESTS if getattr(app, "kiosk", False) else LARGEST
        self._shows_cursor = False
        self._sent = self._posted = 0

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._resized = True
        self._shows_cursor = False
        self._keyboard = self._new_keyboard()
        super().start_application_mode()
        resized = signal.getsignal(signal.SIGWINCH)
        loop = asyncio.get_running_loop()

        def on_resize(number: int, frame: FrameType | None) -> None:
            self._resized = True
            if callable(resized):
                # Asked for here, a size could be told of after the one that follows it: signals
                # interrupt each other.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(resized, number, frame)

        signal.signal(signal.SIGWINCH, on_resize)

    def give_back(self) -> None:
        """Give the terminal back without waiting for what is still to be sent."""
        self._file.drop()
        super().give_back()

    # Writing

    def write(self, data: str) -> None:
        """Send a frame, or something else; what is between two marks of a frame goes as one."""
        if data == SYNC_START:
            self._frame = []
            return
        if data == SYNC_END:
            frame, self._frame = self._with_cursor("".join(self._frame or ())), None
            if len(frame) > AT_ONCE:
                frame = f"{SYNC_START}{frame}{SYNC_END}"
            if frame:
                super().write(frame)
            return
        if not self.abilities.utf8:
            from tui.terminal.ascii import to_ascii

            data = to_ascii(data)
        data = self._shortened(data)
        if self._frame is not None:
            self._frame.append(data)
        elif data := self._with_cursor(data):
            super().write(data)

    def _with_cursor(self, data: str) -> str:
        """Show the terminal's own cursor while somebody types, and hide it while nobody does."""
        typing = self.abilities.asks and getattr(self._app, "typing", False)
        if typing == self._shows_cursor or not self._held:
            return data
        self._shows_cursor = typing
        # Hidden before it jumps about, and shown only where it stays.
        return data + SHOW_CURSOR if typing else HIDE_CURSOR + data

    def repaint(self) -> None:
        """Clear the terminal, and send the next frame whole."""
        self._resized = True
        self.write(CLEAR)

    def _shortened(self, data: str) -> str:
        if self._resized:
            # What was laid out for another size may have gone astray, until all is painted anew.
            self._repainter.forget()
            if cells_of(data) == self._app.size.area and self._fits():
                self._resized = False
        return self._repainter.shorten(data)

    def _fits(self) -> bool:
        """Whether the application knows the terminal's size."""
        return self._get_terminal_size() == self._app.size

    # Reading

    def _get_terminal_size(self) -> tuple[int, int]:
        told = told_size((self._file.fileno(), self.fileno))
        return self._bounded(*(told or super()._get_terminal_size()))

    def _bounded(self, width: int, height: int) -> tuple[int, int]:
        """As much of a size as is used: whoever sits at the terminal may say that it has any."""
        return min(max(width, 1), self._largest[0]), min(max(height, 1), self._largest[1])

    def process_message(self, message: Message) -> None:
        """Pass on what the terminal says."""
        if isinstance(message, events.Resize | InBandWindowResize):
            self._resized = True
        if isinstance(message, events.Resize):
            size = Size(*self._bounded(*message.size))
            message = events.Resize(size, size, pixel_size=message.pixel_size)
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a message to the application."""

        async def post() -> None:
            self._posted += 1
            await self._app._post_message(message)

        self._sent += 1
        asyncio.run_coroutine_threadsafe(post(), self._loop)

    def _new_keyboard(self) -> Keyboard:
        return Keyboard(
            self._debug,
            lone_escape=self.abilities.lone_escape,
            adapts=self.abilities.escape_adapts,
        )

    def _request_terminal_sync_mode_support(self) -> None:
        self._keyboard.ask(time.monotonic())
        super()._request_terminal_sync_mode_support()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            # A defect ends the browser as any other does, in words that suit whoever is here.
            self._app.call_later(_throw, error)

    def run_input_thread(self) -> None:
        """Read keys until told to end, or until there is no terminal any more."""
        keyboard, allowance = self._keyboard, Allowance(MOST_AT_ONCE, MOST_A_SECOND)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            patience = min(keyboard.patience(time.monotonic()), LOOK_EVERY)
            if not select.select([self.fileno], [], [], patience)[0]:
                allowance.rest()
                self._pass_on(keyboard.tick(time.monotonic()))
                continue
            try:
                data = os.read(self.fileno, AT_A_TIME)
            except OSError:
                data = b""
            if not data:
                SHUTDOWN.hang_up()
                return
            text, now = decode(data), time.monotonic()
            skimmed = keyboard.skims
            if not skimmed and not allowance.take(len(data), now):
                continue
            if not self._has_room():
                allowance.refuse()
                continue
            # An empty text would be taken for the end; so looks a letter that is not all here.
            if text and (messages := list(keyboard.feed(text, now))):
                self._pass_on(messages)
                if skimmed:
                    allowance.take(len(messages), now)

    def _pass_on(self, messages: Iterable[Message]) -> None:
        """Send what was read; of several sizes only the last counts."""
        size: events.Resize | None = None
        for message in messages:
            if isinstance(message, events.Resize):
                size = message
            else:
                self.process_message(message)
        if size is not None:
            self.process_message(size)

    def _has_room(self) -> bool:
        """Wait until the application takes more; whether it does."""
        end = time.monotonic() + PATIENCE
        while self._ahead() > MOST_AHEAD:
            if time.monotonic() > end or self.exit_event.wait(LOOK_AGAIN):
                return False
        return True

    def _ahead(self) -> int:
        """How many messages wait for the application, or for the screen that has them from it."""
        pumps = (self._app, *self._app.screen_stack[-1:])
        queued = sum(pump.message_queue_size for pump in pumps)
        return self._sent - self._posted + queued


def _throw(error: Exception) -> None:
    raise error

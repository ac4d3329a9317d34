"""Enter and leave application mode: at the start, on exit, on a forced exit and on suspend."""

from __future__ import annotations

import os
import signal
import termios
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.capabilities import abilities
from tui.terminal.shutdown import SHUTDOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from textual.app import App

STANDARD_ERROR: Final = 2
"""Where Textual writes to."""

NAP: Final = 0.05
"""Seconds between looks whether the browser is in the foreground again."""

MOST_NAPS: Final = 40
"""Looks after which nobody is taken to be there who could put the browser into the foreground."""

GIVE_BACK: Final = (
    "\x1b\\\x1b[?2026l"  # whatever was being sent is over
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"
    "\x1b[0m{keyboard}{margins}\x1b[?1049l\x1b[?25h"
)
"""Makes a terminal what it was, whatever of it had been changed."""

KEYBOARD_BACK: Final = "\x1b[<u"
CURSOR_BACK: Final = "\x1b[0 q"
"""The cursor's own shape."""

MARGINS_BACK: Final = "\x1b[r"
BEYOND_PLAIN: Final = ("\x1b[>", "\x1b[<", "\x1b]", "\x1bP")
"""Beginnings of what plain terminals would print: protocols of keys, the pointer, the clipboard."""

CLEAR: Final = "\x1b[H\x1b[2J"
"""For terminals that have no second screen to leave."""


class HoldingDriver(LinuxDriver):
    """Textual's driver, but what it takes it gives back in all circumstances.

    Going to sleep, Textual stops its own process only, which leaves a shell waiting that started it
    through a script, and for ever where no shell can wake it. It takes the terminal over again even
    in the background. Here the whole job stops as for any other program.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        self.abilities = getattr(app, "abilities", None) or abilities(os.environ)
        self._may_sleep: bool = not getattr(app, "kiosk", False)
        super().__init__(app, debug=debug, mouse=mouse and self.abilities.mouse, size=size)
        self._held = False
        self._take_back: Callable[[], None] | None = None

    @property
    def can_suspend(self) -> bool:
        """Whether there may be a shell to go back to."""
        return self._may_sleep

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._await_foreground()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is None or not self._writer_thread.is_alive():
            # There is none any more.
            SHUTDOWN.hang_up()
            return
        self._held = True
        self._take_back = SHUTDOWN.at_last(self.give_back)

    def disable_input(self) -> None:
        """Read no more keys."""
        if self._held:
            with _background_too():
                super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if not self._held:
            return
        with _background_too():
            if self._mouse_pixels:
                self.write("\x1b[?1016l")
            if not self.abilities.second_screen:
                self.write(CLEAR)
            if self.abilities.asks:
                self.write(CURSOR_BACK)
            super().stop_application_mode()
        self._held = False
        if self._take_back is not None:
            self._take_back()

    def give_back(self) -> None:
        """Give the terminal back without waiting for what is still to be sent; from any thread."""
        if not self._held:
            return
        keyboard = KEYBOARD_BACK + CURSOR_BACK if self.abilities.asks else ""
        margins = MARGINS_BACK if self.abilities.moves_lines else ""
        clear = "" if self.abilities.second_screen else CLEAR
        with _background_too():
            if self.attrs_before is not None:
                with suppress(termios.error):
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIOFLUSH)
            writer = self._writer_thread
            if writer is not None and writer.ident is not None and writer.is_alive():
                # It may be waiting for room, and is not told that there is some now.
                signal.pthread_kill(writer.ident, signal.SIGWINCH)
            with suppress(OSError):
                back = GIVE_BACK.format(keyboard=keyboard, margins=margins)
                os.write(STANDARD_ERROR, (clear + back).encode())

    def write(self, data: str) -> None:
        """Send something, if it is nothing that the terminal would print."""
        if self.abilities.asks or not data.startswith(BEYOND_PLAIN):
            super().write(data)

    def _request_terminal_sync_mode_support(self) -> None:
        if self.abilities.asks:
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        if self.abilities.asks:
            super()._query_in_band_window_resize()

    # Sleeping

    def _sigtstp_application(self, *_: int | FrameType | None) -> None:
        """Sleep until the shell has woken the browser and put it into the foreground."""
        if not self._may_sleep:
            return
        if not self._auto_restart or not self._held:
            super()._sigtstp_application()
            return
        self.suspend_application_mode()
        self._sleep(at_least_once=True)

    def _sigcont_application(self, *_: int | FrameType | None) -> None:
        """Take the terminal over anew after a stop that came without a warning."""
        if self._held and self._auto_restart and SHUTDOWN.code is None:
            self.suspend_application_mode()
            self._sleep(at_least_once=False)

    def _sleep(self, *, at_least_once: bool) -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        stop = at_least_once
        while SHUTDOWN.code is None and (stop or not self._in_foreground()):
            stop = False
            # Everything that was started together, as the terminal itself would have it. Where
            # there is no shell to wake it, the system lets it pass.
            os.killpg(os.getpgrp(), signal.SIGTSTP)
            if not self._in_foreground():
                time.sleep(NAP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        if SHUTDOWN.code is None:
            self._must_signal_resume = True
            self.resume_application_mode()

    def _await_foreground(self) -> None:
        """Stop where the browser was started in the background, until the shell has it back.

        Any program that reads from its terminal does. Textual would go on without what it needs.
        """
        naps = 0
        while SHUTDOWN.code is None and naps < MOST_NAPS and not self._in_foreground():
            started = time.monotonic()
            os.killpg(os.getpgrp(), signal.SIGTTIN)
            time.sleep(NAP)
            # Where there is no shell, the system lets the signal pass, and no time goes by.
            naps = naps + 1 if time.monotonic() - started < 10 * NAP else 0

    def _in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            # No terminal that has a foreground: nothing to wait for.
            return True


@contextmanager
def _background_too() -> Iterator[None]:
    """Let the terminal be restored by a process in the background without stopping it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""Waiting for what the screen of a program shows, whatever kind of terminal it is in."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping


class Watched:
    """What both kinds of terminal share: waiting until the screen shows something."""

    def lines(self) -> list[str]:
        """The rows of the screen from top to bottom, without trailing spaces."""
        raise AssertionError("each kind of terminal says how its screen is read")

    def text(self) -> str:
        """The whole screen as one string."""
        return "\n".join(self.lines())

    def row(self, part: str) -> int | None:
        """The number of the first row that contains ``part``, from 0, or None."""
        return next((n for n, line in enumerate(self.lines()) if part in line), None)

    def wait_for(
        self, wanted: str | re.Pattern[str] | Callable[[str], bool], *, timeout: float = 30
    ) -> str:
        """Wait until the screen shows what is wanted.

        Args:
            wanted: A string that must be on the screen, a pattern to find in its whole text, or a
                function of that text.
            timeout: Seconds to wait at most.

        Returns:
            The text of the screen that satisfied.

        Raises:
            AssertionError: It didn't come in time, or the program ended first; with the screen.
        """
        deadline = time.monotonic() + timeout
        while True:
            ended = self.ended()
            text = self.text()
            if _satisfied(wanted, text):
                return text
            if ended or time.monotonic() > deadline:
                why = "the program has ended" if ended else f"waited for {timeout:g} s"
                raise AssertionError(f"not on the screen: {wanted!r} ({why})\n{framed(text)}")
            self.pause()

    def wait_until_gone(self, part: str, *, timeout: float = 30) -> str:
        """Wait until ``part`` is nowhere on the screen, and return the screen's text."""
        return self.wait_for(lambda text: part not in text, timeout=timeout)

    def ended(self) -> bool:
        """Whether the program has ended and everything it wrote is on the screen."""
        raise AssertionError("each kind of terminal says when its program has ended")

    def pause(self) -> None:
        """Let a little time pass, or less when the program writes something."""
        raise AssertionError("each kind of terminal says how it passes time")


def environment_of(changes: Mapping[str, str | None] | None) -> dict[str, str]:
    """The variables of a program in a terminal: those of this process, and changes to them."""
    wanted = dict(os.environ) | {"TERM": "xterm-256color"} | dict(changes or {})
    return {name: value for name, value in wanted.items() if value is not None}


def _satisfied(wanted: str | re.Pattern[str] | Callable[[str], bool], text: str) -> bool:
    if isinstance(wanted, str):
        return wanted in text
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return wanted(text)


def framed(text: str) -> str:
    """A screen's text in a frame, for a message."""
    width = max((len(line) for line in text.split("\n")), default=0)
    rule = "+" + "-" * width
    return "\n".join([rule, *(f"|{line}" for line in text.split("\n")), rule])

"""What a terminal sends becomes Textual's messages, whatever it is and however much.

Textual takes a paste without an end for a paste for ever, types the text of a terminal's answers
that nobody asked for, and fails on numbers that are none. Whoever sits at the other end of a line
can send all of that, and a broken line sends it by itself.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, XTermParser

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from textual.message import Message

ESCAPE: Final = "\x1b"
INTERRUPT: Final = re.compile(r"\x03|\x1b\[99;5u")
"""Ctrl+C in either way that terminals send it; it ends whatever else is going on.

In the midst of a paste it is text. If it ended the browser, the rest would be a shell's.
"""

LONGEST_PASTE: Final = 20_001
"""Characters of a paste that are kept: as many as no query may have."""

SILENCE: Final = 0.5
"""Seconds without a sign after which nothing that was begun is awaited any more."""

ONE_KEY: Final = 8
"""Characters that a single key sends at most, nearly always."""

BEGINNING: Final = re.compile(r"\x1b(?:\[200~|[\]P_^X](?=.))", re.DOTALL)
"""What begins a paste, or an answer of a terminal; alone, the latter are keys."""

UNFINISHED_BEGINNING: Final = re.compile(r"\x1b\[(?:2(?:00?)?)?\Z")
END_OF_ANSWER: Final = re.compile(r"[\x03\x07\x18\x1a]|\x1b(?:\\|(?=.)|\Z)", re.DOTALL)
PARTS: Final = re.compile(r"\x1b[^\x1b]*|[^\x1b]+")
"""A sequence and the text after it: what is lost where it makes no sense."""

KEPT_OF_PARSER: Final = (
    "last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size",
)  # fmt: skip


class Keyboard:
    """Reads what one terminal sends.

    Args:
        debug: As Textual has it.
    """

    def __init__(self, debug: bool = False) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        # What may be the beginning of more, and waits for it.
        self._held = ""
        self._escape_alone = False
        self._in_answer = False
        # The paste that is going on, in pieces; None where there is none.
        self._paste: list[str] | None = None
        self._pasted = 0
        self._heard = 0.0

    @property
    def skims(self) -> bool:
        """Whether it only looks for the end of something long, which costs next to nothing."""
        return self._paste is not None or self._in_answer

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """Take in what has come.

        Args:
            text: Not empty.
            now: Seconds of a clock that never goes back.
        """
        silent = now - self._heard >= SILENCE
        self._heard = now
        if self._paste is not None and silent and _is_key(text):
            yield from self._end_paste()
        interrupted = self._paste is None and INTERRUPT.fullmatch(text) is not None
        if interrupted or (silent and self._in_answer):
            self._in_answer, self._held = False, ""
        if interrupted:
            self._renew_parser()
        elif self._escape_alone:
            # The parser waits for what comes now; together it can be looked at.
            self._renew_parser()
            text = ESCAPE + text
        text, self._held = self._held + text, ""
        while text:
            if self._paste is not None:
                text = yield from self._feed_paste(text)
            elif self._in_answer:
                text = self._feed_answer(text)
            else:
                text = yield from self._feed_keys(text)

    def tick(self, now: float) -> Iterator[Message]:
        """Nothing has come for a moment: what was held back is all there is of it.

        Args:
            now: As for ``feed``.
        """
        if self._paste is None and not self._in_answer and self._held:
            held, self._held = self._held, ""
            yield from self._parse(held)
        for message in self._parser.tick():
            self._escape_alone = False
            yield message
        if now - self._heard >= SILENCE:
            self._in_answer = False

    def _feed_keys(self, text: str) -> Generator[Message, None, str]:
        found = BEGINNING.search(text)
        if found is None:
            unfinished = UNFINISHED_BEGINNING.search(text)
            if unfinished is not None:
                text, self._held = text[: unfinished.start()], unfinished[0]
            yield from self._parse(text)
            self._escape_alone = text.endswith(ESCAPE)
            return ""
        yield from self._parse(text[: found.start()])
        if found[0].endswith("~"):
            self._paste, self._pasted = [], 0
        else:
            self._in_answer = True
        return text[found.end() :]

    def _feed_answer(self, text: str) -> str:
        """Pass over an answer; what follows its end."""
        found = END_OF_ANSWER.search(text)
        if found is None:
            return ""
        if found[0] == ESCAPE and found.end() == len(text):
            self._held = ESCAPE
            return ""
        self._in_answer = False
        # Something else has begun, or somebody wants to end.
        return text[found.start() if found[0] in {ESCAPE, "\x03"} else found.end() :]

    def _feed_paste(self, text: str) -> Generator[Message, None, str]:
        assert self._paste is not None
        end = text.find(BRACKETED_PASTE_END)
        if end < 0:
            kept = _beginning_of(BRACKETED_PASTE_END, text)
            text, self._held = text[: len(text) - kept], text[len(text) - kept :]
            self._add(text)
            return ""
        self._add(text[:end])
        yield from self._end_paste()
        return text[end + len(BRACKETED_PASTE_END) :]

    def _add(self, text: str) -> None:
        assert self._paste is not None
        text = text[: LONGEST_PASTE - self._pasted]
        if text:
            self._paste.append(text)
            self._pasted += len(text)

    def _end_paste(self) -> Iterator[Message]:
        text = "".join(self._paste or ()).replace("\x00", "")
        self._paste, self._held = None, ""
        yield events.Paste(text)

    def _parse(self, text: str) -> Iterator[Message]:
        for part in PARTS.findall(text):
            try:
                yield from self._parser.feed(part)
            except Exception:
                # Numbers that are no characters, a window without any width: no key, and no end.
                self._renew_parser()

    def _renew_parser(self) -> None:
        """Forget what the parser is in the middle of."""
        previous, self._parser = self._parser, XTermParser(self._debug)
        for name in KEPT_OF_PARSER:
            setattr(self._parser, name, getattr(previous, name))
        if self._parser.terminal_size is None or 0 in tuple(self._parser.terminal_size):
            self._parser.mouse_pixels = False
        self._escape_alone = False
        with suppress(RuntimeError, ValueError):
            # Its generator would otherwise complain when it is thrown away.
            previous._gen.close()


class Allowance:
    """How much a terminal may send before it is not listened to until it is silent.

    Args:
        most: Bytes at once.
        rate: Bytes a second, for ever.
    """

    def __init__(self, most: int, rate: int) -> None:
        self._most = most
        self._rate = rate
        self._left = float(most)
        self._at = 0.0
        self._overdrawn = False

    def take(self, size: int, now: float) -> bool:
        """Whether so many bytes more are listened to."""
        self._left = min(self._left + (now - self._at) * self._rate, self._most) - size
        self._at = now
        self._overdrawn = self._overdrawn or self._left < 0
        self._left = max(self._left, 0)
        return not self._overdrawn

    def refuse(self) -> None:
        """Listen to nothing more until there is silence."""
        self._overdrawn = True

    def rest(self) -> None:
        """There is silence."""
        self._overdrawn = False


def _is_key(text: str) -> bool:
    return len(text) <= ONE_KEY and BRACKETED_PASTE_END not in text


def _beginning_of(mark: str, text: str) -> int:
    """How many characters at the end of a text may be the beginning of a mark."""
    most = min(len(mark) - 1, len(text))
    return next((size for size in range(most, 0, -1) if text.endswith(mark[:size])), 0)

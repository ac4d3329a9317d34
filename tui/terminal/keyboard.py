"""What a terminal sends becomes Textual's messages, whatever it is, however much and however torn.

Textual takes a paste without an end for a paste for ever, types the text of a terminal's answers
that nobody asked for, fails on numbers that are none, and takes a sequence whose bytes come a
moment apart for Esc and letters. Whoever sits at the other end of a line can send all of that, and
a bad line sends it by itself. So the parser is given whole sequences only (ECMA-48, 5.4, and
xterm's ctlseqs); what of one has come waits here for the rest.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser

from tui.terminal.capabilities import LONE_ESCAPE, QUICK_ESCAPE

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

ANSWER: Final = re.compile(r"\x1b[\]P_^X](?=.)", re.DOTALL)
"""What begins an answer of a terminal; alone, it is a key."""

UNFINISHED: Final = re.compile(
    r"\x1b(?:\[(?:M[^\x00-\x1f]{0,2}|\[|[0-?]*[ -/]*)|O[0-9;]*|[\]P_^X])?"
)
"""What may be the beginning of a sequence. Old mouse reports, and a console's keys, are longer."""

SEQUENCE: Final = re.compile(
    r"(?P<whole>\x1b(?:\[(?:M[^\x00-\x1f]{3}|\[[^\x00-\x1f]|[0-?]*[ -/]*[@-~])|O[0-9;]*[ -~]))"
    r"|(?P<broken>\x1b(?:\[[0-?]*[ -/]*|O[0-9;]*))"
    r"|(?P<alt>\x1b[^\x1b])|\x1b",
    re.DOTALL,
)

KEYS_APART: Final = re.compile(r"\x1b\[[\d:;]+u")
"""A key in the protocol in which Esc has a sequence of its own:
https://sw.kovidgoyal.net/kitty/keyboard-protocol/"""

LATE: Final = re.compile(r"\[|O[A-DFHMP-S]")
"""What comes of a sequence after the escape at its beginning has been taken for a key."""

APART: Final = re.compile(r"\x1bO[0-9;]*(?:[A-DFHMP-S]|\Z)")
"""Keys that begin with these, and no letter typed after Esc."""

ASKED: Final = "\x1b[?2026;"
"""How an answer to the first question begins."""

LONGEST_SEQUENCE: Final = 32
"""Characters; nothing that is understood is longer."""

QUICK_ANSWER: Final = 0.08
"""Seconds in which a terminal answers over a good line."""

BEGUN: Final = 2.0
"""Seconds that the rest of a sequence is awaited; nobody types its beginning."""

SHORT_BEGUN: Final = 0.5
"""The same after Esc and O, which somebody may type."""

AFTER_ESCAPE: Final = 1.0
"""Seconds after an escape in which the rest of a sequence is known to have belonged to it."""

END_OF_ANSWER: Final = re.compile(r"[\x03\x07\x18\x1a]|\x1b(?:\\|(?=.)|\Z)", re.DOTALL)
KEPT_OF_PARSER: Final = (
    "last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size",
)  # fmt: skip


class Keyboard:
    """Reads what one terminal sends.

    Args:
        debug: As Textual has it.
        lone_escape: Seconds after which an escape that nothing followed is the key.
        adapts: Whether that becomes less where the terminal answers quickly.
    """

    def __init__(
        self, debug: bool = False, *, lone_escape: float = LONE_ESCAPE, adapts: bool = False
    ) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._lone_escape = lone_escape
        self._adapts = adapts
        self._asked_at: float | None = None
        # Whether the key has a sequence of its own, so that a lone escape is none.
        self._keys_apart = False
        # What may be the beginning of more, and waits for it.
        self._held = ""
        # Whether what is held did not come together, so that its escape may be the key, and
        # whether it has been taken for it.
        self._torn = self._escape_told = False
        self._escape_at = -AFTER_ESCAPE
        self._in_answer = False
        # The paste that is going on, in pieces; None where there is none.
        self._paste: list[str] | None = None
        self._pasted = 0
        self._heard = 0.0

    @property
    def skims(self) -> bool:
        """Whether it only looks for the end of something long, which costs next to nothing."""
        return self._paste is not None or self._in_answer

    def ask(self, now: float) -> None:
        """The terminal is being asked something, and how soon it answers tells of the line."""
        self._asked_at = now

    def patience(self, now: float) -> float:
        """Seconds until ``tick`` is due; infinite where nothing is awaited."""
        if not self._held or self.skims:
            return math.inf
        return max(self._heard + self._wait() - now, 0.0)

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """Take in what has come.

        Args:
            text: Not empty.
            now: Seconds of a clock that never goes back.
        """
        since, self._heard = now - self._heard, now
        silent = since >= SILENCE
        if self._paste is not None and silent and _is_key(self._held + text):
            yield from self._end_paste()
        interrupted = self._paste is None and INTERRUPT.fullmatch(text) is not None
        if interrupted or (silent and self._in_answer):
            self._in_answer, self._held = False, ""
        if not self.skims:
            yield from self._tell_escape_from(text, now, since)
        text, self._held = self._held + text, ""
        while text:
            if self._paste is not None:
                text = yield from self._feed_paste(text)
            elif self._in_answer:
                text = self._feed_answer(text)
            else:
                text = yield from self._feed_keys(text)

    def tick(self, now: float) -> Iterator[Message]:
        """Nothing has come for a moment: what was held back may be all there is of it.

        Args:
            now: As for ``feed``.
        """
        if self._in_answer and now - self._heard >= SILENCE:
            self._in_answer, self._held = False, ""
        if self._held and not self.skims and now - self._heard >= self._wait():
            held, self._held = self._held, ""
            yield from self._give_up(held, now)

    def _wait(self) -> float:
        """How many seconds the rest of what is held is awaited."""
        if self._held == ESCAPE:
            return BEGUN if self._keys_apart else self._lone_escape
        if self._held.startswith("\x1b["):
            return BEGUN
        return max(self._lone_escape, SHORT_BEGUN)

    def _tell_escape_from(self, text: str, now: float, since: float) -> Iterator[Message]:
        """Tell whether an escape is a key of its own, now that it is known what follows.

        Args:
            text: What has come.
            now: As for ``feed``.
            since: Seconds since something came before.
        """
        if self._held == ESCAPE and since >= QUICK_ESCAPE:
            self._torn = text[0] in "[O"
            if not self._torn and not self._keys_apart:
                self._held = ""
                yield _escape()
        elif not self._held and now - self._escape_at < AFTER_ESCAPE and LATE.match(text):
            self._held, self._torn, self._escape_told = ESCAPE, True, True
        self._escape_at = -AFTER_ESCAPE

    def _give_up(self, held: str, now: float) -> Iterator[Message]:
        """Make keys of what has been held in vain; of a sequence that was cut off, none."""
        torn, told = self._torn, self._escape_told
        self._torn = self._escape_told = False
        if held == ESCAPE:
            self._escape_at = now
            yield _escape()
        elif len(held) == len(ESCAPE) + 1 and torn:
            if not told:
                yield _escape()
            yield from self._parse(held[1:])
        elif len(held) == len(ESCAPE) + 1:
            yield from self._parse_alt(held)

    def _feed_keys(self, text: str) -> Generator[Message, None, str]:
        """Take keys, up to what is something else; what is still to be looked at."""
        before, escape, rest = text.partition(ESCAPE)
        if before:
            yield from self._parse(before)
            return escape + rest
        if text.startswith(BRACKETED_PASTE_START):
            self._torn = self._escape_told = False
            self._paste, self._pasted = [], 0
            return text[len(BRACKETED_PASTE_START) :]
        if ANSWER.match(text):
            self._in_answer = True
            return text[2:]
        if UNFINISHED.fullmatch(text):
            self._held = text[:LONGEST_SEQUENCE]
            return ""
        torn, told = self._torn, self._escape_told
        self._torn = self._escape_told = False
        if torn and text.startswith("\x1bO") and not APART.match(text):
            if not told:
                yield _escape()
            return text[1:]
        found = SEQUENCE.match(text)
        assert found is not None
        yield from self._feed_sequence(found)
        return text[found.end() :]

    def _feed_sequence(self, found: re.Match[str]) -> Iterator[Message]:
        sequence = found[0]
        if found["alt"]:
            yield from self._parse_alt(sequence)
        elif found["whole"] and len(sequence) < LONGEST_SEQUENCE:
            self._learn_from(sequence)
            understood = False
            for message in self._parse(sequence):
                understood = True
                yield message
            if not understood:
                # The parser may be waiting for more of it, and would make letters of it.
                self._renew_parser()
        elif sequence == ESCAPE:
            yield _escape()

    def _learn_from(self, sequence: str) -> None:
        """Learn of the line, and of how this terminal sends the escape key."""
        if KEYS_APART.fullmatch(sequence):
            self._keys_apart = True
        elif sequence.startswith(ASKED) and self._asked_at is not None and self._adapts:
            if self._heard - self._asked_at <= QUICK_ANSWER:
                self._lone_escape = min(self._lone_escape, QUICK_ESCAPE)
            self._asked_at = None

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
        try:
            yield from self._parser.feed(text)
        except Exception:
            # Numbers that are no characters, a window without any width: no key, and no end.
            self._renew_parser()

    def _parse_alt(self, sequence: str) -> Iterator[Message]:
        """Make a key of an escape and one more character, which is all there is of it."""
        yield from self._parse(sequence)
        yield from self._parse("")
        self._renew_parser()

    def _renew_parser(self) -> None:
        """Forget what the parser is in the middle of."""
        previous, self._parser = self._parser, XTermParser(self._debug)
        for name in KEPT_OF_PARSER:
            setattr(self._parser, name, getattr(previous, name))
        if self._parser.terminal_size is None or 0 in tuple(self._parser.terminal_size):
            self._parser.mouse_pixels = False
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


def _escape() -> events.Key:
    return events.Key("escape", ESCAPE)


def _is_key(text: str) -> bool:
    """Whether something that comes late in a paste is a key, and no end of it, torn or whole."""
    ends = BRACKETED_PASTE_END in text or (len(text) > 1 and BRACKETED_PASTE_END.startswith(text))
    return len(text) <= ONE_KEY and not ends


def _beginning_of(mark: str, text: str) -> int:
    """How many characters at the end of a text may be the beginning of a mark."""
    most = min(len(mark) - 1, len(text))
    return next((size for size in range(most, 0, -1) if text.endswith(mark[:size])), 0)

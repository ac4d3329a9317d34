"""Shortens what is sent to the terminal: only cells that change, only attributes that differ. Pure.

Textual sends a line as pieces, each with all its colours and a reset after it, and sends a whole
piece where one letter of it changes. Over a slow line that is most of what one waits for. So what
the terminal shows is remembered here, and a frame is rewritten into the shortest one that leads to
the same screen.

Where lines have moved up or down the terminal is asked to move them, which it does for some twenty
bytes.

It understands what Textual's compositor writes: cursor addresses, colours, links, printable text
and line ends. Anything else goes out as it is, and whatever the terminal shows counts as unknown
from then on, so that it will be drawn anew. So does the rest of a line from a character on about
whose width terminals disagree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from tui.terminal.line_moves import LEAST_LINES, Row, move_of
from tui.terminal.pens import PLAIN, Pen, blank, linked, pen_of, pens_of
from tui.terminal.strokes import Stroke, address_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN: Final = re.compile(
    r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\r?\n)|([^\x00-\x1f\x7f-\x9f]+)"
    r"|(\x1b\]8;[^;\x00-\x1f\x7f-\x9f]*;)([^\x00-\x1f\x7f-\x9f]*)\x1b\\"
)
_ONE_CELL_EACH: Final = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03c9\u2010-\u2027"
    "\u2190-\u2193\u2200-\u22ff\u2500-\u259f]*"
)
"""Text of whose width every terminal has the same notion."""

_WORTH_SKIPPING: Final = 5
"""So many unchanged cells between changed ones are cheaper to write than to jump over."""


class _Span(NamedTuple):
    """Text to be written from a cell on; rows and columns count from 1."""

    row: int
    column: int
    pieces: list[tuple[str, Pen]]


class Repainter:
    """Rewrites frames, knowing those that went before.

    Args:
        moves_lines: Whether the terminal can move some of its lines.
        erases: Whether cells that it erases take the background.
        links: Whether it takes links (OSC 8); else they are left out.
    """

    def __init__(
        self, *, moves_lines: bool = False, erases: bool = False, links: bool = False
    ) -> None:
        self._moves_lines = moves_lines
        self._erases = erases
        self._links = links
        self._characters: dict[int, list[str]] = {}
        self._pens: dict[int, list[Pen | None]] = {}
        self._resting_place: tuple[int, int] | None = None

    def forget(self) -> None:
        """Know nothing of the screen: it has another size, or somebody else drew on it."""
        self._characters.clear()
        self._pens.clear()
        self._resting_place = None

    def shorten(self, frame: str) -> str:
        """Rewrite a frame.

        Args:
            frame: What Textual would write to the terminal.

        Returns:
            What leads to the same screen; empty where nothing changes.
        """
        try:
            spans, resting_place = _read(frame, links=self._links)
        except ValueError:
            self.forget()
            return frame
        before = self._copied({span.row for span in spans})
        strokes = [stroke for span in spans for stroke in self._strokes(span)]
        if strokes:
            self._resting_place = resting_place
            short = written(strokes, erases=self._erases)
            if self._moves_lines and len(before) >= LEAST_LINES:
                short = min(short, self._moving(before, strokes) or short, key=len)
            return short + address_of(resting_place)
        if resting_place != self._resting_place:
            self._resting_place = resting_place
            return address_of(resting_place)
        return ""

    def _copied(self, rows: Iterable[int]) -> dict[int, Row]:
        return {
            row: Row(self._characters.get(row, [])[:], self._pens.get(row, [])[:]) for row in rows
        }

    def _moving(self, before: dict[int, Row], strokes: list[Stroke]) -> str | None:
        """What leads to the screen as it is now by moving lines first, if any have moved.

        Args:
            before: The lines that a frame has changed, as they were.
            strokes: What the frame wrote.
        """
        wanted = self._copied(before)
        move = move_of(before, wanted)
        if move is None:
            return None
        rows = range(move.first, move.last + 1)
        columns = max(map(len, self._pens.values()))
        if any(row not in wanted or not wanted[row].is_whole(columns) for row in rows):
            return None
        for row in rows:
            moved = before.get(row + move.lines) if row + move.lines in rows else None
            self._characters[row], self._pens[row] = moved or Row([], [])
        redrawn = [stroke for row in rows for stroke in self._redrawn(row, wanted[row])]
        others = [stroke for stroke in strokes if stroke.row not in rows]
        return move.sequence + written([*redrawn, *others], erases=self._erases)

    def _redrawn(self, row: int, wanted: Row) -> Iterator[Stroke]:
        """What has to be written so that a whole line is on the screen."""
        pens = [pen for pen in wanted.pens if pen is not None]
        return self._changes(row, 1, "".join(wanted.characters), pens)

    def _strokes(self, span: _Span) -> Iterator[Stroke]:
        """What has to be written so that a span is on the screen, which it is from now on."""
        text = "".join(piece for piece, _ in span.pieces)
        if not _ONE_CELL_EACH.fullmatch(text):
            # The terminal may draw it wider than it should be, over what stands to the right.
            start = span.column - 1
            del self._characters.get(span.row, [])[start:], self._pens.get(span.row, [])[start:]
            column = span.column
            for piece, pen in span.pieces:
                yield Stroke(span.row, column, piece, pen, sure=False)
                column += cell_len(piece)
            return
        wanted = [pen for piece, drawn in span.pieces for pen in pens_of(piece, drawn)]
        yield from self._changes(span.row, span.column, text, wanted)

    def _changes(self, row: int, column: int, text: str, wanted: list[Pen]) -> Iterator[Stroke]:
        """What has to be written so that characters of one cell each are in a line."""
        start, end = column - 1, column - 1 + len(text)
        characters = self._characters.setdefault(row, [])
        pens = self._pens.setdefault(row, [])
        if len(pens) < end:
            missing = end - len(pens)
            characters.extend([""] * missing)
            pens.extend([None] * missing)
        drawn_pens = pens[start:end]
        changed = [
            cell
            for cell, (new, old, pen, drawn) in enumerate(
                zip(text, characters[start:end], wanted, drawn_pens, strict=True)
            )
            if new != old or pen is not drawn
        ]
        if not changed:
            return
        characters[start:end] = text
        pens[start:end] = wanted
        for first, last in _runs(changed):
            place = first
            for part, pen in _parted(text[first : last + 1], wanted[first : last + 1]):
                yield Stroke(row, column + place, part, pen, sure=True)
                place += len(part)


def cells_of(frame: str) -> int:
    """How many cells a frame writes; 0 where that can't be told."""
    try:
        spans, _ = _read(frame)
    except ValueError:
        return 0
    return sum(cell_len(text) for span in spans for text, _ in span.pieces)


def _parted(text: str, pens: list[Pen]) -> Iterator[tuple[str, Pen]]:
    """Part a text where its pen changes; blanks belong to what stands before them, if they can."""
    parts: list[tuple[str, Pen]] = []
    start = 0
    for end in range(1, len(text) + 1):
        pen = pens[start]
        if end < len(text) and pens[end] is pen:
            continue
        part = text[start:end]
        start = end
        if parts:
            before, drawn = parts[-1]
            if pen is drawn or (not part.strip(" ") and blank(drawn) is pen):
                parts[-1] = before + part, drawn
                continue
            if not before.strip(" ") and drawn is blank(pen):
                parts[-1] = before + part, pen
                continue
        parts.append((part, pen))
    yield from parts


def _read(frame: str, *, links: bool = False) -> tuple[list[_Span], tuple[int, int] | None]:
    """The spans of text of a frame, and where the cursor rests after it.

    Args:
        frame: What Textual would write.
        links: Whether links are kept; else their text alone is.

    Raises:
        ValueError: There is something in it that can't be followed.
    """
    spans: list[_Span] = []
    pieces: list[tuple[str, Pen]] | None = None
    resting_place: tuple[int, int] | None = None
    pen, address = PLAIN, ""
    for row, column, style, line_end, text, link, link_address in _tokens(frame):
        if row:
            pieces = []
            resting_place = int(row), int(column)
            spans.append(_Span(*resting_place, pieces))
        elif text:
            if pieces is None:
                raise ValueError("text without an address")
            pieces.append((text, linked(pen, address) if address else pen))
            resting_place = None
        elif link:
            address = link_address if links else ""
        elif line_end:
            # An address follows, or else the text after it is refused.
            pieces = None
        elif style.strip("0") and pen is not PLAIN:
            raise ValueError("colours on top of others")
        else:
            pen = pen_of(style)
    if pen is not PLAIN or address:
        raise ValueError("colours or a link are left on")
    return [span for span in spans if span.pieces], resting_place


def _tokens(frame: str) -> Iterator[tuple[str, ...]]:
    place = 0
    for found in _TOKEN.finditer(frame):
        if found.start() != place:
            break
        place = found.end()
        yield found.groups("")
    if place != len(frame):
        raise ValueError("an unknown sequence")


def _runs(cells: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each group of cells that are near each other."""
    first = last = cells[0]
    for cell in cells:
        if cell - last > _WORTH_SKIPPING:
            yield first, last
            first = cell
        last = cell
    yield first, last

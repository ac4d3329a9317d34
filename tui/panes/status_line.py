"""The line above the footer: how many papers, in which order, how fast found, and which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from rich.segment import Segment
from textual.strip import Strip

from tui.panes.lines import Line, inks_for
from tui.rendering.result_row import MARKED
from tui.session.session import sort_label
from tui.text import clean, fit, plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import AbsentValue, Capped
    from tui.rendering.themes import Inks


OFFLINE: Final = ("offline, the last answer", "offline")
"""What goes before all else where the index can't be reached, with room and without."""

NARROW: Final = 60


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line tells of an answer.

    Attributes:
        total: Papers that match.
        partial: Papers that match only some of the words.
        mixed: Whether meaning has a part in the order.
        by_meaning: Papers that only meaning finds.
        sort: The order.
        reverse: Whether it is turned around.
        seconds: How long the search took, None before the first one.
        required: How many words of a question are enough for a match; None where all are needed.
        of: How many words those are.
        query: What was asked for.
        instead: The near spelling of it that was searched for, empty where there was none.
        absent: What the query names and no paper has.
        unknown: Whether what the order is by is known of no paper, so that the newest come first.
        capped: Which of the two numbers is a lower bound, as a page has it.
    """

    total: int = 0
    partial: int = 0
    mixed: bool = False
    by_meaning: int = 0
    sort: str = "date"
    reverse: bool = False
    seconds: float | None = None
    required: int | None = None
    of: int | None = None
    query: str = ""
    instead: str = ""
    absent: tuple[AbsentValue, ...] = ()
    unknown: bool = False
    capped: Capped | None = None


def duration(seconds: float) -> str:
    """A short time for people: ``0.4 ms``, ``12 ms``, ``1.3 s``."""
    milliseconds = seconds * 1000
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{seconds:.1f} s"


def new_words(instead: str, query: str) -> str:
    """The words of a near spelling that are not in the query."""
    asked = query.split()
    return " ".join(word for word in instead.split() if word not in asked) or instead


class Part(msgspec.Struct, frozen=True):
    """A part of the line.

    Attributes:
        ink: Name of its ink.
        forms: What it says, in ever fewer words; empty where it may be left out.
    """

    ink: str
    forms: tuple[str, ...]


def _count(figures: Figures) -> Part:
    if figures.capped == "total":
        return Part("strong", (f"{figures.total:,}+ papers", f"{figures.total:,}+"))
    return Part("strong", (plural(figures.total, "paper"), f"{figures.total:,}"))


def _order(figures: Figures) -> Part:
    if figures.unknown:
        # Papers of which it is unknown are the newest first, both ways.
        unknown = f"{figures.sort} unknown"
        return Part("muted", (f"{unknown}, newest first", f"{unknown}", "newest", ""))
    if figures.mixed:
        whole = f"{'worst' if figures.reverse else 'best'} by words and meaning first"
        return Part("muted", (whole, "by words and meaning", "words+meaning", ""))
    whole = sort_label(figures.sort, figures.reverse)
    short = f"{figures.sort} {'↑' if figures.reverse else '↓'}"
    return Part("muted", (whole, whole.removesuffix(" first"), short, ""))


def _told(figures: Figures) -> list[Part]:
    """What is not as whoever asked may think: other words, or names that no paper has."""
    parts = []
    if figures.instead:
        whole = clean(figures.instead)
        words = new_words(whole, clean(figures.query))
        forms = (f"searched for “{whole}”", f"searched for “{words}”", f"for “{words}”")
        parts.append(Part("accent", forms))
    if figures.absent:
        first, *others = figures.absent
        more = f" (+{len(others)})" if others else ""
        names = (
            " · ".join(value.sentence for value in figures.absent),
            f"{first.sentence}{more}",
            f"{first.short}{more}",
            f"no {first.value}",
        )
        parts.append(Part("accent", tuple(map(clean, names))))
    if figures.required is not None:
        have = f"{figures.total:,} {'has' if figures.total == 1 else 'have'} {figures.required}"
        forms = (
            f"no paper has all {figures.of} words; {have} or more",
            f"none has all {figures.of} words; {have}+",
            f"{figures.required}+ of {figures.of} words",
        )
        parts.append(Part("accent", forms))
    return parts


def _partly(figures: Figures) -> Part:
    """How many papers match only some of the words."""
    count = f"{figures.partial:,}{'+' if figures.capped == 'partial_total' else ''}"
    some = f"and {count} with some"
    return Part("muted", (f"{some} of the words", f"{some} words", f"+{count} partly", ""))


def _near(count: int) -> Part:
    """How many papers only meaning finds."""
    some = f"and {count:,} similar"
    return Part("muted", (f"{some} in meaning", some, f"+{count:,} similar", ""))


def _newest(written: str) -> Part:
    return Part("muted", (f"newest paper {written}", f"newest {written}", ""))


def _progress(text: str) -> Part:
    """What goes on: all of it, without how much has come, or only that it does."""
    doing, _, rest = text.partition(" ")
    feed, _, counts = rest.partition(": ")
    last = counts.rpartition(", ")[2]
    short = f"{feed}: {last}" if counts else rest
    return Part("accent", (text, short or text, doing if doing.endswith("…") else f"{doing}…"))


def fitted(parts: Sequence[Part], steps: Sequence[int], room: int) -> tuple[list[str], str]:
    """The parts in as many words as there is room for, and what stands between them.

    Args:
        parts: What there is to say.
        steps: Indexes of the parts to say in fewer words, one after the other, while they don't
            fit; a negative one has them stand closer together.
        room: Cells.
    """
    forms = [0] * len(parts)
    between = " · "
    for step in (*steps, None):
        texts = [part.forms[form] for part, form in zip(parts, forms, strict=True)]
        if step is None or width_of(between.join(filter(None, texts))) <= room:
            break
        if step < 0:
            between = " "
        else:
            forms[step] = min(forms[step] + 1, len(parts[step].forms) - 1)
    return texts, between


class StatusLine(Line):
    """Count, order and time."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._figures = Figures()
        self._busy = False
        self._waits_for = ""
        self._marked = 0
        self._newest: str | None = None
        self._progress = ""
        self._is_offline = False

    def show(self, figures: Figures) -> None:
        """Tell of another answer."""
        if figures != self._figures:
            self._figures = figures
            self.refresh()

    def mark(self, marked: int) -> None:
        """Tell how many papers are marked."""
        if marked != self._marked:
            self._marked = marked
            self.refresh()

    def tell_newest(self, day: str | None) -> None:
        """Tell of which day the newest paper of the index is; nothing where that is unknown."""
        if day != self._newest:
            self._newest = day
            self.refresh()

    def tell_progress(self, progress: str) -> None:
        """Tell how far it is what goes on in the background, until there is nothing to tell."""
        if progress != self._progress:
            self._progress = progress
            self.refresh()

    def tell_offline(self, is_offline: bool) -> None:
        """Tell whether what is listed is the last answer that could be had."""
        if is_offline != self._is_offline:
            self._is_offline = is_offline
            self.refresh()

    def busy(self, busy: bool, waits_for: str = "") -> None:
        """Say whether a search is taking long, and for whom it waits, where that is known."""
        if (busy, waits_for) != (self._busy, self._waits_for):
            self._busy, self._waits_for = busy, waits_for
            self.refresh()

    @property
    def _searching(self) -> str:
        return f"waiting for {clean(self._waits_for)}…" if self._waits_for else "searching…"

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the line, in as many words as there is room for."""
        parts, steps = self._with_news(*self._parts())
        offline = OFFLINE[width < NARROW] if self._is_offline else ""
        room = width - 2 - (width_of(offline) + 3 if offline else 0)
        texts, between = fitted(parts, steps, room)
        segments = [Segment(" ", inks.muted)]
        if offline:
            segments += [Segment(offline, inks.error), Segment(" · ", inks.faint)]
        first = len(segments)
        for part, text in zip(parts, texts, strict=True):
            if not text:
                continue
            separator = between if len(segments) > first else ""
            text = shorten(text, max(room - width_of(separator), 0))
            if text:
                segments += [Segment(separator, inks.faint)] if separator else []
                segments.append(Segment(text, getattr(inks, part.ink)))
            room -= width_of(separator) + width_of(text)
        return Strip(segments).adjust_cell_length(width, inks.muted)

    @property
    def untold(self) -> Sequence[str]:
        """Sentences of what there is no room for here, though nobody may expect it."""
        width, figures = self.size.width, self._figures
        if not width or figures.seconds is None:
            return ()
        told = self.draw(0, width, inks_for(self)).text
        words = new_words(clean(figures.instead), clean(figures.query))
        cut = [f"Searched for “{words}”."] if words and words not in told else []
        return cut + [
            f"There is {clean(value.sentence)}."
            for value in figures.absent
            if not any(clean(form) in told for form in (value.sentence, value.short))
        ]

    def doubt(self) -> None:
        """Say no more of what no paper has: what is asked for now is another query."""
        self.show(msgspec.structs.replace(self._figures, absent=()))

    def _with_news(self, parts: list[Part], steps: list[int]) -> tuple[list[Part], Sequence[int]]:
        """Add what goes on in the background, else how new the papers are."""
        last = len(parts)
        if self._progress:
            parts.append(_progress(clean(self._progress)))
            # How long a search took goes before this, and the rest of this after all else.
            return parts, [last - 1, last, *steps, last]
        if self._newest is None or self._figures.seconds is None:
            return parts, steps
        parts.append(_newest(self._newest))
        return parts, [last, last, *steps]

    def _parts(self) -> tuple[list[Part], list[int]]:
        """What there is to say, and the order in which that gets shorter."""
        figures = self._figures
        marked = Part("accent", (f"{self._marked:,} marked", f"{MARKED}{self._marked:,}"))
        marks = [marked] if self._marked else []
        if figures.seconds is None:
            opening = self._searching if self._busy else "opening the index…"
            return [Part("muted", (opening,)), *marks], [1] * len(marks)
        told = _told(figures)
        parts = [_count(figures), *marks, *told, _order(figures)]
        order = len(parts) - 1
        first_told = 1 + len(marks)
        if figures.partial and figures.required is None:
            parts.append(_partly(figures))
        if figures.by_meaning:
            parts.append(_near(figures.by_meaning))
        last = len(parts)
        # Nothing found is nothing to have been fast with.
        found = figures.total or figures.partial or figures.by_meaning
        time = Part("muted", (duration(figures.seconds) if found else "", ""))
        parts.append(Part("accent", (self._searching, "")) if self._busy else time)
        mark = [1] * len(marks)
        if not told and last == order + 1:
            return parts, [order, *mark, order, -1, 0, last, order]
        # How long it took is the last thing that anybody wants to know.
        more = [place for place in range(order + 1, last) for _ in range(3)]
        steps = [last, *more, order, *mark, order, 0]
        steps += [place for place in range(first_told, order) for _ in range(2)]
        # What is the nearest to a name is the last thing to go.
        return parts, [*steps, -1, *[order] * 2, *range(first_told, order)]


class Place(Line):
    """Where the cursor is in the list.

    A pane of its own: what is beside it is not sent again with every move.
    """

    def __init__(self) -> None:
        super().__init__(id="place")
        self._text = ""

    def show(self, hit: int, count: int) -> None:
        """Show another place."""
        text = f"{hit + 1:,}/{count:,} " if count else ""
        if text != self._text:
            self._text = text
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw it on the right; the count, which the status line has too, goes first."""
        text = self._text
        if width_of(text) > width:
            text = text.partition("/")[0] + " "
        return Strip([Segment(fit(text, width, right=True), inks.muted)], width)

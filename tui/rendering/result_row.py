"""One paper and a width become one line of the result list. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from rich.segment import Segment
from textual.strip import Strip

from tui.rendering.readable import shown
from tui.text import DASH, clean, fit, merge_ranges, plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style

    from index import Paper
    from tui.rendering.themes import Inks
    from tui.text import Range

CURSOR = "▌"
MARKED = "•"
INFERRED = "~"
"""Stands before a date whose year was worked out and not printed."""

GAP = 2
DATE_WIDTH = 11
COMMENTS_WIDTH = 3
LEAST_WHO, MOST_WHO = 12, 34
LEAST_TITLE = 25
"""Cells of a title that are worth more than a column of organisations beside it."""


class Columns(msgspec.Struct, frozen=True):
    """Widths of the columns in cells; 0 leaves a column out."""

    width: int
    title: int
    who: int
    date: int
    comments: int


def columns_for(width: int) -> Columns:
    """Share a list's width out among its columns: the title first, comments last."""
    room = max(width - 3, 1)
    # The mark of an inferred year leads the date and doubles as a part of the gap before it.
    date = DATE_WIDTH + 1 if room >= 34 else 0
    comments = COMMENTS_WIDTH + GAP if room >= 48 else 0
    who = 0
    free = room - date - comments - LEAST_WHO - GAP
    if free >= LEAST_TITLE:
        # What is left beyond a short title is shared with it.
        who = min(LEAST_WHO + max(free - LEAST_TITLE - 3, 0) * 2 // 5, MOST_WHO)
    title = room - date - comments - (who + GAP if who else 0)
    return Columns(width, title, who, DATE_WIDTH * (date > 0), COMMENTS_WIDTH * (comments > 0))


def who_of(paper: Paper, width: int = MOST_WHO) -> str:
    """The organisation, else the first author, else the number of authors, else a dash.

    Args:
        paper: Whose they are.
        width: Cells there are: names that are too long are given in their short form.
    """
    if paper.org_name or paper.org:
        name, slug = clean(paper.org_name or ""), clean(paper.org or "")
        return slug if not name or (width_of(name) > width >= width_of(slug) > 0) else name
    if paper.authors:
        first = shown(paper.authors[0])
        others = _others(paper.authors_beyond(1))
        if width_of(first + others) > width:
            first = shorten(first.rpartition(" ")[2], width - len(others))
        return first + others
    if paper.author_count is not None:
        return plural(paper.author_count, "author")
    return DASH


def _others(count: int | None) -> str:
    if count is None:
        return " et al."
    return f" +{count}" if count else ""


def comments_of(paper: Paper) -> str:
    """The number of comments, in thousands where there are so many; a dash for unknown."""
    if paper.comments is None:
        return DASH
    return f"{paper.comments}" if paper.comments < 1000 else f"{paper.comments // 1000}k"


def date_of(paper: Paper) -> str:
    """The day of publication, marked where its year is inferred; a dash where it is unknown."""
    if paper.published_text is None:
        return DASH
    return (INFERRED if paper.year_inferred else "") + paper.published_text


def heading(columns: Columns, inks: Inks, *, sort: str, reverse: bool, focused: bool) -> Strip:
    """The line of column names above the list; the column that sorts carries an arrow."""
    arrow = "↑" if reverse else "↓"

    def name(text: str, order: str) -> str:
        return f"{text} {arrow}" if order == sort else text

    ink = inks.heading
    title = "Title"
    if sort in {"relevance", "upvotes"}:
        title = f"Title, by {sort} {arrow}"
    lead = inks.heading_focused if focused else ink
    label = shorten(title, columns.title)
    segments = [
        Segment("  ", ink),
        Segment(label, lead),
        Segment(" " * (columns.title - width_of(label)), ink),
    ]
    if columns.who:
        label = "Organisation or authors" if columns.who >= 25 else "Organisation"
        segments.append(Segment(" " * GAP + fit(name(label, "authors"), columns.who), ink))
    if columns.date:
        segments.append(Segment(" " + fit(name("Date", "date"), columns.date, right=True), ink))
    if columns.comments:
        label = f"Co{arrow}" if sort == "comments" else "Com"
        segments.append(Segment(" " * GAP + fit(label, columns.comments, right=True), ink))
    segments.append(Segment(" ", ink))
    return Strip(segments).adjust_cell_length(columns.width, ink)


def paint(text: str, ranges: Iterable[Range], style: Style, match: Style) -> list[Segment]:
    """Segments of ``text`` with the ``ranges`` of characters in the style of a match."""
    segments: list[Segment] = []
    done = 0
    for start, end in merge_ranges(ranges, len(text)):
        if start > done:
            segments.append(Segment(text[done:start], style))
        segments.append(Segment(text[start:end], match))
        done = end
    if done < len(text):
        segments.append(Segment(text[done:], style))
    return segments


def row(
    paper: Paper,
    columns: Columns,
    inks: Inks,
    *,
    matches: Sequence[Range] = (),
    cursor: bool = False,
    focused: bool = False,
    marked: bool = False,
    faded: bool = False,
) -> Strip:
    """Draw one paper as a line of exactly ``columns.width`` cells.

    Args:
        paper: What to draw.
        columns: From `columns_for`.
        inks: The theme's styles.
        matches: Character ranges of the title as it is shown that the query matched.
        cursor: Whether the cursor is on this line.
        focused: Whether the list has the focus; the cursor is drawn quieter where it has not.
        marked: Whether the paper is marked.
        faded: Whether the paper matches only some of the query's words.
    """
    title = shorten(shown(paper.title), columns.title)
    ink = inks.strong if cursor else inks.muted if faded else inks.text
    mark = CURSOR if cursor else MARKED if marked else " "
    second = MARKED if cursor and marked else " "
    title_segments = paint(title, [r for r in matches if r[0] < len(title)], ink, inks.match)
    segments = [Segment(mark + second, inks.accent if cursor or marked else ink), *title_segments]
    if not (cursor or marked) and title_segments and title_segments[0].style == ink:
        # One segment less: each costs some forty bytes of styling on its way to the terminal.
        segments = [Segment(f"  {title_segments[0].text}", ink), *title_segments[1:]]
    tail = " " * (columns.title - width_of(title))
    if columns.who:
        who = who_of(paper, columns.who)
        tail += " " * GAP + fit(who, columns.who)
        if paper.org:
            segments.append(Segment(tail, inks.who))
            tail = ""
    figures = ""
    if columns.date:
        figures = " " + fit(date_of(paper), columns.date, right=True)
    if columns.comments:
        figures += " " * GAP + fit(comments_of(paper), columns.comments, right=True)
    if figures:
        segments.append(Segment(tail + figures, inks.date))
        tail = ""
    segments[-1] = Segment(segments[-1].text + tail + " ", segments[-1].style)
    if cursor:
        over = inks.cursor if focused else inks.cursor_blurred
        segments = [Segment(text, (style + over) if style else over) for text, style, _ in segments]
    return Strip(segments).adjust_cell_length(columns.width, segments[-1].style)


def divider(label: str, columns: Columns, inks: Inks) -> Strip:
    """The line between full matches and papers that match only some of the words."""
    text = fit(f"  ── {label} " + "─" * columns.width, columns.width - 1).replace("…", "─")
    return Strip([Segment(text + " ", inks.faint)], columns.width)


def waiting(columns: Columns, inks: Inks) -> Strip:
    """A line whose paper has not been fetched yet."""
    return Strip([Segment(fit("  ·", columns.width), inks.faint)], columns.width)

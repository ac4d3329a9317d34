"""One paper becomes one or two lines of the result list. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from index import FIELDS, MONTHS, SORTS
from tui.rendering.readable import shown
from tui.rendering.result_columns import GAP, LEAD, NUMBERS, TRAIL
from tui.text import DASH, clean, fit, merge_ranges, plural, shorten, width_of, wrap

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence
    from typing import Literal

    from rich.style import Style

    from index import Paper
    from tui.rendering.result_columns import Columns
    from tui.rendering.themes import Inks
    from tui.text import Range

    Matches = Callable[[str, Literal["title", "org"]], Sequence[Range]]

CURSOR = "▌"
NEW, MARKED, STARRED = "•", "✓", "★"
INFERRED = "~"
"""Stands before a date whose year was worked out and not printed."""

FEWEST_TO_SAY = 20
"""Cells that sentences need where there are no papers."""

OTHER_DAYS = {
    name: name.capitalize()
    for name, field in FIELDS.items()
    if field.kind == "date" and field.order and name != "date"
}
"""The orders by another day than that of publication, and the headings of these days."""

BY_ORGANISATION, BY_CATEGORY = "filter.organisations", "filter.categories"
"""The commands that filter by the names in a column."""


def no_matches(text: str, field: str) -> Sequence[Range]:
    """Highlights nothing."""
    del text, field
    return ()


def name_of_organisation(paper: Paper, width: int) -> str:
    """The organisation's name, or its slug where only that fits; empty where none is known."""
    name, slug = clean(paper.org_name or ""), clean(paper.org or "")
    return slug if not name or (width_of(name) > width >= width_of(slug) > 0) else name


def first_author(paper: Paper, width: int) -> str:
    """The first author and how many others there are, as far as there is room for it.

    Where names are not known it is the number of authors, and a dash where that is not either.
    """
    if paper.authors:
        first = shown(paper.authors[0])
        others = _others(paper.authors_beyond(1))
        family = first.rpartition(" ")[2]
        forms = (first + others, family + others, family)
        return next((form for form in forms if width_of(form) <= width), forms[-1])
    if paper.author_count is not None:
        return plural(paper.author_count, "author")
    return DASH


def _others(count: int | None) -> str:
    if count is None:
        return " et al."
    return f" +{count}" if count else ""


def count_of(paper: Paper, counted: str) -> str:
    """A number of a paper in at most five cells; a dash where it is unknown.

    Args:
        paper: Whose number it is.
        counted: The field of it, one of ``NUMBERS``.
    """
    count: int | None = getattr(paper, FIELDS[counted].attribute)
    if count is None:
        return DASH
    return f"{count}" if count < 100_000 else f"{count // 1000}k"


def day_of(paper: Paper, sort: str, now: datetime.date) -> str:
    """The day of a paper: ``Nov 25`` in this year, ``Sep 2025`` before; a dash for unknown.

    What is known of it only as a month or a year is given as that.

    Args:
        paper: Whose day it is, marked where its year is inferred.
        sort: The order: by ``featured`` or ``added`` that day is shown, else that of publication.
        now: Today.
    """
    of_publication = sort not in OTHER_DAYS
    day: datetime.date | None = getattr(paper, FIELDS["date" if of_publication else sort].attribute)
    if day is None:
        return DASH
    precision = paper.published_precision if of_publication else "day"
    if precision == "year":
        text = f"{day.year}"
    elif precision == "day" and day.year == now.year:
        text = f"{MONTHS[day.month - 1]} {day.day}"
    else:
        text = f"{MONTHS[day.month - 1]} {day.year}"
    return (INFERRED if paper.year_inferred and of_publication else "") + text


def heading(
    columns: Columns, inks: Inks, *, sort: str, reverse: bool, focused: bool, note: str = ""
) -> Strip:
    """The line of column names above the list; the column that sorts carries an arrow.

    Args:
        columns: The columns under the names.
        inks: The theme's styles.
        sort: The order.
        reverse: Whether it is turned around.
        focused: Whether the list has the focus.
        note: What to say of the papers beside the name of their titles.
    """
    arrow = "↑" if reverse else "↓"
    ink = inks.heading
    who = "Organisation" if columns.by_organisation else "Authors"
    names = ""
    for text, width in ((who, columns.who), ("Category", columns.category)):
        if width:
            names += " " * GAP + fit(text, width)
    in_column = False
    for text, width, order in (
        (OTHER_DAYS.get(sort, "Date"), columns.day, sort if sort in OTHER_DAYS else "date"),
        (NUMBERS[columns.counted], columns.count, columns.counted),
    ):
        if width:
            if order == sort:
                text, in_column = f"{text} {arrow}", True
                text = text if width_of(text) <= width else text.replace(" ", "")
            names += " " + fit(text, width, right=True)
    title = "Title" if in_column else f"Title, by {sort} {arrow}"
    room = columns.width - LEAD - TRAIL - columns.beside
    label = shorten(f"{title} · {note}" if note else title, room)
    segments = [
        Segment(" " * LEAD, ink),
        Segment(label, inks.heading_focused if focused else ink),
        Segment(" " * (room - width_of(label)) + names + " " * TRAIL, ink),
    ]
    return Strip(segments).adjust_cell_length(columns.width, ink)


def meant_at(columns: Columns, x: int, sort: str) -> str | None:
    """What the heading of a column stands for; None where it stands for nothing.

    That is an order, or for names, which are in none, the command that filters by them.

    Args:
        columns: The columns under the headings.
        x: The cell, from 0.
        sort: The order now.
    """
    end = columns.width - TRAIL
    for width, gap, order in (
        (columns.count, 1, columns.counted),
        (columns.day, 1, sort if sort in OTHER_DAYS else "date"),
        (columns.category, GAP, BY_CATEGORY),
        (columns.who, GAP, BY_ORGANISATION if columns.by_organisation else "authors"),
    ):
        if width:
            if end - width <= x < end:
                return order if order in (*SORTS, BY_CATEGORY, BY_ORGANISATION) else None
            end -= width + gap
    return "relevance" if LEAD <= x < end else None


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


def title_lines(title: str, columns: Columns) -> list[Range]:
    """The character ranges of a title's lines; what the last one has no room for is cut there."""
    if columns.lines == 1 or width_of(title) <= columns.title:
        return [(0, len(title))]
    lines = wrap(title, columns.title)
    return [lines[0], (lines[1][0], len(title))] if len(lines) > 1 else lines


def cuts_title(paper: Paper, columns: Columns) -> bool:
    """Whether a row has too little room for the whole title."""
    title = shown(paper.title)
    lines = title_lines(title, columns)
    start, end = lines[-1]
    room = columns.last if len(lines) == columns.lines else columns.title
    return width_of(title[start:end]) > room


def row(
    paper: Paper,
    columns: Columns,
    inks: Inks,
    *,
    now: datetime.date,
    sort: str = "date",
    matches: Matches = no_matches,
    cursor: bool = False,
    focused: bool = False,
    new: bool = False,
    starred: bool = False,
    marked: bool = False,
    read: bool = False,
    faded: bool = False,
) -> tuple[Strip, ...]:
    """Draw one paper as ``columns.lines`` lines of exactly ``columns.width`` cells.

    Args:
        paper: What to draw.
        columns: From `tui.rendering.result_columns.columns_for`.
        inks: The theme's styles.
        now: Today; days of its year are shown without the year.
        sort: The order, which decides which day is shown.
        matches: Gives the character ranges of a text, as it is shown, that the query matched.
        cursor: Whether the cursor is on this paper.
        focused: Whether the list has the focus; the cursor is drawn quieter where it has not.
        new: Whether the paper is new; a mark stands in the place of that sign.
        starred: Whether it is starred.
        marked: Whether it is marked.
        read: Whether it was read; its title is quieter then.
        faded: Whether the paper matches only some of the query's words.
    """
    title = shown(paper.title)
    ink = inks.title_strong if cursor else inks.title_weak if faded or read else inks.title
    signs = (MARKED if marked else NEW if new else "") + (STARRED if starred else "")
    # In two lines one sign stands below the other; in one they stand side by side.
    parts = (signs,) if columns.lines == 1 else (signs[:1], signs[1:])
    leads = [(CURSOR if cursor else " ") + part.ljust(LEAD - 1) for part in parts]
    drawn: list[Strip] = []
    lines = title_lines(title, columns)
    ranges = matches(title, "title")
    for number in range(columns.lines):
        last = number == columns.lines - 1
        start, end = lines[number] if number < len(lines) else (0, 0)
        room = columns.last if last else columns.title
        text = shorten(title[start:end], room)
        inside = [(a - start, b - start) for a, b in ranges if a < start + len(text) and b > start]
        segments = paint(text, inside, ink, inks.match)
        lead_ink = inks.accent if leads[number].strip() else ink
        segments.insert(0, Segment(leads[number], lead_ink))
        segments.append(Segment(" " * (room - width_of(text)), ink))
        if last:
            segments += _columns_beside(paper, columns, inks, sort, now, matches)
        segments.append(Segment(" " * TRAIL, ink))
        if cursor and not number:
            # The ground of one line says where the cursor is, and is half as much to send as two.
            over = inks.cursor if focused else inks.cursor_blurred
            segments = [Segment(text, (style or ink) + over) for text, style, _ in segments]
        drawn.append(Strip(_joined(segments)).adjust_cell_length(columns.width, ink))
    return tuple(drawn)


def _columns_beside(
    paper: Paper,
    columns: Columns,
    inks: Inks,
    sort: str,
    now: datetime.date,
    matches: Matches,
) -> list[Segment]:
    """The columns at the right of the title."""
    segments: list[Segment] = []
    if columns.who:
        name = name_of_organisation(paper, columns.who)
        text = shorten(name or first_author(paper, columns.who), columns.who)
        ink = inks.organisation if name else inks.authors
        ranges = matches_in_organisation(paper, name, matches) if name else ()
        segments.append(Segment(" " * GAP, ink))
        segments += paint(text, ranges, ink, inks.match)
        segments.append(Segment(" " * (columns.who - width_of(text)), ink))
    if columns.category:
        category = clean(paper.categories[0]) if paper.categories else DASH
        segments.append(Segment(" " * GAP + fit(category, columns.category), inks.category))
    if columns.day:
        day = fit(day_of(paper, sort, now), columns.day, right=True)
        segments.append(Segment(f" {day}", inks.date))
    if columns.count:
        count = count_of(paper, columns.counted)
        segments.append(Segment(" " + fit(count, columns.count, right=True), inks.number))
    return segments


def matches_in_organisation(paper: Paper, name: str, matches: Matches) -> Sequence[Range]:
    """What a query matched in an organisation's name: all of it where that was the slug."""
    slug = clean(paper.org or "")
    if slug and slug != name and list(matches(slug, "org")) == [(0, len(slug))]:
        return [(0, len(name))]
    return matches(name, "org")


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Fewer segments that look the same: each costs some forty bytes on its way to the terminal.

    Blanks take the style of what stands before them where only their ground shows.
    """
    joined: list[Segment] = []
    for text, style, _ in segments:
        if not text:
            continue
        if joined:
            before = joined[-1]
            plain = before.style is None or not before.style.underline
            alike = _ground(style) == _ground(before.style)
            if style == before.style or (plain and alike and not text.strip()):
                joined[-1] = Segment(before.text + text, before.style)
                continue
        joined.append(Segment(text, style))
    return joined


def _ground(style: Style | None) -> object:
    """What shows of a style where nothing is written."""
    return (style.bgcolor, style.reverse) if style else None


def divider(label: str, columns: Columns, inks: Inks) -> Strip:
    """The line between full matches and papers that match only some of the words."""
    text = fit(f"{' ' * LEAD}── {label} " + "─" * columns.width, columns.width - 1).replace(
        "…", "─"
    )
    return Strip([Segment(text + " ", inks.faint)], columns.width)


def waiting(columns: Columns, inks: Inks) -> tuple[Strip, ...]:
    """The lines of a paper that has not been fetched yet."""
    first = Strip([Segment(fit(" " * LEAD + "·", columns.width), inks.faint)], columns.width)
    return (first, *[Strip.blank(columns.width, inks.text)] * (columns.lines - 1))


def message(
    said: Sequence[str], y: int, columns: Columns, inks: Inks, *, covered: int = 0
) -> Strip:
    """A line of what is said where there are no papers, the first sentence loudest.

    Args:
        said: The sentences.
        y: Which line, from 0.
        columns: Of the list.
        inks: The theme's styles.
        covered: Cells at the right that another pane lies over; where that leaves next to nothing,
            the whole width is written on, to be read when the pane has gone.
    """
    room = columns.width - covered
    if room < FEWEST_TO_SAY:
        room = columns.width
    lines = [("", inks.text)]
    for number, sentence in enumerate(map(clean, said)):
        ink = inks.muted if number else inks.strong
        wrapped = wrap(sentence, room - 2 - LEAD)
        lines += [(sentence[start:end], ink) for start, end in wrapped]
    text, ink = lines[y] if y < len(lines) else lines[0]
    return Strip([Segment(fit(" " * LEAD + text, columns.width), ink)], columns.width)

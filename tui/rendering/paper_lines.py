"""One paper and a width become lines to read: title, facts, abstract. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.rendering.readable import shown, shown_paragraphs
from tui.rendering.result_row import paint
from tui.text import NO_BREAK, clean, plural, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Paper
    from tui.rendering.themes import Inks
    from tui.text import Range

    Highlight = Callable[[str, Literal["title", "abstract", "authors"]], Sequence[Range]]

PLAIN = Style(underline=False)

NAMES_IN_PREVIEW = 8
MOST_NAMES = 200
"""Author names that are written out; a paper of three thousand authors is no wall of names."""


def no_highlight(text: str, field: str) -> Sequence[Range]:
    """Highlights nothing."""
    del text, field
    return ()


def is_same(one: Paper | None, other: Paper | None) -> bool:
    """Whether both are one paper, though two generations of an index may tell it differently."""
    return one is other or (one is not None and other is not None and one.key == other.key)


def lines_of(
    paper: Paper,
    width: int,
    inks: Inks,
    highlight: Highlight = no_highlight,
    *,
    margin: int = 0,
    names: int = MOST_NAMES,
) -> list[Strip]:
    """Lay a paper out for reading.

    Args:
        paper: What to read.
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
        highlight: Gives the character ranges of a text that the query matched.
        margin: Empty cells on the left, and on the right.
        names: Most authors' names to write out.
    """
    lines: list[Strip] = []

    def blank() -> None:
        lines.append(Strip.blank(width, inks.text))

    def flow(text: str, ink: Style, ranges: Sequence[Range] = ()) -> None:
        lines.extend(flowing(text, width, ink, inks.match, ranges, margin=margin))

    title = shown(paper.title)
    flow(title, inks.strong, highlight(title, "title"))
    if people := names_of(paper, names):
        flow(people, inks.who, highlight(people, "authors"))
    for fact in facts_of(paper):
        flow(fact, inks.muted)
    if link := link_of(paper):
        flow(link, inks.link)
    blank()
    paragraphs = shown_paragraphs(paper.abstract or "")
    if not paragraphs:
        flow("The abstract is unknown.", inks.faint)
    for number, paragraph in enumerate(paragraphs):
        if number:
            blank()
        flow(paragraph, inks.text, highlight(paragraph, "abstract"))
    return lines


def flowing(
    text: str,
    width: int,
    ink: Style,
    match: Style,
    ranges: Sequence[Range] = (),
    *,
    margin: int = 0,
) -> list[Strip]:
    """Wrap one paragraph into lines of exactly ``width`` cells, keeping the highlighted ranges.

    Margins and padding belong to the text's own segments where nothing shows on a blank: every
    segment costs some forty bytes of styling on its way to the terminal.
    """
    lines: list[Strip] = []
    for start, end in wrap(text, width - 2 * margin):
        line = text[start:end].replace(NO_BREAK, " ")
        rest = " " * (width - margin - width_of(line))
        inside = [(a - start, b - start) for a, b in ranges if a < end and b > start]
        if inside or ink.underline:
            segments = paint(line, inside, ink, match)
            blank = ink + PLAIN
            before = [Segment(" " * margin, blank)] if margin else []
            after = [Segment(rest, blank)] if rest else []
            lines.append(Strip([*before, *segments, *after], width))
        else:
            lines.append(Strip([Segment(" " * margin + line + rest, ink)], width))
    return lines


def names_of(paper: Paper, most: int = MOST_NAMES) -> str:
    """The authors' names, or their number where names are unknown, or nothing."""
    if paper.authors:
        names = [shown(name) for name in paper.authors[:most]]
        more = paper.authors_beyond(len(names))
        if more is None:
            return ", ".join(names) + " and others"
        return ", ".join(names) + (f" and {more:,} more" if more else "")
    if paper.author_count is not None:
        return plural(paper.author_count, "author")
    return ""


def facts_of(paper: Paper) -> list[str]:
    """What else is known, a line each; unknown things are left out but for the date."""
    lines: list[str] = []
    if paper.org_name or paper.org:
        name, slug = clean(paper.org_name or ""), clean(paper.org or "")
        both = name and slug and name.casefold() != slug.casefold()
        lines.append(f"{name} ({slug})" if both else name or slug)
    if paper.published is None:
        days = "Date unknown"
    else:
        days = f"Published {paper.published.isoformat()}"
        if paper.year_inferred:
            days += " (year inferred)"
    if paper.featured is not None and paper.featured != paper.published:
        days += f" · featured {paper.featured.isoformat()}"
    counts = [
        plural(count, name)
        for count, name in (
            (paper.comments, "comment"), (paper.upvotes, "upvote"), (paper.stars, "star"),
        )
        if count is not None
    ]  # fmt: skip
    lines.append(_unbroken(*days.split(" · "), *counts))
    labels: list[str] = []
    if paper.arxiv_id:
        labels.append(f"arXiv {clean(paper.arxiv_id)}")
    if paper.categories:
        labels.append(" ".join(clean(category) for category in paper.categories))
    if paper.doi:
        labels.append(f"doi {clean(paper.doi)}")
    if labels:
        lines.append(_unbroken(*labels))
    return lines


def _unbroken(*facts: str) -> str:
    """Facts in a row, with line breaks only between them."""
    return " · ".join(fact.replace(" ", NO_BREAK) if len(fact) < 40 else fact for fact in facts)


def link_of(paper: Paper) -> str:
    """The address of the paper's page, http or https only, or nothing."""
    url = clean(paper.url or "").replace(" ", "%20")
    if url.lower().startswith(("http://", "https://")):
        return url
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{clean(paper.arxiv_id)}"
    return ""

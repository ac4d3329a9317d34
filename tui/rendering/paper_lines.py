"""One paper and a width become lines to read, in the order in which one decides. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index import link
from tui.rendering.paper_facts import (
    BETWEEN,
    FEW_NAMES,
    MOST_NAMES,
    SOME_NAMES,
    address_in,
    details_of,
    facts_in,
    leads_to_web,
    names_of,
)
from tui.rendering.readable import shown, shown_paragraphs
from tui.rendering.result_row import CURSOR, paint
from tui.text import DASH, NO_BREAK, fit, shorten, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Paper
    from tui.rendering.paper_facts import Fact, FactLine
    from tui.rendering.themes import Inks
    from tui.text import Range

    Highlight = Callable[[str, Literal["title", "abstract", "authors"]], Sequence[Range]]

PLAIN = Style(underline=False)


def no_highlight(text: str, field: str) -> Sequence[Range]:
    """Highlights nothing."""
    del text, field
    return ()


def is_same(one: Paper | None, other: Paper | None) -> bool:
    """Whether both are one paper, though two generations of an index may tell it differently."""
    return one is other or (one is not None and other is not None and one.key == other.key)


def preview_lines(
    paper: Paper,
    width: int,
    inks: Inks,
    highlight: Highlight = no_highlight,
    *,
    margin: int = 1,
    roomy: bool = False,
    titled: bool = False,
    left_out: Sequence[str] = (),
    own: str = "",
) -> list[Strip]:
    """Lay out what stands below the line of facts: the abstract first.

    Args:
        paper: What to read.
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
        highlight: Gives the character ranges of a text that the query matched.
        margin: Empty cells on the left, and on the right.
        roomy: Whether there is room for empty lines between the parts.
        titled: Whether to begin with the title, which stands nowhere else as a whole.
        left_out: Facts that found no room in the line of facts.
        own: What the reader did with it.
    """
    lines = _Lines(width, inks, highlight, margin, roomy)
    if titled:
        lines.title(paper)
    lines.own(own)
    lines.abstract(paper)
    lines.part()
    lines.names(paper, SOME_NAMES)
    lines.details(paper, left_out)
    return lines.strips


def reader_lines(
    paper: Paper,
    width: int,
    inks: Inks,
    highlight: Highlight = no_highlight,
    *,
    margin: int = 0,
    roomy: bool = False,
    all_names: bool = False,
    own: str = "",
) -> list[Strip]:
    """Lay out a whole paper: title, authors, facts, abstract, details.

    Args:
        paper: What to read.
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
        highlight: Gives the character ranges of a text that the query matched.
        margin: Empty cells on the left, and on the right.
        roomy: Whether there is room for empty lines between the parts.
        all_names: Whether to write out all authors' names.
        own: What the reader did with it.
    """
    lines = _Lines(width, inks, highlight, margin, roomy)
    facts = facts_in(paper, width - 2 * margin)
    lines.title(paper)
    lines.names(paper, MOST_NAMES if all_names else FEW_NAMES)
    lines.facts(facts)
    lines.own(own)
    lines.part()
    lines.abstract(paper)
    lines.part()
    lines.details(paper, facts.left_out)
    return lines.strips


def similar_lines(
    papers: Sequence[Paper], width: int, inks: Inks, *, margin: int = 0, chosen: int | None = None
) -> list[Strip]:
    """A heading, and a line for each of the papers that are most like one.

    Args:
        papers: The most similar first; without any there are no lines.
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
        margin: Empty cells on the left, and on the right.
        chosen: Which of the papers the cursor is on, from 0.
    """
    before = " " * margin
    room = width - 2 * margin
    lines = []
    if papers:
        heading = Segment(shorten(f"{before}Similar papers", width), inks.heading)
        lines.append(Strip([heading]).adjust_cell_length(width, inks.text))
    for number, paper in enumerate(papers):
        here = number == chosen
        year = f"{paper.published.year}" if paper.published else DASH
        title = fit(shown(paper.title), max(room - 8, 0))
        line = Strip(
            [
                Segment(f"{before}{CURSOR if here else ' '} ", inks.accent),
                Segment(title, inks.title_strong if here else inks.title),
                Segment(f"  {year:>4}", inks.date),
            ]
        )
        lines.append(line.adjust_cell_length(width, inks.text))
    return lines


def facts_segments(facts: Sequence[Fact], inks: Inks) -> list[Segment]:
    """The facts in a row, each in the colour of its kind."""
    colours = {
        "who": inks.organisation, "people": inks.authors, "date": inks.date, "number": inks.number,
    }  # fmt: skip
    segments = []
    for number, fact in enumerate(facts):
        # What is between belongs to the fact after it: each segment costs some forty bytes.
        text = BETWEEN + fact.text if number else fact.text
        segments.append(Segment(text, colours[fact.kind]))
    return segments


class _Lines:
    """The lines of one paper as they come together, part by part."""

    def __init__(
        self, width: int, inks: Inks, highlight: Highlight, margin: int, roomy: bool
    ) -> None:
        self.strips: list[Strip] = []
        self._width = width
        self._inks = inks
        self._highlight = highlight
        self._margin = margin
        self._roomy = roomy

    def title(self, paper: Paper) -> None:
        title = shown(paper.title)
        self._flow(title, self._inks.title_strong, self._highlight(title, "title"))

    def names(self, paper: Paper, first: int) -> None:
        if names := names_of(paper, first):
            self._flow(names, self._inks.authors, self._highlight(names, "authors"))

    def facts(self, facts: FactLine) -> None:
        before = Segment(" " * self._margin, self._inks.text)
        line = Strip([before, *facts_segments(facts.shown, self._inks)])
        self.strips.append(line.adjust_cell_length(self._width, self._inks.text))

    def own(self, text: str) -> None:
        if text:
            self._flow(text, self._inks.accent)

    def abstract(self, paper: Paper) -> None:
        paragraphs = shown_paragraphs(paper.abstract or "")
        if not paragraphs:
            self._flow("The abstract is unknown.", self._inks.faint)
        for number, paragraph in enumerate(paragraphs):
            if number:
                self.part()
            self._flow(paragraph, self._inks.text, self._highlight(paragraph, "abstract"))

    def details(self, paper: Paper, left_out: Sequence[str]) -> None:
        if details := details_of(paper, left_out):
            # Lines break between details only, but for what is wider than a line.
            self._flow(
                BETWEEN.join(detail.replace(" ", NO_BREAK) for detail in details),
                self._inks.muted,
            )
        if address := link(paper):
            self._address(address)

    def part(self) -> None:
        """Begin another part, after an empty line where there is room for one."""
        if self._roomy:
            self.strips.append(Strip.blank(self._width, self._inks.text))

    def _address(self, address: str) -> None:
        """One line that can be clicked where the terminal takes links."""
        text = address_in(address, self._width - 2 * self._margin)
        ink = self._inks.link
        if leads_to_web(address):
            ink += Style(link=address)
        line = Strip([Segment(" " * self._margin, self._inks.text), Segment(text, ink)])
        self.strips.append(line.adjust_cell_length(self._width, self._inks.text))

    def _flow(self, text: str, ink: Style, ranges: Sequence[Range] = ()) -> None:
        self.strips.extend(
            flowing(text, self._width, ink, self._inks.match, ranges, margin=self._margin)
        )


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

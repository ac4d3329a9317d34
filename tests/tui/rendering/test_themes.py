"""The themes: legible, and readable without any colour."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from index import Paper
from tests.support.shades import TERMINALS, contrast
from tui.colours import INKS, colour_names
from tui.rendering.paper_lines import similar_lines
from tui.rendering.result_columns import columns_for
from tui.rendering.result_row import row
from tui.rendering.themes import CONTRAST, DARK, PALETTES, Inks, Palette, Themes, coloured, inks_of
from tui.session.initial_state import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = ("text", "strong", "muted", "accent", "title", "title_strong", "organisation", "authors",
         "category", "date", "number", "match", "include", "exclude", "error")  # fmt: skip
IN_COLOURS = [palette for palette in PALETTES.values() if not palette.ansi]


def without_colour(segments: list[Segment]) -> list[tuple[str, bool | None, bool | None]]:
    """What is left of a line on a terminal without colours."""
    return [
        (text, style.bold if style else None, style.underline if style else None)
        for text, style, _ in segments
    ]


def drawn(palette: Palette, **how: Any) -> list[Segment]:
    paper = Paper(title="Ferries That Know the Tide", org="tidepool", comments=3)
    inks, day = inks_of(palette), datetime.date(2026, 3, 1)
    lines = row(paper, columns_for(90), inks, now=day, matches=lambda text, field: [(0, 7)], **how)
    return [segment for line in lines for segment in line]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.label)
def test_the_cursor_marks_and_matches_are_seen_without_colour(palette: Palette) -> None:
    plain = without_colour(drawn(palette))
    for how in ({"cursor": True, "focused": True}, {"cursor": True}, {"marked": True}):
        assert "".join(part[0] for part in without_colour(drawn(palette, **how))) != "".join(
            part[0] for part in plain
        )
    assert ("Ferries", True, True) in plain
    inks = inks_of(palette)
    assert inks.heading.underline != inks.heading_focused.underline


def in_256_colours(colour: str) -> str:
    """What a terminal of 256 colours shows: the nearest that it has, as Rich tells it."""
    return RichColor.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


@pytest.mark.parametrize("palette", IN_COLOURS, ids=lambda palette: palette.label)
@pytest.mark.parametrize("shown", [str, in_256_colours], ids=["as it is", "in 256 colours"])
def test_every_ink_is_legible_on_every_ground(
    palette: Palette, shown: Callable[[str], str]
) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for what repeats and for bars."""
    inks = inks_of(palette)
    colours = {name: getattr(inks, name).color for name in Inks.__struct_fields__}
    inks_on = {name: colour.get_truecolor().hex for name, colour in colours.items() if colour}
    assert set(inks_on) == set(colours) - {"cursor", "cursor_blurred"}
    found = {
        (name, ground): contrast(shown(inks_on[name]), shown(getattr(palette, ground)))
        for name in inks_on
        for ground in ("background", "raised", "cursor", "cursor_blurred")
    }
    text, weak = (7, 4.5) if palette is CONTRAST and shown is str else (4.5, 3)
    too_weak = {
        pair: round(value, 2)
        for pair, value in found.items()
        if value < (weak if pair[0] in ("date", "faint", "bar") else text)
    }
    assert too_weak == {}


@pytest.mark.parametrize("palette", IN_COLOURS, ids=lambda palette: palette.label)
@pytest.mark.parametrize("shown", [str, in_256_colours], ids=["as it is", "in 256 colours"])
def test_the_cursors_row_has_a_ground_of_its_own(
    palette: Palette, shown: Callable[[str], str]
) -> None:
    grounds = (palette.background, palette.cursor, palette.cursor_blurred)
    assert len({shown(ground) for ground in grounds}) == 3


@pytest.mark.parametrize("palette", IN_COLOURS, ids=lambda palette: palette.label)
def test_what_is_least_important_can_still_be_read(palette: Palette) -> None:
    assert contrast(palette.faint, palette.background) >= 4.5
    assert contrast(palette.date, palette.background) >= 4.5


def test_the_terminals_own_colours_are_all_the_terminals() -> None:
    palette = PALETTES["quire-terminal"]
    for name in Palette.__struct_fields__:
        value = getattr(palette, name)
        assert not (isinstance(value, str) and value.startswith("#"))
    styles: list[Style] = [getattr(inks_of(palette), name) for name in TEXTS]
    for style in styles:
        assert style.color is not None
        assert style.color.is_default or (style.color.number or 0) < 16


@pytest.mark.parametrize("terminal", TERMINALS)
def test_the_terminals_own_colours_are_legible_on_dark_and_light_ones(terminal: str) -> None:
    shades = TERMINALS[terminal]
    inks = inks_of(PALETTES["quire-terminal"])
    colours = {name: getattr(inks, name).color for name in Inks.__struct_fields__}
    found = {
        name: contrast(shades.shown(ink), shades.ground) for name, ink in colours.items() if ink
    }
    assert {name: value for name, value in found.items() if value < 3} == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.label)
@pytest.mark.parametrize("how", [{"read": True}, {"faded": True}])
def test_titles_that_matter_less_are_quieter_in_every_theme(
    palette: Palette, how: dict[str, bool]
) -> None:
    def of_title(segments: list[Segment]) -> Style:
        [style] = {style for text, style, _ in segments if "That Know" in text}
        assert style is not None
        return style

    plain, weak = of_title(drawn(palette)), of_title(drawn(palette, **how))
    assert bool(weak.dim) == palette.ansi
    assert palette.ansi or weak.color != plain.color


def test_what_is_weak_in_the_terminals_own_colours_is_not_so_at_the_cursor() -> None:
    inks = inks_of(PALETTES["quire-terminal"])
    assert inks.date.dim
    assert inks.faint.dim
    assert not (inks.date + inks.cursor).dim
    assert not (inks.date + inks.cursor_blurred).dim
    set_by_user = inks_of(coloured(PALETTES["quire-terminal"], {"date": "#123456"}))
    assert not set_by_user.date.dim


def test_the_settings_name_every_theme_and_no_other() -> None:
    assert list(THEMES.values()) == list(PALETTES)


GROUNDS = {"background", "raised", "cursor", "cursor_blurred", "line"}


def test_every_colour_but_the_grounds_can_be_set() -> None:
    about = {"name", "label", "dark", "ansi"}
    assert set(INKS) == set(Palette.__struct_fields__) - GROUNDS - about - {"title_strong"}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.label)
@pytest.mark.parametrize("name", INKS)
def test_a_colour_that_is_set_changes_its_ink_in_every_theme(palette: Palette, name: str) -> None:
    own, inks = inks_of(palette), inks_of(coloured(palette, {name: "#123456"}))
    changed = {ink for ink in Inks.__struct_fields__ if getattr(inks, ink) != getattr(own, ink)}
    assert name in changed
    for ink in changed:
        style: Style = getattr(inks, ink)
        before: Style = getattr(own, ink)
        assert style.color is not None
        assert style.color.name == "#123456"
        assert (style.bold, style.underline) == (before.bold, before.underline)
        assert style.bgcolor == before.bgcolor


def test_a_title_is_of_one_colour_wherever_it_stands() -> None:
    inks = inks_of(coloured(DARK, {"title": "#123456"}))
    assert inks.title.color == inks.title_strong.color
    assert inks.strong == inks_of(DARK).strong
    for chosen in (None, 0):
        line = similar_lines([Paper(title="Ferries")], 60, inks, margin=2, chosen=chosen)[1]
        assert {part.style for part in line if "Ferries" in part.text} <= {
            inks.title,
            inks.title_strong,
        }


def test_inks_are_made_once_and_an_unknown_theme_is_drawn_dark() -> None:
    themes = Themes({})
    assert themes.palettes == PALETTES
    assert themes.inks("quire-light") is themes.inks("quire-light")
    assert themes.inks("textual-dark") == inks_of(DARK)


def test_named_colours_are_those_of_css() -> None:
    names = colour_names()
    assert len(names) == 148
    assert names["rebeccapurple"] == "#663399"
    assert all(Color.parse(name) == Color.parse(value) for name, value in names.items())

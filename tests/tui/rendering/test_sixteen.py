"""The themes on terminals of 16 colours: what is chosen is legible, whatever their shades."""

from __future__ import annotations

import msgspec
import pytest
from rich.color import Color

from tests.support.shades import TERMINALS, contrast
from tui.colours import INKS
from tui.rendering.sixteen import in_sixteen, themes_in_sixteen
from tui.rendering.themes import CONTRAST, DARK, PALETTES, Inks, Palette, Themes, inks_of

IN_SIXTEEN = [in_sixteen(palette) for palette in PALETTES.values() if not palette.ansi]


@pytest.mark.parametrize("palette", IN_SIXTEEN, ids=lambda palette: palette.label)
@pytest.mark.parametrize("terminal", TERMINALS)
def test_every_ink_is_legible_on_its_ground(palette: Palette, terminal: str) -> None:
    """3 is what WCAG 2.2 asks for at least; the console of Linux has no bright grounds."""
    shades, inks = TERMINALS[terminal], inks_of(palette)
    ground = palette.background.removeprefix("ansi_")
    grounds = {ground, ground.removeprefix("bright_")} if terminal == "linux" else {ground}
    least = 7 if palette.name == CONTRAST.name else 3
    found = {
        (name, on): contrast(shades.shown(style.color), shades.named(on))
        for name, style in ((name, getattr(inks, name)) for name in Inks.__struct_fields__)
        for on in grounds
        if name != "cursor_blurred"
    }
    assert {pair: value for pair, value in found.items() if value < least} == {}


@pytest.mark.parametrize("palette", IN_SIXTEEN, ids=lambda palette: palette.label)
def test_a_theme_of_16_colours_is_in_no_others(palette: Palette) -> None:
    for name in ("background", "raised", "cursor", "cursor_blurred", "line", *INKS):
        colour = Color.parse(getattr(palette, name).removeprefix("ansi_"))
        assert colour.number is not None
        assert colour.number < 16
    assert palette.ansi


@pytest.mark.parametrize("palette", IN_SIXTEEN, ids=lambda palette: palette.label)
def test_the_cursors_row_is_the_theme_reversed(palette: Palette) -> None:
    inks = inks_of(palette)
    assert inks.cursor.reverse
    assert (inks.cursor.color, inks.cursor.bgcolor) == (inks.text.color, inks.text.bgcolor)


@pytest.mark.parametrize("palette", IN_SIXTEEN, ids=lambda palette: palette.label)
def test_what_matters_less_is_quieter(palette: Palette) -> None:
    inks = inks_of(palette)
    for weak, plain in ((inks.title_weak, inks.title), (inks.date, inks.text)):
        assert weak.dim or weak.color != plain.color


def test_the_terminals_own_colours_stay_what_they_are() -> None:
    own = PALETTES["quire-terminal"]
    assert in_sixteen(own) is own


def test_a_theme_for_which_nobody_chose_has_none() -> None:
    with pytest.raises(KeyError):
        in_sixteen(msgspec.structs.replace(DARK, name="quire-new"))


def test_an_application_has_the_themes_of_its_terminal() -> None:
    in_few = themes_in_sixteen({}).palettes
    assert list(in_few) == list(PALETTES)
    assert in_few["quire-light"] == in_sixteen(PALETTES["quire-light"])
    assert Themes({}).palettes == PALETTES
    assert themes_in_sixteen({"date": "#123456"}).palettes["quire-light"].date == "#123456"

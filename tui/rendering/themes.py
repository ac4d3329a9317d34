"""The themes: named inks that rows are drawn with, and the same colours for the stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from rich.style import Style
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping


class Inks(msgspec.Struct, frozen=True, kw_only=True):
    """The styles of everything that is drawn line by line.

    The cursor's row is told by its mark and its weight as well as by colour, a match by an
    underline, a pane that has the focus by a bold underlined heading: no colour is the only sign.

    Attributes:
        title_strong: The title at the cursor, and that of the paper that is read.
        title_weak: The title of a paper that was read, or that matches only in part.
    """

    text: Style
    strong: Style
    muted: Style
    faint: Style
    title: Style
    title_strong: Style
    title_weak: Style
    organisation: Style
    authors: Style
    category: Style
    date: Style
    number: Style
    match: Style
    accent: Style
    heading: Style
    heading_focused: Style
    bar: Style
    bar_chosen: Style
    include: Style
    exclude: Style
    error: Style
    key: Style
    link: Style
    cursor: Style
    cursor_blurred: Style


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one theme, as ``#rrggbb`` or ``ansi_*`` names."""

    name: str
    label: str
    dark: bool
    background: str
    raised: str
    cursor: str
    cursor_blurred: str
    text: str
    strong: str
    muted: str
    faint: str
    line: str
    accent: str
    title: str
    title_strong: str
    organisation: str
    authors: str
    category: str
    date: str
    number: str
    match: str
    bar: str
    include: str
    exclude: str
    error: str
    ansi: bool = False


DARK = Palette(
    name="quire-dark",
    label="dark",
    dark=True,
    background="#15181d",
    raised="#1b1f26",
    cursor="#2b3038",
    cursor_blurred="#23272e",
    text="#c9ced6",
    strong="#eef1f5",
    muted="#97a0ad",
    faint="#7a8491",
    line="#2b323c",
    accent="#e2b263",
    title="#dfe3ea",
    title_strong="#eef1f5",
    organisation="#8fb0c9",
    authors="#a8a5bd",
    category="#9ba8a0",
    date="#89929e",
    number="#c3a37a",
    match="#ffd479",
    bar="#5d7f99",
    include="#9ccc8a",
    exclude="#e58a80",
    error="#ef8a7d",
)

LIGHT = Palette(
    name="quire-light",
    label="light",
    dark=False,
    background="#fbf9f4",
    raised="#f3efe6",
    cursor="#ebe8e5",
    cursor_blurred="#f2f1ef",
    text="#33352f",
    strong="#11130f",
    muted="#5f6158",
    faint="#737268",
    line="#d9d3c3",
    accent="#965812",
    title="#1c1e19",
    title_strong="#11130f",
    organisation="#2f5f80",
    authors="#5d5672",
    category="#55614f",
    date="#6a6b62",
    number="#8a5a1e",
    match="#8f3d00",
    bar="#55809a",
    include="#2f6b22",
    exclude="#a32d2a",
    error="#a32d2a",
)

CONTRAST = Palette(
    name="quire-contrast",
    label="high contrast",
    dark=True,
    background="#000000",
    raised="#000000",
    cursor="#002a66",
    cursor_blurred="#2a2a2a",
    text="#ffffff",
    strong="#ffffff",
    muted="#d0d0d0",
    faint="#a8a8a8",
    line="#8a8a8a",
    accent="#ffd700",
    title="#ffffff",
    title_strong="#ffffff",
    organisation="#9fd7ff",
    authors="#d8c8ff",
    category="#b8f0b8",
    date="#c4c4c4",
    number="#ffcf8f",
    match="#ffff00",
    bar="#5fafff",
    include="#7fff7f",
    exclude="#ffb8b8",
    error="#ffb8b8",
)

# Which of 16 colours can be read depends on the terminal's ground, which is not known: yellow, cyan
# and green are lost on white, blue on black, and some terminals have bright black as their ground.
TERMINAL = Palette(
    name="quire-terminal",
    label="the terminal's own colours",
    dark=True,
    background="ansi_default",
    raised="ansi_default",
    cursor="ansi_default",
    cursor_blurred="ansi_default",
    text="ansi_default",
    strong="ansi_default",
    muted="ansi_default",
    faint="ansi_default",
    line="ansi_default",
    accent="ansi_magenta",
    title="ansi_default",
    title_strong="ansi_default",
    organisation="ansi_default",
    authors="ansi_default",
    category="ansi_default",
    date="ansi_default",
    number="ansi_default",
    match="ansi_magenta",
    bar="ansi_magenta",
    include="ansi_default",
    exclude="ansi_bright_red",
    error="ansi_bright_red",
    ansi=True,
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT, CONTRAST, TERMINAL)}


def _colour(name: str) -> str:
    """A colour as Rich spells it."""
    return name.removeprefix("ansi_")


def inks_of(palette: Palette) -> Inks:
    """The styles to draw lines with."""
    background = _colour(palette.background)

    def ink(colour: str, *, bold: bool | None = None, underline: bool | None = None) -> Style:
        return Style(color=_colour(colour), bgcolor=background, bold=bold, underline=underline)

    def weak_ink(colour: str) -> Style:
        # Whatever shade the terminal writes in, this is a weaker one of it.
        is_as_text = palette.ansi and colour in {"ansi_default", palette.text}
        return ink(colour) + Style(dim=True) if is_as_text else ink(colour)

    if palette.ansi:
        # Reversed, and without the colours of its columns: those are unreadable as backgrounds.
        # A colour of the user's for text is none for the ground of a row.
        written = background if background == "default" else _colour(palette.text)
        cursor = Style(color=written, bgcolor=background, reverse=True, bold=True, dim=False)
        cursor_blurred = Style(bold=True, dim=False)
    else:
        cursor = Style(bgcolor=palette.cursor)
        cursor_blurred = Style(bgcolor=palette.cursor_blurred)
    return Inks(
        text=ink(palette.text),
        strong=ink(palette.strong, bold=True),
        muted=ink(palette.muted),
        faint=weak_ink(palette.faint),
        title=ink(palette.title),
        title_strong=ink(palette.title_strong, bold=True),
        title_weak=weak_ink(palette.muted),
        organisation=ink(palette.organisation),
        authors=ink(palette.authors),
        category=ink(palette.category),
        date=weak_ink(palette.date),
        number=ink(palette.number),
        match=ink(palette.match, bold=True, underline=True),
        accent=ink(palette.accent, bold=True),
        heading=ink(palette.muted),
        heading_focused=ink(palette.accent, bold=True, underline=True),
        bar=ink(palette.bar),
        bar_chosen=ink(palette.accent),
        include=ink(palette.include, bold=True),
        exclude=ink(palette.exclude, bold=True),
        error=ink(palette.error, bold=True),
        key=ink(palette.accent),
        link=ink(palette.organisation, underline=True),
        cursor=cursor,
        cursor_blurred=cursor_blurred,
    )


def coloured(palette: Palette, colours: Mapping[str, str]) -> Palette:
    """A palette with colours that the user has set instead of its own.

    Args:
        palette: The palette.
        colours: ``#rrggbb`` by ink, of those that ``tui.colours`` names.
    """
    changed = dict(colours)
    if "title" in changed:
        # Wherever it stands a title is of one colour.
        changed["title_strong"] = changed["title"]
    return msgspec.structs.replace(palette, **changed)


class Themes:
    """The palettes that one application has, and their inks, which are made once.

    Args:
        colours: What the user has set for every theme: ``#rrggbb`` by ink.
        palettes: Those that the terminal has the colours for, by name.

    Attributes:
        palettes: The palettes by name, in the order in which they are chosen.
    """

    def __init__(
        self, colours: Mapping[str, str], palettes: Mapping[str, Palette] = PALETTES
    ) -> None:
        self.palettes = {name: coloured(palette, colours) for name, palette in palettes.items()}
        self._inks: dict[str, Inks] = {}

    def inks(self, name: str) -> Inks:
        """The inks of a theme; of the dark one where there is none of this name."""
        inks = self._inks.get(name)
        if inks is None:
            inks = self._inks[name] = inks_of(self.palettes.get(name, self.palettes[DARK.name]))
        return inks


def theme_of(palette: Palette) -> Theme:
    """The same colours for Textual's stylesheet."""
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.organisation,
        accent=palette.accent,
        warning=palette.number,
        error=palette.error,
        success=palette.include,
        foreground=palette.text,
        background=palette.background,
        surface=palette.raised,
        panel=palette.raised,
        dark=palette.dark,
        ansi=palette.ansi,
        variables={
            "ansi-background": palette.background,
            "ansi-foreground": palette.text,
            "line": palette.line,
            "faint": palette.faint,
            "muted": palette.muted,
            "strong": palette.strong,
            "raised": palette.raised,
            "scrollbar": palette.line,
            "scrollbar-hover": palette.faint,
            "scrollbar-active": palette.accent,
            "scrollbar-background": palette.background,
            "scrollbar-background-hover": palette.background,
            "scrollbar-background-active": palette.background,
            "scrollbar-corner-color": palette.background,
            "input-cursor-background": palette.text if not palette.ansi else "ansi_default",
            "input-cursor-foreground": palette.background,
            "input-cursor-text-style": "reverse" if palette.ansi else "none",
            "input-selection-background": palette.cursor if not palette.ansi else "ansi_blue",
        },
    )

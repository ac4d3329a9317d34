"""Makes pictures of the browser: ``python -m tests.pictures [NAME...] [--to FOLDER]``.

Each is the real browser on the demonstration papers, at one size, after some keys. Without names
the pictures that the README shows are made, beside this module; the others are for looking at.
``python -m tests.pictures snapshots`` makes those anew that the tests compare the browser with.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import os
import re
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import msgspec

from index import open_index, rebuild
from index.demo import demo_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.strip import Strip

    from index import Page, Papers
    from tui.workers.searcher import Searcher

HERE = Path(__file__).parent
PATIENCE = 20.0
TODAY = datetime.date(2026, 1, 20)
"""The day of all pictures: days of the same year are shown without it."""
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK JP', monospace"


class Picture(msgspec.Struct, frozen=True):
    """One picture.

    Attributes:
        columns: Width of the terminal.
        lines: Height of the terminal.
        keys: What to press first, in Textual's names.
        shows: A word that is on the screen when everything is there.
        theme: Name of a theme; by default the one for the environment.
        environment: Variables that tell what the terminal can do.
        begins: A word that is on the screen before a key is pressed.
        first_run: Whether there is no index yet.
        saved: Saved searches, each a name and a query; with any, there is a library.
    """

    columns: int
    lines: int
    keys: tuple[str, ...] = ()
    shows: str = "Tidepool"
    theme: str = "quire-dark"
    environment: tuple[tuple[str, str], ...] = ()
    begins: str = "papers"
    first_run: bool = False
    saved: tuple[tuple[str, str], ...] = ()


SAVED = (("Tides", "tide OR sea"), ("Lanterns", "org:lantern date:2025.."), ("Mine", "is:starred"))

MIXTURE = ("slash", *"mixture")
MODEL = ("slash", *"model")

PICTURES = {
    "browse": Picture(160, 40),
    "search": Picture(140, 36, keys=(*MODEL, "enter"), shows="Guard"),
    "narrow": Picture(80, 24, keys=(*MODEL, "enter"), shows="Guard"),
    "browse-200x50": Picture(200, 50),
    "browse-120x40": Picture(120, 40),
    "browse-80x24": Picture(80, 24),
    "browse-40x12": Picture(40, 12),
    "filters-80x24": Picture(80, 24, keys=("o",), shows="Lantern"),
    "read-80x24": Picture(80, 24, keys=("enter",), shows="experts"),
    "help-120x40": Picture(120, 40, keys=("question_mark",), shows="Keys"),
    "light-120x40": Picture(
        120, 40, keys=(*MIXTURE, "enter"), theme="quire-light", shows="Shallows"
    ),
}


SIZES = ((40, 12), (80, 24), (120, 40), (200, 50))
LOOKS = {
    "dark": Picture(0, 0),
    "light": Picture(
        0, 0, keys=(*MODEL, "enter", "j"), shows="", theme="quire-light"
    ),
    "no-colour": Picture(
        0, 0, keys=("o", "space", "j", "minus", "escape", "v", "j"), shows="", theme="",
        environment=(("NO_COLOR", "1"),),
    ),
}  # fmt: skip
READER = Picture(0, 0, keys=(*MODEL, "enter", "enter"), shows="Kindness")
SCENES = {
    **{look: (picture, SIZES) for look, picture in LOOKS.items()},
    "reader-dark": (READER, SIZES),
    "reader-light": (msgspec.structs.replace(READER, theme="quire-light"), SIZES),
    "reader-no-colour": (
        msgspec.structs.replace(READER, theme="", environment=(("NO_COLOR", "1"),)),
        SIZES,
    ),
    "copying": (Picture(0, 0, keys=("v", "y"), shows="Copy"), SIZES[:3]),
    "exporting": (Picture(0, 0, keys=("w",), shows="Export"), SIZES[:2]),
    "help": (Picture(0, 0, keys=("question_mark",), shows="Keys"), SIZES),
    "query-language": (Picture(0, 0, keys=("question_mark", "tab"), shows="begin"), SIZES[:2]),
    "palette": (Picture(0, 0, keys=("colon", *"filter"), shows="filter"), SIZES[:3]),
    "trends": (Picture(0, 0, keys=("C",), shows="papers"), SIZES[:2]),
    "first-run": (
        Picture(0, 0, keys=("tilde",), begins="index", shows="~", first_run=True),
        SIZES,
    ),
    "organisations": (
        Picture(0, 0, keys=("o", "space", "j", "minus"), shows="Lantern"), SIZES[:3]
    ),
    "dates": (Picture(0, 0, keys=("d", "j", "space", "l"), shows=""), SIZES[:3]),
    "days": (Picture(0, 0, keys=("d", "l", "l", "space"), shows="week"), SIZES[:3]),
    "authors": (Picture(0, 0, keys=("a", "j", "v", "j"), shows=""), SIZES[:2]),
    "following": (Picture(0, 0, keys=("F",), shows="Follow"), SIZES[:2]),
    "saved": (Picture(0, 0, keys=("S", "j"), shows="new", saved=SAVED), SIZES[:2]),
    "mine": (Picture(0, 0, keys=("b", "j", "j", "space"), shows="unread", saved=SAVED), SIZES[:2]),
}  # fmt: skip
SNAPSHOTS = {
    f"{scene}-{columns}x{lines}": msgspec.structs.replace(picture, columns=columns, lines=lines)
    for scene, (picture, sizes) in SCENES.items()
    for columns, lines in sizes
}
"""All screens at the sizes that matter: what they look like now, to be compared by a test."""


async def take(picture: Picture, folder: Path) -> str:
    """Run the browser and return its screen as SVG.

    Args:
        picture: What to show.
        folder: The folder of an index of the demonstration papers.

    Raises:
        TimeoutError: The screen never showed what it should.
    """
    from tui.app import QuireApp
    from tui.workers.own_library import OwnLibrary
    from tui.workers.searcher import Searcher

    with (
        told(picture.environment),
        patch("tui.panes.result_painter.today", lambda: TODAY),
        patch("tui.panes.filters.today", lambda: TODAY),
        # Whatever was exported last in this process.
        patch("tui.screens.export.ExportScreen.format", "bibtex"),
        tempfile.TemporaryDirectory() as own,
    ):
        library = None
        if picture.saved:
            library = OwnLibrary(str(folder), lasting=True, path=str(Path(own) / "library.db"))
            library.asked.searches.keep_all(picture.saved)
            with open_index(folder) as papers:
                few = [hit.paper for hit in papers.search("", limit=7).hits]
            library.asked.mark_read(few[:3])
            library.asked.star(few[2:])
            library.asked.tag(few[1:3], ["to read"])
        searcher = None
        if not picture.first_run:
            opening = library.open_index if library is not None else partial(open_index, folder)
            searcher = Searcher(lambda: timeless(opening()))
            searcher.start()
        app = QuireApp(searcher, library=library)
        if picture.theme:
            app.theme = picture.theme
        async with app.run_test(size=(picture.columns, picture.lines)) as pilot:
            async with asyncio.timeout(PATIENCE):
                at_rest = partial(until_shown, pilot, searcher)
                await at_rest(picture.begins)
                for key in picture.keys:
                    await pilot.press(key)
                    await at_rest("")
                await at_rest(picture.shows)
                svg = app.export_screenshot(title="quire")
    return tidied(svg)


def timeless(papers: Papers) -> Papers:
    """Let every answer have taken a millisecond: a time's length moves what stands beside it."""
    search = papers.search

    def answer(*query: Any, **how: Any) -> Page:
        return msgspec.structs.replace(search(*query, **how), seconds=0.001)

    setattr(papers, "search", answer)  # noqa: B010
    return papers


@contextmanager
def told(environment: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Let the environment tell of a good terminal, or of ``environment`` instead.

    What the maker's terminal can do must not matter.
    """
    before = dict(os.environ)
    for name in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "COLORFGBG"):
        os.environ.pop(name, None)
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def tidied(svg: str) -> str:
    """Free a picture of names made up anew in every run and of what is fetched from elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    svg = re.sub(r"terminal-\d+", "quire", svg)
    # Not every viewer takes a hard space for one that must stay.
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def small(svg: str) -> str:
    """A tidied picture without what only decorates it, a fraction of its size."""
    svg = re.sub(r"<clipPath.*?</clipPath>\s*", "", svg, flags=re.S)
    svg = re.sub(r' (?:clip-path|textLength)="[^"]*"', "", svg)
    return re.sub(r"quire-(?=r\d)", "", svg).replace("&#160;", " ")


async def until_shown(pilot: Pilot[int], searcher: Searcher | None, word: str) -> None:
    """Wait until the screen shows a word and has come to rest."""
    before: list[Strip] = []
    while not (
        any(word in line.text for line in before)
        and (searcher is None or searcher.idle)
        and before == lines_of(pilot.app.screen)
    ):
        before = lines_of(pilot.app.screen)
        await pilot.pause(0.05)


def lines_of(screen: Screen[Any]) -> list[Strip]:
    """What a screen shows; to make a picture of it takes twenty times as long."""
    return screen._compositor.render_strips(screen.region.size)


def shown_in_readme() -> list[str]:
    """The names of the pictures that README.md links to."""
    text = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")
    return re.findall(r"tests/pictures/([\w-]+)\.svg", text)


def main() -> None:
    """Make the pictures that are named, or those that the README shows."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    parser.add_argument("--to", type=Path, default=HERE, metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rebuild(demo_paths(), folder)
        if options.names == ["snapshots"]:
            for name, picture in SNAPSHOTS.items():
                svg = small(asyncio.run(take(picture, Path(folder))))
                (HERE / "snapshots" / f"{name}.svg").write_text(svg, encoding="utf-8")
            return
        for name in options.names or shown_in_readme():
            path = options.to / f"{name}.svg"
            path.write_text(asyncio.run(take(PICTURES[name], Path(folder))), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()

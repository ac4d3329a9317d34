"""Makes pictures of the browser: ``python -m tests.pictures [NAME...] [--to FOLDER]``.

Each is the real browser on the demonstration papers, at one size, after some keys. Without names
the pictures that the README shows are made, beside this module; the others are for looking at.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from pathlib import Path

import msgspec

from index import open_index, rebuild
from index.demo import demo_paths

HERE = Path(__file__).parent
PATIENCE = 20.0
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK JP', monospace"


class Picture(msgspec.Struct, frozen=True):
    """One picture.

    Attributes:
        columns: Width of the terminal.
        lines: Height of the terminal.
        keys: What to press first, in Textual's names.
        shows: A word that is on the screen when everything is there.
        theme: Name of a theme.
    """

    columns: int
    lines: int
    keys: tuple[str, ...] = ()
    shows: str = "Tidepool"
    theme: str = "quire-dark"


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
    "help-120x40": Picture(120, 40, keys=("question_mark",), shows="search"),
    "light-120x40": Picture(
        120, 40, keys=(*MIXTURE, "enter"), theme="quire-light", shows="Shallows"
    ),
}


async def take(picture: Picture, folder: Path) -> str:
    """Run the browser and return its screen as SVG.

    Args:
        picture: What to show.
        folder: The folder of an index of the demonstration papers.

    Raises:
        TimeoutError: The screen never showed what it should.
    """
    from tui.app import QuireApp
    from tui.searching import Searcher

    # What the maker's terminal can do must not matter.
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    searcher = Searcher(lambda: open_index(folder))
    searcher.start()
    app = QuireApp(searcher)
    app.theme = picture.theme
    async with app.run_test(size=(picture.columns, picture.lines)) as pilot:
        async with asyncio.timeout(PATIENCE):
            await until_shown(pilot.pause, app.export_screenshot, "papers")
            await pilot.press(*picture.keys)
            await until_shown(pilot.pause, app.export_screenshot, picture.shows)
            svg = app.export_screenshot(title="quire")
    return tidied(svg)


def tidied(svg: str) -> str:
    """Make a picture the same in every run and free of anything that is fetched from elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    svg = re.sub(r"terminal-\d+", "quire", svg)
    # Not every viewer takes a hard space for one that must stay.
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return re.sub(r"\d+(?:\.\d+)?(&#160;)ms", r"1\1ms", svg)


async def until_shown(pause: object, screenshot: object, word: str) -> None:
    """Wait until the screen shows a word and has come to rest."""
    assert callable(pause)
    assert callable(screenshot)
    before = ""
    while not (word in before and before == screenshot()):
        before = screenshot()
        await pause(0.1)


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
        for name in options.names or shown_in_readme():
            path = options.to / f"{name}.svg"
            path.write_text(asyncio.run(take(PICTURES[name], Path(folder))), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()

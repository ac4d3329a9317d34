"""How much of real papers the first screen lets one read, beside what is asked for, at three sizes.

The browser as it is by default, over the Daily Papers API's days beside the checkout: which share
of all titles the list shows to its end, how many papers are in view, and how many words of the
abstract, which is read off the screen.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile

from index import Paper, open_index, rebuild
from tests.bench.table import table
from tests.support.corpora import CORPORA
from tests.support.fake_papers import FakePapers
from tests.support.waiting import wait_for
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.rendering.readable import shown_paragraphs
from tui.screens.browse import BrowseScreen
from tui.workers.searcher import Searcher

DAILY_PAPERS = CORPORA / "daily-papers-api"
SAME = 5
"""Words in a row that tell where the abstract begins on the screen."""

ASKED = {(80, 24): (6, 60), (120, 40): (16, 150), (200, 50): (40, None)}
"""Papers in view and words of the abstract, by size; None for all words."""
TITLES = 0.9

Row = list[object]


def run(arguments: list[str]) -> None:
    """Print each figure beside what is asked of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench reading")
    parser.add_argument("--abstracts", type=int, default=60, help="papers whose abstract is read")
    options = parser.parse_args(arguments)
    if not DAILY_PAPERS.is_dir():
        sys.exit(f"this needs the corpus {DAILY_PAPERS}")
    with tempfile.TemporaryDirectory() as folder:
        rebuild([DAILY_PAPERS], folder)
        rows = [
            row for size in ASKED for row in asyncio.run(measured(folder, size, options.abstracts))
        ]
    print(table(["size", "figure", "measured", "asked for", ""], rows))


async def measured(folder: str, size: tuple[int, int], abstracts: int) -> list[Row]:
    """The figures of one size of the terminal."""
    with open_index(folder) as papers:
        everything = [hit.paper for hit in papers.search("", limit=papers.count).hits]
        words: list[int] = []
        searcher = Searcher(lambda: open_index(folder))
        searcher.start()
        app = QuireApp(searcher)
        async with app.run_test(size=size) as pilot:
            browser = Browser(pilot, FakePapers([]))
            await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen) and browser.title)
            screen = browser.screen
            await wait_for(pilot, lambda: screen.preview.size.height)
            results = screen.results
            whole = 1 - sum(map(results.cuts_title, everything)) / len(everything)
            in_view = results.papers_in_view
            lengths = []
            for _ in range(abstracts):
                await pilot.pause()
                if results.paper is not None:
                    text = words_of(results.paper)
                    lengths.append(len(text))
                    words.append(words_shown(text, preview_text(browser)))
                await pilot.press("j")
    least_papers, least_words = ASKED[size]
    middle = statistics.median(words)
    all_words = sum(map(int.__ge__, words, lengths)) / len(words)
    name = f"{size[0]}x{size[1]}"
    reads: Row = [name, "words of the abstract, median", middle, least_words]
    if least_words is None:
        reads = [name, "abstracts shown whole", percent(all_words), "100%"]
        enough = all_words == 1
    else:
        enough = middle >= least_words
    return [
        [name, "titles shown whole", percent(whole), percent(TITLES), verdict(whole >= TITLES)],
        [name, "papers in view", in_view, least_papers, verdict(in_view >= least_papers)],
        [*reads, verdict(enough)],
    ]


def words_of(paper: Paper) -> list[str]:
    """The words of an abstract as they are shown."""
    return " ".join(shown_paragraphs(paper.abstract or "")).split()


def preview_text(browser: Browser) -> str:
    """What stands in the pane of the abstract, without blanks: long words are broken there."""
    region = browser.screen.preview.region
    lines = browser.lines()[region.y : region.bottom]
    shown = ("".join(part.text for part in line)[region.x : region.right] for line in lines)
    return "".join("".join(shown).split())


def words_shown(abstract: list[str], pane: str) -> int:
    """How many of an abstract's first words stand in the pane, from where it begins there."""
    place = pane.find("".join(abstract[:SAME]))
    if place < 0:
        return 0
    for number, word in enumerate(abstract):
        if not pane.startswith(word, place):
            return number
        place += len(word)
    return len(abstract)


def percent(share: float) -> str:
    return f"{share:.1%}"


def verdict(good: bool) -> str:
    return "ok" if good else "MISSED"

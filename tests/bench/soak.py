"""Random keys, typing, resizing and new indexes: nothing fails, counts and the cursor are right.

The keys are those of the registry, and letters; they come alone and in bursts, as over a slow line.
Now and then the index is built anew with other papers. Whenever the browser has come to rest, what
it shows is compared with what the index answers that is live then.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import structs
from textual.events import Key
from textual.keys import REPLACED_KEYS
from textual.pilot import Pilot

from index import (
    Paper,
    Papers,
    QueryError,
    export,
    filters_of,
    open_index,
    rebuild,
    update,
)
from index.demo import demo_paths
from tui.app import QuireApp
from tui.commands.table import COMMANDS
from tui.rendering.date_choices import days_within, is_month
from tui.rendering.filter_choices import summary
from tui.screens.browse import BrowseScreen
from tui.workers.searcher import Searcher

SIZES = [(40, 12), (80, 24), (120, 40), (200, 50), (79, 31), (20, 6), (161, 9), (100, 70)]
SHUTDOWN = {"q", "ctrl+c", "ctrl+q", "ctrl+z"}
WORDS = (
    "model", "experts", "mix", "language", "nobody", "org:tidepool", "org:none", "-org:oxbow",
    "org:", "date:2025", "date:2023..", "-date:2024-05", "date:unknown", "authors:3..5",
    "authors:>9", "comments:>10", "(a OR b)", "(", ")", '"', "OR", "NOT", "tide*", "exprts~",
    "title:the", "au:ilse", "深度", "á", "like:", "x:y", "-", "*", "..", "\u202e", "W" * 90,
)  # fmt: skip
ONE_SITTING = 800
"""Events after which the browser is opened anew."""

PATIENCE = 30.0


def keys_of_the_registry() -> list[str]:
    """Every key that does something, but for those that leave."""
    return sorted({key for command in COMMANDS for key in command.keys} - SHUTDOWN)


def named(character: str) -> str:
    """Textual's name of the key that types a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return REPLACED_KEYS.get(name, name) or "unknown"


CHARACTERS = {named(chr(code)): chr(code) for code in range(32, 127)}


class Wrong(AssertionError):
    """Something on the screen is not what the index says, or nothing happens any more."""


class Soak:
    """One long sitting at the browser.

    Args:
        folder: Of an index.
        seed: The same seed does the same things; what is on the screen by then may differ.
        spare: A folder for papers that the index is built of anew; None leaves the index alone.
    """

    def __init__(self, folder: Path, seed: int, spare: Path | None = None) -> None:
        self.folder = folder
        self.spare = spare
        self.published = 0
        self._everything: Sequence[Paper] = ()
        self.chance = random.Random(seed)
        self.keys = keys_of_the_registry()
        self.recent: list[str] = []
        self.done = 0
        self.checked = 0

    async def run(self, events: int) -> None:
        """Do so many things.

        Raises:
            Wrong: Something is shown that is not so; the message ends with what was done last.
        """
        if self.spare is not None:
            with open_index(self.folder) as papers:
                hits = papers.search("", limit=papers.count).hits
                self._everything = [hit.paper for hit in hits]
        while self.done < events:
            await self._sit(min(events - self.done, ONE_SITTING))

    async def _sit(self, events: int) -> None:
        searcher = Searcher(lambda: open_index(self.folder))
        searcher.start()
        app = QuireApp(searcher, kiosk=True)
        until = self.done + events
        async with app.run_test(size=self.chance.choice(SIZES)) as pilot:
            while self.done < until and not app._exit:
                await self._act(pilot)
                if self.chance.random() < 0.1:
                    await self._check(pilot)
            await self._check(pilot)

    async def _act(self, pilot: Pilot[int]) -> None:
        kinds = {"key": 30, "burst": 40, "text": 22, "resize": 8, "index": 10 if self.spare else 0}
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        if kind == "index":
            self._publish()
            return
        if kind == "resize":
            size = self.chance.choice(SIZES)
            self._note(f"{size[0]}x{size[1]}")
            await pilot.resize_terminal(*size)
            return
        if kind == "text":
            keys = [*self.chance.choice(WORDS), self.chance.choice((" ", "enter", "escape", ""))]
            if self.chance.random() < 0.7:
                keys[:0] = ["escape", "escape", "slash"]
            if self.chance.random() < 0.5:
                keys.insert(3, "ctrl+u")
        else:
            keys = self.chance.choices(self.keys, k=1 if kind == "key" else 5)
        for key in filter(None, keys):
            self._note(key)
            character = CHARACTERS.get(key) or (key if len(key) == 1 else None)
            pilot.app.post_message(Key(named(key) if len(key) == 1 else key, character))
        await pilot.pause()

    def _publish(self) -> None:
        """Build the index anew: of most papers or a few, of which some have lost their ids."""
        assert self.spare is not None
        some = self.chance.sample(
            self._everything, self.chance.choice((1, 60, 90, len(self._everything)))
        )
        some = [
            structs.replace(paper, arxiv_id=None) if self.chance.random() < 0.1 else paper
            for paper in some
        ]
        source = self.spare / "papers.jsonl"
        source.write_text("".join(export(some, "jsonl")), encoding="utf-8")
        build = self.chance.choice((rebuild, update))
        build([source], self.folder)
        self.published += 1
        self._note(f"{build.__name__}({len(some)})")

    def _note(self, what: str) -> None:
        self.done += 1
        self.recent = [*self.recent[-60:], what]

    async def _check(self, pilot: Pilot[int]) -> None:
        """Wait until everything has been answered, then compare."""
        with open_index(self.folder) as papers:
            await self._compare(pilot, papers)

    async def _compare(self, pilot: Pilot[int], papers: Papers) -> None:
        app: Any = pilot.app
        looked = False
        end = time.monotonic() + PATIENCE
        while not app._exit:
            searcher = app.searcher
            await pilot.pause()
            browse = next((s for s in app.screen_stack if isinstance(s, BrowseScreen)), None)
            if browse is not None and not looked:
                # As it does by itself every two seconds.
                browse.index_watch.look()
                looked = True
            elif browse is not None and searcher.idle and app._message_queue.empty():
                await pilot.pause(0.01)
                wrong = what_is_wrong(browse, papers) if searcher.idle else "still searching"
                if wrong is None:
                    self.checked += 1
                    return
                if time.monotonic() > end:
                    raise Wrong(f"{wrong}, after {self.done:,} events: {' '.join(self.recent)}")
            if time.monotonic() > end + PATIENCE:
                raise Wrong(f"never at rest, after {self.done:,} events: {' '.join(self.recent)}")


def what_is_wrong(screen: BrowseScreen, papers: Papers) -> str | None:
    """What on a browser that is at rest is not as the index has it."""
    if screen.search.papers is None or screen.search.papers.generation != papers.generation:
        return "what is listed is from an earlier index"
    query = screen.session.view.query
    if screen.search_box.value != query:
        return f"the box says {screen.search_box.value!r}, the session {query!r}"
    view, listing, results = screen.search.inquiry.answered, screen.results.listing, screen.results
    typing = screen.search.inquiry.answered_typing
    if not screen.trouble.display and view.query != query:
        return f"{query!r} was not answered"
    try:
        page = papers.search(
            view.query, sort=view.sort, reverse=view.reverse, prefix=typing, limit=1, fuzzy=True,
            offset=results.cursor,
        )  # fmt: skip
    except QueryError as error:
        return f"{view.query!r} was answered though {error}"
    if (listing.full, listing.partial) != (page.total, page.partial_total):
        return f"{listing.full} + {listing.partial} shown, {page.total} + {page.partial_total} true"
    if listing.count:
        if not 0 <= results.cursor < listing.count or results.paper is None:
            return f"the cursor is on no row: {results.cursor} of {listing.count}"
        if page.hits[0].paper.key != results.paper.key:
            key = results.paper.key
            return f"row {results.cursor} is another paper for {view}, {typing=}: {key}"
        top, height = results.scroll_offset.y, results.page_height
        lines = results.lines.of(results.cursor)
        if results.size.height and not top <= lines[0] <= lines[-1] < top + height:
            return f"the cursor's row is out of view: {results.cursor}, {top} + {height}"
    return _what_is_wrong_in_filters(screen, papers)


def _what_is_wrong_in_filters(screen: BrowseScreen, papers: Papers) -> str | None:
    if not screen.filtering.shown or screen.filtering.pane.find.display:
        return None
    filters, query = screen.filtering.pane, screen.search.inquiry.answered.query
    stated = filters_of(query)
    assert stated is not None
    for field, heading in filters.headings.items():
        wanted = summary(stated[field]) if field in stated else ""
        if heading.summary != wanted:
            return f"{field} says {heading.summary!r}, the query {wanted!r}"
    facets = papers.facets(
        query,
        organisations=200,
        days_by=filters.days_by,
        in_view=days_within(filters.dates.within),
        prefix=screen.search.inquiry.answered_typing,
        fuzzy=True,
    )
    counts: dict[str, int] = {entry.value: entry.count for entry in facets.organisations}
    counts["none"] = facets.organisations_unknown
    shown = {choice.value: choice.count for choice in filters.organisations.choices}
    if {value: shown.get(value) for value in counts} != counts:
        return f"organisations {shown}, true {counts} for {screen.search.inquiry.answered}"
    authors = [entry.count for entry in facets.authors] + [facets.authors_unknown]
    if [choice.count for choice in filters.authors.choices] != authors:
        return "the counts of authors are others"
    within = filters.dates.within
    dates = {
        choice.value: choice.count
        for choice in filters.dates.choices
        if choice.count and not choice.heads and not choice.refusal
    }
    if not within:
        counts = {f"{entry.year:04}": entry.count for entry in facets.years}
        counts["unknown"] = facets.dates_unknown
    elif is_month(within):
        counts = {f"{entry.day}": entry.count for entry in facets.days}
    else:
        counts = {f"{entry.year:04}-{entry.month:02}": entry.count for entry in facets.months}
    if dates != {date: count for date, count in counts.items() if count and within in date}:
        return f"the counts of dates within {within!r} are others"
    return None


def run(arguments: list[str]) -> None:
    """Run the soak test and print what was done."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench soak", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", type=Path, help="of other papers than the demonstration's")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as spare:
        if options.index is None:
            rebuild(demo_paths(), folder)
        if options.index is None:
            soak = Soak(Path(folder), options.seed, Path(spare))
        else:
            soak = Soak(options.index, options.seed)
        began = time.perf_counter()
        asyncio.run(soak.run(options.events))
        seconds = time.perf_counter() - began
    print(
        f"{soak.done:,} events, {soak.published:,} new indexes, {soak.checked:,} times compared, "
        f"{seconds:.0f} s: nothing wrong"
    )

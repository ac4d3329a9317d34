"""Queries that ask what the reader did, against the same queries that don't, and counts of it.

A reader's years: 20,000 papers read, 2,000 of them starred, 300 tags on 40 papers each. Each query
is asked of fresh caches in turn with the others; the best of the rounds counts, as other processes
only ever add to a time.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index.building.build import rebuild
from index.engine.search import TantivyPapers, open_folder
from index.library.library import Library
from tests.bench.corpus import write_records
from tests.bench.table import table

WORDS = ("", "graph", "neural network", "quantum field theory")
OWN = ("tag:t5", "is:unread tag:t5", "is:unread is:starred", "is:unread")


def run(arguments: list[str]) -> None:
    """Print milliseconds by query, without the library and with what is asked of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench library")
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="folder to keep and use again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        index = folder / "index"
        if not (index / "current").exists():
            write_records(folder / "arxiv.jsonl", options.records)
            rebuild([folder / "arxiv.jsonl"], index)
        library = Library(str(folder / "library.db"), index=str(index))
        if not Path(library.path).exists():
            _fill(library, index)
        _measure(library, index, options.rounds)


def _fill(library: Library, index: Path) -> None:
    chance = random.Random(1)
    with open_folder(index) as papers:
        known = [hit.paper for hit in papers.search("", limit=60_000).hits]
    chance.shuffle(known)
    library.mark_read(known[:20_000])
    library.star(known[:2_000])
    for number in range(300):
        library.tag(chance.sample(known, min(40, len(known))), [f"t{number}"])


def _measure(library: Library, index: Path, rounds: int) -> None:
    queries = [f"{words} {own}".strip() for words in WORDS for own in ("", *OWN)]
    best = dict.fromkeys(queries, float("inf"))
    first: float | None = None
    counting = float("inf")
    for _ in range(rounds):
        with open_folder(index, overlay=library) as papers:
            # The first queries that ask find out which papers those are.
            found = _milliseconds(partial(papers.search, "is:unread tag:t5"))
            first = found if first is None else first
            papers.search("is:unread")
            for query in queries:
                _forget(papers)
                best[query] = min(best[query], _milliseconds(partial(papers.search, query)))
            counting = min(counting, _milliseconds(partial(papers.mine, "graph")))
    rows = [
        [words or "(all)", *(best[f"{words} {own}".strip()] for own in ("", *OWN))]
        for words in WORDS
    ]
    print(table(["ms, top 20 and count", "alone", *OWN], rows))
    print(f"\nthe first that asks: {first or 0:.0f} ms; all counts of `mine`: {counting:.1f} ms")


def _forget(papers: TantivyPapers) -> None:
    """Have a query worked out anew; which papers the reader's are stays known."""
    papers._answers.clear()


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3

"""A search cluster of three nodes: filling it, its size, and queries beside those of a folder."""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from index import QueryError, rebuild
from index.building.build import stage
from index.building.part import Part
from index.building.push import push
from index.building.staging import Staging
from index.engine.cluster.papers import describe_cluster, open_cluster
from index.engine.search import open_folder
from index.engine.searcher_papers import SearcherPapers
from index.results import Page
from tests.bench.corpus import write_records
from tests.bench.table import table
from tests.support.cluster import Absent, running_cluster
from tests.support.random_queries import random_query

_KNOWN_ITEMS = 200
_TYPED = 20
"""Queries that are typed letter by letter."""
_COUNTED = 20
_TREES = 1_000
_WRITTEN_OTHERWISE = re.compile(r'["():\[\]]')
"""Characters of titles that mean something else in a query."""
_OF_PAPERS = 400
"""Papers of whose words and names the random queries are made."""


def run(arguments: list[str]) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench cluster")
    parser.add_argument("--records", type=int, default=100_000, help="how many papers")
    parser.add_argument("--trees", type=int, default=_TREES, help="how many random queries")
    options = parser.parse_args(arguments)
    try:
        with running_cluster(3) as cluster, tempfile.TemporaryDirectory() as name:
            _measure(cluster.address("papers"), Path(name), options.records, options.trees)
    except Absent as reason:
        print(f"left out: {reason}")


def _measure(address: str, folder: Path, records: int, trees: int) -> None:
    source = write_records(folder / "records.jsonl", records)
    started = time.perf_counter()
    rebuild([folder / "records.jsonl"], folder / "index")
    building = time.perf_counter() - started
    report = push(address, [folder / "records.jsonl"])
    described = describe_cluster(address)
    sending = report.seconds - building
    print(
        table(
            [
                "papers",
                "folder, papers/s",
                "push, papers/s",
                "of it sending",
                "bytes/paper, 2 copies",
            ],
            [
                [
                    f"{report.papers:,}",
                    f"{report.papers / building:,.0f}",
                    f"{report.papers / report.seconds:,.0f}",
                    f"{report.papers / sending:,.0f}",
                    f"{described.bytes / report.papers:,.0f}",
                ]
            ],
        )
    )
    print(f"{source}; {report.refused.count} refused")
    with open_folder(folder / "index") as local, open_cluster(address) as there:
        _compare(local, there)
        _compare_trees(local, there, trees)
    _share_out(folder / "records.jsonl", folder)


def _compare(local: SearcherPapers, there: SearcherPapers) -> None:
    chance = random.Random(11)
    span = local.count - 1
    wanted = [
        local.search("", offset=chance.randrange(span), limit=1).hits[0].paper
        for _ in range(_KNOWN_ITEMS + _TYPED)
    ]
    made = [" ".join(_some(chance, paper.title)) for paper in wanted]
    queries, typed_queries = made[:_KNOWN_ITEMS], made[_KNOWN_ITEMS:]
    rows = []
    for name, papers in (("folder", local), ("cluster", there)):
        # Java compiles what it runs often.
        for query in queries[-20:]:
            papers.search(query, limit=20)
        first = 0
        times, typed, counted = [], [], []
        for query, paper in zip(queries, wanted, strict=False):
            started = time.perf_counter()
            hits = papers.search(query, limit=50).hits
            times.append(time.perf_counter() - started)
            first += bool(hits) and hits[0].paper.key == paper.key
        for query in typed_queries:
            for end in range(1, len(query) + 1):
                started = time.perf_counter()
                # A beginning may be no query yet, such as an open quotation.
                with suppress(QueryError):
                    papers.search(query[:end], limit=50, prefix=True)
                    typed.append(time.perf_counter() - started)
        for query in queries[:_COUNTED]:
            started = time.perf_counter()
            papers.facets(query)
            counted.append(time.perf_counter() - started)
        rows.append(
            [
                name,
                f"{first / len(queries):.1%}",
                *(f"{statistics.median(some) * 1000:.1f}" for some in (times, typed, counted)),
                f"{sorted(typed)[int(len(typed) * 0.95)] * 1000:.1f}",
            ]
        )
    headings = ["in a", "known item first", "search ms", "typing ms", "facets ms", "typing p95"]
    print(table(headings, rows))
    alike = sum(
        local.search(query, limit=0).total == there.search(query, limit=0).total
        for query in queries
    )
    print(f"totals that are equal: {alike} of {len(queries)}")


def _compare_trees(local: SearcherPapers, there: SearcherPapers, trees: int) -> None:
    """Queries made by chance: what is found, and for every tenth what is counted."""
    chance = random.Random(2)
    span = local.count - 1
    papers = [
        local.search("", offset=chance.randrange(span), limit=1).hits[0].paper
        for _ in range(_OF_PAPERS)
    ]
    alike = counted = found = 0
    for number in range(trees):
        query = random_query(chance, papers)
        pages = [_told(side.search(query, limit=0)) for side in (local, there)]
        alike += pages[0] == pages[1]
        found += pages[0][0] > 0
        if number % 10 == 0:
            facets = [side.facets(query) for side in (local, there)]
            counted += facets[0] == facets[1]
    print(
        f"random queries answered alike: {alike:,} of {trees:,}, of which {found:,} find papers; "
        f"counted alike by all facets: {counted:,} of {-(-trees // 10):,}"
    )


def _told(page: Page) -> tuple[int, object]:
    return page.total, (page.partial_total, page.required, page.absent, page.suggestion)


def _share_out(lines: Path, folder: Path) -> None:
    """What a machine has to do of a push, which all but sends the papers, by number of machines."""
    rows = []
    for machines in (1, 2, 4):
        beginning = time.process_time()
        place = folder / f"part-{machines}"
        place.mkdir()
        staging = Staging(str(place), Part(1, machines), leaves_organisations=machines > 1)
        stage([lines], str(place / "index"), staging)
        staging.close()
        seconds = time.process_time() - beginning
        rows.append([str(machines), f"{seconds:.1f}", f"{staging.elsewhere:,}"])
    print(table(["machines", "processor seconds of each", "records left to others"], rows))


def _some(chance: random.Random, title: str) -> list[str]:
    words = _WRITTEN_OTHERWISE.sub(" ", title).split()
    return chance.sample(words, min(4, len(words)))

"""Searching, against SQLite FTS5 and against the bare Tantivy call of the same compiled query.

A hundred varied queries: one to six words, phrases, ranges, organisations, common and rare words.
Each is asked of fresh caches, top 50 with the count of all matches; facets are all facets at once.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from index.building.build import rebuild
from index.engine.analysis import STOP_WORDS
from index.engine.compile import Compiler
from index.engine.compiled import Compiled
from index.engine.search import TantivyPapers, open_folder
from index.paper import Paper
from index.query.parse import parse
from index.query.tree import AnyOf, Clause, Node, Phrase, Word, conjuncts
from tests.bench.corpus import write_records
from tests.bench.table import table

TOP = 50


def run(arguments: list[str]) -> None:
    """Print the median and the 95th percentile of each way to ask."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench latency")
    parser.add_argument("--records", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder to keep and use again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        build(folder, options.records)
        measure(folder, options.queries, options.rounds)


def build(folder: Path, count: int) -> None:
    """The index, with an organisation for a third of the papers, and the same in FTS5."""
    if (folder / "index" / "current").exists():
        return
    records = folder / "arxiv.jsonl"
    write_records(records, count)
    rebuild([records], folder / "plain")
    chance = random.Random(11)
    slugs = [f"lab-{number}" for number in range(400)]
    weights = [1 / (number + 2) for number in range(400)]
    encode = msgspec.json.Encoder().encode
    lines = folder / "papers.jsonl"
    with open_folder(folder / "plain") as papers, lines.open("wb") as file:
        database = sqlite3.connect(folder / "fts.db")
        database.execute(
            "create virtual table papers using fts5"
            "(title, abstract, authors, org unindexed, published unindexed, tokenize='porter')"
        )
        offset = 0
        while hits := papers.search("", limit=5_000, offset=offset).hits:
            offset += len(hits)
            for hit in hits:
                paper = hit.paper
                if chance.random() < 0.3:
                    paper = msgspec.structs.replace(paper, org=chance.choices(slugs, weights)[0])
                file.write(encode(paper) + b"\n")
                database.execute("insert into papers values (?, ?, ?, ?, ?)", _row(paper))
        database.execute("insert into papers(papers) values ('optimize')")
        database.commit()
        database.close()
    rebuild([lines], folder / "index")


def _row(paper: Paper) -> tuple[object, ...]:
    names = " ".join(paper.authors or ())
    return (paper.title, paper.abstract or "", names, paper.org, str(paper.published or ""))


def varied_queries(papers: TantivyPapers, count: int) -> list[str]:
    """Queries as people ask them, of words that stand together in papers."""
    chance = random.Random(3)
    every = papers.search("", limit=2_000, offset=papers.count // 3).hits
    queries: list[str] = []
    while len(queries) < count:
        paper = chance.choice(every).paper
        title = [word for word in _words(paper.title) if word not in STOP_WORDS]
        text = _words(paper.abstract or "")
        telling = [word for word in text if word not in STOP_WORDS]
        if len(title) < 3 or len(telling) < 12:
            continue
        number = len(queries)
        words = chance.sample(title + telling, 1 + number % 6)
        at = chance.randrange(len(text) - 3)
        year = chance.randint(2009, 2019)
        kind = (number // 6) % 5
        if kind == 1:
            words = [f'"{" ".join(text[at : at + 2 + number % 2])}"', *words[:2]]
        elif kind == 2:
            words = [*words[:3], f"date:{year}..{year + number % 4}"]
        elif kind == 3:
            words = [*words[:2], f"org:lab-{number % 9}"]
        elif kind == 4:
            common = ["model", "results", "show", "paper", "method", "system", "study", "new"]
            words = chance.sample(common, 1 + number % 3)
        queries.append(" ".join(words))
    return queries


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{3,}", text.lower())


def fts_query(tree: Node) -> tuple[str, list[object]]:
    """The same question in SQL."""
    terms: list[str] = []
    where: list[str] = []
    values: list[object] = []
    for part in conjuncts(tree):
        assert isinstance(part, Clause)
        assert not isinstance(part.value, AnyOf)
        if part.field is None:
            assert isinstance(part.value, Word | Phrase)
            terms.append('"' + part.value.text + '"')
        elif part.field == "org":
            where.append("org = ?")
            values.append(getattr(part.value, "text", ""))
        else:
            where.append("published between ? and ?")
            low, high = getattr(part.value, "low", None), getattr(part.value, "high", None)
            values += [f"{low}-01-01", f"{high}-12-31"]
    if terms:
        where.insert(0, "papers match ?")
        values.insert(0, " ".join(terms))
    return " and ".join(where), values


def measure(folder: Path, count: int, rounds: int) -> None:
    database = sqlite3.connect(folder / "fts.db")
    database.execute("pragma cache_size = -400000")
    with open_folder(folder / "index") as papers:
        queries = varied_queries(papers, count)
        print(f"{papers.count:,} papers, {papers.segments} segments, {len(queries)} queries")

    def ask_fts(query: str) -> None:
        where, values = fts_query(parse(query))
        rank = "rank" if "match" in where else "published desc"
        database.execute(
            f"select rowid from papers where {where} order by {rank} limit {TOP}", values
        ).fetchall()
        database.execute(f"select count(*) from papers where {where}", values).fetchone()

    rows: list[list[object]] = []
    search = _best_of(rounds, queries, lambda papers: lambda q: papers.search(q, limit=TOP), folder)
    again = _best_of(
        rounds, queries, lambda papers: lambda q: papers.search(q, limit=TOP), folder, warm=True
    )
    bare = _best_of(rounds, queries, _bare, folder)
    facets = _best_of(rounds, queries, lambda papers: papers.facets, folder)
    fts = [min(_timed(ask_fts, query) for _ in range(rounds)) for query in queries]
    reference = _percentile(search, 95)
    for name, times in (
        ("Papers.search, first time", search),
        ("Papers.search, words seen before", again),
        ("bare Tantivy, same query", bare),
        ("SQLite FTS5", fts),
        ("Papers.facets, all", facets),
    ):
        rows.append(
            [
                name,
                f"{_percentile(times, 50):.2f}",
                f"{_percentile(times, 95):.2f}",
                f"{max(times):.2f}",
                f"{_percentile(times, 95) / reference:.2f}",
            ]
        )
    print(table(["way", "median ms", "p95 ms", "worst ms", "p95 / search"], rows))
    slowest = sorted(zip(search, queries, strict=True), reverse=True)[:3]
    print("slowest: " + "; ".join(f"{query} ({took:.1f} ms)" for took, query in slowest))


def _bare(papers: TantivyPapers) -> Callable[[str], object]:
    """The compiled query alone: top 50 of full matches, and the count of all matches."""
    compiler: Compiler = papers.compiler
    searcher = papers.searcher
    compiled: dict[str, Compiled] = {}

    def ask(query: str) -> None:
        ready = compiled.get(query)
        if ready is None:
            ready = compiled[query] = compiler.compile(parse(query))
        searcher.search(ready.either or ready.full, TOP)

    return ask


def _best_of(
    rounds: int,
    queries: Sequence[str],
    way: Callable[[TantivyPapers], Callable[[str], object]],
    folder: Path,
    *,
    warm: bool = False,
) -> list[float]:
    """Milliseconds for each query, the best of some rounds, each with an index opened anew."""
    best = [float("inf")] * len(queries)
    for _ in range(rounds):
        with open_folder(folder / "index") as papers:
            ask = way(papers)
            if way is _bare or warm:
                for query in queries:
                    ask(query)
            if warm:
                # Answers are remembered; what the words mean stays known without them.
                queries_again = [f"{query} -zzzz" for query in queries]
                for at, query in enumerate(queries_again):
                    best[at] = min(best[at], _timed(ask, query))
                continue
            for at, query in enumerate(queries):
                best[at] = min(best[at], _timed(ask, query))
    return best


def _timed(ask: Callable[[str], object], query: str) -> float:
    started = time.perf_counter()
    ask(query)
    return (time.perf_counter() - started) * 1000


def _percentile(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]

"""Building an index, against the bare writer and SQLite FTS5 filled from the same records."""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from tests.bench.corpus import write_records
from tests.bench.table import table


class _Record(msgspec.Struct):
    id: str
    title: str
    abstract: str
    categories: str
    authors_parsed: list[list[str]]
    versions: list[dict[str, str]]


def run(arguments: list[str]) -> None:
    """Print records a second, size and peak memory of each way to build, each its own process."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench building")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as folder:
        records = Path(folder, "records.jsonl")
        source = write_records(records, options.records)
        input_size = records.stat().st_size
        print(f"{options.records:,} {source}, {input_size / 1e6:,.0f} MB, best of {options.rounds}")
        rows = []
        floor = 0.0
        for way in _WAYS:
            outcomes = [_measure(way, records, Path(folder)) for _ in range(options.rounds)]
            best = min(outcomes, key=lambda outcome: outcome["seconds"])
            rate = options.records / best["seconds"]
            floor = floor or rate
            rows.append(
                [
                    way.replace("_", " "),
                    f"{best['seconds']:.2f} s",
                    f"{rate:,.0f}",
                    f"{rate / floor:.2f}",
                    f"{best['bytes'] / input_size:.2f}",
                    f"{best['peak'] / 1e6:,.0f} MB",
                ]
            )
        print(
            table(["way", "time", "records/s", "of the floor", "index/input", "peak memory"], rows)
        )


def _measure(way: str, records: Path, folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=folder) as target:
        output = subprocess.run(
            [sys.executable, "-m", __name__, way, str(records), target],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    outcome: dict[str, float] = json.loads(output)
    return outcome


def _bare_writer(records: Path, target: Path) -> None:
    """Decode a line, hand the writer every field that Quire's schema searches; nothing else."""
    import datetime

    import tantivy

    from index import schema
    from index.paper import Paper

    index = tantivy.Index(schema.build_schema(), str(target))
    schema.register(index)
    writer = index.writer(256 * 1024 * 1024, 2)
    decode = msgspec.json.Decoder(_Record).decode
    day = datetime.date(2024, 1, 1)
    with records.open("rb") as lines:
        for line in lines:
            record = decode(line)
            writer.add_json(
                schema.document_json(
                    Paper(
                        key=record.id,
                        title=record.title,
                        abstract=record.abstract,
                        published=day,
                        arxiv_id=record.id,
                        author_count=len(record.authors_parsed),
                        authors=tuple(" ".join(name) for name in record.authors_parsed),
                        categories=(record.categories,),
                        sources=("arxiv",),
                    )
                )
            )
    writer.commit()
    writer.wait_merging_threads()


def _quire_rebuild(records: Path, target: Path) -> None:
    import index

    index.rebuild([records], target)


def _sqlite_fts5(records: Path, target: Path) -> None:
    """The same texts and columns in one table of SQLite with a full-text index over them."""
    database = sqlite3.connect(target / "papers.sqlite")
    database.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        "CREATE VIRTUAL TABLE papers USING fts5("
        "title, abstract, authors, id UNINDEXED, categories UNINDEXED, author_count UNINDEXED,"
        "tokenize='porter unicode61')"
    )
    decode = msgspec.json.Decoder(_Record).decode
    with records.open("rb") as lines:
        database.executemany(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    record.title,
                    record.abstract,
                    "; ".join(" ".join(name) for name in record.authors_parsed),
                    record.id,
                    record.categories,
                    len(record.authors_parsed),
                )
                for record in map(decode, lines)
            ),
        )
    database.commit()
    database.close()


_WAYS = {
    "bare_writer": _bare_writer,
    "quire_rebuild": _quire_rebuild,
    "sqlite_fts5": _sqlite_fts5,
}


def _child(way: str, records: str, target: str) -> None:
    started = time.perf_counter()
    _WAYS[way](Path(records), Path(target))
    seconds = time.perf_counter() - started
    size = sum(
        os.path.getsize(os.path.join(folder, name))
        for folder, _, names in os.walk(target)
        for name in names
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "bytes": size, "peak": peak}))


if __name__ == "__main__":
    _child(*sys.argv[1:])

"""Building an index, against the bare writer and SQLite FTS5 filled from the same records."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from functools import cache
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


_decode = msgspec.json.Decoder(_Record).decode


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
    """Decode a line and hand Tantivy what Quire searches, counts and shows; nothing else.

    Tantivy folds and stems by itself, to the same terms as in Quire's index.
    """
    import tantivy

    from index.engine import schema

    builder = tantivy.SchemaBuilder()
    for name, (kind, options) in schema.FIELDS.items():
        prose = {"tokenizer_name": "prose"} if name in ("title", "abstract") else {}
        getattr(builder, f"add_{kind}_field")(name, **{**options, **prose})
    index = tantivy.Index(builder.build(), str(target))
    schema.register(index)
    index.register_tokenizer("prose", schema.analyzer("en"))
    writer = index.writer(256 * 1024 * 1024, 2)
    encode, encode_rest = msgspec.json.Encoder().encode, msgspec.msgpack.Encoder().encode
    with records.open("rb") as lines:
        for number, record in enumerate(map(_decode, lines)):
            authors = [" ".join(name) for name in record.authors_parsed]
            categories = record.categories.split()
            published = int(_day(record.versions[0]["created"][5:16]).replace("-", ""))
            writer.add_json(
                encode(
                    {
                        "key": record.id,
                        "id": record.id,
                        "title": record.title,
                        "abstract": record.abstract,
                        "authors": authors,
                        "author_count": len(authors),
                        "cat": categories,
                        "source": "arxiv",
                        "published": published,
                        "by_date": (published << 20) + number,
                        "by_comments": (published << 20) + number,
                        "by_upvotes": (published << 20) + number,
                        "by_authors": (len(authors) << 45) + (published << 20) + number,
                        "rest": encode_rest((published, authors, categories)),
                    }
                ).decode()
            )
    writer.commit()
    writer.wait_merging_threads()


def _bare_writer_of_quires_documents(records: Path, target: Path) -> None:
    """The same with documents as Quire makes them, which Tantivy takes in faster."""
    import tantivy

    from index.engine import schema
    from index.paper import Paper

    index = tantivy.Index(schema.build_schema(), str(target))
    schema.register(index)
    writer = index.writer(256 * 1024 * 1024, 2)
    day = datetime.date(2024, 1, 1)
    with records.open("rb") as lines:
        for record in map(_decode, lines):
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
    with records.open("rb") as lines:
        database.executemany(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    record.title,
                    record.abstract,
                    _names(record),
                    record.id,
                    record.categories,
                    len(record.authors_parsed),
                )
                for record in map(_decode, lines)
            ),
        )
    database.commit()
    database.close()


def _sqlite_with_filters(records: Path, target: Path) -> None:
    """SQLite with what Quire's filters and orders need as well: columns and indexes of them."""
    database = sqlite3.connect(target / "papers.sqlite")
    database.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        "CREATE TABLE papers(number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, abstract TEXT,"
        " authors TEXT, published TEXT, author_count INTEGER);"
        "CREATE INDEX by_published ON papers(published);"
        "CREATE INDEX by_author_count ON papers(author_count);"
        "CREATE TABLE categories(category TEXT, number INTEGER, PRIMARY KEY(category, number))"
        " WITHOUT ROWID;"
        "CREATE VIRTUAL TABLE words USING fts5(title, abstract, authors, content='papers',"
        " content_rowid='number', tokenize='porter unicode61')"
    )
    with records.open("rb") as lines:
        for number, record in enumerate(map(_decode, lines)):
            names = _names(record)
            database.execute(
                "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    record.id,
                    record.title,
                    record.abstract,
                    names,
                    _day(record.versions[0]["created"][5:16]),
                    len(record.authors_parsed),
                ),
            )
            database.execute(
                "INSERT INTO words(rowid, title, abstract, authors) VALUES (?, ?, ?, ?)",
                (number, record.title, record.abstract, names),
            )
            database.executemany(
                "INSERT OR IGNORE INTO categories VALUES (?, ?)",
                [(category, number) for category in record.categories.split()],
            )
    database.commit()
    database.close()


def _names(record: _Record) -> str:
    return "; ".join(" ".join(name) for name in record.authors_parsed)


@cache
def _day(day_month_year: str) -> str:
    return datetime.datetime.strptime(day_month_year.strip(), "%d %b %Y").date().isoformat()


_WAYS = {
    "bare_writer": _bare_writer,
    "the_same_with_quires_documents": _bare_writer_of_quires_documents,
    "quire_rebuild": _quire_rebuild,
    "sqlite_fts5": _sqlite_fts5,
    "sqlite_with_filters": _sqlite_with_filters,
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

"""Finding by meaning: how fast papers are embedded, and all vectors searched, against float32 rows.

Embedded are real papers. What is searched are vectors near theirs, as many as a size asks for: real
ones would take hours. The floor is one product with the same rows as 32-bit floats, which are four
times as large, by NumPy's BLAS.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from index.engine.schema import FINGERPRINT
from index.errors import SemanticUnavailable
from index.semantic.model import STATIC, Model, text_of
from index.semantic.opening import open_model
from index.semantic.quantization import quantized, unit_rows
from index.semantic.vectors import open_vectors
from index.semantic.vectors_file import DIGEST, VectorsFile, VectorsWriter
from index.storage.store import MANIFEST, Manifest, VectorFiles
from tests.bench.corpus import write_records
from tests.bench.table import table

if TYPE_CHECKING:
    from index.semantic.mapped_vectors import Vectors
    from index.semantic.model import Floats

SIZES = (10_000, 100_000, 500_000, 3_000_000)
_SEGMENT = "0" * 32
_WRITTEN_AT_ONCE = 50_000
_QUERIES = 20
_WANTED = 100
_LARGEST_FLOOR = 500_000


def run(arguments: list[str]) -> None:
    """Print what embedding takes, and what searching takes at each size."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench semantic")
    parser.add_argument("--papers", type=int, default=300, help="how many are embedded")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as folder:
        source = write_records(Path(folder, "records.jsonl"), options.papers)
        texts = [
            text_of(record["title"], record["abstract"])
            for record in map(
                msgspec.json.decode, Path(folder, "records.jsonl").read_bytes().splitlines()
            )
        ]
        rows, rate = embedding(texts, source)
        print()
        headings = [
            *("vectors", "embedding takes, min", "MB on disk", "first search, ms", "search, ms"),
            *("at best", "among half, ms", "float32, ms", "MB mapped", "MB more", "found of 100"),
        ]
        print(
            table(headings, [searching(Path(folder), rows, size, rate) for size in options.sizes])
        )


def embedding(texts: list[str], source: str) -> tuple[Floats, float]:
    """Print how fast each model embeds; the rows and the rate of the default one."""
    measured, lines = [], []
    for place in (None, STATIC):
        started = time.monotonic()
        try:
            model = open_model(place)
        except SemanticUnavailable as error:
            print(f"left out: {error}")
            continue
        opened = time.monotonic() - started
        rows, wall, busy = timed(model, texts)
        question = [timed(model, [text[:60]])[1] for text in texts[:_QUERIES]]
        measured.append((rows, len(texts) / wall))
        per_paper = 1000 * busy / len(texts)
        per_query = 1000 * statistics.median(question)
        lines.append([model.name, 1000 * opened, len(texts) / wall, per_paper, per_query])
    print(f"{len(texts):,} {source}")
    headings = ["model", "opened, ms", "papers/s", "processor ms a paper", "a query, ms"]
    print(table(headings, lines))
    return measured[0]


def timed(model: Model, texts: list[str]) -> tuple[Floats, float, float]:
    """The vectors of texts, and the seconds that they took, on the wall and on processors."""
    started, busy = time.monotonic(), time.process_time()
    rows = model.embed(texts)
    return rows, time.monotonic() - started, time.process_time() - busy


def searching(folder: Path, rows: Floats, size: int, rate: float) -> list[object]:
    """A line of the table, measured in processes of their own."""
    generation = folder / str(size)
    generation.mkdir()
    stored = write_generation(generation, rows, size)
    with multiprocessing.get_context("spawn").Pool(1) as process:
        found = process.apply(measured, (generation, rows[0]))
    floor: float | None = None
    if size <= _LARGEST_FLOOR:
        with multiprocessing.get_context("spawn").Pool(1) as process:
            floor = process.apply(product_of_floats, (generation,))
    for path in generation.iterdir():
        path.unlink()
    return [
        size, size / rate / 60, stored / 1e6, found.first, found.usual, found.best, found.among,
        floor, found.mapped, found.own, f"{found.share:.0%}",
    ]  # fmt: skip


class Measured(NamedTuple):
    """What a search takes: milliseconds, megabytes, and the share of the best that it finds."""

    first: float
    usual: float
    best: float
    among: float
    mapped: float
    own: float
    share: float


def write_generation(folder: Path, rows: Floats, size: int) -> int:
    """Write vectors near some as a generation has them; their bytes."""
    chance = np.random.default_rng(3)
    path = folder / f"{_SEGMENT}.vectors"
    dimensions = rows.shape[1]
    with VectorsWriter(str(path), "00" * 16, size, dimensions) as writer:
        for start in range(0, size, _WRITTEN_AT_ONCE):
            count = min(_WRITTEN_AT_ONCE, size - start)
            noise = chance.standard_normal((count, dimensions), np.float32) / dimensions**0.5
            near = unit_rows(rows[chance.integers(0, len(rows), count)] + noise)
            vectors, scales = quantized(near)
            writer.append(np.zeros((count, DIGEST), np.uint8), scales, vectors)
        writer.finish()
    stored = path.stat().st_size
    meta = {"segments": [{"segment_id": _SEGMENT, "max_doc": size, "deletes": None}]}
    (folder / "meta.json").write_bytes(msgspec.json.encode(meta))
    files = VectorFiles(
        model="", name="", fingerprint="00" * 16, dimensions=dimensions, papers=size,
        files={path.name: stored},
    )  # fmt: skip
    manifest = Manifest(
        fingerprint=FINGERPRINT, quire="", created="", papers=size, records=size, sources={},
        organisations={}, inputs=[], files={}, vectors=files,
    )  # fmt: skip
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return stored


def measured(folder: Path, query: Floats) -> Measured:
    """Search a generation."""
    before = memory()
    vectors = open_vectors(folder)
    assert vectors is not None
    chance = np.random.default_rng(9)
    noise = chance.standard_normal((_QUERIES, len(query)), np.float32) / len(query) ** 0.5
    queries = list(unit_rows(query + noise))
    times = [search_of(vectors, one) for one in [query, *queries]]
    after = memory()
    half = [(0, row) for row in range(0, vectors.count, 2)]
    return Measured(
        first=times[0],
        usual=statistics.median(times[1:]),
        best=min(times),
        among=statistics.median(search_of(vectors, one, half) for one in queries[:5]),
        mapped=after[0] - before[0],
        own=after[1] - before[1],
        share=statistics.mean(found_of_best(vectors, one) for one in queries[:5]),
    )


def search_of(vectors: Vectors, query: Floats, among: list[tuple[int, int]] | None = None) -> float:
    """Milliseconds of a search."""
    return milliseconds(lambda: vectors.nearest(query, _WANTED, among))


def found_of_best(vectors: Vectors, query: Floats) -> float:
    """Which part of the papers that are nearest a search finds."""
    found = {address for address, _ in vectors.nearest(query, _WANTED)}
    every = [(0, row) for row in range(vectors.count)]
    best = {address for address, _ in vectors.nearest(query, _WANTED, every)}
    return len(found & best) / len(best)


def product_of_floats(folder: Path) -> float:
    """Milliseconds of one product of the same rows as 32-bit floats, and of picking the best."""
    file = VectorsFile(str(folder / f"{_SEGMENT}.vectors"))
    rows = file.vectors.astype(np.float32)
    rows *= file.scales[:, None]
    queries = [rows[number].copy() for number in range(_QUERIES)]
    return statistics.median(
        [milliseconds(partial(_best_product, rows, query)) for query in queries]
    )


def _best_product(rows: Floats, query: Floats) -> None:
    np.argpartition(rows @ query, -_WANTED)


def milliseconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def memory() -> tuple[float, float]:
    """Megabytes of files that are mapped and looked at, and of the process's own."""
    status = Path(f"/proc/{os.getpid()}/status").read_text()
    sizes = dict(line.split(":", 1) for line in status.splitlines())
    mapped, own = (int(sizes[name].split()[0]) / 1000 for name in ("RssFile", "RssAnon"))
    return mapped, own

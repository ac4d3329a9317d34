"""Any number of records in the arXiv snapshot's schema: the real ones multiplied, or invented."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.support.corpora import CORPORA

_REAL = CORPORA / "arxiv-snapshot" / "arxiv-100k.jsonl.xz"

_SYLLABLES = (
    "ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si "
    "so ta te ti to va ve vi vo za ze zi zo tron plex morph graph form net stat dyn lux quant"
).split()


def write_records(path: Path, count: int) -> str:
    """Write ``count`` records with distinct ids and titles, a JSON object a line.

    Copies of a real record differ in id, in one word of the title and in the last sentence, so
    that no two are one paper and the vocabulary grows as that of new papers does.

    Returns:
        Where the records come from, for the table's caption.
    """
    source = "real arXiv records" if _REAL.exists() else "invented records"
    with path.open("wb") as file:
        for record in islice(_endless(), count):
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    return source


def _endless() -> Iterator[dict[str, object]]:
    chance = random.Random(7)
    round_number = 0
    while True:
        records = _real() if _REAL.exists() else _invented(chance)
        for number, record in enumerate(records):
            if round_number:
                year, month = divmod(round_number, 12)
                record["id"] = f"{60 + year}{month + 1:02}.{number:05}"
                word = _word(chance)
                record["title"] = f"{record['title']} {word}"
                record["abstract"] = f"{record['abstract']} We call this {word}{round_number}."
            yield record
        round_number += 1


def _real() -> Iterator[dict[str, object]]:
    with lzma.open(_REAL, "rb") as lines:
        for line in lines:
            yield json.loads(line)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))


def _invented(chance: random.Random) -> Iterator[dict[str, object]]:
    # Word frequencies fall off with rank, roughly as in prose.
    words = [_word(chance) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    for number in range(100_000):
        text = chance.choices(words, weights, k=chance.randint(90, 220))
        names = [_word(chance).title() for _ in range(2 * chance.randint(1, 8))]
        day = f"{chance.randint(1, 28)} Mar {chance.randint(2008, 2025)}"
        yield {
            "id": f"{9000 + number // 10_000}.{number % 10_000:05}",
            "title": " ".join(text[:9]).title(),
            "abstract": "  " + " ".join(text[9:]) + ".\n",
            "categories": chance.choice(["cs.CL cs.LG", "math.CO", "hep-th", "cs.CV"]),
            "doi": None,
            "versions": [{"version": "v1", "created": f"Mon, {day} 10:00:00 GMT"}],
            "authors_parsed": [[*pair, ""] for pair in zip(*[iter(names)] * 2, strict=True)],
        }

"""A stand-in for models and vectors: what a text means is how often it names each concept.

Words of one concept mean the same, whatever they are; words of none mean nothing.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import tantivy

from index.engine.meaning import Meaning
from index.engine.stored_papers import paper_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.engine.addresses import Address
    from index.engine.search import TantivyPapers

Vector = dict[str, float]

SYNONYMS = {
    "car": "vehicle",
    "automobile": "vehicle",
    "lorry": "vehicle",
    "boat": "ship",
    "ship": "ship",
    "vessel": "ship",
    "cheap": "price",
    "costly": "price",
    "affordable": "price",
    "tide": "sea",
    "wave": "sea",
    "ocean": "sea",
}
"""Concepts by word."""


def vector_of(text: str, concepts: Mapping[str, str] = SYNONYMS) -> Vector:
    """The unit vector of a text; empty where it names no concept."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    counts = Counter(concepts[word] for word in words if word in concepts)
    length = math.sqrt(sum(count * count for count in counts.values()))
    return {concept: count / length for concept, count in counts.items()}


def cosine(one: Vector, other: Vector) -> float:
    """How near two vectors are."""
    return sum(weight * other.get(concept, 0.0) for concept, weight in one.items())


class ConceptModel:
    """Answers as ``index.semantic.model.Model`` does; while its gate is closed, not yet."""

    name = "concepts"
    fingerprint = "c0"

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.embedded += texts
        self.gate.wait()
        return [vector_of(text) for text in texts]


class ConceptVectors:
    """Answers as ``index.semantic.vectors.Vectors`` does, for an index in memory."""

    fingerprint = "c0"
    model = ""

    def __init__(self, papers: TantivyPapers) -> None:
        searcher = papers.searcher
        every = searcher.search(tantivy.Query.all_query(), max(papers.count, 1)).hits
        self.rows: dict[Address, Vector] = {}
        for _, address in every:
            paper = paper_at(searcher, address)
            row = vector_of(f"{paper.title}. {paper.abstract or ''}")
            self.rows[address.segment_ord, address.doc] = row

    def require_whole(self) -> None:
        """Nothing can be cut off of what is in memory."""

    def cosines(self, query: Vector, addresses: Sequence[Address]) -> list[float]:
        return [cosine(query, self.rows[address]) for address in addresses]

    def nearest(
        self, query: Vector, count: int, among: Sequence[Address] | None = None
    ) -> list[tuple[Address, float]]:
        chosen = self.rows if among is None else among
        found = [(address, cosine(query, self.rows[address])) for address in chosen]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:count]

    def mean(self, vectors: Sequence[Vector]) -> Vector:
        total = Counter[str]()
        for one in vectors:
            total.update(one)
        length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
        return {concept: weight / length for concept, weight in total.items()}

    def row(self, address: Address) -> Vector | None:
        return self.rows[address] or None


def with_meaning(papers: TantivyPapers) -> ConceptModel:
    """Have an index in memory find papers by meaning too; the model that it asks."""
    model, vectors = ConceptModel(), ConceptVectors(papers)
    papers.compiler.meaning = Meaning(lambda: cast("Any", (vectors, model)))
    return model

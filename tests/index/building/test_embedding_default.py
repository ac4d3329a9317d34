"""The default model, from papers to what is nearest; skipped where the extra is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tantivy import DocAddress

from index import rebuild
from index.engine.schema import FINGERPRINT, open_for_reading, paper_from
from index.paper import Paper
from index.semantic.opening import open_model
from index.semantic.vectors import model_of, open_vectors
from index.storage import store
from tests.support.json_lines import json_lines

ABOUT = {
    "A lantern for errant pointers": "Accesses to memory that was freed are found while a program "
    "in C runs, which stops before an attacker can use them.",
    "Slow rivers carve deep": "Sediment in meandering streams is measured over thirty years, and "
    "how floods move the banks.",
    "Teaching machines to hum": "A neural network invents melodies for a given text, and listeners "
    "prefer them to those of people.",
    "Small stones, long walks": "Gait of patients after a replacement of the hip is followed with "
    "sensors in their shoes.",
}


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("detecting use-after-free vulnerabilities", "A lantern for errant pointers"),
        ("erosion and hydrology", "Slow rivers carve deep"),
        ("automatic composition of songs", "Teaching machines to hum"),
        ("rehabilitation after orthopaedic surgery", "Small stones, long walks"),
    ],
)
def test_a_question_finds_the_paper_that_shares_no_word_with_it(
    nearest_by_default: store.Generation, question: str, title: str
) -> None:
    vectors = open_vectors(Path(nearest_by_default.path))
    assert vectors is not None
    query = model_of(vectors).embed([question])[0]
    ((segment, row), _), *_ = vectors.nearest(query, 2)
    searcher = open_for_reading(nearest_by_default.path).searcher()
    assert paper_from(searcher.doc(DocAddress(segment, row))).title == title


def test_the_default_model_has_a_name(nearest_by_default: store.Generation) -> None:
    found = nearest_by_default.manifest.vectors
    assert found is not None
    assert found.model == ""
    assert open_model("default").fingerprint == open_model("").fingerprint == found.fingerprint


@pytest.fixture(scope="module")
def nearest_by_default(tmp_path_factory: pytest.TempPathFactory) -> store.Generation:
    """A generation of some papers with vectors of the default model."""
    # Where NumPy is not installed, these tests are left out, but this file is not.
    from tests.support.models import default_files

    default_files()
    folder = tmp_path_factory.mktemp("nearest")
    papers = [Paper(title=title, abstract=abstract) for title, abstract in ABOUT.items()]
    report = rebuild([json_lines(folder / "papers.jsonl", papers)], folder / "index", semantic=True)
    assert report.embedded == len(ABOUT)
    return store.live_generation(str(folder / "index"), FINGERPRINT)

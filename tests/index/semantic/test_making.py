from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import tantivy

if TYPE_CHECKING:
    import numpy as np
else:
    np = pytest.importorskip("numpy", reason="the extra quire[semantic] is not installed")

from index import rebuild, update
from index.building.embedding import Texts, vectors_made
from index.engine import schema
from index.engine.stored_papers import paper_at
from index.semantic.making import LEAST_PORTION, make_vectors, portion_after
from index.semantic.model import text_of
from index.semantic.partial import Partial
from index.semantic.segments import ENDING, segments_of
from index.semantic.vectors import open_vectors
from index.storage import publishing, store
from tests.support.builds import write_papers
from tests.support.models import CountingModel, vector_of


def generation(index_dir: Path) -> store.Generation:
    return store.live_generation(str(index_dir), schema.FINGERPRINT)


def vectored(index_dir: Path, model: CountingModel) -> store.Generation:
    """Give an index in a folder the vectors of a model, as ``quire semantic`` does."""
    base = generation(index_dir)
    with publishing.new_generation(str(index_dir), base) as path:
        made = vectors_made(path, str(index_dir), model, (), None)
        manifest = msgspec.structs.replace(base.manifest, vectors=made.files)
        return publishing.publish(str(index_dir), path, manifest)


@pytest.fixture
def segmented(tmp_path: Path) -> Path:
    """An index of several segments, in which papers were deleted."""
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "first.jsonl", 0, 300)], index_dir)
    update([write_papers(tmp_path / "second.jsonl", 250, 120, upvotes=3)], index_dir)
    update([write_papers(tmp_path / "third.jsonl", 360, 40, upvotes=5)], index_dir)
    return index_dir


def test_an_address_leads_to_the_vector_of_its_paper(segmented: Path) -> None:
    live = vectored(segmented, CountingModel())
    searcher = schema.open_for_reading(live.path).searcher()
    vectors = open_vectors(Path(live.path))
    assert vectors is not None
    assert len(segments_of(live.path)) == searcher.num_segments > 1
    hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs).hits
    assert vectors.count == len(hits) == 400
    for _, address in hits:
        paper = paper_at(searcher, address)
        (wanted,) = vector_of(text_of(paper.title, paper.abstract))
        row = vectors.row((address.segment_ord, address.doc))
        assert row is not None
        assert float(row @ wanted) > 0.999
        ((found, cosine),) = vectors.nearest(wanted, 1)
        assert found == (address.segment_ord, address.doc)
        assert cosine == pytest.approx(float(row @ wanted), abs=1e-5)


def test_papers_that_were_deleted_are_not_found(segmented: Path) -> None:
    live = vectored(segmented, CountingModel())
    vectors = open_vectors(Path(live.path))
    assert vectors is not None
    documents = sum(segment.documents for segment in segments_of(live.path))
    assert documents > 400
    query = vector_of("anything")[0]
    found = vectors.nearest(query, documents)
    assert len(found) == len({address for address, _ in found}) == 400
    dead = {
        (number, row)
        for number, segment in enumerate(segments_of(live.path))
        for row in range(segment.documents)
    } - {address for address, _ in found}
    assert vectors.nearest(query, 400, among=sorted(dead)) == []
    assert all(vectors.row(address) is None for address in dead)


def test_only_what_is_new_is_embedded(segmented: Path, tmp_path: Path) -> None:
    first = CountingModel()
    vectored(segmented, first)
    assert len(first.embedded) == len(set(first.embedded)) == 400
    rebuild([write_papers(tmp_path / "more.jsonl", 100, 320)], segmented, semantic=False)
    assert generation(segmented).manifest.vectors is None


def test_what_an_ended_build_has_made_is_not_made_again(segmented: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        vectored(segmented, CountingModel(fails_after=200))
    assert generation(segmented).manifest.vectors is None
    partial = segmented / "vectors.partial"
    # A kill while a vector is written leaves a part of it.
    partial.write_bytes(partial.read_bytes()[:-5])
    model = CountingModel()
    live = vectored(segmented, model)
    assert live.manifest.vectors is not None
    assert live.manifest.vectors.papers == 400
    assert 0 < len(model.embedded) < 250


def told_of(index_dir: Path, model: CountingModel) -> list[tuple[int, int]]:
    """How far embedding is said to be, from its beginning to its end."""
    told: list[tuple[int, int]] = []
    base = generation(index_dir)
    with publishing.new_generation(str(index_dir), base) as path:
        vectors_made(path, str(index_dir), model, (), lambda *state: told.append(state))
    return told


def test_progress_knows_from_the_beginning_what_there_is_to_do(segmented: Path) -> None:
    model = CountingModel()
    told = told_of(segmented, model)
    assert told[0] == (0, 400)
    assert told[-1] == (400, 400)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {400}
    # Soon after the beginning, so that there is something to forecast from.
    assert 0 < told[1][0] <= LEAST_PORTION


def test_a_run_that_goes_on_tells_of_what_is_left_alone(segmented: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        vectored(segmented, CountingModel(fails_after=200))
    model = CountingModel()
    told = told_of(segmented, model)
    left = len(model.embedded)
    assert 0 < left < 250
    assert told[0] == (0, left)
    assert {total for _, total in told} == {left}


def test_texts_that_are_there_are_read_once_and_no_more(segmented: Path) -> None:
    live = vectored(segmented, CountingModel())
    others = [live.path]
    read: list[int] = []
    texts = Texts(schema.open_for_reading(live.path).searcher(), str(segmented))

    def counting(segment: int, documents: Sequence[int]) -> Iterator[str]:
        read.append(len(documents))
        yield from texts(segment, documents)

    with publishing.new_generation(str(segmented), None) as path:
        for name in Path(live.path).iterdir():
            if not name.name.endswith(ENDING):
                shutil.copy(name, path)
        model = CountingModel()
        made = make_vectors(path, str(segmented), model, counting, others=others)
    assert (made.embedded, model.embedded) == (0, [])
    assert sum(read) == 400


@pytest.mark.parametrize(
    ("portion", "seconds", "following"),
    [
        (1_000, 1.0, 1_000),
        (1_000, 2.0, 500),
        (1_000, 0.9, 1_111),
        (1_000, 0.1, 2_000),
        (1_000, 0.0, 2_000),
        (4_000, 0.0, 4_096),
        (LEAST_PORTION, 60.0, LEAST_PORTION),
    ],
)
def test_a_portion_takes_about_a_second(portion: int, seconds: float, following: int) -> None:
    assert portion_after(portion, seconds) == following


def test_the_partial_file_of_another_model_is_of_no_use(segmented: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        vectored(segmented, CountingModel(fails_after=200))
    other = CountingModel()
    other.fingerprint = "11" * 16
    vectored(segmented, other)
    assert len(other.embedded) == 400


def test_among_some_papers_the_nearest_of_these_are_found(segmented: Path) -> None:
    live = vectored(segmented, CountingModel())
    vectors = open_vectors(Path(live.path))
    assert vectors is not None
    query = vector_of("anything")[0]
    every = vectors.nearest(query, 400)
    some = [address for address, _ in every][50:300:7]
    found = vectors.nearest(query, 10, among=some[::-1])
    assert [address for address, _ in found] == some[:10]
    cosines = vectors.cosines(query, some)
    assert cosines[:10].tolist() == pytest.approx([cosine for _, cosine in found], abs=1e-6)


@pytest.mark.parametrize("broken", [0, 1, 3])
def test_of_a_partial_file_what_stands_before_the_first_broken_record_counts(
    tmp_path: Path, broken: int
) -> None:
    model = CountingModel()
    arguments = (str(tmp_path), model.fingerprint, model.dimensions)
    digests = np.arange(64, dtype=np.uint8).reshape(4, 16)
    vectors = np.full((4, model.dimensions), 3, np.int8)
    with Partial(*arguments) as partial:
        partial.append(digests, np.ones(4, np.float32), vectors)
    path = tmp_path / "vectors.partial"
    content = bytearray(path.read_bytes())
    size = (len(content) - 28) // 4
    content[28 + broken * size + 5] ^= 1
    path.write_bytes(content)
    with Partial(*arguments) as partial:
        assert partial.records["digest"].tolist() == digests[:broken].tolist()
        partial.append(digests[broken:], np.ones(4 - broken, np.float32), vectors[broken:])
    with Partial(*arguments) as partial:
        assert partial.records["digest"].tolist() == digests.tolist()
        assert partial.records["vector"].tolist() == vectors.tolist()

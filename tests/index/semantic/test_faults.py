"""Vectors that are not as they were written are told in a sentence, and words go on."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from index import open_index, rebuild, update
from index.building.add_vectors import add_vectors
from index.check import verify
from index.engine.schema import FINGERPRINT
from index.errors import IndexBusy, IndexDamaged, VectorsUnfit
from index.semantic.model import text_of
from index.semantic.opening import open_model
from index.semantic.vectors import model_of, open_vectors
from index.storage import store
from index.storage.lock import writer_lock
from tests.support.builds import write_papers
from tests.support.models import static_model


@pytest.fixture
def index_dir(tmp_path: Path, model: Path) -> Path:
    """An index of two segments with vectors."""
    folder = tmp_path / "index"
    rebuild([write_papers(tmp_path / "a.jsonl", 0, 60)], folder, semantic=True, model=model)
    update([write_papers(tmp_path / "b.jsonl", 60, 20)], folder)
    return folder


def live(index_dir: Path) -> store.Generation:
    return store.live_generation(str(index_dir), FINGERPRINT)


def vector_files(index_dir: Path) -> list[Path]:
    generation = live(index_dir)
    return [Path(generation.path, name) for name in generation.manifest.vector_files]


def replaced(path: Path, content: bytes) -> None:
    """Put another file in place of one, so that what is mapped does not change."""
    path.unlink()
    path.write_bytes(content)


def assert_unfit(index_dir: Path) -> str:
    """Vectors are refused, papers are found by words; what is said."""
    with pytest.raises(VectorsUnfit, match="`quire semantic` makes them anew") as refused:
        open_vectors(Path(live(index_dir).path))
    with open_index(index_dir) as papers:
        assert papers.search("sample", limit=0).total == 80
    with pytest.raises(IndexDamaged, match="make the vectors anew with `quire semantic`"):
        verify(index_dir)
    return str(refused.value)


def assert_mended(index_dir: Path, embedded: int) -> None:
    """``quire semantic`` makes what is missing, and no more."""
    report = add_vectors(index_dir)
    assert (report.wrote, report.papers, report.embedded) == (True, 80, embedded)
    assert verify(index_dir).papers == 80
    assert open_vectors(Path(live(index_dir).path)) is not None


@pytest.mark.parametrize("left", [0, 10, 64, 700, -1])
def test_a_file_that_is_cut_off(index_dir: Path, left: int) -> None:
    path = max(vector_files(index_dir), key=os.path.getsize)
    replaced(path, path.read_bytes()[:left])
    assert "is cut off" in assert_unfit(index_dir)
    assert_mended(index_dir, 60)


def test_a_file_that_is_cut_off_while_it_is_in_use(index_dir: Path) -> None:
    path = max(vector_files(index_dir), key=os.path.getsize)
    with open_index(index_dir) as papers:
        assert papers.search("sample words").mixed
        os.truncate(path, 64)
        page = papers.search("other sample words")
        assert page.listed
        assert f"{path.name} was cut off since it was opened" in str(page.refusal)
        key = page.hits[0].paper.key
        assert papers.similar(key)
        liked = papers.search(f"like:{key}")
        assert liked.hits
        assert liked.refusal == page.refusal
        with pytest.raises(VectorsUnfit, match="was cut off since it was opened"):
            papers.search('near:"sample words"')
    assert_mended(index_dir, 60)


def test_a_file_that_another_is_written_over_while_it_is_in_use(
    index_dir: Path, tmp_path: Path
) -> None:
    other = static_model(tmp_path / "other-model", seed=2)
    shutil.copytree(index_dir, tmp_path / "other")
    add_vectors(tmp_path / "other", model=other)
    path = max(vector_files(index_dir), key=os.path.getsize)
    theirs = max(vector_files(tmp_path / "other"), key=os.path.getsize)
    assert path.stat().st_size == theirs.stat().st_size
    with open_index(index_dir) as papers:
        assert papers.search("sample words").mixed
        with path.open("r+b") as file:
            file.write(theirs.read_bytes())
        page = papers.search("other sample words")
        assert page.listed
        assert f"{path.name} was written over since it was opened" in str(page.refusal)
    assert "another model or another index" in assert_unfit(index_dir)
    assert_mended(index_dir, 60)


def test_a_file_that_is_gone(index_dir: Path) -> None:
    min(vector_files(index_dir), key=os.path.getsize).unlink()
    assert "no such file" in assert_unfit(index_dir)
    assert_mended(index_dir, 20)


def test_a_header_with_a_flipped_bit(index_dir: Path) -> None:
    path = vector_files(index_dir)[0]
    whole = path.read_bytes()
    for place in range(44):
        replaced(path, whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert path.name in assert_unfit(index_dir)


def test_a_flipped_bit_anywhere_is_noticed_by_check_and_mended(index_dir: Path) -> None:
    chance = random.Random(3)
    path = max(vector_files(index_dir), key=os.path.getsize)
    for _ in range(5):
        whole = path.read_bytes()
        place = chance.randrange(64, len(whole))
        replaced(path, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged, match="make the vectors anew with `quire semantic`"):
            verify(index_dir)
        assert add_vectors(index_dir).embedded == 60
        path = max(vector_files(index_dir), key=os.path.getsize)
        assert verify(index_dir).papers == 80


def test_scales_that_no_row_has_are_refused(index_dir: Path) -> None:
    path = max(vector_files(index_dir), key=os.path.getsize)
    whole = path.read_bytes()
    scales = 64 + 60 * 16
    for scale in (b"\x00\x00\xc0\x7f", b"\x00\x00\x80\x3f", b"\x00\x00\x80\xbf"):
        replaced(path, whole[:scales] + scale + whole[scales + 4 :])
        assert "is not as it was written" in assert_unfit(index_dir)


def test_the_vectors_of_another_index(index_dir: Path, tmp_path: Path, model: Path) -> None:
    other = tmp_path / "other"
    rebuild([write_papers(tmp_path / "c.jsonl", 0, 50)], other, semantic=True, model=model)
    shutil.copy(vector_files(other)[0], max(vector_files(index_dir), key=os.path.getsize))
    assert "another model or another index" in assert_unfit(index_dir)
    assert_mended(index_dir, 60)


def test_a_model_that_has_changed_in_its_place(
    index_dir: Path, tmp_path: Path, model: Path
) -> None:
    vectors = open_vectors(Path(live(index_dir).path))
    assert vectors is not None
    assert model_of(vectors).fingerprint == vectors.fingerprint
    static_model(model, seed=2)
    with pytest.raises(VectorsUnfit, match="another model than the one in"):
        model_of(vectors)
    report = update([write_papers(tmp_path / "d.jsonl", 80, 10)], index_dir)
    (note,) = report.notes
    assert note.startswith("10 papers of the index can't be found by meaning: the model is another")
    vectors = open_vectors(Path(live(index_dir).path))
    assert vectors is not None
    assert (vectors.count, live(index_dir).manifest.papers) == (80, 90)
    report_of_all = add_vectors(index_dir)
    assert (report_of_all.embedded, report_of_all.papers) == (90, 90)


def test_an_index_that_was_replaced_since_is_told(index_dir: Path, tmp_path: Path) -> None:
    before = Path(live(index_dir).path)
    update([write_papers(tmp_path / "d.jsonl", 80, 10)], index_dir)
    with pytest.raises(VectorsUnfit, match="was replaced since it was opened"):
        open_vectors(before)


def test_one_process_writes_vectors(index_dir: Path) -> None:
    with writer_lock(str(index_dir)), pytest.raises(IndexBusy):
        add_vectors(index_dir)


def test_papers_without_vectors_are_no_nearer_than_others(
    index_dir: Path, tmp_path: Path, model: Path
) -> None:
    query = open_model(model).embed([text_of("A Study of Sample 3", None)])[0]
    static_model(model, seed=2)
    update([write_papers(tmp_path / "d.jsonl", 80, 10)], index_dir)
    vectors = open_vectors(Path(live(index_dir).path))
    assert vectors is not None
    nearest = vectors.nearest(query, 1000)
    assert len(nearest) == 80
    last = 2
    assert {segment for (segment, _), _ in nearest} == {0, 1}
    cosines = vectors.cosines(query, [(last, 0), nearest[0][0]])
    assert cosines.tolist() == [0, pytest.approx(nearest[0][1], abs=1e-6)]
    assert vectors.row((last, 0)) is None
    assert vectors.nearest(query, 5, among=[(last, 0)]) == []

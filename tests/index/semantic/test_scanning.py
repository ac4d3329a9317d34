from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.models import vector_of

if TYPE_CHECKING:
    import numpy as np
else:
    np = pytest.importorskip("numpy", reason="the extra quire[semantic] is not installed")

from index import rebuild, update
from index.engine.schema import FINGERPRINT
from index.semantic import mapped_vectors
from index.semantic.quantization import quantized, unit_rows
from index.semantic.scanning import products, sign_differences
from index.semantic.vectors import open_vectors
from index.semantic.vectors_file import VectorsFile, VectorsWriter, signs_of
from index.storage import store
from tests.support.builds import write_papers


@pytest.mark.parametrize("count", [0, 1, 1023, 1025, 41_000])
def test_products_are_those_of_the_rows(count: int) -> None:
    chance = np.random.default_rng(5)
    rows = chance.integers(-127, 128, (count, 19)).astype(np.int8)
    query = chance.standard_normal(19).astype(np.float32)
    wanted = rows.astype(np.float32) @ query
    assert np.allclose(products(rows, query), wanted, atol=1e-2)
    some = chance.permutation(count)[: count // 2]
    assert np.allclose(products(rows, query, some), wanted[some], atol=1e-2)


@pytest.mark.parametrize("dimensions", [1, 24, 64, 65, 384])
def test_differences_of_signs_are_counted(dimensions: int) -> None:
    chance = np.random.default_rng(6)
    rows = chance.standard_normal((9000, dimensions)).astype(np.float32)
    query = chance.standard_normal(dimensions).astype(np.float32)
    wanted = ((rows > 0) != (query > 0)).sum(axis=1)
    assert sign_differences(signs_of(rows), signs_of(query[None])[0]).tolist() == wanted.tolist()


def test_eight_bits_keep_cosines() -> None:
    chance = np.random.default_rng(7)
    rows = unit_rows(chance.standard_normal((500, 384)).astype(np.float32))
    integers, scales = quantized(rows)
    restored = integers * scales[:, None]
    assert np.allclose(np.linalg.norm(restored, axis=1), 1, atol=1e-5)
    assert np.abs(rows @ rows.T - restored @ restored.T).max() < 0.005
    nothing, scale = quantized(np.zeros((1, 384), np.float32))
    assert not nothing.any()
    assert scale.tolist() == [0]


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    rows = np.concatenate([vector_of(str(number)) for number in range(300)])
    digests = np.arange(4800, dtype=np.uint8).reshape(300, 16)
    vectors, scales = quantized(rows)
    with VectorsWriter(str(tmp_path / "a.vectors"), "ab" * 16, *rows.shape) as writer:
        for part in (slice(0, 100), slice(100, 300)):
            writer.append(digests[part], scales[part], vectors[part])
        writer.finish()
    file = VectorsFile(str(tmp_path / "a.vectors"))
    assert (file.fingerprint, file.rows, file.dimensions) == ("ab" * 16, 300, 24)
    assert np.array_equal(file.digests, digests)
    assert np.array_equal(file.signs, signs_of(file.vectors))
    assert np.allclose(file.vectors * file.scales[:, None], rows, atol=0.01)


def test_of_very_many_vectors_those_whose_signs_are_alike_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.models import static_model

    model = static_model(tmp_path / "model", dimensions=200)
    folder = tmp_path / "index"
    rebuild([write_papers(tmp_path / "a.jsonl", 0, 150)], folder, semantic=True, model=model)
    update([write_papers(tmp_path / "b.jsonl", 100, 80, upvotes=2)], folder)
    live = store.live_generation(str(folder), FINGERPRINT)
    vectors = open_vectors(Path(live.path))
    assert vectors is not None
    query = vector_of("anything", 200)[0]
    every = vectors.nearest(query, 1000)
    assert len(every) == 180
    addresses = [address for address, _ in every]
    for count in (180, 20):
        found = dict(vectors.nearest(query, 1000, among=addresses[:count]))
        assert list(found) == addresses[:count]
        assert found == pytest.approx(dict(every[:count]), abs=1e-6)
    assert vectors.nearest(query, 0) == vectors.nearest(query, 5, among=[]) == []
    monkeypatch.setattr(mapped_vectors, "SCANNED", 100)
    # As many candidates as there are papers: the answer is the same, without those deleted.
    assert vectors.nearest(query, 1000) == every
    monkeypatch.setattr(mapped_vectors, "CANDIDATES", 60)
    monkeypatch.setattr(mapped_vectors, "CANDIDATES_EACH", 1)
    monkeypatch.setattr(mapped_vectors, "GATHERED", 1)
    looked_at: list[int] = []

    def counting(vectors: object, query: object, rows: object = None) -> object:
        looked_at.append(180 if rows is None else len(rows))  # type: ignore[arg-type]
        return products(vectors, query, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(mapped_vectors, "products", counting)
    found_first = [address for address, _ in vectors.nearest(query, 3)]
    assert found_first == addresses[:3]
    assert 60 <= sum(looked_at) < 120

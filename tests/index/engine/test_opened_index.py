"""The life of an opened index, and what is said of one that can't be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import rebuild
from index.engines import open_index
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, UsageError


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    lines = "\n".join(f'{{"title": "Paper {number} on quarks"}}' for number in range(5))
    path = tmp_path / "papers.jsonl"
    path.write_text(lines)
    return path


def test_an_opened_generation_answers_on_when_a_new_one_is_published(
    tmp_path: Path, pages: Path
) -> None:
    index = tmp_path / "index"
    rebuild([pages], index)
    with open_index(index) as old:
        assert old.count == 5
        assert not old.is_stale()
        pages.write_text('{"title": "One other paper on quarks"}')
        rebuild([pages], index)
        assert old.is_stale()
        assert old.search("quarks").total == 5
        assert len(old.search("quarks", sort="date", offset=2).hits) == 3
        assert old.facets("quarks").total == 5
        with open_index(index) as new:
            assert new.generation != old.generation
            assert new.search("quarks").total == 1


def test_a_closed_index_says_so(tmp_path: Path, pages: Path) -> None:
    rebuild([pages], tmp_path / "index")
    with open_index(tmp_path / "index") as papers:
        pass
    with pytest.raises(UsageError, match="closed"):
        papers.search("quarks")


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="quire rebuild"):
        open_index(tmp_path / "nothing")


def test_an_index_of_another_version_is_told(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild([pages], tmp_path / "index")
    monkeypatch.setattr("index.engine.schema.FINGERPRINT", "another")
    with pytest.raises(IndexOutdated):
        open_index(tmp_path / "index")


def test_a_damaged_index_is_told(tmp_path: Path, pages: Path) -> None:
    rebuild([pages], tmp_path / "index")
    (meta,) = tmp_path.glob("index/generations/*/meta.json")
    meta.write_bytes(b"x" * meta.stat().st_size)
    with pytest.raises(IndexDamaged, match="make it anew"):
        open_index(tmp_path / "index")

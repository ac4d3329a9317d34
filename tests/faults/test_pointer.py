"""The pointer to the live generation: lost, torn, or not to be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from index import IndexDamaged, IndexMissing, InputError, open_index, rebuild, update
from index.check import verify
from index.engine.schema import FINGERPRINT
from index.engines import describe
from index.storage import durable, lock, publishing, store
from tests.support.builds import assert_tidy, write_papers

HARMS = {
    "lost": lambda pointer: pointer.unlink(),
    "empty": lambda pointer: pointer.write_bytes(b""),
    "zeros": lambda pointer: pointer.write_bytes(b"\0" * 26),
    "torn": lambda pointer: pointer.write_bytes(pointer.read_bytes()[:7]),
    "binary": lambda pointer: pointer.write_bytes(b"\xff\xfe\x80"),
    "elsewhere": lambda pointer: pointer.write_bytes(b"../../etc\n"),
    "gone": lambda pointer: pointer.write_bytes(b"20010101T000000Z-00000000\n"),
}


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    rebuild([write_papers(tmp_path / "old.jsonl", 0, 40)], tmp_path / "index")
    return tmp_path / "index"


def generations(index_dir: Path) -> list[str]:
    return sorted(os.listdir(index_dir / store.GENERATIONS))


@pytest.mark.parametrize("harm", HARMS)
def test_readers_say_that_the_index_is_damaged(harm: str, index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        HARMS[harm](index_dir / store.CURRENT)
        for read in (open_index, describe, verify):
            with pytest.raises(IndexDamaged, match="quire rebuild"):
                read(index_dir)
        # Whoever has it open goes on, and is told of no other one unless there is a name.
        assert papers.is_stale() is (harm in ("gone", "torn"))
        assert papers.search("sample").total == 40


@pytest.mark.parametrize("harm", HARMS)
def test_an_update_repairs_it_and_loses_nothing(harm: str, index_dir: Path, tmp_path: Path) -> None:
    HARMS[harm](index_dir / store.CURRENT)
    report = update([write_papers(tmp_path / "more.jsonl", 40, 5)], index_dir)
    assert (report.papers, report.added, len(report.notes)) == (45, 5, 1)
    assert verify(index_dir).papers == 45
    assert_tidy(index_dir)


@pytest.mark.parametrize("harm", HARMS)
def test_an_update_with_nothing_new_repairs_it_too(
    harm: str, index_dir: Path, tmp_path: Path
) -> None:
    HARMS[harm](index_dir / store.CURRENT)
    assert "pointer" in update([tmp_path / "old.jsonl"], index_dir).notes[0]
    assert verify(index_dir).papers == 40
    assert update([tmp_path / "old.jsonl"], index_dir).notes == []


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("build", [rebuild, update])
def test_a_build_that_fails_removes_nothing(
    build: object, harm: str, index_dir: Path, tmp_path: Path
) -> None:
    before = generations(index_dir)
    HARMS[harm](index_dir / store.CURRENT)
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"title": ""}\n')
    with pytest.raises(InputError):
        build([wrong], index_dir, strict=True)  # type: ignore[operator]
    assert generations(index_dir) == before
    assert update([tmp_path / "old.jsonl"], index_dir).papers == 40


@pytest.mark.parametrize("harm", HARMS)
def test_a_rebuild_needs_no_pointer(harm: str, index_dir: Path, tmp_path: Path) -> None:
    HARMS[harm](index_dir / store.CURRENT)
    assert rebuild([write_papers(tmp_path / "new.jsonl", 0, 7)], index_dir).papers == 7
    assert verify(index_dir).papers == 7
    assert_tidy(index_dir)


def keep_another(index_dir: Path, tmp_path: Path) -> Path:
    """Have an older, smaller generation beside the live one, as a dead build leaves it."""
    other = tmp_path / "other"
    rebuild([write_papers(tmp_path / "few.jsonl", 0, 3)], other)
    (name,) = generations(other)
    older = index_dir / store.GENERATIONS / f"1{name[1:]}"
    (other / store.GENERATIONS / name).rename(older)
    return older


def test_the_newest_whole_generation_is_taken(index_dir: Path, tmp_path: Path) -> None:
    older = keep_another(index_dir, tmp_path)
    (index_dir / store.CURRENT).unlink()
    generation, repaired = publishing.base_generation(str(index_dir), FINGERPRINT)
    assert generation is not None
    assert (generation.manifest.papers, repaired) == (40, True)
    (index_dir / store.CURRENT).unlink()
    Path(generation.path, store.LEDGER).write_bytes(b"short")
    generation, _ = publishing.base_generation(str(index_dir), FINGERPRINT)
    assert generation is not None
    assert generation.path == str(older)
    assert len(generations(index_dir)) == 2


def test_where_none_is_whole_an_update_refuses(index_dir: Path, tmp_path: Path) -> None:
    (name,) = generations(index_dir)
    (index_dir / store.GENERATIONS / name / store.MANIFEST).write_text("{")
    (index_dir / store.CURRENT).unlink()
    with pytest.raises(IndexDamaged):
        update([tmp_path / "old.jsonl"], index_dir)
    assert generations(index_dir) == [name]


def test_a_damaged_live_generation_is_not_passed_over(index_dir: Path, tmp_path: Path) -> None:
    keep_another(index_dir, tmp_path)
    live = index_dir / store.GENERATIONS / store.live_name(str(index_dir))
    (live / store.LEDGER).write_bytes(b"short")
    with pytest.raises(IndexDamaged, match="ledger"):
        update([tmp_path / "old.jsonl"], index_dir)


def test_what_a_killed_first_build_leaves_is_no_index(tmp_path: Path) -> None:
    dead = tmp_path / "index" / store.GENERATIONS / "20260101T000000Z-00000000"
    dead.mkdir(parents=True)
    (dead / "segment").touch()
    (dead / f".{store.MANIFEST}.new").write_text("{")
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "index")
    papers = write_papers(tmp_path / "papers.jsonl", 0, 4)
    report = update([papers], tmp_path / "index")
    assert (report.papers, report.notes) == (4, [])
    assert_tidy(tmp_path / "index")


def failing(path: Path, real: object) -> object:
    def sync(name: str) -> None:
        if os.path.realpath(name) == os.path.realpath(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(name)  # type: ignore[operator]

    return sync


@pytest.mark.parametrize("build", [rebuild, update])
def test_an_error_after_the_new_index_is_live_says_so(
    build: object, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.live_name(str(index_dir))
    monkeypatch.setattr(durable, "sync", failing(index_dir, durable.sync))
    new = write_papers(tmp_path / "new.jsonl", 40, 9)
    with pytest.raises(InputError, match=r"the new index .* is live") as caught:
        build([new], index_dir)  # type: ignore[operator]
    assert "untouched" not in str(caught.value)
    assert store.live_name(str(index_dir)) != before
    # After a power cut the pointer may be the old one again.
    assert before in generations(index_dir)
    monkeypatch.undo()
    assert verify(index_dir).papers == (9 if build is rebuild else 49)
    assert rebuild([new], index_dir).papers == 9
    assert_tidy(index_dir)


def test_leftovers_that_cannot_be_removed_make_no_build_fail(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.unlink

    def unlink(path: str, **options: int) -> None:
        if str(path).endswith("current.new"):
            raise OSError(errno.EIO, "")
        real(path, **options)

    monkeypatch.setattr(os, "unlink", unlink)
    assert rebuild([write_papers(tmp_path / "new.jsonl", 0, 9)], index_dir).papers == 9
    monkeypatch.undo()
    assert verify(index_dir).papers == 9


def test_a_pointer_that_cannot_be_written_leaves_the_old_index(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(source: str, target: str) -> None:
        if str(target).endswith(store.CURRENT):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(source, target)

    real = os.replace
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(InputError, match="untouched"):
        rebuild([write_papers(tmp_path / "new.jsonl", 0, 9)], index_dir)
    monkeypatch.undo()
    assert verify(index_dir).papers == 40
    assert len(generations(index_dir)) == 1


def test_a_fresh_folder_is_kept_through_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = durable.sync

    def sync(path: str) -> None:
        synced.append(path)
        real(path)

    monkeypatch.setattr(durable, "sync", sync)
    index_dir = tmp_path / "a" / "b" / "index"
    with lock.writer_lock(str(index_dir)):
        pass
    assert set(synced) == {str(tmp_path), *map(str, (tmp_path / "a", index_dir.parent, index_dir))}
    synced.clear()
    with lock.writer_lock(str(index_dir)):
        pass
    assert synced == []

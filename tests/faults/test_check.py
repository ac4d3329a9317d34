"""`quire check` notices every flipped bit, says what to do, and never fails itself."""

from __future__ import annotations

import errno
import os
import random
from pathlib import Path
from typing import BinaryIO

import pytest

from index import IndexDamaged, IndexOutdated, rebuild
from index.check import verify
from index.engine.schema import FINGERPRINT
from index.storage import store, verification
from index.storage.checksums import checksum_of, difference
from tests.support.builds import write_papers


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    rebuild([write_papers(folder / "papers.jsonl", 0, 60)], folder / "index")
    return folder / "index"


def replaced(path: Path, data: bytes) -> None:
    """Put another file in place of one, so that what is mapped does not change."""
    path.unlink()
    path.write_bytes(data)


def test_every_flipped_bit_of_every_file_is_noticed(index_dir: Path) -> None:
    chance = random.Random(1)
    live = store.live_generation(str(index_dir), FINGERPRINT)
    names = [name for name in os.listdir(live.path) if not name.endswith(".lock")]
    assert {*live.manifest.files, store.MANAGED, store.MANIFEST} == set(names)
    for name in names:
        path = Path(live.path, name)
        whole = path.read_bytes()
        places = {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(25))}
        for place in places:
            flipped = whole[place] ^ (1 << chance.randrange(8))
            replaced(path, whole[:place] + bytes([flipped]) + whole[place + 1 :])
            with pytest.raises((IndexDamaged, IndexOutdated), match="quire rebuild"):
                verify(index_dir)
        replaced(path, whole)
    assert verify(index_dir).files == len(names) - 1


def test_every_bit_of_a_manifest_counts(index_dir: Path) -> None:
    live = store.live_generation(str(index_dir), FINGERPRINT)
    encoded = Path(live.path, store.MANIFEST).read_bytes()
    for place in range(len(encoded)):
        for bit in (1, 128):
            flipped = encoded[:place] + bytes([encoded[place] ^ bit]) + encoded[place + 1 :]
            with pytest.raises((IndexDamaged, IndexOutdated)):
                store._manifest("index", flipped, FINGERPRINT)
    for end in range(len(encoded)):
        with pytest.raises(IndexDamaged):
            store._manifest("index", encoded[:end], FINGERPRINT)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOENT, errno.ESTALE])
def test_a_disk_that_cannot_be_read_is_told(
    number: int, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(file: BinaryIO, remembered: int) -> str | None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(verification, "difference", failing)
    with pytest.raises(IndexDamaged, match=f"can't be read: {os.strerror(number).lower()}"):
        verify(index_dir)


@pytest.mark.parametrize("overtaken", [1, 4])
def test_an_index_that_is_replaced_meanwhile_is_no_damage(
    overtaken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "0.jsonl", 0, 30)], index_dir)
    calls = 0

    def slow(file: BinaryIO, remembered: int) -> str | None:
        nonlocal calls
        calls += 1
        if calls <= overtaken:
            rebuild([write_papers(tmp_path / "n.jsonl", 0, 30 + calls)], index_dir)
        return difference(file, remembered)

    monkeypatch.setattr(verification, "difference", slow)
    assert verify(index_dir).papers in range(30, 31 + overtaken)


def test_files_that_vanish_meanwhile_are_damage_unless_there_is_another_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "0.jsonl", 0, 30)], index_dir)
    live = store.live_generation(str(index_dir), FINGERPRINT)
    real = verification.open_files

    def removing(*arguments: object) -> object:
        for name in live.manifest.files:
            Path(live.path, name).unlink(missing_ok=True)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("index.check.open_files", removing)
    with pytest.raises(IndexDamaged, match="no such file"):
        verify(index_dir)


def test_checksums_of_files_with_and_without_a_footer(tmp_path: Path) -> None:
    plain, empty, sealed = (tmp_path / name for name in ("plain", "empty", "sealed"))
    plain.write_bytes(b"some text")
    empty.touch()
    body, footer = b"body" * 1000, b'{"version":{},"crc":%d}'
    from zlib import crc32

    footer %= crc32(body)
    tail = len(footer).to_bytes(4, "little") + (1337).to_bytes(4, "little")
    sealed.write_bytes(body + footer + tail)
    for path in (plain, empty, sealed):
        with path.open("rb") as file:
            assert difference(file, checksum_of(str(path))) is None
    before = checksum_of(str(sealed))
    sealed.write_bytes(b"B" + body[1:] + footer + tail)
    # The footer is the same, so only reading all of it tells.
    assert checksum_of(str(sealed)) == before
    with sealed.open("rb") as file:
        assert difference(file, before) == "does not match its checksum"
    with plain.open("rb") as file:
        assert difference(file, before) == "does not match its checksum"

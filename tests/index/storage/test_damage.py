"""What is called damage: files that can't be made sense of, and nothing else."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import IndexClosed, IndexDamaged, rebuild, update
from index.building.record_digests import Ledger
from index.engine import schema
from index.engine.search import TantivyPapers, open_folder
from index.errors import EngineFailed
from tests.support.builds import write_papers


def built(folder: Path) -> Path:
    rebuild([write_papers(folder / "papers.jsonl", 0, 20)], folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index to read only."""
    return built(tmp_path_factory.mktemp("damage"))


ASKING: dict[str, Callable[[TantivyPapers], object]] = {
    "search": lambda papers: papers.search("sample"),
    "facets": lambda papers: papers.facets("sample"),
    "get": lambda papers: papers.get("9901.00001"),
    "similar": lambda papers: papers.similar("9901.00001"),
    "position": lambda papers: papers.position("sample", "9901.00001"),
    "explain": lambda papers: papers.explain("sample"),
    "sample": lambda papers: papers.sample(),
}


class Failing:
    """A searcher whose every answer is an error."""

    num_docs = 20
    num_segments = 1

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> None:
            raise self._error

        return fail


class PanicException(BaseException):
    """Called as what Rust raises."""


def failing(papers: TantivyPapers, error: BaseException) -> TantivyPapers:
    from index.engine.compile import Compiler

    searcher: Any = Failing(error)
    papers._opened = (searcher, Compiler(searcher))
    return papers


@pytest.mark.parametrize("name", ASKING)
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("An IO error occurred: 'doc store block not completely read'"), IndexDamaged),
        (ValueError("Data corrupted: 'x'"), IndexDamaged),
        (ValueError("Failed to open file for read: 'FileDoesNotExist(\"x\")'"), IndexDamaged),
        (ValueError("An IO error occurred: 'x (os error 13)'"), IndexClosed),
        (ValueError("Failed to acquire Lockfile: IoError(Os { code: 37, kind: X })"), IndexClosed),
        (ValueError("Failed to acquire Lockfile: LockBusy"), IndexClosed),
        (OSError(errno.EIO, "x"), IndexDamaged),
        (OSError(errno.EMFILE, "x"), IndexClosed),
        (PanicException("index out of range"), EngineFailed),
        (ValueError("zip() argument 2 is shorter than argument 1"), ValueError),
        (OverflowError("int too big to convert"), OverflowError),
        (TypeError("x"), TypeError),
        (RecursionError("x"), RecursionError),
    ],
)
def test_only_files_that_cannot_be_read_are_damage(
    name: str, error: BaseException, told: type[BaseException], index_dir: Path
) -> None:
    with open_folder(index_dir) as papers, pytest.raises(told) as caught:
        ASKING[name](failing(papers, error))
    assert type(caught.value) is told


def test_a_panic_over_a_damaged_file_is_damage(tmp_path: Path) -> None:
    index_dir = built(tmp_path)
    with open_folder(index_dir) as papers:
        (store_file,) = Path(papers.live.path).glob("*.store")
        data = bytearray(store_file.read_bytes())
        data[10] ^= 1
        store_file.unlink()
        store_file.write_bytes(data)
        with pytest.raises(IndexDamaged, match=r"\.store does not match its checksum"):
            failing(papers, PanicException("x")).search("sample")


@pytest.mark.parametrize("rest", [None, b"", b"\xc1", b"\x90"])
def test_a_paper_that_makes_no_sense_is_damage(rest: bytes | None, index_dir: Path) -> None:
    class Document:
        def get_first(self, name: str) -> object:
            return rest if name == "rest" else "text"

    class Searcher:
        def doc(self, _address: object) -> Document:
            return Document()

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    with open_folder(index_dir) as papers:
        real = papers.searcher
        searcher: Any = Searcher()
        papers._opened = (searcher, papers.compiler)
        with pytest.raises(IndexDamaged, match="read back"):
            papers.search("sample")


def test_an_index_that_cannot_be_opened_for_want_of_files_is_not_damaged(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: str) -> None:
        raise ValueError("Failed to acquire Lockfile: IoError(Os { code: 24, kind: X })")

    monkeypatch.setattr(schema, "open_for_reading", closed)
    with pytest.raises(IndexClosed, match="too many open files"):
        open_folder(index_dir)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EACCES, "x"), IndexClosed),
        (OSError(errno.EIO, "x"), IndexDamaged),
        (ValueError("bytes length not a multiple of item size"), IndexDamaged),
    ],
)
def test_an_update_says_the_same_of_its_base(
    error: Exception, told: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(path: str) -> Ledger:
        raise error

    index_dir = built(tmp_path)
    monkeypatch.setattr(Ledger, "load", load)
    with pytest.raises(told, match="ledger"):
        update([write_papers(tmp_path / "more.jsonl", 20, 3)], index_dir)
    monkeypatch.undo()
    with open_folder(index_dir) as papers:
        assert papers.count == 20

"""A library on a disk that is full, closed or broken: a sentence, and everything else goes on."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import open_library, rebuild
from tests.support.builds import bound_by_permissions, run, write_papers

pytestmark = pytest.mark.end_to_end

KEY = "9901.00003"
CHANGES = (
    ("star", KEY),
    ("read", KEY),
    ("tag", KEY, "--tag", "rl"),
    ("note", KEY, "--text", "words"),
    ("saved", "add", "mine", "sample"),
    ("digest",),
    ("library", "import", "{exported}"),
)
"""Every command that changes a library."""


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 20)], tmp_path / "index")
    return tmp_path / "index"


def library_at(path: Path) -> Path:
    """A library in which a paper is starred and a search is saved."""
    from index.paper import Paper

    with open_library(path) as library:
        library.star([Paper(key="9901.00007", arxiv_id="9901.00007", title="A Study of Sample 7")])
        library.save("all", "sample")
    return path


def assert_refused(
    index_dir: Path,
    path: Path,
    code: int,
    told: str,
    preexec: Callable[[], None] | None = None,
) -> None:
    """Every change is refused in a sentence; what asks for nothing of the library goes on."""
    exported = index_dir.parent / "exported.jsonl"
    exported.write_text('{"saved":"other","query":"x","time":1,"set":true}\n')
    at = ("--index", index_dir, "--library", path)
    for change in CHANGES:
        words = [word.format(exported=exported) for word in change]
        found, output, narration = run(*words, *at, preexec=preexec)
        assert (found, output) == (code, ""), (change, narration)
        assert told in narration, change
        assert narration.count("\n") == 1, narration
    found, output, narration = run("search", "sample", "--count", *at, preexec=preexec)
    assert (found, output) == (0, "20\n"), narration


def test_a_full_disk_costs_the_change_alone(index_dir: Path, small_disk: Path) -> None:
    path = library_at(small_disk / "library.db")
    with (small_disk / "fill").open("wb", buffering=0) as fill:
        try:
            while True:
                fill.write(bytes(512))
        except OSError:
            pass
    assert_refused(index_dir, path, 3, "no space left on device")
    at = ("--index", index_dir, "--library", path)
    assert run("search", "is:starred", "--count", *at)[1] == "1\n"
    (small_disk / "fill").unlink()
    assert run("star", KEY, *at)[0] == 0
    assert run("library", "check", *at)[0] == 0
    assert run("search", "is:starred", "--count", *at)[1] == "2\n"


def limited_files() -> None:
    """No file may grow beyond 20 kB, less than a log of changes and its locks take."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_files_that_cannot_grow_cost_the_change_alone(index_dir: Path, tmp_path: Path) -> None:
    path = library_at(tmp_path / "library.db")
    before = path.read_bytes()
    assert_refused(index_dir, path, 3, "can't write the library", limited_files)
    at = ("--index", index_dir, "--library", path)
    found = run("search", "is:starred", "--count", *at, preexec=limited_files)
    assert found[:2] == (0, "1\n"), found
    assert path.read_bytes() == before
    assert run("star", KEY, *at)[0] == 0
    assert run("library", "check", *at)[0] == 0


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "closed"
    folder.mkdir()
    library_at(folder / "library.db")
    for name in os.listdir(folder):
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_a_folder_that_may_only_be_read_is_read(index_dir: Path, closed_folder: Path) -> None:
    path = closed_folder / "library.db"
    before = {name: (closed_folder / name).read_bytes() for name in os.listdir(closed_folder)}
    assert_refused(index_dir, path, 3, "can't write", bound_by_permissions)
    at = ("--index", index_dir, "--library", path)
    for query in ("is:starred", "saved:all is:starred"):
        found = run("search", query, "--count", *at, preexec=bound_by_permissions)
        assert found[:2] == (0, "1\n"), found
    assert run("digest", "--dry-run", *at, preexec=bound_by_permissions)[0] == 0
    assert {n: (closed_folder / n).read_bytes() for n in os.listdir(closed_folder)} == before


def torn(content: bytes) -> bytes:
    return content[: len(content) // 2]


def scribbled(content: bytes) -> bytes:
    return content[:4_096] + b"\xa5" * (len(content) - 4_096)


def emptied_head(content: bytes) -> bytes:
    return bytes(100) + content[100:]


def other_program(content: bytes) -> bytes:
    return content[:68] + b"\x00\x00\x00\x07" + content[72:]


def later_version(content: bytes) -> bytes:
    return content[:60] + b"\x00\x00\x00\x63" + content[64:]


@pytest.mark.parametrize("break_it", [torn, scribbled, emptied_head, other_program, later_version])
def test_a_file_that_is_no_whole_library_is_left_as_it_is(
    index_dir: Path, tmp_path: Path, break_it: Callable[[bytes], bytes]
) -> None:
    path = library_at(tmp_path / "library.db")
    # What is in the log goes to the file, which is all there is then.
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    content = break_it(path.read_bytes())
    path.write_bytes(content)
    assert_refused(index_dir, path, 4, "the ")
    at = ("--index", index_dir, "--library", path)
    code, output, narration = run("search", "is:starred", *at)
    assert (code, output) == (4, "")
    assert narration.count("\n") == 1
    assert run("library", "check", *at)[0] == 4
    assert path.read_bytes() == content

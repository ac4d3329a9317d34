"""An update neither reads nor opens a file that the index accounts for as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import Report, open_index, rebuild, update
from index.building import build
from tests.index.sources.rendering import PREAMBLE
from tests.support.builds import write_papers

LONG_AGO = 1_600_000_000
"""A time of change that is over, in seconds."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files with ten papers each, and an index of them."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(3):
        path = write_papers(folder / f"{number}.jsonl", 10 * number, 10)
        os.utime(path, (LONG_AGO, LONG_AGO))
    rebuild([folder], tmp_path / "index")
    return folder


def swap(path: Path, changed: int | None = LONG_AGO) -> None:
    """Give a file other papers of the same size."""
    size = path.stat().st_size
    path.write_bytes(path.read_bytes().replace(b"A Study of", b"A Story of"))
    assert path.stat().st_size == size
    if changed is not None:
        os.utime(path, (changed, changed))


def updated(folder: Path) -> Report:
    return update([folder], folder.parent / "index")


def stories(folder: Path) -> int:
    with open_index(folder.parent / "index") as papers:
        return papers.search("title:story").total


def test_files_are_not_looked_at_whose_size_and_time_are_the_same(folder: Path) -> None:
    swap(folder / "1.jsonl")
    report = updated(folder)
    assert (report.records, report.unchanged, report.wrote) == (30, 30, False)


def test_files_of_another_time_or_size_are(folder: Path) -> None:
    swap(folder / "1.jsonl", LONG_AGO + 1)
    assert updated(folder).refreshed == 10
    assert stories(folder) == 10
    write_papers(folder / "2.jsonl", 20, 11)
    os.utime(folder / "2.jsonl", (LONG_AGO, LONG_AGO))
    assert updated(folder).added == 1


def test_a_time_that_another_change_may_have_too_tells_nothing(folder: Path) -> None:
    path = folder / "1.jsonl"
    swap(path, None)
    now = path.stat().st_mtime_ns
    assert updated(folder).refreshed == 10
    path.write_bytes(path.read_bytes().replace(b"A Story of", b"A Fable of"))
    os.utime(path, ns=(now, now))
    assert updated(folder).refreshed == 10
    assert stories(folder) == 0


def test_a_file_that_was_only_copied_is_known_by_its_bytes_and_then_by_its_time(
    folder: Path,
) -> None:
    path = folder / "1.jsonl"
    os.utime(path, (LONG_AGO + 5, LONG_AGO + 5))
    write_papers(folder / "3.jsonl", 30, 1)
    assert (report := updated(folder)).unchanged == 30
    assert report.added == 1
    swap(path, LONG_AGO + 5)
    assert not updated(folder).wrote


def test_how_a_file_is_read_counts(folder: Path) -> None:
    swap(folder / "1.jsonl")
    assert update([folder], folder.parent / "index", format="quire").refreshed == 10


@pytest.mark.parametrize("changed", [0, LONG_AGO])
def test_pages_are_always_read_for_the_years_they_tell(tmp_path: Path, changed: int) -> None:
    page = tmp_path / "page.txt"
    page.write_text("\n\n".join([*PREAMBLE, "Nov 25", "Folding Maps", "Rivers fold. " * 30]))
    os.utime(page, (changed, changed))
    rebuild([page], tmp_path / "index")
    page.write_text(page.read_text().replace("Folding", "Drawing"))
    os.utime(page, (changed, changed))
    assert update([page], tmp_path / "index").added == 1


def test_an_index_that_was_replaced_meanwhile_accounts_for_its_own_files_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = folder.parent / "index"
    accounted = build._accounted(str(index_dir))
    monkeypatch.setattr(build, "_accounted", lambda _: accounted)
    rebuild([folder / "0.jsonl"], index_dir)
    (folder / "2.jsonl").write_bytes(
        b"\x7fELF\0\1" + bytes((folder / "2.jsonl").stat().st_size - 6)
    )
    os.utime(folder / "2.jsonl", (LONG_AGO, LONG_AGO))
    report = updated(folder)
    assert (report.unchanged, report.added, report.rejected.count) == (10, 10, 1)
    assert report.rejected.first[0].reason == "it is a binary file, not text"

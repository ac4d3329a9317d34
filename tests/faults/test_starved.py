from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import pytest

from index import rebuild
from tests.support.builds import (
    assert_tidy,
    assert_whole,
    bound_by_permissions,
    run,
    write_papers,
)


def limited_files() -> None:
    """No file may grow beyond 200 kB: what a full disk looks like to a process."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_files_that_cannot_grow_leave_the_old_index(tmp_path: Path, name: str) -> None:
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "old.jsonl", 0, 20)], index_dir)
    new = write_papers(tmp_path / "new.jsonl", 20, 8_000)
    code, output, narration = run(name, new, "--index", index_dir, preexec=limited_files)
    assert (code, output) == (3, "")
    assert "can't write the index" in narration
    assert "Traceback" not in narration
    assert len(narration.splitlines()) == 1
    assert assert_whole(index_dir, (20,)) == 20
    assert_tidy(index_dir)
    code, _, narration = run(name, new, "--index", index_dir)
    assert code == 0, narration
    assert_tidy(index_dir)


@pytest.mark.end_to_end
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, small_disk: Path) -> None:
    index_dir = small_disk / "index"
    rebuild([write_papers(tmp_path / "old.jsonl", 0, 20)], index_dir)
    new = write_papers(tmp_path / "new.jsonl", 20, 20_000)
    for name in ("rebuild", "update"):
        code, output, narration = run(name, new, "--index", index_dir)
        assert (code, output) == (3, "")
        assert "no space left" in narration
        assert "Traceback" not in narration
        assert assert_whole(index_dir, (20,)) == 20
        assert_tidy(index_dir)


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_a_disk_that_is_full_before_the_build(tmp_path: Path, small_disk: Path, name: str) -> None:
    index_dir = small_disk / "index"
    papers = write_papers(tmp_path / "old.jsonl", 0, 20)
    rebuild([papers], index_dir)
    with (small_disk / "fill").open("wb", buffering=0) as fill:
        try:
            while True:
                fill.write(bytes(512))
        except OSError:
            pass
    more = write_papers(tmp_path / "more.jsonl", 0, 40)
    for folder in (index_dir, small_disk / "new", small_disk / "new" / "below"):
        code, output, narration = run(name, more, "--index", folder)
        assert (code, output) == (3, ""), narration
        assert "no space left" in narration
        assert len(narration.splitlines()) == 1
    assert assert_whole(index_dir, (20,)) == 20
    (small_disk / "fill").unlink()
    code, _, narration = run(name, more, "--index", index_dir)
    assert code == 0, narration
    assert assert_whole(index_dir, (40,))
    assert_tidy(index_dir)


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_generations_that_may_not_be_written(tmp_path: Path, name: str) -> None:
    index_dir = tmp_path / "index"
    papers = write_papers(tmp_path / "papers.jsonl", 0, 20)
    rebuild([papers], index_dir)
    (index_dir / "generations").chmod(0o555)
    try:
        more = write_papers(tmp_path / "more.jsonl", 0, 40)
        code, output, narration = run(
            name, more, "--index", index_dir, preexec=bound_by_permissions
        )
        assert (code, output) == (3, "")
        assert "permission denied" in narration
        assert len(narration.splitlines()) == 1
    finally:
        (index_dir / "generations").chmod(0o755)
    assert assert_whole(index_dir, (20,)) == 20


@pytest.mark.end_to_end
@pytest.mark.parametrize("closed", ["current", "generations", "manifest.json", "meta.json"])
def test_an_index_that_may_not_be_read_is_not_damaged(tmp_path: Path, closed: str) -> None:
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 20)], index_dir)
    (path,) = [index_dir / closed] if (index_dir / closed).exists() else index_dir.rglob(closed)
    path.chmod(0)
    for name in ("search", "check", "facets"):
        code, output, narration = run(name, "--index", index_dir, preexec=bound_by_permissions)
        assert (code, output) == (3, ""), narration
        assert "permission denied" in narration
        assert "damaged" not in narration
        assert len(narration.splitlines()) == 1
    path.chmod(0o700)
    assert assert_whole(index_dir, (20,)) == 20


@pytest.mark.end_to_end
def test_an_index_in_a_folder_whose_name_is_no_utf8(tmp_path: Path) -> None:
    index_dir = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    papers = write_papers(tmp_path / "papers.jsonl", 0, 20)
    for name in ("rebuild", "update"):
        code, output, narration = run(name, papers, "--index", index_dir, "--json")
        assert code == 0, narration
        assert json.loads(output)["index"].endswith(r"caf\xe9")
    assert assert_whole(index_dir, (20,)) == 20
    code, output, _ = run("info", "--index", index_dir)
    assert (code, r"caf\xe9" in output) == (0, True)


@pytest.mark.end_to_end
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    papers = write_papers(tmp_path / "papers.jsonl", 0, 20)
    rebuild([papers], index_dir)
    for folder, folders, files in os.walk(index_dir):
        for name in folders:
            os.chmod(os.path.join(folder, name), 0o555)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o444)
    index_dir.chmod(0o555)
    try:
        code, _, narration = run(
            "rebuild", papers, "--index", index_dir, preexec=bound_by_permissions
        )
        assert code == 3
        assert "permission denied" in narration
        assert len(narration.splitlines()) == 1
        # Reading needs no rights to write.
        code, output, narration = run(
            "search", "sample", "--count", "--index", index_dir, preexec=bound_by_permissions
        )
        assert (code, output) == (0, "20\n"), narration
    finally:
        for folder, _, _ in os.walk(index_dir):
            os.chmod(folder, 0o755)

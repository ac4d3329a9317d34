"""The folders of pushes: gone afterwards, also those of pushes that were killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from index.building.push_folder import push_folder

_HOLDING = """
import sys
from index.building.push_folder import push_folder
with push_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary ones, of this process and of those that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_afterwards(temporary: Path) -> None:
    with push_folder() as folder:
        Path(folder, "index").mkdir()
        assert Path(folder).parent == temporary
    assert list(temporary.iterdir()) == []


def test_what_a_killed_push_left_is_removed_by_the_next(temporary: Path) -> None:
    (temporary / "quire-pushed").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        (left / "index").mkdir()
        with push_folder() as folder:
            # Its process goes on.
            assert left.is_dir()
            assert Path(folder) != left
        process.kill()
        process.wait()
        assert left.is_dir()
        with push_folder():
            assert not left.exists()
    assert [one.name for one in temporary.iterdir()] == ["quire-pushed"]

"""Models of every kind, real ones too, while what embeds with them is ended, starved and raced."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from index import open_index, rebuild
from index.engine.schema import FINGERPRINT
from index.storage import store
from tests.faults.test_kills import heed_interrupts
from tests.support.builds import (
    assert_tidy,
    assert_whole,
    bound_by_permissions,
    run,
    start,
    write_papers,
)
from tests.support.models import real_model
from tests.support.thorough import THOROUGH

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not THOROUGH, reason="runs real models; QUIRE_TESTS=thorough does"),
]

OLD, PAPERS = 20, 60
MOMENTS = 9
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
ENDED = {0, 130, *(-number for number in SIGNALS)}
"""Where a signal comes before Quire is there to heed it, it ends the interpreter as it is."""
KINDS = ("default", "folder", "sentence-transformers", "model2vec")


@pytest.fixture(params=KINDS)
def model(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return real_model(tmp_path / "model", request.param)


class Case:
    """A command that embeds, and an index in the state before it.

    Args:
        folder: Of its own.
        command: ``semantic``, ``rebuild`` or ``update``.
        model: As ``--model`` takes it.
    """

    def __init__(self, folder: Path, command: str, model: str) -> None:
        self.folder, self.index = folder, folder / "index"
        self.before = PAPERS if command == "semantic" else OLD
        old = write_papers(folder / "old.jsonl", 0, self.before)
        if command == "update":
            rebuild([old], folder / "old", semantic=True, model=model)
        else:
            rebuild([old], folder / "old")
        new = write_papers(folder / "new.jsonl", 0, PAPERS)
        self.command = command
        more: dict[str, list[str | Path]] = {
            "semantic": ["--model", model],
            "rebuild": [new, "--semantic", "--model", model],
            "update": [new],
        }
        self._more = more[command]
        self.reset()

    @property
    def arguments(self) -> list[str | Path]:
        return [self.command, *self._more, "--index", self.index]

    def reset(self) -> None:
        shutil.rmtree(self.index, ignore_errors=True)
        shutil.copytree(self.folder / "old", self.index)

    def is_done(self) -> bool:
        manifest = store.live_generation(str(self.index), FINGERPRINT).manifest
        return manifest.vectors is not None and manifest.vectors.papers == PAPERS

    def assert_done(self) -> None:
        """The command's work is whole: every paper has a vector, and nothing is left over."""
        code, output, narration = run(*self.arguments, "--json")
        assert code == 0, narration
        assert "error" not in output
        assert_whole(self.index, (PAPERS,))
        assert self.is_done()
        assert_tidy(self.index)

    def nearest(self) -> list[tuple[str, float]]:
        with open_index(self.index) as papers:
            hits = papers.search('near:"sample seven resembles another"', limit=10).hits
            return [(hit.paper.key, round(hit.score or 0.0, 5)) for hit in hits]


@pytest.fixture(params=["semantic", "rebuild", "update"])
def case(request: pytest.FixtureRequest, tmp_path: Path, model: str) -> Case:
    return Case(tmp_path, request.param, model)


def test_ended_at_any_moment_it_goes_on_and_comes_to_the_same(case: Case) -> None:
    began = time.monotonic()
    case.assert_done()
    took, wanted = time.monotonic() - began, case.nearest()
    chance = random.Random(case.command)
    case.reset()
    for moment in range(MOMENTS):
        process = start(*case.arguments, preexec=heed_interrupts)
        try:
            process.wait(timeout=chance.uniform(0.2, 0.95) * took)
        except subprocess.TimeoutExpired:
            process.send_signal(SIGNALS[moment % len(SIGNALS)])
        output, narration = process.communicate(timeout=120)
        assert process.returncode in ENDED, narration
        if process.returncode == 130:
            assert (output, narration) == ("", "quire: interrupted\n")
        assert_whole(case.index, (case.before, PAPERS))
        if case.is_done():
            case.reset()
    case.assert_done()
    assert case.nearest() == wanted


def no_large_files() -> None:
    """Let no file grow beyond what the vectors of some papers take."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))


def test_files_that_cannot_grow_leave_the_index_as_it_was(tmp_path: Path, model: str) -> None:
    case = Case(tmp_path, "semantic", model)
    code, output, narration = run(*case.arguments, preexec=no_large_files)
    assert (code, output) == (3, "")
    assert "can't write the index" in narration
    assert len(narration.splitlines()) == 1
    assert_whole(case.index, (PAPERS,))
    assert not case.is_done()
    case.assert_done()


def test_a_full_disk_leaves_the_index_as_it_was(
    tmp_path: Path, small_disk: Path, model: str
) -> None:
    case = Case(tmp_path, "semantic", model)
    case.index = small_disk / "index"
    case.reset()
    disk = os.statvfs(small_disk)
    # Room for the links of a new generation, and for a part of the vectors.
    filling = disk.f_bavail * disk.f_frsize - 4 * 4096
    (small_disk / "fill").write_bytes(bytes(filling))
    code, output, narration = run(*case.arguments)
    assert (code, output) == (3, ""), narration
    assert "no space left" in narration
    assert len(narration.splitlines()) == 1
    assert_whole(case.index, (PAPERS,))
    (small_disk / "fill").unlink()
    case.assert_done()


def test_of_two_that_embed_one_waits_or_is_told(tmp_path: Path, model: str) -> None:
    case = Case(tmp_path, "semantic", model)
    processes = [start(*case.arguments), start(*case.arguments), start(*case.arguments, "--wait")]
    told = [process.communicate(timeout=240) for process in processes]
    codes = [process.returncode for process in processes]
    assert codes[2] == 0, told
    assert {*codes} <= {0, 5}
    assert all("another process" in told[at][1] for at in (0, 1) if codes[at] == 5)
    case.assert_done()


def test_a_folder_that_may_only_be_read_is_searched_and_not_embedded(
    tmp_path: Path, model: str
) -> None:
    case = Case(tmp_path, "update", model)
    folders = [Path(folder) for folder, _, _ in os.walk(case.index)]
    for folder in folders:
        folder.chmod(0o555)
    try:
        code, output, narration = run(*case.arguments, preexec=bound_by_permissions)
        assert (code, output) == (3, "")
        assert "permission denied" in narration
        assert len(narration.splitlines()) == 1
        search = ("search", 'near:"sample seven"', "--json", "--index", case.index)
        code, output, narration = run(*search, preexec=bound_by_permissions)
        assert code == 0, narration
        assert len([json.loads(line) for line in output.splitlines()]) == OLD
    finally:
        for folder in folders:
            folder.chmod(0o755)
    case.assert_done()

"""Writers of a library that are killed: what they said was done is done, and the file is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import open_library
from tests.support.checkout import ROOT
from tests.support.library_writer import has_change
from tests.support.thorough import tries

CHANGES = tries(200, 2_500)
"""Of each writer."""
KILLS = tries(5, 25)
"""Of each writer."""

WRITERS = ("browser", "script")


def done_of(log: Path) -> int:
    """The number of the last change that was said to be done; 0 for none."""
    lines = log.read_bytes().split(b"\n")[:-1]
    return int(lines[-1]) if lines else 0


def start(path: Path, writer: str, log: Path, changes: int = CHANGES) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.support.library_writer", str(path), writer]
    words += [str(done_of(log) + 1), str(changes), "anew" if writer == "script" else ""]
    with log.open("ab") as output:
        return subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE
        )


def killed_again_and_again(path: Path, writer: str, log: Path) -> int:
    """Have one writer make all its changes; how often it was killed."""
    chance = random.Random(writer)
    kills = 0
    while True:
        process = start(path, writer, log)
        target = done_of(log)
        if kills < KILLS:
            target += chance.randrange(2 * (CHANGES - target) // (KILLS - kills + 1) + 1)
        else:
            target = CHANGES
        while process.poll() is None and done_of(log) < target:
            time.sleep(0.001)
        if kills < KILLS and process.poll() is None:
            time.sleep(chance.uniform(0, 0.01))
            process.kill()
        _, narration = process.communicate(timeout=300)
        if process.returncode == 0:
            return kills
        assert process.returncode == -9, narration.decode()
        kills += 1
        with open_library(path) as library:
            library.check()


@pytest.mark.end_to_end
def test_no_change_that_was_said_to_be_done_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    logs = {writer: tmp_path / f"{writer}.log" for writer in WRITERS}
    for log in logs.values():
        log.touch()
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        runs = [
            pool.submit(killed_again_and_again, path, writer, log) for writer, log in logs.items()
        ]
        kills = [run.result() for run in runs]
    assert sum(kills) > KILLS
    with open_library(path) as library:
        library.check()
        for writer, log in logs.items():
            said = {int(line) for line in log.read_bytes().split()}
            assert said == set(range(1, CHANGES + 1))
            assert [n for n in sorted(said) if not has_change(library, writer, n)] == []
    print(f"{sum(kills)} kills among {len(WRITERS) * CHANGES} changes")


@pytest.mark.end_to_end
def test_many_that_begin_a_library_at_once_all_do(tmp_path: Path) -> None:
    for attempt in range(tries(3, 30)):
        path = tmp_path / f"{attempt}.db"
        logs = [tmp_path / f"{attempt}-{writer}.log" for writer in range(6)]
        processes = []
        for number, log in enumerate(logs):
            log.touch()
            processes.append(start(path, str(number), log, changes=2))
        narrations = [process.communicate(timeout=300)[1] for process in processes]
        assert [process.returncode for process in processes] == [0] * len(logs), narrations
        with open_library(path) as library:
            assert all(has_change(library, str(n), 1) for n in range(len(logs)))
        assert list(tmp_path.glob(f"{attempt}.db.v*")) == []

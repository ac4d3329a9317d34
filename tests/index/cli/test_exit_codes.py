"""Exit codes that need more than a shell to bring about: busy, interrupted, closed pipe."""

from __future__ import annotations

import array
import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from index.storage import lock

INPUTS = Path(__file__).parent / "inputs"
QUIRE = [sys.executable, "-m", "index"]


def test_a_busy_index_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    command = [*QUIRE, "rebuild", str(INPUTS / "chimneys.txt"), "--index", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    before = (folder / "current").read_bytes()
    with lock.writer_lock(str(folder)):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 5
    assert done.stdout == ""
    assert done.stderr.startswith("quire: ")
    assert done.stderr.count("\n") == 1
    assert (folder / "current").read_bytes() == before


def heed_interrupts() -> None:
    """Whoever runs the tests in the background may have told their children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_changes_nothing(number: signal.Signals, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    page = str(INPUTS / "chimneys.txt")
    subprocess.run([*QUIRE, "rebuild", page, "--index", str(folder)], check=True)
    before = (folder / "current").read_bytes()
    # Standard input that never ends keeps the build waiting at a place we know.
    reader, writer = os.pipe()
    with subprocess.Popen(
        [*QUIRE, "rebuild", "-", "--index", str(folder)],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    ) as process:
        os.close(reader)
        os.write(writer, b"{")
        wait_until_reading(process.pid, writer)
        process.send_signal(number)
        out, narration = process.communicate(timeout=60)
        os.close(writer)
    assert process.returncode == 130
    assert (out, narration) == ("", "quire: interrupted\n")
    assert (folder / "current").read_bytes() == before


def wait_until_reading(process: int, pipe: int) -> None:
    """Wait until a process has read all that is in a pipe and sleeps until there is more.

    A signal that comes a moment earlier is noticed only when the next read returns.
    """
    waiting = array.array("i", [1])
    while waiting[0] or Path(f"/proc/{process}/stat").read_text().split()[2] != "S":
        fcntl.ioctl(pipe, termios.FIONREAD, waiting)
        time.sleep(0.01)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_is_no_error(unbuffered: str, tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"Paper number {n}", "abstract": "x" * 500}) for n in range(2000)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    folder = str(tmp_path / "papers")
    subprocess.run([*QUIRE, "rebuild", str(tmp_path / "many.jsonl"), "--index", folder], check=True)
    with subprocess.Popen(
        [*QUIRE, "search", "--limit", "0", "--json", "--index", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["title"]
        process.stdout.close()
        narration = process.stderr.read()
    assert process.returncode == 141
    assert narration == b""


def test_standard_output_is_data_and_nothing_else(tmp_path: Path) -> None:
    """A rejected record is told on standard error, so that a pipe gets only the report."""
    done = subprocess.run(
        [*QUIRE, "rebuild", str(INPUTS / "names.jsonl"), "--json", "--index", str(tmp_path / "p")],
        check=True,
        capture_output=True,
        text=True,
    )
    report = json.loads(done.stdout)
    assert report["rejected"]["count"] == 2
    assert [record["line"] for record in report["rejected"]["first"]] == [3, 4]
    assert all(record["reason"] and record["file"] for record in report["rejected"]["first"])


@pytest.mark.parametrize(
    "command", ["rebuild", "update", "search", "show", "facets", "trends", "info"]
)
def test_every_command_explains_itself(command: str) -> None:
    done = subprocess.run([*QUIRE, command, "--help"], check=True, capture_output=True, text=True)
    assert done.stdout.startswith(f"usage: quire {command}")
    assert "--index" in done.stdout
    assert "--json" in done.stdout

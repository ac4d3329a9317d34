"""A command that works for another process: it tells how far it is, and ends with that process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.query.dates import today
from tests.support.paper_server import Handler, Reply, entry, paper_server

pytestmark = pytest.mark.end_to_end


def _started(tmp_path: Path, base: str) -> subprocess.Popen[str]:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{base}"\n')
    command = [sys.executable, "-m", "index.cli.attached", "sync", "--json", "--progress"]
    return subprocess.Popen(
        [*command, "--config", str(settings), "--index", str(tmp_path / "papers")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")},
    )


def test_it_tells_how_far_it_is_in_lines_and_gives_way_to_others(tmp_path: Path) -> None:
    day = str(today())
    niceness: list[int] = []
    with paper_server() as server:

        def look(handler: Handler, reply: Reply) -> None:
            niceness.append(os.getpriority(os.PRIO_PROCESS, process.pid))
            handler.send(reply)

        server.days[day] = [entry(number, day) for number in range(1, 4)]
        server.faults.append(look)
        with _started(tmp_path, server.base) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            lines = process.stderr.read().splitlines()
            report = json.loads(process.stdout.read())
        assert process.returncode == 0
    assert "daily: 0 of 7 days" in lines
    assert "index: reading what was fetched" in lines
    assert report["update"]["added"] == 3
    assert niceness == [min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)]


def test_it_ends_with_whoever_started_it_and_keeps_what_came(tmp_path: Path) -> None:
    day = str(today())

    def hang(handler: Handler, reply: Reply) -> None:
        handler.papers.released.wait()
        handler.send(reply)

    with paper_server() as server:
        server.days[day] = [entry(1, day)]
        # A day of one page is asked for twice: the second time there are no further papers.
        server.faults += [None, None, hang]
        with _started(tmp_path, server.base) as process:
            assert process.stdin is not None
            assert process.stderr is not None
            while "1 of 7 days" not in process.stderr.readline():
                assert process.poll() is None
            process.stdin.close()
            assert process.wait(timeout=60) == 130
    kept = tmp_path / "data" / "quire" / "downloads" / "daily"
    assert [path.name for path in kept.glob("*.json.gz")] == [f"{day}.json.gz"]

"""`quire sync` killed at any moment: the index is whole, and a later run has everything once."""

from __future__ import annotations

import datetime
import random
import subprocess
import time
from pathlib import Path

import pytest

from index import open_index
from index.check import verify
from index.query.dates import today
from tests.support.builds import run, start
from tests.support.paper_server import entry, paper_server
from tests.support.thorough import tries

KILLS = tries(4, 20)


@pytest.mark.end_to_end
def test_after_any_kill_the_index_is_whole_and_the_next_run_completes(tmp_path: Path) -> None:
    index_dir = tmp_path / "papers"
    settings = tmp_path / "settings.toml"
    with paper_server() as server:
        for ago in range(7):
            day = str(today() - datetime.timedelta(days=ago))
            server.days[day] = [entry(ago * 100 + number, day) for number in range(1, 40)]
        settings.write_text(f'[[feeds]]\nfrom = "daily-papers"\nbase = "{server.base}"\n')
        arguments = ("sync", "--config", settings, "--index", index_dir)
        started = time.monotonic()
        assert run(*arguments)[0] == 0
        whole_run = time.monotonic() - started
        chance = random.Random(7)
        least = 7 * 39
        for number in range(KILLS):
            day = str(today() - datetime.timedelta(days=number % 2))
            server.days[day].append(entry(5_000 + number, day))
            process = start(*arguments)
            try:
                process.wait(timeout=chance.uniform(0.1, 1.0) * whole_run)
            except subprocess.TimeoutExpired:
                process.kill()
            process.communicate()
            papers = verify(index_dir).papers
            assert papers >= least
            least = papers
        code, _, narration = run(*arguments)
        assert code == 0, narration
        with open_index(index_dir) as index:
            found = [hit.paper.key for hit in index.search("", limit=1_000).hits]
    there = [paper["paper"]["id"] for entries in server.days.values() for paper in entries]
    assert sorted(found) == sorted(there)

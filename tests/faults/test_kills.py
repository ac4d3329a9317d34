from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from index import rebuild
from tests.support.builds import assert_tidy, assert_whole, run, start, write_papers
from tests.support.thorough import tries

KILLS = tries(10, 25)


def heed_interrupts() -> None:
    """Whoever runs the tests in the background may have told their children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_after_any_kill_the_old_or_the_new_index_is_whole(tmp_path: Path, name: str) -> None:
    old = write_papers(tmp_path / "old.jsonl", 0, 300)
    new = write_papers(tmp_path / "new.jsonl", 200, 6_000, upvotes=3)
    index_dir = tmp_path / "index"
    rebuild([old], index_dir)
    after = 6_000 if name == "rebuild" else 6_200
    started = time.monotonic()
    process = start(name, new, "--index", tmp_path / "timed")
    process.communicate()
    whole_run = time.monotonic() - started
    chance = random.Random(name)
    outcomes = set()
    for _ in range(KILLS):
        process = start(name, new, "--index", index_dir)
        try:
            process.wait(timeout=chance.uniform(0.05, 1.1) * whole_run)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        papers = assert_whole(index_dir, (300, after))
        outcomes.add(papers)
        if papers != 300:
            rebuild([old], index_dir)
    assert 300 in outcomes
    code, _, narration = run(name, new, "--index", index_dir)
    assert code == 0, narration
    assert assert_whole(index_dir, (after,))
    assert_tidy(index_dir)


@pytest.mark.end_to_end
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_cleans_up_and_says_so(tmp_path: Path, number: signal.Signals) -> None:
    old = write_papers(tmp_path / "old.jsonl", 0, 50)
    new = write_papers(tmp_path / "new.jsonl", 0, 30_000)
    index_dir = tmp_path / "index"
    rebuild([old], index_dir)
    process = start("rebuild", new, "--index", index_dir, preexec=heed_interrupts)
    generations = index_dir / "generations"
    while process.poll() is None and len(list(generations.iterdir())) < 2:
        time.sleep(0.005)
    process.send_signal(number)
    output, narration = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert narration == "quire: interrupted\n"
    assert assert_whole(index_dir, (50,)) == 50
    assert_tidy(index_dir)

"""Embedding that is killed, interrupted or starved: the index that was there, and nothing twice."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import open_index, rebuild
from index.engine.schema import FINGERPRINT
from index.semantic.vectors import PARTIAL
from index.storage import store
from tests.support.builds import assert_tidy, assert_whole, run, write_papers
from tests.support.models import static_model
from tests.support.thorough import tries

PAPERS = tries(500, 4_000)
HELD_AFTER = 130
"""Texts after which a process that is to be ended embeds no more."""
LARGEST_FILE = PAPERS * 375
"""Bytes that one file may have on a disk that is nearly full: half of what the vectors take."""


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, PAPERS)], folder)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return static_model(tmp_path / "model", dimensions=768)


HOLDING = """
import runpy, signal, sys
from index.semantic.static_model import StaticModel

embed, embedded = StaticModel.embed, 0

def embed_some(self, texts):
    global embedded
    if embedded >= {after}:
        signal.pause()
    embedded += len(texts)
    return embed(self, texts)

StaticModel.embed = embed_some
runpy.run_module("index", run_name="__main__", alter_sys=True)
"""


def ended_halfway(
    number: signal.Signals, index_dir: Path, *arguments: str | Path
) -> tuple[int, str]:
    """Start a command that embeds, and send a signal when it has kept some vectors, and only some.

    Returns:
        Its exit code, and what it narrated.
    """
    partial = index_dir / PARTIAL
    before = partial.stat().st_size if partial.exists() else 0
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING.format(after=HELD_AFTER), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not (
        partial.exists() and partial.stat().st_size > before + 100_000
    ):
        time.sleep(0.01)
    process.send_signal(number)
    narration = process.communicate(timeout=60)[1]
    return process.returncode, narration


def assert_goes_on(index_dir: Path, model: Path) -> None:
    """The next run makes only what is not there yet."""
    code, output, narration = run("semantic", "--index", index_dir, "--model", model, "--json")
    assert code == 0, narration
    told = json.loads(output)
    assert told["papers"] == PAPERS
    assert 0 < told["embedded"] < PAPERS - 100
    assert_whole(index_dir, (PAPERS,))
    assert_tidy(index_dir)


def vectors_of(index_dir: Path) -> store.VectorFiles | None:
    return store.live_generation(str(index_dir), FINGERPRINT).manifest.vectors


@pytest.mark.end_to_end
def test_after_a_kill_embedding_goes_on_where_it_was(index_dir: Path, model: Path) -> None:
    for _ in range(2):
        embed = ("semantic", "--index", index_dir, "--model", model)
        assert ended_halfway(signal.SIGKILL, index_dir, *embed) == (-signal.SIGKILL, "")
        assert_whole(index_dir, (PAPERS,))
        assert vectors_of(index_dir) is None
    assert_goes_on(index_dir, model)


@pytest.mark.end_to_end
def test_an_interrupt_is_one_sentence_and_embedding_goes_on(index_dir: Path, model: Path) -> None:
    embed = ("semantic", "--index", index_dir, "--model", model)
    assert ended_halfway(signal.SIGTERM, index_dir, *embed) == (130, "quire: interrupted\n")
    assert len(list((index_dir / store.GENERATIONS).iterdir())) == 1
    assert_goes_on(index_dir, model)


@pytest.mark.end_to_end
def test_a_rebuild_that_is_killed_while_it_embeds_does_so_once(
    index_dir: Path, model: Path, tmp_path: Path
) -> None:
    papers = tmp_path / "papers.jsonl"
    build = ("rebuild", papers, "--index", index_dir, "--semantic", "--model", model)
    assert ended_halfway(signal.SIGKILL, index_dir, *build) == (-signal.SIGKILL, "")
    assert_whole(index_dir, (PAPERS,))
    code, output, narration = run(*build, "--json")
    assert code == 0, narration
    assert 0 < json.loads(output)["embedded"] < PAPERS - 100
    assert_tidy(index_dir)


@pytest.mark.end_to_end
def test_an_update_that_is_killed_while_it_embeds_goes_on(tmp_path: Path, model: Path) -> None:
    folder, few = tmp_path / "index", 20
    old = write_papers(tmp_path / "old.jsonl", 0, few)
    rebuild([old], folder, semantic=True, model=model)
    new = write_papers(tmp_path / "new.jsonl", 0, PAPERS)
    build = ("update", new, "--index", folder)
    assert ended_halfway(signal.SIGKILL, folder, *build) == (-signal.SIGKILL, "")
    assert_whole(folder, (few,))
    code, output, narration = run(*build, "--json")
    assert code == 0, narration
    assert 0 < json.loads(output)["embedded"] < PAPERS - few - 100
    assert_whole(folder, (PAPERS,))
    assert_tidy(folder)


def no_large_files() -> None:
    """Let no file grow beyond a size: what a full disk looks like to a process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


@pytest.mark.end_to_end
def test_files_that_cannot_grow_leave_the_index_as_it_was(index_dir: Path, model: Path) -> None:
    arguments = ("semantic", "--index", index_dir, "--model", model)
    code, output, narration = run(*arguments, preexec=no_large_files)
    assert (code, output) == (3, "")
    assert "can't write the index" in narration
    assert len(narration.splitlines()) == 1
    assert_whole(index_dir, (PAPERS,))
    assert vectors_of(index_dir) is None
    with open_index(index_dir) as papers:
        assert papers.search("sample", limit=0).total == PAPERS
    assert_goes_on(index_dir, model)


@pytest.mark.end_to_end
def test_a_log_gets_lines_where_they_are_asked_for(index_dir: Path, model: Path) -> None:
    arguments = ("semantic", "--index", index_dir, "--model", model)
    code, _, narration = run(*arguments, "--progress")
    first, *others = narration.splitlines()
    assert code == 0
    assert first.startswith("index: ")
    assert f" of {PAPERS:,} papers embedded " in first
    assert first.endswith(" left")
    assert others
    assert narration.isprintable() or set("\x1b\r\b").isdisjoint(narration)

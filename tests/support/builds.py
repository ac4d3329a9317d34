"""Builds in processes of their own, to be killed, starved and raced."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from index.check import verify
from index.engines import open_index
from index.paper import Paper
from index.storage import lock, store
from tests.support.json_lines import json_lines


def write_papers(path: Path, first: int, count: int, *, upvotes: int | None = None) -> Path:
    """Write ``count`` invented papers as Quire's JSON lines, numbered from ``first``."""
    papers = (
        Paper(
            title=f"A Study of Sample {number}",
            abstract=f"Sample {number} is described. " + f"It resembles {number // 7}. " * 30,
            arxiv_id=f"99{1 + number // 100_000:02}.{number % 100_000:05}",
            upvotes=upvotes,
        )
        for number in range(first, first + count)
    )
    return json_lines(path, papers)


def command(*arguments: str | Path) -> list[str]:
    """The words that run a scripted command."""
    return [sys.executable, "-m", "index", *map(str, arguments)]


def start(
    *arguments: str | Path, preexec: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """Start a scripted command."""
    return subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=preexec,
    )


def run(*arguments: str | Path, preexec: Callable[[], None] | None = None) -> tuple[int, str, str]:
    """Run a scripted command; its exit code, output and narration."""
    process = start(*arguments, preexec=preexec)
    output, narration = process.communicate(timeout=120)
    return process.returncode, output, narration


def assert_whole(index_dir: Path, allowed: Sequence[int]) -> int:
    """The index answers, verifies, and holds one of the allowed numbers of papers."""
    papers = verify(index_dir).papers
    assert papers in allowed
    with open_index(index_dir) as index:
        assert index.search("sample", limit=0).total == papers
    return papers


def assert_tidy(index_dir: Path) -> None:
    """Nothing is left over: one generation, and of it only the files its manifest names."""
    (generation,) = os.listdir(index_dir / store.GENERATIONS)
    assert generation == store.live_name(str(index_dir))
    assert set(os.listdir(index_dir)) == {store.CURRENT, store.GENERATIONS, lock.LOCK}
    path = index_dir / store.GENERATIONS / generation
    manifest = msgspec.json.decode((path / store.MANIFEST).read_bytes(), type=store.Manifest)
    visible = {name for name in os.listdir(path) if not name.startswith(".")}
    assert visible == {*manifest.files, *manifest.vector_files, store.MANIFEST}


# From linux/prctl.h and linux/capability.h.
_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2


def bound_by_permissions() -> None:
    """Give up, from the next program on, the rights that make a superuser blind to permissions."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)

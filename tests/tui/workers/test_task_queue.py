"""Tasks in the background, one after another."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.support.waiting import PATIENCE
from tui.workers.child import Child, Outcome
from tui.workers.task_queue import Target, Task, TaskQueue


def task(*arguments: str, finished: Any = lambda _: None, kind: Any = "sync") -> Task:
    return Task(kind=kind, arguments=arguments, doing="fetching", finished=finished)


def run_at_once(call: Any) -> None:
    call()


def test_the_index_and_the_settings_that_were_named_are_told_to_commands() -> None:
    assert Target(index_dir="ix").arguments("sync", "--json") == ("sync", "--index", "ix", "--json")
    target = Target(index_dir="ix", config="a.toml")
    assert target.arguments("pdf", "--", "-x") == (
        *("pdf", "--index", "ix", "--config", "a.toml", "--", "-x"),
    )


def test_where_no_process_can_be_started_that_is_the_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    ends: list[Outcome] = []
    queue = TaskQueue(run_at_once)
    queue.add(task("sync", finished=ends.append))
    reason = "no process can be started (resource temporarily unavailable)"
    assert ends == [Outcome(70, last=reason)]
    assert queue.progress == ""
    assert not queue.kinds


def test_tasks_come_one_after_another_and_each_has_its_own_end(tmp_path: Path) -> None:
    ends: list[tuple[str, int]] = []
    over = threading.Event()

    def second(outcome: Outcome) -> None:
        ends.append(("second", outcome.code))
        over.set()

    queue = TaskQueue(run_at_once)
    missing = ("info", "--json", "--index", str(tmp_path / "none"))
    assert queue.add(task(*missing, finished=lambda end: ends.append(("first", end.code))))
    assert not queue.add(task("--version", finished=second, kind="pdf"))
    assert over.wait(PATIENCE)
    assert ends == [("first", 4), ("second", 0)]
    assert not queue.kinds


def test_what_a_folder_is_called_like_the_code_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "__init__.py").write_text("raise SystemExit(99)")
    monkeypatch.chdir(tmp_path)
    ends: list[Outcome] = []
    over = threading.Event()

    def ended(outcome: Outcome) -> None:
        ends.append(outcome)
        over.set()

    Child(["--version"], lambda _: None, ended)
    assert over.wait(PATIENCE)
    assert ends[0].code == 0
    assert ends[0].output.startswith(b"quire ")
    assert os.listdir(tmp_path) == ["index"]

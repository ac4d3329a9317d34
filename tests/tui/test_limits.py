"""What a guest may take of the host, and what happens to one who takes more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.terminal import Terminal
from tui import limits
from tui.limits import BUSY_LOOKS, GIGABYTE, QUERY_SECONDS, TOO_LONG, Watch

LIMITED = """
import json, resource, sys
from tui.limits import limit_process
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
limit_process(sys.argv[1])
names = ("CORE", "FSIZE", "NOFILE", "DATA", "AS", "CPU")
print(json.dumps({name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}))
"""


def test_limits_are_lowered_for_good_and_none_is_raised(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a.store").write_bytes(b"x" * 1_000)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "generations").symlink_to(tmp_path / "disk")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, tmp_path / "index"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)
    assert found["CORE"] == [0, 0]
    assert found["FSIZE"] == [0, 0]
    assert found["NOFILE"] == [100, 100], "what the host has lowered further stays"
    assert found["DATA"] == [GIGABYTE, GIGABYTE]
    assert found["AS"] == [4 * GIGABYTE + 4_000] * 2
    assert 0 < found["CPU"][0] < found["CPU"][1]


class Guest:
    """A process as the watch sees it."""

    def __init__(self) -> None:
        self.computed = 0.0
        self.begun: float | None = None
        self.told: list[str] = []
        self.watch = Watch(lambda: self.begun, self.told.append, lambda: self.computed)

    def look_after(self, *computed: float) -> None:
        for seconds in computed:
            self.computed += seconds
            self.watch.look()


def test_a_search_that_goes_on_and_on_ends_the_session_once() -> None:
    guest = Guest()
    guest.begun = guest.computed
    guest.look_after(QUERY_SECONDS)
    assert guest.told == []
    guest.look_after(1.0, 1.0)
    assert guest.told == [TOO_LONG]


def test_many_short_searches_end_nothing() -> None:
    guest = Guest()
    for _ in range(50):
        guest.begun = guest.computed
        guest.look_after(1.0)
        guest.begun = None
        guest.look_after(0.0)
    assert guest.told == []


def test_who_is_always_busy_lets_others_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(limits, "let_others_go_first", lambda: asked.append(True))
    guest = Guest()
    guest.look_after(*[0.9, 0.1] * 10 * BUSY_LOOKS)
    assert asked == []
    guest.look_after(*[0.9] * 3 * BUSY_LOOKS)
    assert asked == [True]


POLITE = """
import os, threading
from tui.limits import POLITENESS, let_others_go_first
done, there = threading.Event(), threading.Event()
def work():
    there.set()
    done.wait()
thread = threading.Thread(target=work)
thread.start()
there.wait()
let_others_go_first()
print(*(os.getpriority(os.PRIO_PROCESS, int(name)) for name in os.listdir("/proc/self/task")))
done.set()
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are not listed here")
def test_every_thread_lets_others_go_first() -> None:
    done = subprocess.run(
        [sys.executable, "-c", POLITE], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == [str(limits.POLITENESS)] * 2


@pytest.mark.end_to_end
@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="limits are not told here")
def test_a_guest_browses_within_the_limits(demo_index: Path) -> None:
    command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        told = Path(f"/proc/{terminal.process.pid}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", told)
        assert re.search(rf"Max data size +{GIGABYTE} +{GIGABYTE} ", told)
        assert not re.search(r"Max address space +unlimited", told)
        terminal.press("/")
        terminal.type_text("model")
        terminal.press("enter")
        terminal.wait_for(" 1/")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


STUCK = """
import sys, time
from index.engine.search import TantivyPapers
from tui import limits
from tui.__main__ import main
limits.QUERY_SECONDS, limits.LOOK_EVERY = 0.3, 0.05
search = TantivyPapers.search
def search_for_ever(papers, query, **options):
    while query == "never":
        pass
    return search(papers, query, **options)
TantivyPapers.search = search_for_ever
main()
"""


@pytest.mark.end_to_end
def test_a_session_that_is_ended_says_why(demo_index: Path) -> None:
    command = [sys.executable, "-c", STUCK, "--kiosk", "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("/")
        terminal.type_text("never")
        assert terminal.wait_for_exit() == 1
        terminal.assert_restored()
        assert TOO_LONG in terminal.text()

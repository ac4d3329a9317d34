"""What the reader did with papers is found in the browser, and not by its guests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index import open_index
from tests.support.terminal import Terminal

pytestmark = pytest.mark.end_to_end


def test_a_starred_paper_is_found_in_the_browser_but_not_by_guests(demo_index: Path) -> None:
    with open_index(demo_index) as papers:
        key = papers.search("", limit=1).hits[0].paper.key
    at = ["--index", str(demo_index)]
    subprocess.run([sys.executable, "-m", "index", "star", key, *at], check=True, timeout=120)
    command = [sys.executable, "-m", "tui", *at, "--query", "is:starred"]
    with Terminal(command) as terminal:
        terminal.wait_for("1 paper ")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    with Terminal([*command, "--kiosk"]) as terminal:
        terminal.wait_for("No paper matches")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0

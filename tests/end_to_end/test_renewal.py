"""An index that is built anew, damaged and mended while the real program shows it."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index import rebuild, update
from tests.support.checkout import ROOT
from tests.support.json_lines import json_lines
from tests.support.terminal import Terminal

pytestmark = pytest.mark.end_to_end

WATCHFUL = (
    "from tui.screens import index_watch; index_watch.LOOK_EVERY = 0.2; "
    "from tui.__main__ import main; main()"
)
"""The program, but it looks for a new index ten times as often, which these tests wait for."""

MOVED = "The index has changed; this is the new one."


class Library:
    """An index and the means to build it anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "ix"
        self.titles = [
            ("Mooring lines in a harbour", "2024-01-02"),
            ("Mooring ropes for boats", "2024-01-03"),
            ("Kites over a quiet bay", "2024-01-04"),
        ]
        self.build(rebuild)

    def build(self, how: Callable[..., object], *titles: str, without: str = "") -> None:
        """Publish what there is and some more; each is newer than all before."""
        for title in titles:
            self.titles.append((title, f"2024-02-{len(self.titles):02}"))
        source = json_lines(
            self.folder / "papers.jsonl",
            [{"title": title, "published": day} for title, day in self.titles if title != without],
        )
        how([source], self.index)

    def open(self, *options: str, program: Sequence[str] = ("-c", WATCHFUL)) -> Terminal:
        command = [sys.executable, *program, "--index", str(self.index), *options]
        return Terminal(command, columns=100, directory=ROOT)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def under_cursor(terminal: Terminal) -> str:
    """The list's line with the cursor."""
    return next((line for line in terminal.lines() if line.startswith("▌")), "")


@pytest.mark.parametrize(("how", "options"), [(update, ()), (rebuild, ("--kiosk",))])
def test_untouched_moved_and_asked_it_moves_to_each_new_index(
    library: Library, how: Callable[..., object], options: tuple[str, ...]
) -> None:
    with library.open(*options) as terminal:
        terminal.wait_for("1/3")
        for number in range(2):
            library.build(how, f"Anchors, part {number}")
            terminal.wait_for(f"{number + 2}/{number + 4}")
            terminal.wait_for(MOVED)
            terminal.wait_for(f"Anchors, part {number}")
            assert "Kites over a quiet bay" in under_cursor(terminal)
        terminal.press("j")
        terminal.wait_until_gone(MOVED)
        library.build(how, "Buoys in fog")
        terminal.wait_for("5/6")
        assert "Mooring ropes for boats" in under_cursor(terminal)
        terminal.press("/")
        terminal.type_text("mooring")
        terminal.press("enter")
        terminal.wait_for("1/2")
        library.build(how, "Mooring in autumn storms")
        terminal.wait_for("3 papers")
        assert "Mooring ropes for boats" in under_cursor(terminal)
        terminal.press("X")
        terminal.wait_for("7 papers")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()


def test_a_paper_that_is_gone_is_said_to_be(library: Library) -> None:
    with library.open(program=("-m", "tui")) as terminal:
        terminal.wait_for("1/3")
        terminal.press("j")
        terminal.wait_for("2/3")
        library.build(rebuild, without="Mooring ropes for boats")
        terminal.wait_for("the paper you were on is not in it any more")
        terminal.wait_for("2/2")
        assert "Mooring lines in a harbour" in under_cursor(terminal)


def live(library: Library) -> Path:
    return library.index / "generations" / (library.index / "current").read_text().strip()


def nuls(library: Library) -> None:
    (library.index / "current").write_bytes(b"\0" * 20)


def torn(library: Library) -> None:
    (library.index / "current").write_bytes(b"")


def no_folder(library: Library) -> None:
    shutil.rmtree(library.index)


def another_version(library: Library) -> None:
    _as_another(library, lambda text: json.dumps(json.loads(text) | {"format": 99}))


def not_utf8(library: Library) -> None:
    _as_another(library, lambda text: "\udcff" + text)


def cut_off(library: Library) -> None:
    _as_another(library, lambda text: text[:-30])


def _as_another(library: Library, spoil: Callable[[str], str]) -> None:
    """Publish a generation of which something is wrong."""
    spoilt = live(library).with_name("spoilt")
    shutil.copytree(live(library), spoilt)
    manifest = spoilt / "manifest.json"
    manifest.write_bytes(spoil(manifest.read_text()).encode("utf-8", "surrogateescape"))
    (library.index / "current").write_text("spoilt\n")


@pytest.mark.parametrize("options", [(), ("--kiosk",)], ids=["", "kiosk"])
def test_it_lives_on_while_the_index_is_damaged_and_moves_when_it_is_good_again(
    library: Library, options: tuple[str, ...]
) -> None:
    with library.open(*options) as terminal:
        terminal.wait_for("1/3")
        for number, harm in enumerate((nuls, not_utf8, no_folder), 3):
            harm(library)
            terminal.wait_for("this is still")
            terminal.press("j")
            terminal.wait_until_gone("this is still")
            terminal.press("/")
            terminal.type_text("mooring")
            terminal.press("enter")
            terminal.wait_for("2 papers")
            terminal.press("X")
            terminal.wait_for(f"{number} papers")
            shutil.rmtree(library.index, ignore_errors=True)
            library.build(rebuild, f"Anchors, part {number}")
            terminal.wait_for(f"{number + 1} papers")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("harm", [nuls, torn, another_version, not_utf8, cut_off])
def test_a_browser_that_is_opened_on_a_damaged_index_says_so(
    library: Library, harm: Callable[[Library], None]
) -> None:
    harm(library)
    with library.open() as terminal:
        assert terminal.wait_for_exit() == 4
        terminal.assert_restored()
        assert "Traceback" not in terminal.text()
        assert terminal.text().count("quire: ") == 1


def test_three_updates_at_once_and_one_while_it_sleeps(library: Library) -> None:
    with library.open() as terminal:
        terminal.wait_for("1/3")
        for number in range(3):
            library.build(update, f"Anchors, part {number}")
        terminal.wait_for("4/6")
        terminal.process.send_signal(signal.SIGSTOP)
        library.build(update, "Buoys in fog")
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("5/7")
        assert "Kites over a quiet bay" in under_cursor(terminal)

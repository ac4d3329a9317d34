"""The entry: what is delegated, what is said in one sentence, what is left behind."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from tests.support.waiting import wait_for
from tui.__main__ import main
from tui.app import QuireApp
from tui.rendering.stylesheet import styles, stylesheet
from tui.screens.browse import BrowseScreen
from tui.screens.first_run import FirstRun, paths_in
from tui.terminal.capabilities import theme_for
from tui.workers import temporary_index as scratch
from tui.workers.task_queue import Target
from tui.workers.temporary_index import scratch_index

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """Daily Papers

Ferries That Know the Tide

We study ferries.

  • 4 authors
·
Jul 10, 2024 14
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments], capture_output=True, text=True, timeout=60
    )


def test_scripted_commands_never_load_the_screen() -> None:
    code = (
        "import sys; from tui.__main__ import main; code = main(['info', '--index', '/none']);"
        "print(code, [m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "4 []"


@pytest.mark.parametrize("arguments", [(), ("demo",), ("open", "x")])
def test_without_a_terminal_there_is_one_sentence(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sort", "size"],
        ["open"],
        ["demo", "x"],
        ["--qurey", "x"],
        ["frobnicate"],
        ["open", "x", "--year", "-5"],
        ["open", "x", "--year=99999"],
    ],
)
def test_wrong_arguments_are_a_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("quire: ")


def test_help_and_version_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "quire demo" in capsys.readouterr().out
    assert main(["--version"]) == 0


def test_the_stylesheet_is_found() -> None:
    assert stylesheet().name == "styles.tcss"
    own = [("#body" in part, ".section" in part, "#reader" in part) for part in styles()]
    assert own == [(True, False, False), (False, True, False), (False, False, True)]


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({"TERM": "xterm-256color"}, "quire-dark"),
        ({"TERM": "xterm"}, "quire-terminal"),
        ({"TERM": "linux"}, "quire-terminal"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "quire-dark"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "quire-terminal"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "quire-light"),
        ({}, "quire-terminal"),
    ],
)
def test_the_theme_suits_the_terminal(environment: dict[str, str], theme: str) -> None:
    assert theme_for(environment) == theme


def test_a_short_lived_index_is_removed(tmp_path: Path) -> None:
    with scratch_index(tmp_path) as folder:
        (folder / "x").write_text("x")
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_leftovers_of_the_dead_are_removed_and_those_of_the_living_stay(tmp_path: Path) -> None:
    (tmp_path / "open-dead").mkdir()
    (tmp_path / "open-dead" / "x").write_text("x")
    (tmp_path / "open-dead.lock").touch()
    (tmp_path / "open-alone.lock").touch()
    (tmp_path / "open-alive").mkdir()
    lock = os.open(tmp_path / "open-alive.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with scratch_index(tmp_path):
        names = {
            path.name for path in tmp_path.iterdir() if "dead" in path.name or "al" in path.name
        }
    os.close(lock)
    assert names == {"open-alive", "open-alive.lock"}


def test_a_lock_that_somebody_else_put_there_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    root = tmp_path / "root"
    made: list[str] = []

    def watched(prefix: str, dir: Path) -> str:
        folder = mkdtemp(prefix=prefix, dir=dir)
        made.append(folder)
        if len(made) == 1:
            os.symlink(victim, folder + scratch.LOCK)
        elif len(made) == 2:
            os.symlink(tmp_path / "nowhere", folder + scratch.LOCK)
        return folder

    monkeypatch.setattr(scratch, "mkdtemp", watched)
    with scratch_index(root) as folder:
        assert [str(folder)] == made[2:]
        assert not os.path.lexists(made[0])
    assert victim.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()


def test_typed_paths_are_read_as_a_shell_would(tmp_path: Path) -> None:
    odd = tmp_path / "a b.txt"
    odd.touch()
    assert paths_in(str(odd)) == [str(odd)]
    assert paths_in("'x y' z") == ["x y", "z"]
    with pytest.raises(ValueError, match="closing quotation"):
        paths_in("'x")


async def test_a_first_run_indexes_what_was_typed(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "new" / "index")))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, FirstRun)
        screen.path_line.value = str(tmp_path / "missing")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "does not exist" in screen.word)
        (tmp_path / "error.json").write_text('[{"nothing": 1}]')
        screen.path_line.value = str(tmp_path / "error.json")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "none Quire knows" in screen.word)
        screen.path_line.value = str(page)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        browser = app.screen
        assert isinstance(browser, BrowseScreen)
        await wait_for(pilot, lambda: browser.results.paper is not None)
        assert browser.results.paper is not None
        assert browser.results.paper.title == "Ferries That Know the Tide"
        assert "Read 1 paper from 1 record." in browser.keys.word
    assert any((tmp_path / "new" / "index").iterdir())


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
async def test_a_first_run_stands_in_the_middle(tmp_path: Path, size: tuple[int, int]) -> None:
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "index")))
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, FirstRun)
        await wait_for(pilot, lambda: screen.path_line.region.width)
        path, keys = screen.path_line.region, screen.keys.region
        assert abs(path.x - (size[0] - path.right)) <= 1
        assert 0 < path.y < keys.y == size[1] - 1


async def test_a_first_run_shows_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = QuireApp(None, target=Target(index_dir=str(tmp_path / "index")))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("up", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        browser = app.screen
        assert isinstance(browser, BrowseScreen)
        await wait_for(pilot, lambda: browser.results.listing.count >= 60)
    assert not (tmp_path / "index").exists()
    assert list((tmp_path / "cache").rglob("open-*")) == []

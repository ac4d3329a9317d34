"""The read-only browser: what is off says why, and a fence stands behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import msgspec
import pytest

from index import (
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Paper,
    QueryError,
    SemanticUnavailable,
    VectorsUnfit,
    demo_paths,
    rebuild,
)
from tests.support.checkout import ROOT
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.support.terminal import Terminal
from tests.support.waiting import wait_for
from tui.__main__ import main
from tui.app import QuireApp
from tui.commands.command import Command
from tui.commands.table import BY_ID, COMMANDS
from tui.kiosk import Fence, Fenced, for_guests
from tui.screens.browse import BrowseScreen
from tui.workers.searcher import Searcher


def test_what_leaves_the_index_is_off() -> None:
    reaching = ("open", "export", "suspend", "print", "save", "settings", "welcome", "shell")
    allowed = [
        command.id
        for command in COMMANDS
        if not command.kiosk and any(word in command.id for word in reaching)
    ]
    # It opens the reader, which is a part of the browser.
    assert allowed == ["reader.open"]


def test_no_command_is_made_without_a_word_on_guests() -> None:
    fields = msgspec.structs.asdict(BY_ID["app.quit"])
    del fields["kiosk"]
    with pytest.raises(TypeError, match="kiosk"):
        Command(**fields)


async def test_keys_of_commands_that_are_off_say_why() -> None:
    papers: list[Paper] = invented(5)
    searcher = Searcher(lambda: FakePapers(papers))
    searcher.start()
    app = QuireApp(searcher, kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        screen = cast("BrowseScreen", app.screen)
        await wait_for(pilot, lambda: screen.results.paper is not None)
        for command in COMMANDS:
            if (reason := command.kiosk) and command.context in {"browse", "list", "everywhere"}:
                app.action_command(command.id)
                assert screen.keys.word == reason


@pytest.mark.end_to_end
def test_without_an_index_there_is_nothing_to_offer(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(tmp_path / "none")]
    with Terminal(command, directory=ROOT) as terminal:
        assert terminal.wait_for_exit() == 4
        terminal.assert_restored()
        assert "quire: " in terminal.text()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["open", "demo"])
def test_it_shows_an_index_and_no_files(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--kiosk", *(["x"] if verb == "open" else [])]) == 2
    assert "--kiosk" in capsys.readouterr().err


TRIES = """
import os, sys, subprocess, socket, tempfile, shutil
from pathlib import Path
from tui.kiosk import Fenced, harmless_environment, raise_fence
folder, outside, command = sys.argv[1:]
os.environ["TEXTUAL_DRIVER"] = "x:y"
harmless_environment()
assert "TEXTUAL_DRIVER" not in os.environ
raise_fence(folder)
allowed = {
    "index": lambda: Path(folder, "a").read_text(),
    "code": lambda: __import__("tui.rendering.result_row"),
    "null": lambda: open("/dev/null", "w").close(),
}
refused = {
    "read": lambda: Path(outside).read_text(),
    "up": lambda: Path(folder, "..", Path(outside).name).read_text(),
    "link": lambda: Path(folder, "link").read_text(),
    "write": lambda: Path(outside).write_text("x"),
    "write in the index": lambda: Path(folder, "b").write_text("x"),
    "make": lambda: os.mkdir(outside + "d"),
    "remove": lambda: os.remove(outside),
    "rename": lambda: os.rename(outside, outside + "2"),
    "temporary": lambda: tempfile.mkstemp(),
    "copy": lambda: shutil.copy(outside, outside + "3"),
    "run": lambda: subprocess.run([command]),
    "system": lambda: os.system(command),
    "exec": lambda: os.execv(command, [command]),
    "fork": os.fork,
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
}
for name, work in allowed.items():
    work()
for name, work in refused.items():
    try:
        work()
    except (Fenced, FileNotFoundError):
        continue
    print("allowed:", name)
print("tried")
"""


def test_the_fence_lets_nothing_through(tmp_path: Path) -> None:
    folder, outside = tmp_path / "index", tmp_path / "outside"
    folder.mkdir()
    (folder / "a").write_text("a")
    outside.write_text("kept")
    (folder / "link").symlink_to(outside)
    done = subprocess.run(
        [sys.executable, "-c", TRIES, folder, outside, "/bin/true"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.stdout == "tried\n", done.stdout + done.stderr
    assert outside.read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "outside"]


def test_the_fence_knows_folders_from_names_that_begin_alike(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index-of-others").write_text("x")
    fence = Fence((f"{tmp_path}/index/",), str(tmp_path / "index"))
    fence.look("open", (str(tmp_path / "index" / "a"), "r", 0))
    with pytest.raises(Fenced):
        fence.look("open", (str(tmp_path / "index-of-others"), "r", 0))


def test_the_fence_lets_links_into_the_index_be_made_in_one_folder(tmp_path: Path) -> None:
    index, links = str(tmp_path / "index"), str(tmp_path / "links")
    fence = Fence((f"{index}/",), index, links)
    segment = f"{index}/generations/g/a.term"
    for event, *arguments in (
        ("os.mkdir", links, 0o700, -1),
        ("os.symlink", segment, f"{links}/a.term", -1),
        ("os.remove", f"{links}/a.term", -1),
        ("os.rmdir", links, -1),
    ):
        fence.look(event, tuple(arguments))
        with pytest.raises(Fenced):
            Fence((f"{index}/",), index).look(event, tuple(arguments))
    for event, *arguments in (
        ("os.mkdir", f"{links}/below", 0o700, -1),
        ("os.mkdir", f"{links}2", 0o700, -1),
        ("os.mkdir", links, 0o700, 5),
        ("os.mkdir", "", 0o700, -1),
        ("os.symlink", "/etc/passwd", f"{links}/a.term", -1),
        ("os.symlink", f"{index}/generations/../current", f"{links}/a.term", -1),
        ("os.symlink", segment, f"{links}/../a.term", -1),
        ("os.symlink", segment, f"{links}/..", -1),
        ("os.symlink", segment, f"{index}/generations/g/b.term", -1),
        ("os.remove", segment, -1),
        ("os.remove", f"{links}/below/a", -1),
        ("os.rmdir", index, -1),
        ("os.rename", f"{links}/a.term", f"{links}/b.term", -1, -1),
        ("os.link", f"{links}/a.term", f"{links}/b.term", -1, -1),
        ("os.chmod", links, 0o777, -1),
        ("tempfile.mkdtemp", links),
    ):
        with pytest.raises(Fenced):
            fence.look(event, tuple(arguments))


def test_folders_of_an_index_may_be_links_to_other_disks(tmp_path: Path) -> None:
    index, disk = tmp_path / "index", tmp_path / "disk"
    (disk / "g").mkdir(parents=True)
    (disk / "g" / "manifest.json").write_text("{}")
    (tmp_path / "whole" / "generations" / "g").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "whole" / "current").write_text("g")
    (tmp_path / "secret").write_text("kept")
    index.symlink_to(tmp_path / "elsewhere")
    fence = Fence((f"{tmp_path}/elsewhere/",), str(index))
    # The host moves the index while guests are here.
    index.unlink()
    index.symlink_to(tmp_path / "whole")
    (tmp_path / "whole" / "generations" / "moved").symlink_to(disk / "g")
    for name in ("current", "generations/moved/manifest.json"):
        fence.look("open", (str(index / name), "r", 0))
    (tmp_path / "whole" / "generations" / "g" / "manifest.json").symlink_to(tmp_path / "secret")
    (tmp_path / "whole" / "secret").symlink_to(tmp_path / "secret")
    (tmp_path / "whole" / "current").unlink()
    (tmp_path / "whole" / "current").symlink_to(tmp_path / "secret")
    for name in ("current", "secret", "generations/g/manifest.json", "generations/../secret"):
        with pytest.raises(Fenced):
            fence.look("open", (str(index / name), "r", 0))
    with pytest.raises(Fenced):
        fence.look("open", (str(index / "current"), "w", os.O_WRONLY))


@pytest.mark.end_to_end
def test_an_index_whose_generations_lie_on_another_disk_is_shown(tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild([demo_paths()[0]], index)
    (index / "generations").rename(tmp_path / "disk")
    (index / "generations").symlink_to(tmp_path / "disk")
    (tmp_path / "name").symlink_to(index)
    command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(tmp_path / "name")]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(
    "kind",
    [IndexMissing, IndexDamaged, IndexOutdated, IndexClosed, SemanticUnavailable, VectorsUnfit],
)
def test_guests_are_told_of_no_paths(kind: type[Exception]) -> None:
    told = for_guests(kind("the index at /srv/papers can't be read"))
    assert type(told) is kind
    assert "/" not in str(told)
    assert "quire" not in str(told)


def test_guests_are_told_what_is_wrong_with_their_query() -> None:
    error = QueryError("a )", 2, "this ) closes nothing")
    assert for_guests(error) is error


@pytest.mark.end_to_end
def test_no_path_of_the_host_reaches_a_guest(tmp_path: Path) -> None:
    index = tmp_path / "a-telling-name"
    command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(index)]
    damage = (
        lambda: None,
        lambda: rebuild([demo_paths()[0]], index),
        lambda: (index / "generations" / (index / "current").read_text().strip()).rename(
            index / "g"
        ),
        lambda: (index / "current").write_bytes(b"\0" * 20),
    )
    for step in damage:
        step()
        with Terminal(command, columns=200, directory=ROOT) as terminal:
            if step is damage[1]:
                terminal.wait_for(" papers")
                terminal.press("q")
                assert terminal.wait_for_exit() == 0
            else:
                assert terminal.wait_for_exit() == 4
                assert len(terminal.text().split("quire: ")) == 2
            assert b"telling" not in terminal.raw
            assert str(ROOT).encode() not in terminal.raw

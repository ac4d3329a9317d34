"""An index is opened by the engine of its address, whichever command asks."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import Paper, UsageError, open_index
from index.cli import main
from index.description import Description
from index.engines import ENGINES, describe
from tests.support.fake_papers import FakePapers
from tests.support.papers import numbered

if TYPE_CHECKING:
    from index.overlay import Overlay

ADDRESS = "shelf://upper/left"


class ShelfEngine:
    """Has the same papers at every address, and keeps the addresses."""

    def __init__(self, papers: list[Paper]) -> None:
        self.papers = papers
        self.opened: list[str] = []

    def open(self, address: str, overlay: Overlay | None) -> FakePapers:
        del overlay
        self.opened.append(address)
        return FakePapers(self.papers)

    def describe(self, address: str) -> Description:
        return Description(
            index=address,
            generation="first",
            papers=len(self.papers),
            records=len(self.papers),
            sources={"quire": len(self.papers)},
            created=datetime.datetime(2001, 2, 3, tzinfo=datetime.UTC),
            age_seconds=1,
            bytes=2,
            quire="0",
            inputs=[],
        )


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> ShelfEngine:
    engine = ShelfEngine(numbered(3))
    monkeypatch.setitem(ENGINES, "shelf", engine)
    return engine


@pytest.mark.parametrize(
    "command", [("search", "number"), ("show", "9901.00001"), ("similar", "9901.00001")]
)
def test_commands_open_an_index_by_its_address(
    command: tuple[str, ...], shelf: ShelfEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--index", ADDRESS]) == 0
    assert shelf.opened == [ADDRESS]
    assert "On the Number" in capsys.readouterr().out


def test_the_default_index_may_be_an_address(
    shelf: ShelfEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUIRE_INDEX", ADDRESS)
    assert main(["search", "number", "--json"]) == 0
    assert shelf.opened == [ADDRESS]
    assert main(["info", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[-1])["index"] == ADDRESS


@pytest.mark.parametrize("command", [["rebuild", "x"], ["update", "x"], ["check"]])
def test_commands_that_need_a_folder_refuse_an_address(
    command: list[str],
    shelf: ShelfEngine,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text("")
    assert main([*command, "--index", ADDRESS]) == 2
    assert capsys.readouterr().err == (
        f"quire: this takes an index in a folder, and {ADDRESS} is none: name one\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert shelf.opened == []


def test_an_address_of_no_known_kind_is_refused(shelf: ShelfEngine) -> None:
    del shelf
    for opens in (open_index, describe):
        with pytest.raises(UsageError) as refused:
            opens("drawer://lower")
        assert str(refused.value).startswith("no index can be opened at drawer://lower: name a ")
        assert "shelf://" in str(refused.value)


def test_a_search_in_a_folder_loads_nothing_of_clusters_meaning_and_paths(
    demo_index: Path,
) -> None:
    unused = ("urllib", "index.engine.cluster", "index.semantic", "numpy", "pathlib")
    code = (
        "import sys; before = set(sys.modules); from index.cli import main; "
        "main(['search', 'x', '--index', sys.argv[1]]); "
        f"print([n for n in sys.modules if n not in before and n.startswith({unused!r})])"
    )
    command = [sys.executable, "-c", code, str(demo_index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

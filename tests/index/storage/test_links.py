"""How an index is opened by an account that may only read it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexClosed
from index.storage import links


def generation(folder: Path) -> Path:
    folder.mkdir()
    for name in ("meta.json", "a.term", ".tantivy-meta.lock"):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found = [str(tmp_path / "missing" / "l"), str(tmp_path / "here")]
    monkeypatch.setattr(links, "_candidates", lambda: iter(found))
    monkeypatch.setattr(links, "_reserved", None)
    return found


def test_the_first_place_that_has_room_is_taken_and_left_as_it_was(
    tmp_path: Path, places: list[str]
) -> None:
    with links.linked(str(generation(tmp_path / "g"))) as folder:
        assert folder == places[1]
        assert sorted(os.listdir(folder)) == ["a.term", "meta.json"]
        assert Path(folder, "a.term").read_text() == "a.term"
        Path(folder, ".tantivy-meta.lock").touch()
    assert os.listdir(tmp_path) == ["g"]


@pytest.mark.usefixtures("places")
def test_a_lock_that_is_made_anew_while_the_folder_goes_does_not_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, late = os.rmdir, [".tantivy-meta.lock"]

    def remove_with_a_lock(path: str, **options: Any) -> None:
        if late:
            Path(path, late.pop()).touch()
        remove(path, **options)

    monkeypatch.setattr(os, "rmdir", remove_with_a_lock)
    with links.linked(str(generation(tmp_path / "g"))):
        pass
    assert late == []
    assert os.listdir(tmp_path) == ["g"]


def test_where_there_is_no_room_at_all_that_is_what_is_said(
    tmp_path: Path, places: list[str]
) -> None:
    places.pop()
    with (
        pytest.raises(IndexClosed, match=r"may only read the index.*no such file"),
        links.linked(str(generation(tmp_path / "g"))),
    ):
        pass
    with pytest.raises(IndexClosed):
        links.reserve_links()


def test_a_place_that_is_taken_is_left_alone(tmp_path: Path, places: list[str]) -> None:
    Path(places[1]).mkdir()
    Path(places[1], "kept").touch()
    with pytest.raises(IndexClosed), links.linked(str(generation(tmp_path / "g"))):
        pass
    assert os.listdir(places[1]) == ["kept"]


def test_a_reserved_place_is_used_for_every_opening(tmp_path: Path, places: list[str]) -> None:
    reserved = links.reserve_links()
    assert not os.path.exists(reserved)
    places[:] = []
    for _ in range(2):
        with links.linked(str(tmp_path)) as folder:
            assert folder == reserved
        assert not os.path.exists(reserved)

"""Paths are completed as shells do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.screens.first_run import paths_in
from tui.screens.path_completion import MOST_LISTED, completed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("daily papers/2025/", "daily papers/2026/", "downloads/", ".hidden/"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("arxiv.jsonl", "arxiv.xml", "it's.json", "downloads/one.json", "naïve.json"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ar", "arxiv."),
        ("arxiv.j", "arxiv.jsonl"),
        ("dow", "downloads/"),
        ("downloads/", "downloads/one.json"),
        ("da", "daily\\ papers/"),
        ("daily\\ papers/", "daily\\ papers/202"),
        ("'daily pap", "daily\\ papers/"),
        ('"daily papers/2025', "daily\\ papers/2025/"),
        ("daily papers/2026", "daily papers/2026/"),
        ("it", "it\\'s.json"),
        ("na", "naïve.json"),
        ("~", "~/"),
        ("~/dow", "~/downloads/"),
        ("~/downloads/o", "~/downloads/one.json"),
        (".h", ".hidden/"),
        ("arxiv.xml dow", "arxiv.xml downloads/"),
        ("arxiv.xml ", "arxiv.xml "),
        ("arxiv.jsonl", "arxiv.jsonl"),
        ("nothing", "nothing"),
        ("no/such/folder/", "no/such/folder/"),
        ("a\0b/", "a\0b/"),
    ],
)
def test_a_path_is_completed_as_far_as_it_is_certain(typed: str, text: str, folder: Path) -> None:
    del folder
    assert completed(typed).text == text


def test_what_is_possible_is_listed(folder: Path) -> None:
    assert completed("arxiv.").word == "arxiv.jsonl, arxiv.xml"
    assert completed("daily papers/202").word == "2025/, 2026/"
    assert ".hidden" not in completed("").word
    assert completed("nothing").word == "Nothing begins with nothing."
    assert completed("arxiv.jsonl").word == ""
    for number in range(MOST_LISTED + 3):
        (folder / "downloads" / f"{number:03}").touch()
    assert completed("downloads/").word.endswith("and 4 more")


@pytest.mark.parametrize("typed", ["da", "it", "downloads/", "~/dow", "'daily papers/2025"])
def test_what_was_completed_is_read_as_the_path_that_it_is(typed: str, folder: Path) -> None:
    (path,) = paths_in(completed(typed).text)
    assert (folder / path).exists()

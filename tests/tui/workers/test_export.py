"""Files of papers: named, written whole, never over another one unasked."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from index import EXPORTERS, Paper, export
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tui.screens.browse import BrowseScreen
from tui.screens.export import ExportScreen
from tui.session.session import View
from tui.workers.export import (
    WINDOW,
    Export,
    ExportError,
    Selection,
    all_results,
    default_name,
    format_of,
    next_format,
    shown_path,
    target_of,
    with_format,
)

PAPERS = invented(5)


def selection(papers: list[Paper]) -> Selection:
    return Selection(len(papers), "papers", lambda: (paper for paper in papers))


def finish(job: Export) -> Export:
    job.start()
    job.wait(30)
    assert job.finished
    return job


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "papers.bib"),
        ("Mixture of Experts org:nvidia", "mixture-of-experts-org-nvidia.bib"),
        ("../../etc/passwd", "etc-passwd.bib"),
        ("word " * 40, "word-word-word-word-word-word-word-word.bib"),
        ("x" * 300, "papers.bib"),
        ("(((", "papers.bib"),
    ],
)
def test_a_name_is_made_of_the_query(query: str, name: str) -> None:
    assert default_name(query, "bibtex") == name


def test_the_ending_says_the_format_and_follows_it() -> None:
    assert format_of("a.BIB") == "bibtex"
    assert format_of("notes.markdown") == "markdown"
    assert format_of("notes.txt") is None
    assert with_format("a.bib", "csv") == "a.csv"
    assert with_format("v1.2", "csv") == "v1.2.csv"
    formats = ["bibtex"]
    while (following := next_format(formats[-1])) != "bibtex":
        formats.append(following)
    assert formats == list(EXPORTERS)


def test_the_home_folder_can_be_written_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert target_of("~/a.bib") == tmp_path / "a.bib"
    assert shown_path(tmp_path / "a.bib") == "~/a.bib"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        ("  ", "needs a name"),
        (".", "is a folder"),
        ("new/", "is a folder"),
        ("nowhere/a.bib", "There is no folder"),
        ("pipe", "is not a file"),
        ("a\0b", "can have that name"),
        ("~no-such-user-here/a.bib", "home folder"),
        ("x" * 300, "can't be written"),
    ],
)
def test_a_name_that_can_not_be_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError) as caught:
        target_of(name)
    assert reason in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("format", list(EXPORTERS))
def test_the_file_holds_what_the_exporter_says_and_nothing_else_is_left(
    tmp_path: Path, format: str
) -> None:
    job = finish(Export(selection(PAPERS), tmp_path / "a", format))
    assert job.error is None
    assert job.done == 5
    assert (tmp_path / "a").read_bytes() == "".join(export(PAPERS, format)).encode()
    assert os.listdir(tmp_path) == ["a"]


def test_the_file_may_be_read_by_whom_the_user_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        finish(Export(selection(PAPERS), tmp_path / "a", "csv"))
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "a.bib"

    def papers() -> Generator[Paper]:
        target.write_text("mine")
        yield from PAPERS

    job = finish(Export(Selection(5, "papers", papers), target, "bibtex"))
    assert job.error
    assert target.read_text() == "mine"
    assert os.listdir(tmp_path) == ["a.bib"]


def test_writing_over_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    real, alias = tmp_path / "real.bib", tmp_path / "alias.bib"
    real.write_text("old")
    real.chmod(0o600)
    alias.symlink_to(real)
    job = finish(Export(selection(PAPERS), alias, "bibtex", overwrite=True))
    assert job.error is None
    assert alias.is_symlink()
    assert real.read_text().count("@misc") == 5
    assert real.stat().st_mode & 0o777 == 0o600


def test_stopping_leaves_no_file(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def papers() -> Generator[Paper]:
        yield PAPERS[0]
        begun.set()
        go_on.wait(20)
        yield from PAPERS[1:]

    job = Export(Selection(5, "papers", papers), tmp_path / "a.bib", "bibtex")
    job.start()
    assert begun.wait(20)
    job.stop(timeout=0)
    go_on.set()
    job.wait(20)
    assert job.stopped
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_a_sentence() -> None:
    # /dev takes no new files from anybody but root, and /proc from nobody.
    job = finish(Export(selection(PAPERS), Path("/proc/a.bib"), "bibtex"))
    assert job.error
    assert job.error.startswith("/proc/a.bib can't be written: ")


def test_all_results_are_read_in_windows_and_partial_ones_left_out() -> None:
    engine = FakePapers(invented(WINDOW + 7))
    found = list(all_results(engine, View(), typing=False))
    assert len(found) == WINDOW + 7
    assert len(engine.asked) == 2


async def test_everything_that_matches_is_exported(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ExportScreen, "format", "bibtex")
    async with browse(60, size=(80, 24)) as browser:
        await browser.press("w")
        await browser.until(lambda: "Export all 60 papers as BibTeX" in "\n".join(browser.text()))
        await browser.press("tab", "enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert "60 papers exported to" in browser.word
        assert "papers.jsonl" in browser.word
    assert len((tmp_path / "papers.jsonl").read_text().splitlines()) == 60


async def test_marked_papers_are_exported_and_nothing_is_written_over_unasked(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ExportScreen, "format", "bibtex")
    target = tmp_path / "papers.bib"
    target.write_text("mine")
    async with browse(60, size=(80, 24)) as browser:
        await browser.press("v", "v", "w")
        await browser.until(lambda: "2 marked papers" in "\n".join(browser.text()))
        await browser.press("enter", "enter")
        await browser.until(lambda: "is there already" in browser.pilot.app.screen.keys.word)
        assert target.read_text() == "mine"
        await browser.press("ctrl+o")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
    assert target.read_text().count("@misc") == 2


async def test_a_wrong_name_can_be_mended_or_given_up(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ExportScreen, "format", "bibtex")
    async with browse(6, size=(40, 12)) as browser:
        await browser.press("w")
        await browser.until(lambda: browser.pilot.app.focused is not None)
        await browser.press("ctrl+u")
        await browser.type("no/x.md")
        screen = browser.pilot.app.screen
        assert "Markdown" in screen.heading.text
        await browser.press("enter")
        await browser.until(lambda: "There is no folder no." in screen.keys.word)
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.word == "Nothing was exported."
    assert os.listdir(tmp_path) == []


async def test_a_long_export_shows_how_far_it_is_and_can_be_stopped(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ExportScreen, "format", "bibtex")
    async with browse(60, size=(80, 24)) as browser:
        await browser.press("w")
        browser.engine.gate.clear()
        await browser.press("enter")
        screen = browser.pilot.app.screen
        await browser.until(lambda: "0 of 60 papers" in screen.heading.text)
        await browser.press("escape")
        browser.engine.gate.set()
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.word == "Nothing was exported."
    assert os.listdir(tmp_path) == []

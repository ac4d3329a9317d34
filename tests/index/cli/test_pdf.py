"""`quire pdf` as scripts meet it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import rebuild
from index.cli import main
from index.fetching.clock import SystemClock
from tests.support.builds import write_papers
from tests.support.paper_server import PaperServer, Reply, paper_server, web_page

PDF = b"%PDF-1.7\n%invented\n"
NAMES = [f"9901.0000{number} A Study of Sample {number}.pdf" for number in range(3)]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServer]:
    """A server that has the PDFs of three papers, which the index has too."""
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 3)], tmp_path / "index")
    with paper_server() as running:
        for number in range(3):
            running.pages[f"/pdf/9901.0000{number}"] = Reply(PDF)
        settings = tmp_path / "settings.toml"
        settings.write_text(
            f'pdf_folder = "{tmp_path}/mine"\n[[feeds]]\nfrom = "arxiv"\nbase = "{running.base}"\n'
        )
        monkeypatch.setenv("QUIRE_CONFIG", str(settings))
        monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
        monkeypatch.setattr(SystemClock, "sleep", lambda *_: None)
        yield running


@pytest.mark.usefixtures("server")
def test_papers_come_to_the_folder_of_the_settings_and_their_paths_are_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["pdf", "9901.00000", "https://arxiv.org/abs/9901.00001v2", "9901.00000"]) == 0
    paths = [tmp_path / "mine" / name for name in NAMES[:2]]
    assert capfd.readouterr() == ("".join(f"{path}\n" for path in paths), "")
    assert [path.read_bytes() for path in paths] == [PDF, PDF]
    assert main(["pdf", "9901.00001"]) == 0
    output, narration = capfd.readouterr()
    assert output == f"{paths[1]}\n"
    assert narration == "9901.00001: the file was there already, and stays as it is\n"


def test_a_folder_can_be_named_and_without_any_it_is_the_current_one(
    server: PaperServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["pdf", "9901.00000", "--to", str(tmp_path / "other")]) == 0
    assert (tmp_path / "other" / NAMES[0]).read_bytes() == PDF
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[[feeds]]\nfrom = "arxiv"\nbase = "{server.base}"\n')
    monkeypatch.chdir(tmp_path / "other")
    assert main(["pdf", "9901.00002"]) == 0
    assert (tmp_path / "other" / NAMES[2]).read_bytes() == PDF
    assert not (tmp_path / "mine").exists()


def test_what_can_not_be_had_is_told_and_the_others_come(
    server: PaperServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server.faults = [web_page]
    keys = ["9901.00000", "9901.00001", "9901.00007"]
    assert main(["pdf", *keys, "--json"]) == 6
    output, narration = capfd.readouterr()
    report = json.loads(output)
    assert report["folder"] == str(tmp_path / "mine")
    assert (report["failed"], report["missing"]) == (1, ["9901.00007"])
    first, second = report["papers"]
    assert (first["key"], first["outcome"], first["bytes"]) == ("9901.00000", "failed", 0)
    assert "with a web page where a PDF was asked for" in first["error"]
    assert (second["key"], second["outcome"]) == ("9901.00001", "downloaded")
    assert (second["bytes"], second["error"]) == (len(PDF), None)
    assert second["path"] == str(tmp_path / "mine" / NAMES[1])
    assert second["url"] == f"{server.base}/pdf/9901.00001"
    assert "quire: there is no paper '9901.00007' in the index\n" in narration
    assert "quire: 9901.00000 failed: 127.0.0.1" in narration
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [NAMES[1]]


def test_a_key_that_is_no_paper_is_told(
    server: PaperServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["pdf", "9901.00007"]) == 1
    assert capfd.readouterr() == ("", "quire: there is no paper '9901.00007' in the index\n")
    assert server.seen == []
    assert main(["pdf"]) == 2

"""What fetching came to, in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.rendering.fetch_words import Word, paper_word, pdf_word, sync_report, sync_word

OFFLINE = "huggingface.co can't be found: this machine seems to be offline"


def report(added: int = 0, **errors: str | None) -> bytes:
    feeds = [{"name": name.replace("_", "-"), "error": error} for name, error in errors.items()]
    return json.dumps({"command": "sync", "feeds": feeds, "update": {"added": added}}).encode()


@pytest.mark.parametrize(
    ("code", "output", "last", "word"),
    [
        (0, report(37, daily=None), "index: 90 records", Word("37 new papers.")),
        (0, report(1, daily=None), "", Word("1 new paper.")),
        (0, report(0, daily=None), "", Word("No new papers.")),
        (
            6,
            report(12, daily_papers=OFFLINE, arxiv=None),
            "quire: daily-papers failed",
            Word(f"12 new papers; daily-papers failed: {OFFLINE}.", bad=True),
        ),
        (6, report(0, daily=OFFLINE), "", Word(f"daily failed: {OFFLINE}.", bad=True)),
        (130, b"", "interrupted", Word("Stopped; what came is kept.")),
        (-9, b"", "daily: 1 of 7 days", Word("Stopped; what came is kept.")),
        (2, b"", "settings.toml, line 3: oh", Word("Settings.toml, line 3: oh.", bad=True)),
        (70, b"", "", Word("Fetching has failed.", bad=True)),
    ],
)
def test_a_sync_is_one_sentence(code: int, output: bytes, last: str, word: Word) -> None:
    assert sync_word(code, sync_report(output), last) == word


def test_that_another_process_is_at_work_is_said_in_words_for_who_browses() -> None:
    word = sync_word(5, None, "another process is fetching: wait for it with --wait")
    assert word.bad
    assert "Another process" in word.text
    assert "--wait" not in word.text


@pytest.mark.parametrize(
    ("code", "last", "word"),
    [
        (0, "", Word("2401.01234 is in your index now.")),
        (1, "x", Word("Neither arXiv nor Daily Papers has a paper 2401.01234.", bad=True)),
        (6, OFFLINE, Word(f"H{OFFLINE[1:]}.", bad=True)),
    ],
)
def test_a_paper_that_was_asked_for_is_there_or_it_is_said_why_not(
    code: int, last: str, word: Word
) -> None:
    assert paper_word("2401.01234", code, last) == word


def pdf(key: str, outcome: str, error: str | None = None) -> dict[str, Any]:
    path = f"/home/ada/papers/{key} A Study.pdf"
    return {"key": key, "outcome": outcome, "path": path, "error": error, "bytes": 1, "url": None}


@pytest.mark.parametrize(
    ("pdfs", "word"),
    [
        ([pdf("a", "downloaded")], Word("PDF: ~/papers/a A Study.pdf")),
        ([pdf("a", "existing")], Word("The PDF is there already: ~/papers/a A Study.pdf")),
        ([pdf("a", "failed", "no address")], Word("No PDF of a: no address.", bad=True)),
        (
            [pdf("a", "downloaded"), pdf("b", "downloaded"), pdf("c", "existing")],
            Word("2 PDFs in ~/papers; 1 was there already."),
        ),
        (
            [pdf("a", "downloaded"), pdf("b", "failed", "gone"), pdf("c", "failed", "late")],
            Word("1 PDF in ~/papers; 2 failed, first b: gone.", bad=True),
        ),
    ],
)
def test_pdfs_are_where_it_says(pdfs: list[dict[str, Any]], word: Word) -> None:
    output = json.dumps({"folder": "/home/ada/papers", "papers": pdfs, "failed": 0}).encode()
    assert pdf_word(0, output, "", "/home/ada") == word


def test_pdfs_that_were_stopped_are_no_defect() -> None:
    assert pdf_word(130, b"", "a: 1.0 MB", "/home/ada") == Word("Stopped; what came is kept.")

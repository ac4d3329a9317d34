"""Copying, marking and opening in the browser."""

from __future__ import annotations

from typing import Any

import pytest

from index import Paper, bibtex_entry, citation
from tui.screens.browse import BrowseScreen
from tui.screens.letter_menu import CopyMenu
from tui.terminal import web_browser as opening

FERRIES = Paper(
    key="2401.00001",
    title="Ferries in $O(n)$",
    abstract="We study ferries.",
    authors=("Ada Marlow",),
    arxiv_id="2401.00001",
    url="https://papers.example.org/ferries",
)
BARE = Paper(key="bare", title="A bare title", comments=3)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("t", "Ferries in O(n)"),
        ("l", "https://papers.example.org/ferries"),
        ("i", "2401.00001"),
        ("b", bibtex_entry(FERRIES)),
        ("a", "We study ferries."),
        ("y", citation(FERRIES)),
    ],
)
async def test_a_letter_copies_a_part_and_says_where_it_went(
    browse: Any, letter: str, expected: str
) -> None:
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("y")
        await browser.until(lambda: "t title" in "\n".join(browser.text()))
        await browser.press(letter)
        assert isinstance(browser.pilot.app.screen, BrowseScreen)
        assert browser.pilot.app.clipboard == expected
        assert "sent to the clipboard" in browser.word
        assert len(browser.word) < 80, "a quotation takes no second line"


async def test_a_terminal_without_a_clipboard_is_sent_nothing(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "linux")
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("y", "t")
        assert browser.pilot.app.clipboard == ""
        assert browser.word == "Title (no clipboard here): Ferries in O(n)"
        await browser.press("y", "b")
        assert browser.pilot.app.clipboard == ""
        assert browser.word == "BibTeX: no clipboard here; w writes to a file."
        await browser.press("O")
        assert browser.pilot.app.clipboard == ""
        assert browser.word.startswith("https://papers.example.org/ferries")


async def test_letters_in_one_burst_copy_and_go_on(browse: Any) -> None:
    async with browse([FERRIES, BARE], size=(80, 24)) as browser:
        browser.burst("y", "t", "j")
        await browser.until(lambda: browser.screen.results.cursor == 1)
        assert browser.pilot.app.clipboard == "Ferries in O(n)"
        assert isinstance(browser.pilot.app.screen, BrowseScreen)


@pytest.mark.parametrize("letter", ["l", "i", "a"])
async def test_what_is_unknown_is_not_copied(browse: Any, letter: str) -> None:
    async with browse([BARE], size=(80, 24)) as browser:
        await browser.press("y", letter)
        assert browser.pilot.app.clipboard == ""
        assert browser.word.endswith((".",))
        assert "sent" not in browser.word


async def test_what_is_too_long_for_terminals_is_not_sent(browse: Any) -> None:
    async with browse(600) as browser:
        for paper in browser.engine.all:
            browser.screen.marks.set(paper, True)
        await browser.press("y", "m")
        assert browser.pilot.app.clipboard == ""
        assert "too long" in browser.word


@pytest.mark.parametrize(
    ("key", "word"),
    [("escape", ""), ("q", ""), ("Z", "Z is none of these letters."), ("down", "↓ is none")],
)
async def test_any_other_key_copies_nothing(browse: Any, key: str, word: str) -> None:
    async with browse([FERRIES], size=(40, 12)) as browser:
        await browser.press("y")
        assert isinstance(browser.pilot.app.screen, CopyMenu)
        await browser.press(key)
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.pilot.app.clipboard == ""
        assert browser.word.startswith(word)
        assert bool(browser.word) == bool(word)


async def test_the_mouse_chooses_too(browse: Any) -> None:
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("y")
        await browser.until(lambda: "l link" in "\n".join(browser.text()))
        row = next(n for n, line in enumerate(browser.text()) if "l link" in line)
        await browser.pilot.click(offset=(browser.text()[row].index("l link"), row))
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.pilot.app.clipboard == "https://papers.example.org/ferries"


async def test_marks_are_seen_counted_copied_and_taken_back(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        first = browser.title
        await browser.press("v", "j", "v")
        assert len(browser.screen.marks) == 2
        assert browser.screen.results.cursor == 3
        text = browser.text()
        assert [line[:2] for line in text[3:9]] == [" ✓", "  ", "  ", "  ", " ✓", "  "]
        assert "40 papers · 2 marked" in text[-2]
        await browser.press("y", "m")
        assert browser.pilot.app.clipboard.count("@misc") == 2
        await browser.press("g", "v")
        assert browser.screen.marks.papers[0].title != first
        assert "1 marked" in browser.text()[-2]
        await browser.press("V")
        assert "marked" not in browser.text()[-2]
        await browser.press("V")
        assert browser.word == "No paper is marked."


async def test_marks_outlive_a_query(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        await browser.press("v", "slash")
        await browser.type("zebra")
        await browser.until(lambda: browser.total == 0)
        assert "1 marked" in browser.text()[-2]


async def test_a_page_is_opened_where_a_browser_can(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setenv("BROWSER", "kestrel %s")
    monkeypatch.setattr(opening, "open_page", lambda address, failed: opened.append(address))
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("O")
        assert opened == ["https://papers.example.org/ferries"]
        assert opened[0] in browser.word
        assert browser.pilot.app.clipboard == ""


async def test_where_no_browser_can_be_opened_the_link_is_handed_over(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("O")
        assert browser.word.startswith("https://papers.example.org/ferries")
        assert browser.pilot.app.clipboard == "https://papers.example.org/ferries"


async def test_a_browser_that_fails_leaves_the_link(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "kestrel %s")
    monkeypatch.setattr(opening, "open_page", lambda address, failed: failed())
    async with browse([FERRIES], size=(80, 24)) as browser:
        await browser.press("O")
        await browser.until(lambda: "sent to the clipboard" in browser.word)


async def test_a_paper_without_a_web_address_says_so(browse: Any) -> None:
    async with browse([Paper(key="k", title="T", url="file:///etc/passwd")]) as browser:
        await browser.press("O")
        assert browser.word == "No link to this paper is known."


async def test_marked_papers_are_copied_while_nothing_is_found(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        await browser.press("y", "escape", "v", "v")
        browser.burst("/", *"zzzz", "enter")
        await browser.until(lambda: browser.query == "zzzz" and not browser.total)
        await browser.press("y", "t")
        assert browser.word == "No paper is listed, so there is nothing to act on."
        await browser.press("y", "m")
        assert browser.pilot.app.clipboard.count("@misc") == 2
        await browser.press("V", "y")
        assert browser.word == "No paper is listed or marked, so there is nothing to copy."


async def test_marks_that_were_taken_back_come_again_with_undo(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        browser.burst("/", *"video", "enter")
        await browser.until(lambda: browser.query == "video" and browser.screen.results.has_focus)
        await browser.press("v", "v")
        marked = browser.screen.marks.papers
        assert len(marked) == 2
        await browser.press("V", "j", "u")
        assert browser.word == "2 papers marked again."
        assert "2 marked" in browser.text()[-2]
        assert browser.screen.marks.papers == marked
        await browser.press("V", "X", "u")
        await browser.until(lambda: browser.query == "video")
        assert len(browser.screen.marks) == 0
        await browser.press("v", "u")
        assert browser.word.startswith("No longer marked: ")
        assert len(browser.screen.marks) == 0
        await browser.press("u")
        assert len(browser.screen.marks) == 2
        await browser.press("u", "u")
        assert len(browser.screen.marks) == 0
        await browser.press("u")
        await browser.until(lambda: browser.query == "")

"""Tab in the search box completes fields and their values."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from index import Paper, QuireError, open_library
from tests.support.reference import open_papers
from tests.tui.conftest import Browser
from tui.session.completion import begun_at
from tui.workers.values import find_choices

PAPERS = [
    *(
        Paper(
            key=f"n{number}",
            title=f"Streaming {number}",
            org="nvidia",
            org_name="NVIDIA",
            published=datetime.date(2025, 1 + number, 3),
            sources=("arxiv",),
        )
        for number in range(4)
    ),
    Paper(key="x", title="Nvidia-like", org="nvlabs", published=datetime.date(2024, 5, 1)),
    Paper(key="y", title="Streaming else", org="allen-nv", org_name="Allen Institute"),
]


async def completed(browser: Browser, text: str) -> None:
    box = browser.screen.search_box
    await browser.until(lambda: box.value == text, box.value)


async def test_tab_completes_a_field_and_then_its_value(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("streaming or")
        await browser.press("tab")
        await completed(browser, "streaming org:")
        await browser.type("nv")
        await browser.press("tab")
        await completed(browser, "streaming org:nvidia")
        await browser.until(lambda: browser.word == "nvidia 4 · allen-nv 1")
        await browser.until(lambda: browser.total == 4)
        await browser.press("tab")
        await completed(browser, "streaming org:allen-nv")
        assert browser.word == "allen-nv 1 · nvidia 4"
        await browser.press("tab", "shift+tab")
        await completed(browser, "streaming org:allen-nv")
        await browser.press("enter", "u")
        await browser.until(lambda: browser.query == "" and browser.total == len(PAPERS))


async def test_tab_completes_categories_and_venues(browse: Any) -> None:
    papers = [
        Paper(key=f"p{number}", title=f"Kites {number}", categories=("cs.CL",), venue=venue)
        for number, venue in enumerate(("Kite Studies", "Kite Studies", "Bay Letters"))
    ]
    async with browse(papers, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("cat:cs")
        await browser.press("tab")
        await completed(browser, "cat:cs.CL")
        await browser.type(" venue:ki")
        await browser.press("tab")
        await completed(browser, 'cat:cs.CL venue:"Kite Studies"')
        await browser.until(lambda: browser.total == 2)


async def test_tabs_in_one_burst_go_as_far_down(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        browser.engine.gate.clear()
        browser.burst("/", *"org:nv", "tab", "tab")
        browser.engine.gate.set()
        await completed(browser, "org:nvlabs")


async def test_a_word_in_the_middle_is_completed_in_its_place(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("org:nvi streaming")
        await browser.press(*["left"] * len(" streaming"), "tab")
        await completed(browser, "org:nvidia streaming")
        assert browser.screen.search_box.cursor_position == len("org:nvidia")


async def test_what_is_typed_meanwhile_stays(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        browser.engine.gate.clear()
        browser.burst("/", *"org:nv", "tab", "x")
        await completed(browser, "org:nvx")
        browser.engine.gate.set()
        await browser.until(lambda: browser.total == 0)
        assert browser.screen.search_box.value == "org:nvx"
        await browser.press("tab")
        await browser.until(lambda: browser.word == "No value of org: begins so.")


async def test_several_values_of_a_field_are_completed_one_by_one(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type('"streaming" org:(nvl')
        await browser.press("tab")
        await completed(browser, '"streaming" org:(nvlabs')
        await browser.type(" OR all")
        await browser.press("tab")
        await completed(browser, '"streaming" org:(nvlabs OR allen-nv')
        await browser.type(")")
        await browser.until(lambda: browser.total == 1)


async def test_what_tab_says_is_not_lost_however_fast_one_types(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        browser.engine.gate.clear()
        browser.burst("/", *"author:", "tab")
        await completed(browser, "author:")
        browser.engine.gate.set()
        await browser.until(lambda: browser.screen.trouble.display)
        assert browser.word == "What stands after author: can't be completed."
        await browser.press("n")
        await browser.until(lambda: browser.word == "")


async def test_nothing_to_complete_is_said(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("zebra")
        await browser.press("tab")
        assert browser.word == "No field begins so."
        assert browser.screen.search_box.value == "zebra"


async def test_fields_whose_values_are_not_counted_say_so(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("author:n")
        await browser.press("tab")
        assert browser.word == "What stands after author: can't be completed."


async def test_an_index_that_can_not_be_read_is_said(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:

        def fail(*_: object, **__: object) -> None:
            raise QuireError("The index is gone.")

        monkeypatch.setattr(browser.engine, "facets", fail)
        await browser.press("slash")
        await browser.type("org:nv")
        await browser.press("tab")
        await browser.until(lambda: browser.word == "The index is gone.")


@pytest.mark.parametrize(
    ("word", "choices"),
    [
        ("org:nv", [("org:nvidia", 4), ("org:nvlabs", 1), ("org:allen-nv", 1)]),
        ("-org:allen", [("-org:allen-nv", 1)]),
        ("org:inst", [("org:allen-nv", 1)]),
        ("date:20", [("date:2025", 4), ("date:2024", 1)]),
        ("date:unk", [("date:unknown", 1)]),
        ("date:2025", [(f"date:2025-0{month}", 1) for month in (4, 3, 2, 1)]),
        ("date:>=2024-", [("date:>=2024-05", 1)]),
        ("date:2025-03-", [("date:2025-03-03", 1)]),
        ("date:..2025-04-0", [("date:..2025-04-03", 1)]),
        ("date:2025-03-1", []),
        ("date:0000", []),
        ("date:2025-13-", []),
        ("source:ar", [("source:arxiv", 4)]),
        ("org:zz", []),
    ],
)
def test_values_are_those_that_papers_have(word: str, choices: list[tuple[str, int]]) -> None:
    with open_papers(PAPERS) as papers:
        found = find_choices(begun_at(word, len(word)), "", papers)
        assert [(choice.text, choice.count) for choice in found] == choices


def test_values_are_counted_beside_the_rest_of_the_query() -> None:
    begun = begun_at("org:", 4)
    with open_papers(PAPERS) as papers:
        assert find_choices(begun, "zebra", papers) == []
        assert [one.label for one in find_choices(begun, "else", papers)] == ["allen-nv"]
        assert len(find_choices(begun, "(else", papers)) == 3


def test_tags_saved_searches_and_states_are_offered_as_the_library_has_them(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library.db")
    papers = open_papers(PAPERS, overlay=library)

    def offered(text: str, rest: str = "") -> list[tuple[str, int | None]]:
        choices = find_choices(begun_at(text, len(text)), rest, papers)
        return [(choice.text, choice.count) for choice in choices]

    assert offered("tag:") == [("tag:none", 6)]
    assert offered("saved:") == []
    library.tag(PAPERS[:3], ["To read"])
    library.tag(PAPERS[2:4], ["robots"])
    library.save("Streams", "streaming")
    library.save("nobody's", "zebra")
    library.mark_read(PAPERS[:1])
    assert offered("tag:") == [('tag:"To read"', 3), ("tag:none", 2), ("tag:robots", 2)]
    assert offered("-tag:re", "org:nvidia") == [('-tag:"To read"', 3)]
    assert offered("saved:st") == [("saved:Streams", 5)]
    assert offered("is:") == [("is:new", 5), ("is:unread", 5), ("is:read", 1)]

"""Reading on the whole screen, and going on from there."""

from __future__ import annotations

from typing import Any, cast

import pytest

from index import Paper
from tests.support.papers import invented
from tui.screens.browse import BrowseScreen
from tui.screens.reader import ReaderScreen

LONG = " ".join(f"word{number}" for number in range(900))


def papers_to_read() -> list[Paper]:
    return [
        Paper(key=f"p{n}", title=f"Paper number {n}", abstract=LONG, comments=100 - n)
        for n in range(12)
    ]


def reader(browser: Any) -> ReaderScreen:
    return cast("ReaderScreen", browser.pilot.app.screen)


def reading(browser: Any) -> bool:
    screen = browser.pilot.app.screen
    return isinstance(screen, ReaderScreen) and screen.is_mounted and screen.page.line_count > 0


async def open_reader(browser: Any, key: str = "enter") -> None:
    await browser.press(key)
    await browser.until(lambda: reading(browser), "the reader")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
async def test_the_paper_fills_the_screen_at_a_readable_measure(
    browse: Any, size: tuple[int, int]
) -> None:
    async with browse(papers_to_read(), size=size) as browser:
        await open_reader(browser)
        lines = browser.text()
        assert "Paper number 0" in "\n".join(lines)
        assert lines[-2].startswith(" 1/12")
        assert "↓ more" in lines[-2]
        written = [line for line in lines[:-2] if line.strip()]
        assert max(len(line.strip()) for line in written) <= 88
        left = min(len(line) - len(line.lstrip()) for line in written)
        right = size[0] - max(len(line.rstrip()) for line in written)
        assert left <= right
        assert len(written) >= size[1] - 5


async def test_scrolling_goes_to_the_end_and_says_so(browse: Any) -> None:
    async with browse(papers_to_read(), size=(80, 24)) as browser:
        await open_reader(browser)
        page = reader(browser).page
        await browser.press("j", "j", "k")
        assert page.scroll_offset.y == 1
        await browser.press("space", "space", "b")
        assert page.scroll_offset.y == 1 + page.size.height - 1
        await browser.press("G")
        assert page.at_end
        assert "word899" in "\n".join(browser.text())
        await browser.press("space")
        assert "the end" in reader(browser).keys.word
        await browser.press("g")
        assert page.scroll_offset.y == 0


async def test_next_and_previous_stay_in_the_reader_and_take_the_list_along(browse: Any) -> None:
    async with browse(papers_to_read(), size=(80, 24)) as browser:
        await open_reader(browser)
        await browser.press("j", "n", "right", "n", "p")
        await browser.until(lambda: (paper := reader(browser).paper) and paper.key == "p2")
        text = "\n".join(browser.text())
        assert "Paper number 2" in text
        assert " 3/12" in text
        assert reader(browser).page.scroll_offset.y == 0
        await browser.press("p", "left", "left")
        assert "first paper" in reader(browser).keys.word
        await browser.press("n", "q")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.title == "Paper number 1"
        assert browser.screen.results.has_focus


async def test_papers_far_down_the_list_are_fetched_for_the_reader(browse: Any) -> None:
    async with browse(invented(1000), size=(80, 24)) as browser:
        await open_reader(browser)
        for _ in range(150):
            browser.burst("n")
        await browser.until(lambda: browser.text()[-2].startswith(" 151/1,000"))
        shown = reader(browser).paper
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.screen.results.paper == shown


async def test_many_keys_at_once_open_turn_and_close(browse: Any) -> None:
    async with browse(papers_to_read(), size=(80, 24)) as browser:
        browser.burst("enter", "n", "n", "v", "escape", "j", "enter", "q", "j")
        await browser.until(
            lambda: (
                isinstance(browser.pilot.app.screen, BrowseScreen)
                and browser.title == "Paper number 4"
            )
        )
        assert [paper.key for paper in browser.screen.marks.papers] == ["p2"]


async def test_matches_are_marked_and_latex_is_read(browse: Any) -> None:
    paper = Paper(key="k", title="On $\\beta$ tides", abstract="A tide of $x^2$.")
    async with browse([paper], size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("tide")
        await browser.press("enter")
        await browser.until(
            lambda: browser.query == "tide" and not browser.screen.search.inquiry.typing
        )
        await open_reader(browser, "z")
        marked = [
            part.text
            for line in browser.lines()
            for part in line
            if part.style and part.style.underline
        ]
        assert marked[:1] == ["tide"]
        assert marked.count("tide") == 2
        assert "On β tides" in "\n".join(browser.text())
        assert "x²" in "\n".join(browser.text())


async def test_similar_papers_are_a_query_that_can_be_undone(browse: Any) -> None:
    async with browse(papers_to_read(), size=(80, 24)) as browser:
        answer = browser.engine.matching
        # The stand-in does not know which papers are alike.
        browser.engine.matching = lambda query, *rest: answer(query.removeprefix("like:p1"), *rest)
        await browser.press("s", "c")
        await browser.until(lambda: browser.screen.search.inquiry.sort == "comments")
        await open_reader(browser)
        await browser.press("n", "m")
        await browser.until(lambda: browser.query == "like:p1")
        assert isinstance(browser.pilot.app.screen, BrowseScreen)
        assert browser.screen.search_box.value == "like:p1"
        assert browser.screen.session.view.sort is None
        await browser.press("u")
        await browser.until(lambda: browser.query == "")
        assert browser.screen.session.view.sort == "comments"


async def test_the_reader_keeps_its_paper_when_the_size_changes(browse: Any) -> None:
    async with browse(papers_to_read(), size=(120, 40)) as browser:
        await open_reader(browser)
        await browser.press("n")
        await browser.pilot.resize_terminal(40, 12)
        await browser.until(lambda: browser.text()[-2].startswith(" 2/12"))
        assert any("Paper number 1" in line for line in browser.text())
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert any("Paper number 1" in line for line in browser.text())


CROWD = tuple(f"Ada Marlow {number}" for number in range(121))


async def test_a_crowd_of_authors_leaves_room_for_the_abstract(browse: Any) -> None:
    paper = Paper(
        key="k", title="On Ferries", abstract=LONG, authors=CROWD, author_count=121, upvotes=9
    )
    async with browse([paper], size=(80, 24)) as browser:
        await open_reader(browser)
        lines = [line.strip() for line in browser.text()]
        assert lines[0] == "On Ferries"
        assert lines[1].endswith("Ada Marlow 2, … Ada Marlow 120 and 117 more")
        assert lines[2] == "121 authors · date unknown · 9 upvotes"
        assert lines[3].startswith("word0 word1")
        await browser.press("a")
        text = " ".join(line.strip() for line in browser.text())
        assert "Ada Marlow 3, Ada Marlow 4" in text
        assert "more" not in lines[3]
        await browser.press("a")
        assert [line.strip() for line in browser.text()][1] == lines[1]


async def test_few_authors_are_all_named_and_that_is_said(browse: Any) -> None:
    paper = Paper(key="k", title="On Ferries", authors=CROWD[:5], author_count=5)
    async with browse([paper], size=(80, 24)) as browser:
        await open_reader(browser)
        await browser.press("a")
        assert "are named" in reader(browser).keys.word


SHORT = [
    Paper(key=f"s{n}", title=f"Short paper {n}", abstract="Of tides.", comments=100 - n)
    for n in range(12)
]


async def similar_shown(browser: Any) -> None:
    await browser.until(lambda: reading(browser) and reader(browser).page.similar, "similar papers")


@pytest.mark.parametrize(
    ("size", "count"), [((80, 24), 10), ((80, 12), 6), ((40, 12), 6), ((40, 6), 3)]
)
async def test_similar_papers_take_the_room_that_is_left(
    browse: Any, size: tuple[int, int], count: int
) -> None:
    async with browse(SHORT, size=size) as browser:
        await open_reader(browser)
        await similar_shown(browser)
        page = reader(browser).page
        assert len(page.similar) == count
        assert page.scrolls is (size[1] < 10)
        await browser.pilot.resize_terminal(size[0], size[1] + 1)
        more = {6: 7}.get(count, count)
        await browser.until(lambda: page.size.height == size[1] - 1 and len(page.similar) == more)


async def test_a_similar_paper_is_chosen_read_and_left_again(browse: Any) -> None:
    async with browse(SHORT, size=(80, 24)) as browser:
        await open_reader(browser)
        await similar_shown(browser)
        first = reader(browser)
        await browser.press("tab", "tab", "tab", "shift+tab")
        assert first.page.chosen == 1
        wanted = first.page.similar[1]
        chosen = [
            place
            for place, line in enumerate(browser.text())
            if line.strip().startswith("▌") and wanted.title in line
        ]
        app = browser.pilot.app
        await browser.until(lambda: [app.cursor_position.y] == chosen)
        await browser.press("enter")
        await browser.until(lambda: reading(browser) and reader(browser) is not first)
        assert reader(browser).paper == wanted
        assert " 2/10 like “Short paper 0”" in browser.text()[-2]
        await browser.press("n")
        assert reader(browser).paper == first.page.similar[2]
        await browser.press("left_square_bracket")
        assert reader(browser).keys.word.startswith("Days are those of papers in the list")
        await browser.press("v", "escape")
        await browser.until(lambda: reader(browser) is first)
        assert first.paper == SHORT[0]
        await browser.press("escape")
        assert reader(browser).page.chosen is None
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.title == "Short paper 0"
        assert browser.screen.marks.papers == (first.page.similar[2],)


async def test_from_readers_on_top_of_each_other_one_key_searches_for_similar_papers(
    browse: Any,
) -> None:
    async with browse(SHORT, size=(80, 24)) as browser:
        answer = browser.engine.matching
        browser.engine.matching = lambda query, *rest: answer("", *rest)
        await open_reader(browser)
        for _ in range(2):
            await similar_shown(browser)
            here = reader(browser)
            await browser.press("tab", "enter")
            await browser.until(lambda here=here: reading(browser) and reader(browser) is not here)
        wanted = reader(browser).paper
        assert wanted is not None
        await browser.press("m")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: browser.query == f"like:{wanted.key}")
        assert not browser.screen.reading.is_open


async def test_another_query_is_typed_from_the_reader_as_from_the_list(browse: Any) -> None:
    async with browse(SHORT, size=(80, 24)) as browser:
        answer = browser.engine.matching
        browser.engine.matching = lambda query, *rest: answer("", *rest)
        await open_reader(browser)
        await similar_shown(browser)
        first = reader(browser)
        await browser.press("tab", "enter")
        await browser.until(lambda: reading(browser) and reader(browser) is not first)
        await browser.press("slash")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.press("p", "a", "p", "e", "r")
        await browser.until(lambda: browser.query == "paper")
        await browser.until(lambda: not browser.screen.reading.is_open)
        assert browser.screen.focused is browser.screen.search_box
        await browser.press("enter")
        await open_reader(browser)


async def test_reading_never_waits_for_similar_papers(browse: Any) -> None:
    async with browse(SHORT, size=(80, 24)) as browser:
        browser.engine.gate.clear()
        await open_reader(browser)
        await browser.press("n", "n")
        await browser.until(lambda: " 3/12" in browser.text()[-2])
        assert not reader(browser).page.similar
        await browser.press("tab")
        assert "No similar papers" in reader(browser).keys.word
        browser.engine.gate.set()
        await similar_shown(browser)
        paper = reader(browser).paper
        assert paper is not None
        assert paper.key not in {similar.key for similar in reader(browser).page.similar}


async def test_a_click_reads_a_similar_paper(browse: Any) -> None:
    async with browse(SHORT, size=(80, 24)) as browser:
        await open_reader(browser)
        await similar_shown(browser)
        first = reader(browser)
        wanted = first.page.similar[0]
        line = next(n for n, text in enumerate(browser.text()) if wanted.title in text)
        await browser.pilot.click(offset=(10, line))
        await browser.until(lambda: reading(browser) and reader(browser) is not first)
        assert reader(browser).paper == wanted


async def test_a_click_on_the_address_opens_the_page(
    browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.terminal.web_browser.can_open", lambda environment: False)
    paper = Paper(key="k", title="T", abstract="A.", arxiv_id="2401.01234")
    async with browse([paper], size=(120, 40)) as browser:
        address = "arxiv.org/abs/2401.01234"
        line = next(n for n, text in enumerate(browser.text()) if address in text)
        await browser.pilot.click(offset=(browser.text()[line].index(address) + 3, line))
        await browser.until(lambda: address in browser.word)
        await open_reader(browser, "z")
        line = next(n for n, text in enumerate(browser.text()) if address in text)
        await browser.pilot.click(offset=(browser.text()[line].index(address) + 3, line))
        await browser.until(lambda: address in reader(browser).keys.word)

"""Meaning joins what was found by words: when, and what stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from index.engine import mixed_answer
from index.engine.meaning import Meaning
from index.errors import VectorsUnfit
from tests.support.concepts import with_meaning
from tests.support.reference import open_papers, paper
from tui.kiosk import for_guests
from tui.settings import Settings

if TYPE_CHECKING:
    from index.engine.search import TantivyPapers
    from tests.tui.conftest import Browser

SIZES = [(80, 24), (120, 40), (200, 50)]
BY_BOTH = "words and meaning"


@pytest.fixture(autouse=True)
def meaning_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it changes is to be seen."""
    monkeypatch.setattr(mixed_answer, "WEIGHT_OF_MATCHES", 0.9)


def vehicles(count: int = 60) -> TantivyPapers:
    """Papers with the word "car"; the later ones, worse by words, are all about vehicles."""
    return open_papers(
        [
            paper(
                f"p{at}",
                f"Car number {at}",
                "A car beside the ocean, a tide and a wave" + " engine" * at
                if at % 2
                else "Lorry, automobile" + " signal" * (60 + at),
            )
            for at in range(count)
        ]
        + [paper(f"alone{at}", f"An automobile, {at}", "A lorry") for at in range(5)]
    )


def is_joined(browser: Browser) -> bool:
    return browser.screen.search.inquiry.answered.semantic


def keys(browser: Browser) -> list[str]:
    listing = browser.screen.results.listing
    hits = [listing.at(number) for number in range(listing.count)]
    return [hit.paper.key for hit in hits if hit is not None]


def shown(browser: Browser) -> tuple[str, int | None]:
    results = browser.screen.results
    return results.paper.key if results.paper else "", results.cursor_line


@pytest.mark.parametrize("size", SIZES)
async def test_meaning_joins_after_a_pause_and_the_paper_stays_on_its_line(
    browse: Any, size: tuple[int, int]
) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    model.gate.clear()
    async with browse(papers, size) as browser:
        await browser.press("slash")
        await browser.type("car")
        await browser.until(lambda: browser.total == 60, "the papers by words")
        await browser.until(lambda: model.embedded, "the pause")
        by_words, before = keys(browser), shown(browser)
        assert not is_joined(browser)
        assert BY_BOTH not in "".join(browser.text()[-3:])
        model.gate.set()
        await browser.until(lambda: is_joined(browser), "meaning")
        assert shown(browser) == before
        page = papers.search("car", prefix=True, limit=100)
        assert page.mixed
        assert keys(browser) == [hit.paper.key for hit in page.hits]
        assert keys(browser)[:60] != by_words
        assert browser.total == page.listed == 65
        await browser.press("escape", "g", "g")
        assert "60 papers" in "".join(browser.text()[-3:])
        await browser.until(lambda: BY_BOTH in "".join(browser.text()[-3:]))
        await browser.press("G")
        await browser.until(
            lambda: any("5 papers similar in meaning" in line for line in browser.text())
        )


async def test_a_short_list_keeps_the_line_too(browse: Any) -> None:
    papers = vehicles(7)
    with_meaning(papers).gate.set()
    async with browse(papers, query="car") as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        first = papers.search("car", semantic=False).hits[0].paper.key
        assert shown(browser) == (first, 0)
        assert papers.position("car", first) != 0


@pytest.mark.parametrize("moves", [0, 1, 3])
async def test_below_a_divider_the_line_is_kept_where_papers_have_two(
    browse: Any, moves: int
) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    model.gate.clear()
    async with browse(papers, (80, 24), query="car zebra") as browser:
        assert browser.screen.results.columns.lines == 2
        browser.burst(*"j" * moves)
        await browser.until(lambda: browser.screen.results.cursor == moves)
        before = shown(browser)
        assert before[1] == 1 + 2 * moves
        model.gate.set()
        await browser.until(lambda: is_joined(browser), "meaning")
        assert browser.screen.results.cursor > moves + 1
        assert shown(browser) == before


async def test_who_moves_meanwhile_stays_where_they_went(browse: Any) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    model.gate.clear()
    async with browse(papers, query="car") as browser:
        await browser.until(lambda: model.embedded, "the pause")
        await browser.press("j", "j", "j")
        there = shown(browser)
        assert there[1] == 3 * browser.screen.results.columns.lines
        model.gate.set()
        await browser.until(lambda: is_joined(browser), "meaning")
        assert shown(browser) == there


async def test_another_letter_goes_first(browse: Any) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    model.gate.clear()
    async with browse(papers) as browser:
        await browser.press("slash")
        await browser.type("car")
        await browser.until(lambda: model.embedded == ["car"], "the pause")
        await browser.type(" signal")
        await browser.until(lambda: browser.screen.search.figures.query == "car signal")
        await browser.until(lambda: browser.screen.search.inquiry.awaited is None)
        assert not is_joined(browser)
        model.gate.set()
        await browser.until(lambda: is_joined(browser), "meaning")
        assert model.embedded == ["car", "car signal"]


async def test_one_key_switches_it_off_and_on(browse: Any) -> None:
    papers = vehicles()
    by_words = [hit.paper.key for hit in papers.search("car", limit=100).hits]
    with_meaning(papers)
    async with browse(papers, query="car") as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        await browser.press("I")
        await browser.until(lambda: not is_joined(browser), "words alone")
        assert browser.word == "By words alone."
        assert keys(browser) == by_words
        await browser.press("I")
        assert browser.word == "By words and meaning."
        await browser.until(lambda: is_joined(browser), "meaning")


async def test_the_settings_switch_it_off(browse: Any) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    async with browse(papers, query="car", settings=Settings(semantic=False)) as browser:
        await browser.press("slash", "escape")
        assert not browser.screen.meaning.is_wanted()
        assert model.embedded == []
        await browser.press("I")
        await browser.until(lambda: is_joined(browser), "meaning")


async def test_without_vectors_the_key_says_so(browse: Any) -> None:
    async with browse(vehicles(), query="car") as browser:
        await browser.press("I")
        assert "quire semantic" in browser.word
        assert not browser.screen.meaning.is_wanted()


class Unfit(Meaning):
    """Vectors that do not fit, and how often they were asked."""

    def __init__(self) -> None:
        super().__init__(self.fail)
        self.asked = 0

    def fail(self) -> NoReturn:
        raise VectorsUnfit("the vectors of this index do not fit it")

    def refusal(self) -> str | None:
        self.asked += 1
        return super().refusal()


async def test_vectors_that_do_not_fit_are_said_once_and_words_go_on(browse: Any) -> None:
    papers = vehicles()
    papers.compiler.meaning = meaning = Unfit()
    async with browse(papers, query="car") as browser:
        await browser.until(lambda: "do not fit" in browser.word, "why not")
        assert browser.total == 60
        await browser.press("j")
        assert browser.word == ""
        asked = meaning.asked
        await browser.press("slash")
        await browser.type("car signal")
        await browser.until(lambda: meaning.asked > asked, "meaning is asked")
        await browser.until(lambda: browser.screen.search.searcher.idle)
        await browser.press("escape")
        assert browser.word == ""
        await browser.press("I")
        assert browser.word == "By words alone."
        await browser.press("I")
        await browser.until(lambda: "do not fit" in browser.word, "why not, once more")


async def test_where_what_is_near_was_asked_for_last_and_vectors_do_not_fit_all_is_listed(
    browse: Any,
) -> None:
    papers = vehicles()
    papers.compiler.meaning = Unfit()
    async with browse(papers, query='near:"a car"') as browser:
        await browser.until(lambda: "do not fit" in browser.word, "why not")
        assert (browser.query, browser.total) == ('near:"a car"', 65)
        await browser.press("slash")
        await browser.type("automobile")
        await browser.until(lambda: browser.total == 35, "words go on")


async def test_where_memory_is_short_that_is_said_and_words_go_on(browse: Any) -> None:
    def fail() -> NoReturn:
        raise MemoryError

    papers = vehicles()
    papers.compiler.meaning = Meaning(fail)
    async with browse(papers, query="car") as browser:
        await browser.until(lambda: "not enough memory" in browser.word, "why not")
        assert browser.total == 60
        with_meaning(papers)
        await browser.press("slash")
        await browser.type("car signal")
        await browser.until(lambda: is_joined(browser), "meaning, now that there is some")


async def test_guests_are_not_told_where_a_model_is(browse: Any) -> None:
    papers = vehicles()
    papers.compiler.meaning = Unfit()
    async with browse(papers, query="") as browser:
        browser.screen.search.searcher.tell = for_guests
        await browser.press("slash")
        await browser.type("car")
        await browser.until(lambda: "By words alone" in browser.word)
        assert browser.word == "By words alone: Papers are not found by meaning here."


async def test_where_no_word_matches_there_is_what_is_near(browse: Any) -> None:
    papers = open_papers([paper("one", "A lorry"), paper("two", "Harbours")])
    with_meaning(papers)
    async with browse(papers) as browser:
        await browser.press("slash")
        await browser.type("automobile")
        await browser.until(lambda: is_joined(browser), "what is near")
        assert keys(browser)[0] == "one"
        text = browser.text()
        assert any("2 papers similar in meaning" in line for line in text)
        assert any("0 papers" in line for line in text)


async def test_what_has_joined_stays_when_typing_ends(browse: Any) -> None:
    papers = vehicles()
    model = with_meaning(papers)
    async with browse(papers) as browser:
        await browser.press("slash")
        await browser.type("car")
        await browser.until(lambda: is_joined(browser), "meaning")
        model.gate.clear()
        browser.burst("escape", "G")
        await browser.until(lambda: shown(browser)[0] == keys(browser)[-1], "the end of the list")
        assert is_joined(browser)
        assert browser.total == 65
        await browser.until(lambda: not browser.screen.search.inquiry.typing)
        assert is_joined(browser)
        assert shown(browser)[0] == keys(browser)[-1]


async def test_what_has_joined_stays_where_the_beginning_of_a_word_is_left(browse: Any) -> None:
    papers = vehicles()
    with_meaning(papers)
    async with browse(papers) as browser:
        await browser.press("slash")
        await browser.type("lorr")
        await browser.until(lambda: is_joined(browser), "meaning")
        listed = keys(browser)
        await browser.press("escape")
        await browser.until(lambda: browser.query == "lorr*", "a wildcard")
        await browser.until(lambda: browser.screen.search.inquiry.awaited is None)
        assert is_joined(browser)
        assert keys(browser) == listed
        assert BY_BOTH in "".join(browser.text()[-3:])

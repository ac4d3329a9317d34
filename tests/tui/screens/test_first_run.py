"""What a first run offers, and what each of it comes to."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from index.query.dates import today
from tests.support.arxiv_server import Archive, Record
from tests.support.paper_server import Handler, PaperServer, Reply, entry, paper_server
from tests.support.waiting import wait_for
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.screens.category_completion import categories_in, completed_categories
from tui.screens.first_choices import FirstChoice
from tui.screens.first_run import FirstRun
from tui.workers.task_queue import Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from textual.pilot import Pilot


pytestmark = pytest.mark.usefixtures("no_waits")


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        day = str(today())
        running.days[day] = [entry(number, day) for number in range(1, 4)]
        running.answer = Archive([Record(50_001, day), Record(50_002, day)], now=day).answer
        yield running


@pytest.fixture
def config(tmp_path: Path, server: PaperServer) -> Path:
    """Settings of servers on loopback, which a first run finds there already."""
    path = tmp_path / "settings.toml"
    path.write_text(
        f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{server.base}"\n'
        f'[[feeds]]\nfrom = "arxiv"\ncategories = ["cs.LG"]\nbase = "{server.base}"\n'
    )
    return path


@asynccontextmanager
async def first_run(
    tmp_path: Path, config: Path | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[int], FirstRun]]:
    target = Target(index_dir=str(tmp_path / "papers"), config=str(config or ""))
    app = QuireApp(target=target)
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, FirstRun)
        yield pilot, screen


async def browsed(pilot: Pilot[int], count: int) -> BrowseScreen:
    """The browser with so many papers, which comes after the first run."""
    app = pilot.app
    await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen), "the browser")
    screen = cast("BrowseScreen", app.screen)
    await wait_for(pilot, lambda: screen.results.listing.count == count, "the papers")
    return screen


def shown(pilot: Pilot[int]) -> str:
    screen = pilot.app.screen
    strips = screen._compositor.render_strips(screen.region.size)
    return "\n".join("".join(part.text for part in strip) for strip in strips)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_enter_alone_fetches_a_week_of_daily_papers(
    tmp_path: Path, config: Path, size: tuple[int, int]
) -> None:
    async with first_run(tmp_path, config, size) as (pilot, _):
        assert "▌ Fetch" in shown(pilot)
        await pilot.press("enter")
        screen = await browsed(pilot, 3)
        assert screen.keys.word == "3 new papers."
        # U goes on with it, and with the feeds beside it.
        await pilot.press("U")
        await wait_for(pilot, lambda: screen.results.listing.count == 5, "those of the other feed")


async def test_the_progress_is_shown_and_esc_stops_it(
    tmp_path: Path, config: Path, server: PaperServer
) -> None:
    def hang(handler: Handler, reply: Reply) -> None:
        handler.papers.released.wait()
        handler.send(reply)

    server.faults += [None, None, hang]
    async with first_run(tmp_path, config) as (pilot, screen):
        await pilot.press("enter")
        await wait_for(pilot, lambda: screen.word == "Fetching daily: 3 papers, 1 of 7 days")
        await pilot.press("enter")
        assert "Esc stops" in screen.word
        await pilot.press("escape")
        await wait_for(pilot, lambda: screen.word.startswith("Stopped; what came is kept."))
        server.released.set()
        await pilot.press("enter")
        await browsed(pilot, 3)


async def test_categories_are_completed_checked_and_fetched(tmp_path: Path, config: Path) -> None:
    async with first_run(tmp_path, config) as (pilot, screen):
        await pilot.press("down", "enter")
        assert screen.word.startswith("Type one category")
        await pilot.press(*"cs.XX", "enter")
        assert screen.word.startswith("arXiv has no category cs.XX")
        await pilot.press("ctrl+u", *"cs.l", "tab", "tab")
        assert screen.word == "cs.LG, cs.LO"
        await pilot.press("g", "tab", "comma", "space", *"hep-t", "tab")
        assert screen.path_line.value == "cs.LG, hep-th"
        await pilot.press("enter")
        browser = await browsed(pilot, 2)
        assert browser.keys.word == "2 new papers."
    added = '[[feeds]]\nname = "arxiv 2"\nfrom = "arxiv"\ncategories = ["cs.LG", "hep-th"]\n'
    assert added in config.read_text()


async def test_what_is_chosen_stands_in_the_settings_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "new" / "settings.toml"
    # Nobody is to be asked for papers by a test.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("QUIRE_CONFIG", str(config))
    async with first_run(tmp_path) as (pilot, screen):
        await pilot.press("enter")
        await wait_for(pilot, lambda: "choose something else" in screen.word, "that it is offline")
        assert screen.word.startswith("daily-papers failed: ")
        assert isinstance(pilot.app.screen, FirstRun)
        await pilot.press("up", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, BrowseScreen))
        # What is invented is not fetched into.
        await pilot.press("U")
        assert "invented" in cast("BrowseScreen", pilot.app.screen).keys.word
    assert config.read_text() == '[[feeds]]\nname = "daily-papers"\nfrom = "daily-papers"\n'


async def test_settings_that_are_wrong_are_told_of_and_left_alone(tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text('[[feeds]]\nfrom = "darily"\n')
    async with first_run(tmp_path, config) as (pilot, screen):
        await pilot.press("enter")
        assert "wrong.toml, line 2" in screen.word
    assert config.read_text() == '[[feeds]]\nfrom = "darily"\n'


def is_chosen(screen: FirstRun, choice: FirstChoice) -> bool:
    return screen.choices.choice is choice


async def test_the_mouse_chooses_too(tmp_path: Path, config: Path) -> None:
    async with first_run(tmp_path, config) as (pilot, screen):
        await wait_for(pilot, lambda: screen.choices.region.height == len(FirstChoice))
        for line, choice in ((2, FirstChoice.FILES), (1, FirstChoice.ARXIV)):
            await pilot.click("#first-choices", offset=(5, line))
            await wait_for(pilot, partial(is_chosen, screen, choice))
            assert pilot.app.focused is screen.path_line
        await pilot.click("#first-choices", offset=(5, 0))
        await browsed(pilot, 3)


async def test_letters_of_lists_choose_where_no_path_is_typed(tmp_path: Path) -> None:
    async with first_run(tmp_path) as (pilot, screen):
        for keys, choice in (("j", FirstChoice.ARXIV), ("kk", FirstChoice.DEMO)):
            await pilot.press(*keys)
            await wait_for(pilot, partial(is_chosen, screen, choice))
        await pilot.press("k", "j")
        await wait_for(pilot, lambda: screen.path_line.value == "j")
        assert is_chosen(screen, FirstChoice.FILES)
        await pilot.press("enter")
        await wait_for(pilot, lambda: "does not exist" in screen.word)
        # The name of a file is said as it was typed.
        assert screen.word.startswith("j does not exist")


async def test_who_types_a_path_without_choosing_means_files(tmp_path: Path) -> None:
    async with first_run(tmp_path) as (pilot, screen):
        await pilot.press(*"no")
        await wait_for(pilot, lambda: screen.choices.choice is FirstChoice.FILES)
        await pilot.press("enter")
        await wait_for(pilot, lambda: "does not exist" in screen.word)


def test_categories_are_known_however_they_are_written() -> None:
    assert categories_in(" CS.lg,hep-th ; cs.LG stat.ml") == ["cs.LG", "hep-th", "stat.ML"]
    assert categories_in(" ") == []
    with pytest.raises(ValueError, match=r"no category cs\.LGG; did you mean cs\.LG"):
        categories_in("cs.LGG")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("hep-t", ("hep-th", "")),
        ("cs.LG, stat.m", ("cs.LG, stat.M", "")),
        ("stat.M", ("stat.M", "stat.ME, stat.ML")),
        ("STAT.ML", ("stat.ML", "")),
        ("stat.ML", ("stat.ML", "")),
        ("zoo", ("zoo", "No category of arXiv begins with zoo.")),
    ],
)
def test_the_last_category_is_completed(typed: str, completed: tuple[str, str]) -> None:
    assert completed_categories(typed) == completed

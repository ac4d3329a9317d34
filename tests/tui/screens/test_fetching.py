"""Papers that come while one browses, from a server on loopback."""

from __future__ import annotations

import os
import re
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index import open_index, rebuild
from index.query.dates import today
from tests.support.arxiv_server import Archive, Record
from tests.support.fake_papers import FakePapers
from tests.support.json_lines import json_lines
from tests.support.paper_server import Handler, PaperServer, Reply, entry, paper_server
from tests.support.waiting import wait_for
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.screens.letter_menu import FetchMenu
from tui.workers.searcher import Searcher
from tui.workers.task_queue import INVENTED, Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = pytest.mark.usefixtures("no_waits")

OWN = 30
"""Papers that are in the index from the beginning."""


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        day = str(today())
        running.days[day] = [entry(number, day) for number in range(1, 4)]
        yield running


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    records = [
        {"title": f"Tides of harbour {number}", "published": f"2024-01-{number + 1:02}"}
        for number in range(OWN)
    ]
    rebuild([json_lines(tmp_path / "papers.jsonl", records)], tmp_path / "papers")
    return tmp_path / "papers"


@pytest.fixture
def config(tmp_path: Path, server: PaperServer) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(
        f'pdf_folder = "{tmp_path / "pdfs"}"\n'
        f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{server.base}"\n'
    )
    return path


@pytest.fixture
def with_archive(config: Path, server: PaperServer) -> Path:
    """The settings with a feed of arXiv, whose server is asked for single papers, too."""
    with config.open("a") as file:
        file.write(f'[[feeds]]\nfrom = "arxiv"\nbase = "{server.base}"\n')
    return config


@asynccontextmanager
async def browsing(
    index_dir: Path, target: Target | None = None, *, size: tuple[int, int] = (100, 30), **more: Any
) -> AsyncIterator[Browser]:
    searcher = Searcher(lambda: open_index(index_dir))
    searcher.start()
    app = QuireApp(searcher, target=target or Target(index_dir=str(index_dir)), **more)
    async with app.run_test(size=size) as pilot:
        await wait_for(
            pilot,
            lambda: isinstance(app.screen, BrowseScreen) and app.screen.results.paper,
            "the first answer",
        )
        yield Browser(pilot, FakePapers([]))


def tasks(browser: Browser) -> list[str]:
    app = browser.pilot.app
    assert isinstance(app, QuireApp)
    return list(app.tasks.kinds)


def status(browser: Browser) -> str:
    return browser.text()[-2]


async def test_new_papers_come_and_the_cursor_stays_on_its_paper_and_its_line(
    index_dir: Path, config: Path
) -> None:
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target) as browser:
        await browser.until(lambda: "newest paper 30 Jan 2024" in status(browser))
        await browser.press("j", "j", "j")
        title = browser.title
        await browser.press("U")
        await browser.until(lambda: "fetching" in status(browser), "that it is fetched")
        await browser.until(lambda: browser.word == "3 new papers.", "what came")
        await browser.until(lambda: browser.total == OWN + 3, "the new papers")
        assert browser.title == title
        assert browser.screen.results.cursor == 6
        # That the index has changed is no news beside what has come.
        assert browser.word == "3 new papers."
        day = today()
        newest = f"newest paper {day.day} {day:%b %Y}"
        await browser.until(lambda: newest in status(browser), "how new they are")
        assert "fetching" not in status(browser)
        await browser.press("U")
        await browser.until(lambda: browser.word == "No new papers.", "that there are none")
        assert not tasks(browser)


def held(server: PaperServer) -> None:
    """Let the server keep the third answer to itself."""

    def hang(handler: Handler, reply: Reply) -> None:
        handler.papers.released.wait()
        handler.send(reply)

    server.faults += [None, None, hang]


async def test_meanwhile_it_says_how_far_it_is_and_can_be_stopped(
    index_dir: Path, config: Path, server: PaperServer
) -> None:
    held(server)
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target, size=(120, 30)) as browser:
        await browser.press("U")
        far = "fetching daily: 3 papers, 1 of 7 days"
        await browser.until(lambda: far in status(browser), "how far it is")
        # One browses on.
        await browser.press("G")
        await browser.until(lambda: browser.screen.results.cursor == OWN - 1)
        await browser.press("U")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, FetchMenu))
        await browser.press("U")
        await browser.until(lambda: browser.word == "New papers are being fetched already.")
        await browser.press("U", "s")
        await browser.until(lambda: browser.word == "Stopped; what came is kept.", "that it stops")
        assert not tasks(browser)
        server.released.set()
        await browser.press("U")
        await browser.until(lambda: browser.total == OWN + 3, "the papers that were kept")


async def test_while_a_paper_is_read_new_ones_come_too(index_dir: Path, config: Path) -> None:
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target) as browser:
        await browser.press("enter")
        reader = browser.pilot.app.screen
        await browser.press("U")
        await browser.until(lambda: "3 new papers." in browser.text()[-1], "what came")
        assert browser.pilot.app.screen is reader


async def test_one_that_is_offline_is_told_so_and_browses_on(
    index_dir: Path, tmp_path: Path
) -> None:
    config = tmp_path / "offline.toml"
    config.write_text(
        '[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "http://127.0.0.1:9"\n'
    )
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target) as browser:
        await browser.press("U")
        await browser.until(lambda: browser.word.startswith("daily failed: "), "the reason")
        assert "can't be reached" in browser.word
        assert browser.total == OWN


@pytest.mark.parametrize("command", ["fetch.sync", "pdf.download"])
async def test_nothing_is_fetched_for_guests(index_dir: Path, command: str) -> None:
    async with browsing(index_dir, kiosk=True) as browser:
        app = browser.pilot.app
        assert isinstance(app, QuireApp)
        app.action_command(command)
        assert browser.word.startswith("This is a read-only browser")
        assert not tasks(browser)


async def test_nothing_is_fetched_into_an_index_that_ends_with_the_browser(
    index_dir: Path,
) -> None:
    async with browsing(index_dir, INVENTED) as browser:
        await browser.press("U")
        assert browser.word == INVENTED.refusal
        assert not tasks(browser)


async def test_what_is_fetched_ends_with_the_browser(
    index_dir: Path, config: Path, server: PaperServer
) -> None:
    held(server)
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target) as browser:
        await browser.press("U")
        await browser.until(lambda: "1 of 7 days" in status(browser), "how far it is")
        children = _children()
        assert len(children) == 1
    assert not [pid for pid in children if os.path.exists(f"/proc/{pid}/exe")]
    kept = Path(os.environ["XDG_DATA_HOME"]) / "quire" / "downloads" / "daily"
    assert list(kept.glob("*.json.gz"))


def _children() -> list[str]:
    """The processes that this one has started to fetch."""
    found = []
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            command = Path("/proc", pid, "cmdline").read_bytes()
            stat = Path("/proc", pid, "stat").read_text()
        except OSError:
            continue
        parent = re.sub(r".*\)", "", stat).split()[1]
        if b"index.cli.attached" in command and parent == str(os.getpid()):
            found.append(pid)
    return found


# A paper that is missing


@pytest.fixture
def archive(server: PaperServer) -> Archive:
    """arXiv on the same server, with one paper."""
    there = Archive([Record(50_001, str(today()))], now=str(today()))
    server.answer = there.answer
    return there


@pytest.mark.parametrize(
    "asked", ["2601.50001", "https://arxiv.org/abs/2601.50001v2", "hf.co/papers/2601.50001"]
)
@pytest.mark.parametrize("way", [("enter",), ("escape", "enter")], ids=" ".join)
@pytest.mark.usefixtures("archive")
async def test_a_paper_that_is_missing_is_fetched_by_its_id_or_address(
    index_dir: Path, with_archive: Path, asked: str, way: tuple[str, ...]
) -> None:
    target = Target(index_dir=str(index_dir), config=str(with_archive))
    async with browsing(index_dir, target) as browser:
        await browser.press("slash")
        await browser.type(asked)
        offer = "2601.50001 is not in your index: Enter fetches it."
        await browser.until(lambda: offer in "\n".join(browser.text()), "the offer")
        await browser.press(*way)
        await browser.until(lambda: browser.total == 1, "the paper")
        assert browser.title == "A Study of Sample 50001"
        assert browser.query == asked
        await browser.until(lambda: browser.word == "2601.50001 is in your index now.")
        assert browser.screen.results.has_focus


async def test_a_paper_that_nobody_has_is_said_to_be_nowhere(
    index_dir: Path, with_archive: Path, archive: Archive
) -> None:
    archive.records.clear()
    target = Target(index_dir=str(index_dir), config=str(with_archive))
    async with browsing(index_dir, target) as browser:
        await browser.press("slash")
        await browser.type("2601.50001")
        await browser.until(lambda: browser.screen.fetching.missing)
        await browser.press("enter")
        await browser.until(lambda: browser.word.startswith("Neither arXiv nor"), "that it is not")
        assert browser.total == 0


async def test_where_nothing_can_be_fetched_no_missing_paper_is_offered(index_dir: Path) -> None:
    async with browsing(index_dir, INVENTED) as browser:
        await browser.press("slash")
        await browser.type("2601.50001")
        await browser.until(lambda: "No paper matches" in "\n".join(browser.text()))
        assert "fetches it" not in "\n".join(browser.text())
        await browser.press("enter", "enter")
        assert not tasks(browser)


# PDFs


async def test_pdfs_come_to_the_folder_of_the_settings_once(
    index_dir: Path, with_archive: Path, server: PaperServer, tmp_path: Path
) -> None:
    server.answer = Archive([], now=str(today())).answer
    server.pages |= {f"/pdf/2601.0000{number}": Reply(b"%PDF-1.7\n") for number in range(1, 4)}
    target = Target(index_dir=str(index_dir), config=str(with_archive))
    async with browsing(index_dir, target, size=(160, 30)) as browser:
        await browser.press("P")
        await browser.until(lambda: browser.word.startswith("No PDF of tides-of"), "the reason")
        await browser.press("U")
        await browser.until(lambda: browser.total == OWN + 3, "papers that have PDFs")
        await browser.press("g", "P")
        name = "2601.00001 Ada Lovelace - A Study of Sample 1.pdf"
        await browser.until(lambda: browser.word == f"PDF: {tmp_path}/pdfs/{name}", "where it is")
        assert (tmp_path / "pdfs" / name).read_bytes() == b"%PDF-1.7\n"
        await browser.press("P")
        await browser.until(
            lambda: browser.word == f"The PDF is there already: {tmp_path}/pdfs/{name}"
        )
        await browser.press("v", "v", "v", "P")
        word = f"2 PDFs in {tmp_path}/pdfs; 1 was there already."
        await browser.until(lambda: browser.word == word, "those that are marked")
        assert len(list((tmp_path / "pdfs").iterdir())) == 3


async def test_what_is_asked_for_meanwhile_comes_afterwards(
    index_dir: Path, config: Path, server: PaperServer
) -> None:
    held(server)
    target = Target(index_dir=str(index_dir), config=str(config))
    async with browsing(index_dir, target) as browser:
        await browser.press("U")
        await browser.until(lambda: "1 of 7 days" in status(browser), "how far it is")
        await browser.press("P")
        assert browser.word == "That comes when what is fetched now is here."
        assert tasks(browser) == ["sync", "pdf"]
        server.released.set()
        await browser.until(lambda: browser.word.startswith("No PDF of tides-of"), "the next task")


async def test_there_are_no_pdfs_of_invented_papers(index_dir: Path) -> None:
    async with browsing(index_dir, INVENTED) as browser:
        await browser.press("P")
        assert browser.word == INVENTED.pdf_refusal

"""PDFs of papers from a server that may break off: whole, once, and never over a file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import FetchBusy, InputError
from index.fetching.downloads import fetch_lock
from index.fetching.pdf import PdfReport, download_pdfs
from index.paper import Paper
from tests.index.fetching.conftest import SOON
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import (
    Fault,
    Handler,
    PaperServer,
    Reply,
    cut_off,
    endless,
    status,
    web_page,
)

Download = Callable[..., list[PdfReport]]

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400
NAME = "2401.01234 Ada Byron - Soot in Lanterns.pdf"
PAPER = Paper(
    key="2401.01234", arxiv_id="2401.01234", title="Soot in Lanterns", authors=("Ada Byron",)
)


@pytest.fixture
def to(tmp_path: Path, server: PaperServer) -> Path:
    """The folder that PDFs come to, and a server that has one."""
    server.pages["/pdf/2401.01234"] = Reply(PDF)
    return tmp_path / "pdfs"


@pytest.fixture
def download(server: PaperServer, clock: FakeClock, folder: Path, to: Path) -> Download:
    def run(*papers: Paper) -> list[PdfReport]:
        return list(
            download_pdfs(
                papers or (PAPER,),
                str(to),
                base=server.base,
                downloads=str(folder),
                clock=clock,
                limits=SOON,
            )
        )

    return run


def names(to: Path) -> list[str]:
    return sorted(path.name for path in to.iterdir()) if to.exists() else []


def asked(server: PaperServer) -> list[str | None]:
    """Which part each request asked for."""
    return [seen.headers.get("range") for seen in server.seen]


def test_a_paper_comes_to_the_folder(download: Download, to: Path, server: PaperServer) -> None:
    (report,) = download()
    assert (report.outcome, report.bytes, report.error) == ("downloaded", len(PDF), None)
    assert report.url == f"{server.base}/pdf/2401.01234"
    assert report.path == str(to / NAME)
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], PDF)


def test_a_file_that_is_there_stays_and_nothing_is_asked(
    download: Download, to: Path, server: PaperServer
) -> None:
    to.mkdir()
    (to / NAME).write_bytes(b"with my notes")
    (report,) = download()
    assert (report.outcome, report.error) == ("existing", None)
    assert (to / NAME).read_bytes() == b"with my notes"
    assert server.seen == []


def test_a_link_that_leads_nowhere_is_a_file_that_is_there(
    download: Download, to: Path, tmp_path: Path
) -> None:
    to.mkdir()
    (to / NAME).symlink_to(tmp_path / "elsewhere")
    assert download()[0].outcome == "existing"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_comes_in_the_meantime_stays(
    download: Download,
    to: Path,
    server: PaperServer,
    monkeypatch: pytest.MonkeyPatch,
    has_links: bool,
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", without_links)

    def slow(handler: Handler, reply: Reply) -> None:
        (to / NAME).write_bytes(b"another's")
        handler.send(reply)

    server.faults = [slow]
    assert download()[0].outcome == "existing"
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], b"another's")


def without_links(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_file_system_without_links_will_do(
    download: Download, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", without_links)
    assert download()[0].outcome == "downloaded"
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], PDF)


def test_an_attempt_goes_on_where_the_last_broke_off(
    download: Download, to: Path, server: PaperServer
) -> None:
    server.faults = [cut_off, cut_off]
    assert download()[0].outcome == "downloaded"
    half = len(PDF) // 2
    assert asked(server) == [None, f"bytes={half}-", f"bytes={half + (len(PDF) - half) // 2}-"]
    assert (to / NAME).read_bytes() == PDF


def test_a_run_goes_on_where_the_last_broke_off(
    download: Download, to: Path, server: PaperServer
) -> None:
    server.faults = [cut_off, *[status(503)] * (SOON.attempts - 1)]
    (report,) = download()
    assert report.outcome == "failed"
    assert "answers 503" in (report.error or "")
    assert names(to) == [f"{NAME}.part", f"{NAME}.part.json"]
    server.seen.clear()
    assert download()[0].bytes == len(PDF)
    assert asked(server) == [f"bytes={len(PDF) // 2}-"]
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], PDF)


@pytest.mark.parametrize("change", ["version", "no ranges", "no etags", "other address"])
def test_what_can_not_go_on_begins_anew(
    download: Download, to: Path, server: PaperServer, change: str
) -> None:
    server.has_etags = change != "no etags"
    server.faults = [cut_off, *[status(503)] * (SOON.attempts - 1)]
    download()
    wanted = PDF
    if change == "version":
        wanted = PDF[::-1][-20_000:]
        wanted = b"%PDF-2.0\n" + wanted
        server.pages["/pdf/2401.01234"] = Reply(wanted)
    elif change == "no ranges":
        server.has_ranges = False
    elif change == "other address":
        noted = to / f"{NAME}.part.json"
        noted.write_text(noted.read_text().replace("/pdf/", "/other/"))
    assert download()[0].bytes == len(wanted)
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], wanted)


def test_a_part_that_is_whole_gets_its_name(
    download: Download, to: Path, server: PaperServer
) -> None:
    server.faults = [cut_off, *[status(503)] * (SOON.attempts - 1)]
    download()
    (to / f"{NAME}.part").write_bytes(PDF)
    assert download()[0].outcome == "downloaded"
    assert (names(to), (to / NAME).read_bytes()) == ([NAME], PDF)


@pytest.mark.parametrize("way", [os.link, os.symlink])
def test_a_part_that_is_another_file_too_is_not_written_to(
    download: Download, to: Path, server: PaperServer, way: Callable[[Path, Path], None]
) -> None:
    server.faults = [cut_off, *[status(503)] * (SOON.attempts - 1)]
    download()
    part, mine = to / f"{NAME}.part", to / "mine.pdf"
    part.unlink()
    mine.write_bytes(PDF[:50])
    way(mine, part)
    assert download()[0].outcome == "downloaded"
    assert (mine.read_bytes(), (to / NAME).read_bytes()) == (PDF[:50], PDF)
    assert names(to) == [NAME, "mine.pdf"]


def test_a_part_of_another_version_that_got_a_second_name_keeps_its_bytes(
    download: Download, to: Path, server: PaperServer
) -> None:
    server.faults = [cut_off, *[status(503)] * (SOON.attempts - 1)]
    download()
    half = (to / f"{NAME}.part").read_bytes()
    server.pages["/pdf/2401.01234"] = Reply(PDF + b"more")

    def linked(handler: Handler, reply: Reply) -> None:
        os.link(to / f"{NAME}.part", to / "half.pdf")
        handler.send(reply)

    server.faults = [linked]
    assert download()[0].outcome == "downloaded"
    assert ((to / "half.pdf").read_bytes(), (to / NAME).read_bytes()) == (half, PDF + b"more")


def test_a_part_that_was_not_asked_for_is_not_put_behind_another(
    download: Download, to: Path, server: PaperServer
) -> None:
    def wrong(handler: Handler, _: Reply) -> None:
        headers = {"Content-Range": f"bytes 7-{len(PDF) - 1}/{len(PDF)}"}
        handler.send(Reply(PDF[7:], 206, headers))

    server.faults = [cut_off, wrong]
    assert download()[0].outcome == "downloaded"
    assert asked(server) == [None, f"bytes={len(PDF) // 2}-", None]
    assert (to / NAME).read_bytes() == PDF


def text(handler: Handler, _: Reply) -> None:
    handler.send(Reply(b"%PD is how it should begin", headers={"ETag": '"1"'}))


def nothing(handler: Handler, _: Reply) -> None:
    handler.send(Reply(b"", headers={"ETag": '"1"'}))


def enormous(handler: Handler, _: Reply) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "2000000000")
    handler.end_headers()
    handler.close_connection = True


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (web_page, "with a web page where a PDF was asked for"),
        (text, "with something else where a PDF was asked for"),
        (nothing, "with nothing where a PDF was asked for"),
        (endless, "with something else where a PDF was asked for"),
        (enormous, "answers with more than 1,000,000,000 bytes"),
        (status(404), "answers 404 Not Found"),
    ],
)
def test_what_is_no_pdf_is_refused_and_leaves_nothing(
    download: Download, to: Path, server: PaperServer, fault: Fault, reason: str
) -> None:
    server.faults = [fault]
    (report,) = download()
    assert report.outcome == "failed"
    assert reason in (report.error or "")
    assert names(to) == []
    assert download()[0].outcome == "downloaded"


def test_two_papers_of_one_name_are_two_files(
    download: Download, to: Path, server: PaperServer
) -> None:
    papers = []
    for number in (1, 2):
        address = f"/papers/{number}.pdf"
        server.pages[address] = Reply(PDF + b"%d" % number)
        key = f"editorial-3f2a9c01b7d{number}"
        url = server.base + address
        papers.append(Paper(key=key, title="Editorial", authors=("Ada Byron",), url=url))
    assert [report.outcome for report in download(*papers)] == ["downloaded", "downloaded"]
    assert names(to) == [f"Ada Byron - Editorial (3f2a9c01b7d{n}).pdf" for n in (1, 2)]
    assert {path.read_bytes()[-1:] for path in to.iterdir()} == {b"1", b"2"}


def test_arxiv_is_asked_once_in_three_seconds_and_left_alone_where_it_asks(
    download: Download, server: PaperServer, clock: FakeClock, to: Path
) -> None:
    other = Paper(key="2401.00002", arxiv_id="2401.00002", title="Ash")
    third = Paper(key="2401.00003", arxiv_id="2401.00003", title="Dust")
    server.pages["/pdf/2401.00002"] = Reply(PDF)
    assert [report.outcome for report in download(PAPER, other)] == ["downloaded", "downloaded"]
    assert clock.waits == [3]
    (to / NAME).unlink()
    server.seen.clear()
    server.faults = [status(429, Retry_After="7200")]
    reports = download(PAPER, other, third)
    assert [report.outcome for report in reports] == ["failed", "existing", "failed"]
    assert "asks to be left alone until" in (reports[2].error or "")
    assert len(server.seen) == 1


def test_a_paper_without_an_address_of_a_pdf_is_a_sentence(
    download: Download, server: PaperServer
) -> None:
    page = Paper(key="ash-3f2a9c01b7d1", title="Ash", url="https://example.org/ash")
    (report,) = download(page)
    assert (report.outcome, report.url) == ("failed", None)
    wanted = "Quire knows no address of a PDF of this paper: its page is https://example.org/ash"
    assert report.error == wanted
    assert server.seen == []


def test_a_folder_that_can_not_be_and_a_run_beside_are_told(
    download: Download, to: Path, folder: Path
) -> None:
    with fetch_lock(str(folder)), pytest.raises(FetchBusy):
        download()
    to.write_text("a file")
    with pytest.raises(InputError, match="name another folder with --to"):
        download()

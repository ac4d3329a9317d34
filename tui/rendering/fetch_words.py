"""What fetching came to, in a sentence. Pure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tui.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

BUSY: Final = 5
"""The exit code where another process is at work."""

INTERRUPTED: Final = 130


class Word(msgspec.Struct, frozen=True):
    """A sentence, and whether it tells of something that went wrong."""

    text: str
    bad: bool = False


class _Feed(msgspec.Struct, frozen=True):
    name: str
    error: str | None = None


class _Update(msgspec.Struct, frozen=True):
    added: int = 0
    wrote: bool = False


class SyncReport(msgspec.Struct, frozen=True):
    """What the browser reads of the report of ``quire sync --json``.

    Attributes:
        feeds: Each feed, and why it failed.
        update: What became of the index; None where nothing was there to put into it.
    """

    feeds: tuple[_Feed, ...] = ()
    update: _Update | None = None

    @property
    def added(self) -> int:
        """How many papers are new in the index."""
        return self.update.added if self.update is not None else 0

    @property
    def wrote(self) -> bool:
        """Whether there is another generation of the index."""
        return self.update is not None and self.update.wrote


class _Pdf(msgspec.Struct, frozen=True):
    key: str
    outcome: Literal["downloaded", "existing", "failed"]
    path: str
    error: str | None = None


class PdfsReport(msgspec.Struct, frozen=True):
    """What the browser reads of the report of ``quire pdf --json``."""

    folder: str
    papers: tuple[_Pdf, ...] = ()


def sync_report(output: bytes) -> SyncReport | None:
    """The report in what ``quire sync --json`` printed; None where it printed none."""
    try:
        return msgspec.json.decode(output, type=SyncReport)
    except msgspec.DecodeError:
        return None


def sync_word(code: int, report: SyncReport | None, last: str) -> Word:
    """What a sync came to.

    Args:
        code: The exit code of the command.
        report: What it printed.
        last: The last thing it narrated.
    """
    if report is None:
        return no_report_word(code, last)
    new = plural(report.added, "new paper")
    failed = [f"{feed.name} failed: {feed.error}" for feed in report.feeds if feed.error]
    if failed:
        # What came is what can be read now, and stands first where the end is cut.
        return Word("; ".join([new, *failed] if report.added else failed) + ".", bad=True)
    return Word(f"{new}." if report.added else "No new papers.")


def no_report_word(code: int, last: str) -> Word:
    """What to say of a command that ended without a report."""
    if code == INTERRUPTED or code < 0:
        return Word("Stopped; what came is kept.")
    if code == BUSY:
        return Word(
            "Another process of Quire is fetching or writing the index: try again when it is done.",
            bad=True,
        )
    return Word(f"{last[:1].upper()}{last[1:]}." if last else "Fetching has failed.", bad=True)


def paper_word(name: str, code: int, last: str) -> Word:
    """What fetching one paper came to.

    Args:
        name: Its arXiv id.
        code: The exit code of ``quire show --fetch``.
        last: The last thing it narrated.
    """
    if code == 0:
        return Word(f"{name} is in your index now.")
    if code == 1:
        return Word(f"Neither arXiv nor Daily Papers has a paper {name}.", bad=True)
    return no_report_word(code, last)


def pdf_word(code: int, output: bytes, last: str, home: str) -> Word:
    """What downloading PDFs came to.

    Args:
        code: The exit code of ``quire pdf``.
        output: What it printed.
        last: The last thing it narrated.
        home: The user's home folder, which is written as ``~``.
    """
    try:
        report = msgspec.json.decode(output, type=PdfsReport)
    except msgspec.DecodeError:
        return no_report_word(code, last)
    if len(report.papers) == 1:
        (pdf,) = report.papers
        if pdf.outcome == "failed":
            return Word(f"No PDF of {pdf.key}: {pdf.error}.", bad=True)
        where = "The PDF is there already" if pdf.outcome == "existing" else "PDF"
        return Word(f"{where}: {_path(pdf.path, home)}")
    failed = [pdf for pdf in report.papers if pdf.outcome == "failed"]
    new, old = _count(report.papers, "downloaded"), _count(report.papers, "existing")
    parts = [f"{plural(new, 'PDF')} in {_path(report.folder, home)}"]
    if old:
        parts.append(f"{old:,} {'was' if old == 1 else 'were'} there already")
    if failed:
        first = failed[0]
        parts.append(f"{len(failed):,} failed, first {first.key}: {first.error}")
    return Word("; ".join(parts) + ".", bad=bool(failed))


def _count(pdfs: Sequence[_Pdf], outcome: str) -> int:
    return sum(pdf.outcome == outcome for pdf in pdfs)


def _path(path: str, home: str) -> str:
    """A path as people write it."""
    path = os.path.abspath(path)
    return "~" + path[len(home) :] if path.startswith(home.rstrip("/") + "/") else path

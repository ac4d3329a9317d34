"""Writing papers to a file: what it may be called, and the thread that writes it.

A file appears under its name when it is whole, and never in the place of another one unasked.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from index import EXPORTERS, QuireError, export

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from index import Paper, Papers
    from tui.session.session import View

LONGEST_NAME: Final = 40
WINDOW: Final = 5_000
"""Papers that are asked for at a time."""


class ExportError(Exception):
    """A file that can't be written; the message is a sentence."""


class Selection(msgspec.Struct, frozen=True):
    """What is to be exported.

    Attributes:
        count: How many papers there are.
        what: A description, such as "3 marked papers".
        papers: Gives them, on whichever thread it is called.
    """

    count: int
    what: str
    papers: Callable[[], Generator[Paper]]


def default_name(query: str, format: str) -> str:
    """A name for a file, made of the words of a query: ``mixture-of-experts.bib``."""
    spaced = "".join(character if character.isalnum() else " " for character in query.lower())
    name = ""
    for word in spaced.split():
        longer = f"{name}-{word}" if name else word
        if len(longer) > LONGEST_NAME:
            break
        name = longer
    return (name or "papers") + EXPORTERS[format].ending


def format_of(name: str) -> str | None:
    """The format that the ending of a name stands for."""
    ending = os.path.splitext(name.lower())[1]
    for exporter in EXPORTERS.values():
        if ending in (exporter.ending, *exporter.other_endings):
            return exporter.name
    return None


def with_format(name: str, format: str) -> str:
    """The name with the ending of another format."""
    stem = os.path.splitext(name)[0] if format_of(name) else name
    return stem + EXPORTERS[format].ending


def next_format(format: str) -> str:
    """The format after this one."""
    formats = list(EXPORTERS)
    return formats[(formats.index(format) + 1) % len(formats)]


def target_of(name: str) -> Path:
    """The file that somebody named, with ``~`` for the home folder.

    Raises:
        ExportError: No file can have that name.
    """
    if not name.strip():
        raise ExportError("A file needs a name.")
    if "\0" in name:
        raise ExportError("No file can have that name.")
    try:
        target = Path(name.strip()).expanduser()
    except RuntimeError:
        raise ExportError(f"Whose home folder {name.strip()} begins with is not known.") from None
    try:
        if target.is_dir() or name.strip().endswith("/"):
            raise ExportError(f"{target} is a folder: name a file in it.")
        if not target.parent.is_dir():
            raise ExportError(f"There is no folder {target.parent}.")
        if target.exists() and not target.is_file():
            raise ExportError(f"{target} is not a file to write papers to.")
    except OSError as error:
        raise ExportError(_sentence(target, error)) from None
    return target


def shown_path(target: Path) -> str:
    """A path as people write it, with ``~`` for their home folder."""
    path, home = str(target.absolute()), str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


def all_results(papers: Papers | None, view: View, *, typing: bool) -> Generator[Paper]:
    """Every paper that matches in full, in the order of the list.

    Args:
        papers: The generation of the index that the list came from, None where there is no list.
        view: The query and its order.
        typing: Whether the last word may be the beginning of one.
    """
    offset = 0
    while papers is not None:
        page = papers.search(
            view.query,
            sort=view.sort,
            reverse=view.reverse,
            limit=WINDOW,
            offset=offset,
            prefix=typing,
            fuzzy=True,
            partial=False,
            semantic=view.semantic,
        )
        for hit in page.hits:
            yield hit.paper
        offset += len(page.hits)
        if len(page.hits) < WINDOW:
            return


class Export:
    """Writes a selection to a file, on a thread of its own.

    Args:
        selection: What to write.
        target: The file.
        format: The name of one of `index.EXPORTERS`.
        overwrite: Whether a file of that name may be written over.
    """

    def __init__(
        self, selection: Selection, target: Path, format: str, *, overwrite: bool = False
    ) -> None:
        self.selection = selection
        self.target = target
        self.format = format
        self.done = 0
        self.error: str | None = None
        self._overwrite = overwrite
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="quire-export", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether it is over, well or not."""
        return not self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self, timeout: float = 0.5) -> None:
        """Stop, and leave no file behind; wait at most ``timeout`` seconds for that."""
        self._stop.set()
        self.wait(timeout)

    def wait(self, timeout: float) -> None:
        """Wait at most so many seconds for the end of it."""
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            self._write()
        except QuireError as error:
            self.error = f"The export has failed: {error}"
        except OSError as error:
            self.error = _sentence(self.target, error)

    def _write(self) -> None:
        target = Path(os.path.realpath(self.target))
        part = target.with_name(f".quire-{os.getpid()}-{os.urandom(4).hex()}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            with open(handle, "wb") as file, closing(self.selection.papers()) as papers:
                for text in export(self._counted(papers), self.format):
                    file.write(text.encode("utf-8", "replace"))
                    if self._stop.is_set():
                        return
            self._publish(part, target)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()

    def _counted(self, papers: Generator[Paper]) -> Generator[Paper]:
        for paper in papers:
            yield paper
            self.done += 1

    def _publish(self, part: Path, target: Path) -> None:
        if self._overwrite:
            with suppress(FileNotFoundError):
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            part.replace(target)
            return
        try:
            os.link(part, target)
        except OSError as error:
            if error.errno == errno.EEXIST or target.exists():
                raise FileExistsError(errno.EEXIST, "there is such a file now") from None
            # Not every file system knows of two names for one file.
            part.rename(target)


def _sentence(target: Path, error: OSError) -> str:
    return f"{shown_path(target)} can't be written: {error.strerror or error}."

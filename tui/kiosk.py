"""A read-only browser for a forced SSH command: what it does not do, and the fence around it.

Every row of the table of commands says whether it is off here, and why. Behind it stands a fence
that is not of the browser's own making: Python asks it before any file is opened or any program
started, so that a command that is wrongly left on comes to nothing.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Final

from index import (
    IndexMissing,
    IndexOutdated,
    QueryError,
    QuireError,
    SemanticUnavailable,
    UsageError,
    VectorsUnfit,
    report_defect,
    reserve_links,
)
from tui.commands.conditions import NO_FILES, NO_PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_ALLOWED: Final = "This is a read-only browser: that is switched off."

STARTS_PROGRAMS: Final = (
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "pty.spawn", "subprocess.Popen", "webbrowser.open",
)  # fmt: skip
CHANGES_FILES: Final = (
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.symlink", "os.truncate", "os.utime", "shutil.", "sqlite3.connect", "tempfile.",
)  # fmt: skip
SPEAKS: Final = ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto")
DEVICES: Final = ("/dev/tty", "/dev/null", "/dev/urandom")
SYSTEM: Final = ("/proc/self/", "/usr/share/zoneinfo/", "/etc/localtime")
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


POINTER: Final = "current"
GENERATIONS: Final = "generations"
"""What an index folder holds that is read with Python; Tantivy reads the rest by itself."""


class Fenced(PermissionError):
    """What was tried is not done here; the message is the reason, for the reader."""


TROUBLE: Final = (
    (IndexMissing, "There are no papers here yet: try again later."),
    (IndexOutdated, "The papers here are being moved to another version: try again later."),
    ((SemanticUnavailable, VectorsUnfit), "Papers are not found by meaning here."),
    (QuireError, "The papers here can't be read at the moment: try again later."),
)
"""What guests are told, who have no use for the paths and commands that the host is told of."""


def for_guests(error: Exception) -> Exception:
    """The same kind of error, in words that name nothing of the host.

    What is wrong with a query or with arguments is the guest's own business and stays as it is.
    """
    if isinstance(error, QueryError | UsageError):
        return error
    return next((type(error)(words) for kind, words in TROUBLE if isinstance(error, kind)), error)


def hide_defects() -> None:
    """Have a defect, wherever it is, end with a sentence that names nothing of the host."""

    def say(kind: type[BaseException], error: BaseException | None, trace: object) -> None:
        del trace
        if not issubclass(kind, KeyboardInterrupt):
            report_defect(error, keep_report=False)

    sys.excepthook = say
    threading.excepthook = lambda caught: say(caught.exc_type, caught.exc_value, None)
    # What goes wrong while things are thrown away concerns nobody here.
    sys.unraisablehook = lambda caught: None


def harmless_environment() -> None:
    """Forget what the reader's own end may have set: ways to have Textual load or write files."""
    for name in list(os.environ):
        if name.startswith(("TEXTUAL", "QUIRE", "RICH", "PYTHON", "BROWSER", "SSH_ORIGINAL")):
            del os.environ[name]


def raise_fence(index_dir: str) -> None:
    """Allow this process no more than to read the index and its own code. It can't be undone.

    Args:
        index_dir: The folder whose files may be read.
    """
    sys.dont_write_bytecode = True
    code = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path}
    code.add(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    readable = tuple(
        os.path.join(os.path.realpath(folder), "") for folder in [index_dir, *code] if folder
    )
    try:
        links = reserve_links()
    except QuireError:
        # An index whose lock this account may write can be opened all the same.
        links = ""
    sys.addaudithook(Fence(readable, index_dir, links).look)


class Fence:
    """Decides what may be done.

    Args:
        readable: Folders whose files may be read, with a slash at the end of each.
        index_dir: The index, any folder of which may be a link to a folder on another disk.
        links: The one folder that may be made, filled with links into the index, and removed; empty
            where there is none.
    """

    def __init__(self, readable: Iterable[str], index_dir: str, links: str = "") -> None:
        self._readable = (*readable, *SYSTEM)
        self._index = os.path.join(os.path.abspath(index_dir), "")
        self._links = links

    def look(self, event: str, arguments: tuple[object, ...]) -> None:
        """Audit hook: raise `Fenced` for anything that is not allowed.

        Args:
            event: Name of Python's audit event.
            arguments: What belongs to it.

        Raises:
            Fenced: It may not be done.
        """
        if event == "open":
            self._open(*arguments)
        elif event.startswith(STARTS_PROGRAMS):
            raise Fenced(NO_PROGRAMS)
        elif event.startswith(CHANGES_FILES):
            if not self._is_about_links(event, arguments):
                raise Fenced(NO_FILES)
        elif event.startswith(SPEAKS):
            raise Fenced(NOT_ALLOWED)

    def _open(self, path: object = "", mode: object = "", flags: object = 0) -> None:
        if isinstance(path, int) or path is None:
            return
        name = os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else str(path)
        if name in DEVICES:
            return
        if isinstance(flags, int) and flags & WRITING:
            raise Fenced(NO_FILES)
        if not os.path.realpath(name).startswith(self._readable) and not self._in_index(name):
            raise Fenced(NO_FILES)

    def _is_about_links(self, event: str, arguments: tuple[object, ...]) -> bool:
        """Whether this makes, fills or empties the folder of links, without which no guest reads.

        A guest may not write the index, and Tantivy wants to (see `index.storage.links`). The
        folder has a name that nobody could know before, is this account's alone and empty between
        openings; what is in it leads to the index, and nothing but the index's files is ever opened
        through it.
        """
        match event, arguments:
            case ("os.mkdir", (str(path), _, -1)) | ("os.rmdir", (str(path), -1)):
                return path == self._links != ""
            case "os.remove", (str(path), -1):
                return self._is_link(path)
            case "os.symlink", (str(target), str(path), -1):
                return self._is_link(path) and self._in_index(target)
        return False

    def _is_link(self, path: str) -> bool:
        folder, _, name = path.rpartition(os.sep)
        return folder == self._links != "" and name not in {"", ".", ".."}

    def _in_index(self, name: str) -> bool:
        """Whether this names the pointer or a generation's file where an index has them.

        Only the host can put links in place of the folders on the way, and it may do so while
        guests are here. A link in place of the file itself is followed nowhere.
        """
        if os.path.islink(name):
            return False
        match os.path.join(os.getcwd(), name).removeprefix(self._index).split(os.sep):
            case [file]:
                return file == POINTER
            case [folder, generation, file]:
                return folder == GENERATIONS and not {generation, file} & {"", ".", ".."}
        return False

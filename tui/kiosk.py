"""A read-only browser for a forced SSH command: what it does not do, and the fence around it.

The registry says why a command is off. Behind it stands a fence that is not of the browser's own
making: Python asks it before any file is opened or any program started, so that a command which
somebody adds and forgets to switch off comes to nothing.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.commands import Command

NO_SHELL: Final = "This is a read-only browser: there is no shell to go back to."
NO_FILES: Final = "This is a read-only browser: it writes no files."
NO_PROGRAMS: Final = "This is a read-only browser: it starts no programs."
NOT_KNOWN: Final = "This is a read-only browser: that is switched off."

OFF: Final = {
    "app.suspend": NO_SHELL,
    "welcome.": NO_FILES,
    "export.": NO_FILES,
    "settings.": NO_FILES,
    "open.": NO_PROGRAMS + " The link can be copied.",
}
"""What is off, by the id of a command or the beginning of it, with the reason."""

ON: Final = (
    "app.", "authors.", "choice.", "copy.", "dates.", "edit.", "filter.", "help.", "history.",
    "list.", "mark.", "move.", "organisations.", "palette.", "pane.", "preview.", "prompt.",
    "reader.", "search.", "similar.", "sort.", "view.",
)  # fmt: skip
"""What reaches nothing but the index and the reader's own terminal; all else is off."""

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


class Fenced(PermissionError):
    """What was tried is not done here; the message is the reason, for the reader."""


def off(command: Command) -> str | None:
    """Why a command is off, or None where it is on."""
    for beginning, reason in OFF.items():
        if command.id.startswith(beginning):
            return reason
    return None if command.id.startswith(ON) else NOT_KNOWN


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
    sys.addaudithook(Fence(readable).look)


class Fence:
    """Decides what may be done.

    Args:
        readable: Folders whose files may be read, with a slash at the end of each.
    """

    def __init__(self, readable: Iterable[str]) -> None:
        self._readable = (*readable, *SYSTEM)

    def look(self, event: str, arguments: tuple[object, ...]) -> None:
        """Let something pass, or not.

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
            raise Fenced(NO_FILES)
        elif event.startswith(SPEAKS):
            raise Fenced(NOT_KNOWN)

    def _open(self, path: object = "", mode: object = "", flags: object = 0) -> None:
        if isinstance(path, int) or path is None:
            return
        name = os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else str(path)
        if name in DEVICES:
            return
        if isinstance(flags, int) and flags & WRITING:
            raise Fenced(NO_FILES)
        if not os.path.realpath(name).startswith(self._readable):
            raise Fenced(NO_FILES)

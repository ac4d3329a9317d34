"""A command of Quire in a process of its own: what it fetches slows nobody who browses."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

import msgspec

import index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MODULE: Final = "index.cli.attached"

LONGEST_OUTPUT: Final = 64_000_000
"""Bytes of output that are kept; a report has some thousands."""


class Outcome(msgspec.Struct, frozen=True):
    """How a command ended.

    Attributes:
        code: Its exit code; negative is the number of the signal that ended it.
        output: What it printed.
        last: The last line it narrated, without the program's name.
    """

    code: int
    output: bytes = b""
    last: str = ""


class Child:
    """Runs one command; it ends with this process, whatever ends that.

    Args:
        arguments: The command and what it takes.
        told: Gets each line it narrates, on a thread of its own.
        ended: Gets how it ended, on a thread of its own.

    Raises:
        OSError: It can't be started.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        told: Callable[[str], None],
        ended: Callable[[Outcome], None],
    ) -> None:
        self._told = told
        self._ended = ended
        self._last = ""
        # The code that runs here, and nothing of the folder that one is in.
        code = os.path.dirname(os.path.dirname(os.path.abspath(index.__file__)))
        paths = [code, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", MODULE, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # What the terminal sends to its jobs is for the browser, which ends this one itself.
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        threading.Thread(target=self._watch, name="quire-child", daemon=True).start()

    def stop(self) -> None:
        """Tell it to end; what came is kept."""
        with suppress(OSError):
            self._process.terminate()

    def close(self, timeout: float) -> None:
        """Have it ended, by force where it takes more than ``timeout`` seconds; that harms nothing.

        What it writes is there whole or not at all.
        """
        self.stop()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _watch(self) -> None:
        process = self._process
        narration, output = process.stderr, process.stdout
        if narration is None or output is None:
            raise TypeError("the process has been started without pipes")
        with process:
            listening = threading.Thread(target=self._listen, args=(narration,), daemon=True)
            listening.start()
            printed = output.read(LONGEST_OUTPUT)
            code = process.wait()
            listening.join()
        self._ended(Outcome(code, printed, self._last.removeprefix("quire: ")))

    def _listen(self, narration: IO[bytes]) -> None:
        for line in narration:
            self._last = line.decode("utf-8", "replace").strip()
            if self._last:
                self._told(self._last)

"""Has a text edited by the program that the user has set for that."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAVED_AT_HANGUP: Final = ("note.md.save", "#note.md#")
"""Files in which nano and Emacs keep a text when their terminal is gone."""

_STEPS: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL)
"""What ends a program, each if the one before it does not."""

_BETWEEN: Final = 3.0
"""Seconds."""


class EditorError(Exception):
    """The text was not edited; the message is a sentence that says why."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The program in ``VISUAL``, else in ``EDITOR``, with its arguments; empty where none is set.

    Raises:
        EditorError: It is no command.
    """
    written = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        return shlex.split(written)
    except ValueError:
        raise EditorError(f"{written} is no command: see VISUAL and EDITOR.") from None


class Editing:
    """One text that is edited in a file, in a folder of its own.

    Args:
        text: To begin with.
        command: The program, which has the terminal meanwhile.
    """

    def __init__(self, text: str, command: Sequence[str]) -> None:
        self._text = text
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ending = False

    def run(self) -> str:
        """Have it edited; what was written is never lost.

        Where the terminal went away meanwhile, what the editor saved then is the text.

        Raises:
            EditorError: The program is missing, failed, or wrote no text.
        """
        try:
            folder = tempfile.mkdtemp(prefix="quire-note-")
        except OSError as error:
            raise EditorError(f"The note can't be edited ({_why(error)}).") from None
        keep = False
        name = os.path.join(folder, "note.md")
        try:
            with open(name, "w", encoding="utf-8") as file:
                file.write(self._text)
            status = self._wait_for(name)
            edited = self._written(folder)
            # Such as vim's file of what was not saved, from which it can go on (`vim -r`).
            left = {one for one in os.listdir(folder) if not one.endswith("~")}
            left -= {"note.md", *_SAVED_AT_HANGUP}
            if self._is_ending:
                keep = bool(left)
                return edited
            if status:
                keep = edited != self._text or bool(left)
                kept = f" What was written is in {folder}." if keep else ""
                ended = f"was ended by signal {-status}" if status < 0 else f"ended with {status}"
                raise EditorError(f"{self._command[0]} {ended}; the note is as before.{kept}")
            return edited
        except UnicodeDecodeError:
            keep = True
            raise EditorError(f"What was written is not in UTF-8, and stays in {name}.") from None
        except OSError as error:
            raise EditorError(f"The note can't be edited ({_why(error)}).") from None
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _wait_for(self, name: str) -> int:
        try:
            self._process = subprocess.Popen([*self._command, name])
        except OSError as error:
            raise EditorError(f"{self._command[0]} can't be started ({_why(error)}).") from None
        if self._is_ending:
            self.end()
        return self._process.wait()

    def _written(self, folder: str) -> str:
        """The text that there is at the end: after a hangup the one that was saved last."""
        names = [os.path.join(folder, one) for one in ("note.md", *_SAVED_AT_HANGUP)]
        there = [one for one in names if os.path.exists(one)]
        if not self._is_ending:
            there = names[:1]
        with open(max(there, key=os.path.getmtime, default=names[0]), encoding="utf-8") as file:
            return file.read()

    def end(self) -> None:
        """Have the editor end, as its terminal is gone; returns at once."""
        self._is_ending = True
        if self._process is not None:
            threading.Thread(target=_end, args=(self._process,), daemon=True).start()


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in _STEPS:
        with suppress(OSError):
            process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_BETWEEN)
            return


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()

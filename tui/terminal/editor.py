"""Has a text edited by the program that the user has set for that."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


def edit(text: str, command: Sequence[str]) -> str:
    """Have a text edited in a file; what was written is never lost.

    Args:
        text: To begin with.
        command: The program, which has the terminal meanwhile.

    Raises:
        EditorError: The program is missing, failed, or wrote no text.
    """
    handle, name = tempfile.mkstemp(prefix="quire-note-", suffix=".md")
    keep = False
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            status = subprocess.run([*command, name], check=False).returncode
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise EditorError(f"{command[0]} can't be started ({reason}).") from None
        with open(name, encoding="utf-8") as file:
            edited = file.read()
        if status:
            keep = edited != text
            kept = f" What was written is in {name}." if keep else ""
            ended = f"was ended by signal {-status}" if status < 0 else f"ended with {status}"
            raise EditorError(f"{command[0]} {ended}; the note is as before.{kept}")
        return edited
    except UnicodeDecodeError:
        keep = True
        raise EditorError(f"What was written is not in UTF-8, and stays in {name}.") from None
    except OSError as error:
        raise EditorError(f"The note can't be edited ({(error.strerror or '').lower()}).") from None
    finally:
        if not keep:
            with suppress(OSError):
                os.unlink(name)

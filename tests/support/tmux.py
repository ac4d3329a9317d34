"""Drives a program in a real terminal inside a private tmux server, and looks at its screen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pytest

from tests.support.watched import Watched, environment_of, framed

TMUX_KEYS = {
    "enter": "Enter",
    "escape": "Escape",
    "tab": "Tab",
    "shift+tab": "BTab",
    "space": "Space",
    "backspace": "BSpace",
    "delete": "DC",
    "up": "Up",
    "down": "Down",
    "right": "Right",
    "left": "Left",
    "home": "Home",
    "end": "End",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "shift+up": "S-Up",
    "shift+down": "S-Down",
    "f1": "F1",
}

# tmux hides the cursor of a terminal whose program has ended, so something has to outlive it.
NOTE_EXIT_CODE = '"$@"; echo $? >"$0.new"; mv "$0.new" "$0"; exec cat'


class Tmux(Watched):
    """A program in the only window of a private tmux server, as over SSH.

    The size is that of the whole terminal: tmux keeps the last line for its status, as it does for
    people who never changed its settings.

    Args:
        command: The program and its arguments.
        columns: Width of the terminal.
        lines: Height of the terminal, of which the program gets one less.
        environment: Changes to this process's environment; None removes a variable.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str | None] | None = None,
    ) -> None:
        if shutil.which("tmux") is None:
            pytest.skip("tmux is not installed")
        self._socket = f"quire-test-{uuid.uuid4().hex[:12]}"
        self._variables = environment_of({"TERM": "xterm-256color"} | dict(environment or {}))
        self._folder = tempfile.TemporaryDirectory()
        self._exit_code = Path(self._folder.name) / "exit-code"
        # Without a client attached tmux takes nothing off for its status line.
        size = ["-x", str(columns), "-y", str(lines - 1)]
        self.tmux(
            *["new-session", "-d", *size, "--"],
            *["sh", "-c", NOTE_EXIT_CODE, str(self._exit_code), *map(str, command)],
        )

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.tmux("capture-pane", "-p").split("\n")[:-1]]

    def press(self, *keys: str) -> None:
        """Press keys one after another, see ``key_bytes``."""
        for key in keys:
            if key in TMUX_KEYS:
                self.tmux("send-keys", TMUX_KEYS[key])
            elif re.fullmatch(r"ctrl\+[a-z]", key):
                self.tmux("send-keys", f"C-{key[-1]}")
            else:
                self.type_text(key)

    def type_text(self, text: str) -> None:
        """Type text."""
        # At the end of a word a semicolon would end tmux's command.
        word = f"{text[:-1]}\\;" if text.endswith(";") else text
        self.tmux("send-keys", "-l", "--", word)

    def ask(self, variable: str) -> str:
        """The value of one of tmux's own variables, such as ``alternate_on``."""
        return self.tmux("display-message", "-p", f"#{{{variable}}}").strip()

    def buffer(self) -> str:
        """The newest paste buffer, which holds what a program has sent to the clipboard."""
        return self.tmux("show-buffer")

    def pause(self) -> None:
        time.sleep(0.05)

    def ended(self) -> bool:
        return self._exit_code.exists()

    def wait_for_exit(self, *, timeout: float = 30) -> int:
        """Wait until the program has ended by itself; return its exit code as a shell sees it."""
        deadline = time.monotonic() + timeout
        while not self.ended():
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout:g} s\n{framed(self.text())}")
            self.pause()
        return int(self._exit_code.read_text())

    def assert_restored(self, *, timeout: float = 30) -> None:
        """The terminal is as a shell expects it: own screen, cursor shown, no mouse reports."""
        wanted = {"alternate_on": "0", "cursor_flag": "1", "mouse_any_flag": "0"}
        # tmux reads what a program wrote a moment after the program has ended.
        deadline = time.monotonic() + timeout
        while (state := {name: self.ask(name) for name in wanted}) != wanted:
            assert time.monotonic() < deadline, f"tmux says {state}"
            self.pause()

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False
        )
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def tmux(self, *arguments: str) -> str:
        # -f: the settings of whoever runs the tests must not matter. -u: UTF-8 in any locale.
        done = subprocess.run(
            ["tmux", "-u", "-f", os.devnull, "-L", self._socket, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self._variables,
            timeout=60,
        )
        if done.returncode != 0:
            raise AssertionError(f"tmux {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

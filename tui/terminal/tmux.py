"""Copy through tmux, which by default drops OSC 52 from programs inside it."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import Final

WITH_CLIPBOARD: Final = ("tmux", "load-buffer", "-w", "-")
"""Sets its paste buffer, and the clipboard of its own terminal; since tmux 3.2."""

BUFFER_ONLY: Final = ("tmux", "load-buffer", "-")
PATIENCE: Final = 5.0
"""Seconds for tmux to answer."""


def load_buffer(text: str) -> None:
    """Set tmux's paste buffer and its terminal's clipboard; without waiting, and quietly."""
    threading.Thread(target=_load, args=(text.encode("utf-8", "replace"),), daemon=True).start()


def _load(data: bytes) -> None:
    for command in (WITH_CLIPBOARD, BUFFER_ONLY):
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
            if done.returncode == 0:
                return

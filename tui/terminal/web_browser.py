"""Opening a web page outside the terminal, without waiting and without a word on the screen."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

IN_TERMINALS: Final = frozenset({"w3m", "lynx", "links", "links2", "elinks", "www-browser"})
"""Browsers that would draw over the screen."""

OPEN: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def is_web_address(address: str) -> bool:
    """Whether an address is one that may be handed to a browser."""
    return address.lower().startswith(("http://", "https://")) and address.isprintable()


def can_open(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a web browser would appear in front of the person at the keyboard.

    Args:
        environment: Environment variables.
        platform: As in ``sys.platform``.
    """
    browser = environment.get("BROWSER", "").partition(":")[0].split()
    if browser:
        return browser[0].rpartition("/")[2] not in IN_TERMINALS
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return True
    # There the display needs no variable, but over SSH it is somebody else's.
    return platform in {"darwin", "win32"} and not environment.get("SSH_CONNECTION")


def open_page(address: str, failed: Callable[[], None]) -> None:
    """Hand an address to the platform's web browser, in a process apart.

    Args:
        address: A web address.
        failed: Called from another thread when no browser could be started.

    Raises:
        ValueError: It is none.
    """
    if not is_web_address(address):
        raise ValueError("only http and https addresses are opened")
    threading.Thread(target=_open, args=(address, failed), daemon=True).start()


def _open(address: str, failed: Callable[[], None]) -> None:
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", OPEN, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        failed()
    else:
        if process.wait() != 0:
            failed()

"""asyncio as the browser loads it."""

from __future__ import annotations

import subprocess
import sys

from tests.support.checkout import ROOT


def after_loading(code: str) -> str:
    """What ``code`` prints once asyncio is loaded as the browser loads it."""
    first = "from tui.startup.event_loop import load_asyncio; load_asyncio(); import sys; "
    done = subprocess.run(
        [sys.executable, "-c", first + code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_asyncio_runs_without_openssl() -> None:
    code = "import asyncio; asyncio.run(asyncio.sleep(0)); print('ssl' in sys.modules)"
    assert after_loading(code) == "False"


def test_who_speaks_tls_still_can() -> None:
    code = "import http.client, ssl; print(http.client.HTTPSConnection, ssl.create_default_context)"
    assert "HTTPSConnection" in after_loading(code)

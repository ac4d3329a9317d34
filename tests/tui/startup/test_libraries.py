"""asyncio and Textual as the browser loads them."""

from __future__ import annotations

import subprocess
import sys

from tests.support.checkout import ROOT

LOAD = "from tui.startup.libraries import load_asyncio, load_textual; load_asyncio(); "
LOAD_TEXTUAL = LOAD + "load_textual(); "


def printed(code: str) -> str:
    """What ``code`` prints in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_asyncio_runs_without_openssl() -> None:
    code = "import asyncio; asyncio.run(asyncio.sleep(0)); import sys; print('ssl' in sys.modules)"
    assert printed(LOAD + code) == "False"


def test_who_speaks_tls_still_can() -> None:
    code = "import http.client, ssl; print(http.client.HTTPSConnection, ssl.create_default_context)"
    assert "HTTPSConnection" in printed(LOAD + code)


def test_textual_is_loaded_without_its_palette_and_what_only_that_needs() -> None:
    unused = {"textual.command", "textual.types", "textual.widgets._select", "rich.table"}
    code = f"import sys; print({unused!r} & set(sys.modules), sys.modules['textual.app'].App)"
    assert printed(LOAD_TEXTUAL + code) == "set() <class 'textual.app.App'>"


def test_what_was_left_out_is_there_for_whoever_imports_it() -> None:
    code = "from textual.command import CommandPalette as P; print(P, P.run_on_select)"
    assert printed(LOAD_TEXTUAL + code) == "<class 'textual.command.CommandPalette'> True"


def test_textual_palette_is_loaded_by_whoever_opens_it() -> None:
    code = """
import asyncio
from textual import app
from textual.command import CommandPalette

async def use():
    class Plain(app.App):
        pass
    plain = Plain()
    async with plain.run_test() as pilot:
        before = app.CommandPalette.is_open(plain)
        await pilot.press("ctrl+p")
        print(before, app.CommandPalette.is_open(plain), type(plain.screen) is CommandPalette)
        print(isinstance(plain.screen, app.CommandPalette))

asyncio.run(use())
"""
    assert printed(LOAD_TEXTUAL + code) == "False True True\nTrue"


def test_what_is_made_of_a_class_left_out_says_so() -> None:
    code = """
from textual.theme import ThemeProvider
try:
    ThemeProvider(None)
except TypeError as error:
    print(error)
"""
    said = "ThemeProvider is made of a class that the browser does without."
    assert printed(LOAD_TEXTUAL + code) == said


def test_a_class_that_is_used_while_textual_is_loaded_is_the_real_one() -> None:
    code = """
import sys
from tui.startup import libraries
sys.modules["rich.table"] = libraries._StandIn("rich.table")
from rich.table import Table
print(type(Table()))
"""
    assert printed(code) == "<class 'rich.table.Table'>"

"""asyncio and Textual as the browser loads them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from tempfile import gettempdir

import pytest

from tests.support.checkout import ROOT
from tui.startup.libraries import UNUSED_OF_TEXTUAL

LOAD = """
import sys
before = set(sys.modules)
from tui.startup import libraries
libraries.load_foundation()
libraries.load_asyncio()
libraries.load_textual()
"""


def printed(code: str) -> str:
    """What ``code`` prints in a Python that has loaded libraries as the browser does."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD + code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_asyncio_runs_without_openssl() -> None:
    code = "import asyncio; asyncio.run(asyncio.sleep(0)); print('ssl' in sys.modules)"
    assert printed(code) == "False"


def test_who_speaks_tls_still_can() -> None:
    code = "import http.client, ssl; print(http.client.HTTPSConnection, ssl.create_default_context)"
    assert "HTTPSConnection" in printed(code)


def test_what_is_put_off_is_not_loaded_nor_what_only_that_needs() -> None:
    code = """
put_off = {*libraries.SELDOM_USED, *libraries.UNUSED_OF_TEXTUAL}
needed_by_these = {"shutil", "difflib", "textual.types", "textual.widgets._select"}
print(sorted((put_off | needed_by_these) & set(sys.modules) - before))
"""
    assert printed(code) == "[]"


@pytest.mark.parametrize("module", UNUSED_OF_TEXTUAL)
def test_textual_keeps_these_names_of_what_is_put_off(module: str) -> None:
    kept = UNUSED_OF_TEXTUAL[module]
    assert [name for name in kept if not hasattr(import_module(module), name)] == []


@pytest.mark.parametrize(
    ("use", "value"),
    [
        ("import inspect; print(inspect.getsource(inspect.isclass)[:11])", "def isclass"),
        ("import linecache; print(linecache.tokenize.TokenError)", "<class 'tokenize.TokenError'>"),
        ("import urllib.parse as u; print(u.urlsplit('http://[::1]/').hostname)", "::1"),
        ("import subprocess as s; print(s.run(['echo', 'a'], text=True, stdout=-1).stdout)", "a"),
        ("import msgspec; print(msgspec.inspect.type_info(type(None)))", "NoneType()"),
        ("import msgspec; print(msgspec.json.schema(bool))", "{'type': 'boolean'}"),
        (
            "from platformdirs import unix; print(unix.gettempdir())",
            gettempdir(),
        ),
        (
            "from textual import layout; print(type(layout.Canvas(2, 1)))",
            "<class 'textual.canvas.Canvas'>",
        ),
        (
            "from textual.css import stylesheet; print(stylesheet.parse_style('bold').bold)",
            "True",
        ),
        ("from textual import color; print(color.get_suggestion('rde', ['red']))", "red"),
        ("from textual.dom import Tree; import rich.tree; print(type(Tree('')))", "rich.tree.Tree"),
    ],
)
def test_what_is_put_off_is_loaded_when_it_is_used(use: str, value: str) -> None:
    assert value in printed(use)


def test_whoever_imports_what_is_put_off_gets_it() -> None:
    code = "from textual.command import CommandPalette as P; print(P, P.run_on_select)"
    assert printed(code) == "<class 'textual.command.CommandPalette'> True"


def test_textual_palette_is_loaded_by_whoever_opens_it() -> None:
    code = """
import asyncio
from textual import app

class Plain(app.App):
    pass

async def use():
    plain = Plain()
    async with plain.run_test() as pilot:
        before = app.CommandPalette.is_open(plain)
        await pilot.press("ctrl+p")
        print(before, app.CommandPalette.is_open(plain), type(plain.screen).__module__)
        print(isinstance(plain.screen, app.CommandPalette))

asyncio.run(use())
"""
    assert printed(code) == "False True textual.command\nTrue"


def test_what_is_made_of_a_class_that_is_put_off_says_so() -> None:
    code = """
from textual.theme import ThemeProvider
try:
    ThemeProvider(None)
except TypeError as error:
    print(error)
"""
    said = "ThemeProvider is made of a class that the browser does without."
    assert printed(code) == said


def test_what_is_asked_for_while_others_are_loaded_is_loaded_at_once() -> None:
    code = """
sys.modules.pop("rich.table", None)
with libraries._put_off({"rich.table": ("Table",)}):
    from rich.table import Table, Column
    print("rich.table.Column" in str(Column), type(Table()) is sys.modules["rich.table"].Table)
"""
    assert printed(code) == "True True"

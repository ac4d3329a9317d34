"""Textual's private names that the browser uses: all stand in tui/README.md, with what each is for.

They may change with any release of Textual, so its version is bound to one minor release, and the
table says what to look at when that is raised.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import textual

import tui
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GUIDE = (ROOT / "tui" / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(_\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def own_names(tree: ast.AST, *, stored: bool = False) -> Iterator[str]:
    """Private names that a class uses of itself: its methods, its attributes, ``self.…``.

    Args:
        tree: Of the class.
        stored: Whether to take what is made there only, and nothing that is merely read.
    """
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(attr=name, value=ast.Name(id="self"), ctx=ctx):
                if not stored or isinstance(ctx, ast.Store):
                    yield name
            case ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id="super"))):
                if not stored:
                    yield name


@cache
def private_names(kind: type) -> frozenset[str]:
    """Private names of one class of Textual, without those of its bases."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return frozenset({*filter(is_private, own_names(tree, stored=True)), *vars(kind)})


def is_textual(module: str) -> bool:
    return module.partition(".")[0] == "textual"


def uses_of_classes(module: ModuleType) -> Iterator[str]:
    """Private names of Textual's classes that a module's own classes use of themselves."""
    for kind in vars(module).values():
        if isinstance(kind, type) and kind.__module__ == module.__name__:
            tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
            used = set(filter(is_private, own_names(tree)))
            for base in kind.__mro__:
                if is_textual(base.__module__):
                    yield from used & private_names(base)


def uses_of_others(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """Private modules of Textual that are imported, and private names of other objects of its."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(name)) if is_textual(name):
                yield from filter(is_private, name.split("."))
                yield from filter(is_private, (alias.name for alias in node.names))
            case ast.Attribute(attr=name, value=ast.Name(id=holder)):
                if name in known and holder not in {"self", "os", "sys"}:
                    yield name
            case ast.Attribute(attr=name, value=ast.Attribute()):
                if name in known:
                    yield name


def private_names_in_use() -> dict[str, set[str]]:
    """Each private name of Textual that is used, with the files that use it."""
    known = {
        name
        for path in Path(textual.__file__).parent.rglob("*.py")
        for name in own_names(ast.parse(path.read_text(encoding="utf-8")), stored=True)
        if is_private(name)
    }
    found: dict[str, set[str]] = {}
    for info in pkgutil.walk_packages(tui.__path__, "tui."):
        if info.ispkg or info.name == "tui.__main__":
            continue
        module = importlib.import_module(info.name)
        file = f"{info.name.replace('.', '/')}.py"
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        for name in (*uses_of_classes(module), *uses_of_others(tree, known)):
            found.setdefault(name, set()).add(file)
    return found


def test_textuals_private_names_stand_in_the_guide() -> None:
    listed = {name: set(re.findall(r"`([^`]+)`", files)) for name, files in ROW.findall(GUIDE)}
    assert listed == private_names_in_use()


def test_textual_is_bound_to_one_minor_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (bounds,) = [need for need in project["dependencies"] if need.startswith("textual")]
    low, high = (version.split(".") for version in re.findall(r"[\d.]+", bounds))
    assert [low[0], int(low[1]) + 1] == [high[0], int(high[1])]


def test_what_the_guide_tells_of_is_there() -> None:
    paths = set(re.findall(r"`((?:tui|tests|index)/[\w/.]+|styles\.tcss|pyproject\.toml)`", GUIDE))
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []
    folder = ROOT / "tui"
    rooms = {f"tui/{path.name}/" for path in folder.iterdir() if (path / "__init__.py").exists()}
    modules = {f"tui/{path.name}" for path in folder.glob("*.py") if path.name != "__init__.py"}
    assert rooms | modules <= paths

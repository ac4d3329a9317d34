"""The walls between the packages stand, and the checker that watches them would notice a breach."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import shutil
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from types import FunctionType

import grimp
import pytest
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

import index
import tui
from tests.project.test_textual import is_private, private_names
from tests.support.checkout import ROOT
from tests.support.terminal import Terminal

EXTRA = {"numpy", "onnxruntime", "tokenizers"}
"""What `quire[semantic]` brings: nothing loads it but what needs it."""

SLOW_TO_LOAD = {"textual", "rich", "tantivy", "asyncio", "hypothesis", "platformdirs", *EXTRA}

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "index",
    "pyproject.toml",
    "styles.tcss",
    "tests",
    "tui",
}


MOST_METHODS = 40


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Top-level names in ``sys.modules`` after a fresh interpreter has run ``code``."""
    report = "\nimport json, sys; print(json.dumps(sorted({n.split('.')[0] for n in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + report, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def run_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the import rules of ``folder``'s pyproject.toml against the packages in it."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(sys.argv[1] + '/pyproject.toml', no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def copy_packages(folder: Path) -> None:
    for name in ("index", "tui"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_the_import_rules_hold() -> None:
    done = run_linter(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "breach", "contract"),
    [
        ("index/paper.py", "import tui", "index knows nothing of terminals"),
        (
            "index/storage/store.py",
            "def f():\n    import textual",
            "index knows nothing of terminals",
        ),
        ("index/building/merge.py", "import rich", "index draws nothing"),
        ("index/engine/ranking.py", "import numpy", "numbers and models stay"),
        ("index/query/tree.py", "import tantivy", "Tantivy stays where"),
        ("tui/rendering/result_row.py", "import tantivy", "Tantivy stays where"),
        (
            "tui/rendering/result_row.py",
            "from index.building.merge import merge_groups",
            "tui uses what index exports",
        ),
        ("index/text/cleaning.py", "import index.query.tree", "the floors of index"),
        ("index/engine/facets.py", "import index.building.merge", "the floors of index"),
        ("tui/session/marks.py", "import tui.panes.results", "the floors of tui"),
        ("tui/terminal/driver.py", "import tui.session.session", "the floors of tui"),
    ],
)
def test_a_breach_is_noticed(module: str, breach: str, contract: str, tmp_path: Path) -> None:
    copy_packages(tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n{breach}\n")
    done = run_linter(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    (broken,) = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert broken.startswith(contract)


def circle_among(needs: Mapping[str, Collection[str]]) -> str:
    """The first circle among modules and those that each imports, in words; "" without one."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return " imports ".join(reversed(error.args[1]))
    return ""


def test_no_module_needs_itself_by_a_way_round() -> None:
    """A circle of imports, be they for types only, means that no part of it is read alone."""
    graph = grimp.build_graph("index", "tui", cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    for_types_only = ("index.sources.source", "index.sources.saved_years")
    assert for_types_only[1] in needs[for_types_only[0]]
    circle = circle_among(needs)
    assert not circle, circle


def test_a_circle_of_imports_is_named() -> None:
    needs = {"index.a": ["index.b", "index.d"], "index.b": ["index.c"], "index.c": ["index.a"]}
    links = circle_among(needs).split(" imports ")
    assert links[0] == links[-1]
    assert {*pairwise(links)} == {
        ("index.a", "index.b"),
        ("index.b", "index.c"),
        ("index.c", "index.a"),
    }


def test_importing_index_costs_next_to_nothing() -> None:
    assert not loaded_by("import index") & (SLOW_TO_LOAD | {"msgspec", "tui"})


def test_no_module_of_index_loads_terminal_code() -> None:
    code = (
        "import importlib, pkgutil, index\n"
        "for module in pkgutil.walk_packages(index.__path__, 'index.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
    )
    loaded = loaded_by(code)
    assert "tantivy" in loaded, "the search engine's modules were not imported at all"
    assert not loaded & {"tui", "textual", "rich"}


@pytest.mark.parametrize("entry", ["tui.__main__", "index.cli"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "tactile"],
        ["search", "tactile", "--json"],
        ["search", "tactyle", "--fuzzy"],
        ["search", "tactile", "--explain"],
        ["info"],
        ["facets", ""],
        ["trends", ""],
        ["search", "is:unread tag:none"],
    ],
    ids=" ".join,
)
def test_scripted_commands_never_load_terminal_code(
    entry: str, arguments: Sequence[str], demo_index: Path
) -> None:
    code = (
        "import sys\n"
        "sys.argv[0] = 'quire'\n"
        f"from {entry} import main\n"
        "code = None\n"
        "try:\n"
        "    code = main()\n"
        "except SystemExit as exit:\n"
        "    code = exit.code\n"
        "assert not code, code\n"
    )
    loaded = loaded_by(code, *arguments, "--index", str(demo_index))
    assert "tantivy" in loaded
    assert not loaded & {"textual", "rich", "tui" if entry == "index.cli" else "asyncio"}
    assert not loaded & {"socket", "ssl", "http", "urllib3", "sqlite3", "_sqlite3", *EXTRA}
    # A sixtieth of a search.
    assert "threading" not in loaded


MEANING = ("index.semantic", *(f"index.engine.{name}" for name in ("meaning", "mixed_answer")))


@pytest.mark.parametrize(
    "query", ["tactile", "like:braille-for-robots-tactile-reading-at-e07b3274b427"]
)
def test_without_vectors_a_search_loads_nothing_that_finds_by_meaning(
    query: str, demo_index: Path
) -> None:
    code = (
        "import sys; from index.cli import main; assert main(sys.argv[1:]) == 0\n"
        f"assert not set({MEANING}) & set(sys.modules)\n"
        "assert 'index.engine.nearest' not in sys.modules"
    )
    assert "tantivy" in loaded_by(code, "search", query, "--index", str(demo_index))


def test_a_search_that_asks_nothing_of_the_library_does_not_open_it(
    demo_index: Path, tmp_path: Path
) -> None:
    library = str(tmp_path / "library.db")
    code = "import sys; from index.cli import main; assert main(sys.argv[1:]) == 0"
    where = ("--index", str(demo_index), "--library", library)
    key = "braille-for-robots-tactile-reading-at-e07b3274b427"
    assert "sqlite3" in loaded_by(code, "star", key, *where)
    assert "sqlite3" in loaded_by(code, "search", "is:starred", *where)
    assert "sqlite3" not in loaded_by(code, "search", "tactile", *where)


def test_rebuilding_in_a_pipe_loads_no_progress_bar(tmp_path: Path) -> None:
    code = "import sys; from index.cli import main; assert main(sys.argv[1:]) == 0"
    page = ROOT / "index" / "demo" / "winter.txt"
    loaded = loaded_by(code, "rebuild", str(page), "--index", str(tmp_path / "papers"))
    assert not loaded & {"textual", "rich", "tui", *EXTRA}


def test_the_browser_alone_loads_no_search_engine() -> None:
    assert not loaded_by("import tui.app") & {"tantivy"}


@pytest.mark.end_to_end
def test_the_browser_starts_with_no_more_than_its_first_screen_needs(
    demo_index: Path, tmp_path: Path
) -> None:
    """Reading formats, fetching, building and the library's database take longer than a search.

    So does OpenSSL, which asyncio would load.
    """
    loaded = tmp_path / "loaded"
    code = (
        "import signal, sys\n"
        "def tell(*_):\n"
        "    with open(sys.argv[1], 'w') as file: file.write(' '.join(sys.modules) + ' END')\n"
        "signal.signal(signal.SIGUSR1, tell)\n"
        "from tui.__main__ import main\n"
        "sys.exit(main(sys.argv[2:]))"
    )
    command = [sys.executable, "-c", code, str(loaded), "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.process.send_signal(signal.SIGUSR1)
        terminal.wait_for(lambda _: loaded.exists() and loaded.read_text().endswith(" END"))
    names = set(loaded.read_text().split())
    assert "tui.screens.browse" in names
    rarely_asked = (
        "tui.session.completion",
        "index.engine.highlight",
        "tui.workers.blame",
        "tui.workers.values",
    )
    counting = ("index.engine.facets", "index.engine.name_counts")
    keeping = ("index.library.transfer", "index.library.digests", "index.library.saved_searches")
    others = ("index.sources", "index.fetching", "index.building", "sqlite3", "ssl", "tui.kiosk")
    late = (*others, *counting, *keeping, *rarely_asked)
    assert {name for name in names if name.startswith(late)} == set()


def test_every_module_answers_one_question() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for package in ("index", "tui")
        for path in (ROOT / package).rglob("*.py")
    }
    assert len(lengths) > 20
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_class_does_everything() -> None:
    """Methods that are inherited count as well: parts of a class in several files are one class."""
    counts: dict[str, int] = {}
    for package in (index, tui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for kind in vars(importlib.import_module(module.name)).values():
                if isinstance(kind, type) and kind.__module__ == module.name:
                    counts[f"{module.name}.{kind.__qualname__}"] = len(own_methods(kind))
    assert len(counts) > 150
    assert {name: count for name, count in counts.items() if count > MOST_METHODS} == {}


def test_tests_of_the_browser_read_no_private_names() -> None:
    """What a test has to know of a module has a public name there."""
    private = {
        name.attr if isinstance(name, ast.Attribute) else name.name
        for path in [*(ROOT / "tui").rglob("*.py"), *(ROOT / "tests" / "support").rglob("*.py")]
        for name in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (
            isinstance(name, ast.Attribute)
            and isinstance(name.ctx, ast.Store)
            and isinstance(name.value, ast.Name)
            and name.value.id == "self"
        )
        or isinstance(name, ast.FunctionDef)
    }
    textual = frozenset[str]().union(
        *map(private_names, (App, DOMNode, MessagePump, Screen, Widget))
    )
    private = set(filter(is_private, private - textual))
    assert len(private) > 200
    read = [
        f"{path.relative_to(ROOT)}:{name.lineno}: {name.attr}"
        for folder in ("tui", "end_to_end", "support", "bench", "pictures")
        for path in sorted((ROOT / "tests" / folder).rglob("*.py"))
        for name in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(name, ast.Attribute)
        and name.attr in private
        and not (isinstance(name.value, ast.Name) and name.value.id in {"self", "cls"})
    ]
    assert read == []


def own_methods(kind: type) -> set[str]:
    """Names of the methods and properties that a class has from this project's classes."""
    return {
        name
        for base in kind.__mro__
        if base.__module__.partition(".")[0] in {"index", "tui"}
        for name, value in vars(base).items()
        if isinstance(value, FunctionType | property | classmethod | staticmethod)
    }


def test_the_top_level_stays_as_it_is() -> None:
    done = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in done.stdout.splitlines()} <= TOP_LEVEL

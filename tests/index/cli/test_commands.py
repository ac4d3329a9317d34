"""A scripted command is a module of its own, and loads no other's."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest

from index.cli import COMMANDS, main, parser_of

SHARED = {"arguments", "output"}
"""What commands may load beside themselves to know their arguments."""

TOGETHER = {
    "rebuild": {"build"},
    "update": {"build"},
    "sync": {"fetching"},
    "fetch": {"fetching"},
    "feeds": {"fetching"},
    "pdf": {"changes"},
    "star": {"changes"},
    "read": {"changes"},
    "tag": {"changes"},
    "note": {"changes"},
}
"""What commands of one kind share."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_loads_no_other_command(name: str) -> None:
    code = (
        "import json, sys\n"
        "from index.cli import main\n"
        "code = main([sys.argv[1], '--help'])\n"
        "print(json.dumps(sorted(name for name in sys.modules if name.startswith('index.'))))\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    commands = {module for module in loaded if module.startswith("index.cli.")}
    assert f"index.cli.{name}" in commands
    allowed = {name, *SHARED, *TOGETHER.get(name, set())}
    assert commands <= {f"index.cli.{module}" for module in allowed}
    assert not {module for module in loaded if module.startswith(("index.engine", "index.build"))}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_an_index_and_prints_json(name: str) -> None:
    options = {option for action in parser_of(name)._actions for option in action.option_strings}
    assert {"--index", "--json", "--help"} <= options


def test_a_command_looks_for_few_cycles(capsys: pytest.CaptureFixture[str]) -> None:
    threshold = gc.get_threshold()
    try:
        gc.set_threshold(700)
        assert main(["--version"]) == 0
        assert gc.get_threshold()[0] > 10_000
    finally:
        gc.set_threshold(*threshold)
    assert capsys.readouterr().out

"""An interrupt at any time ends a command at once, with 130 and no traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from index.cli import COMMANDS, parser_of

STUCK = """
import ctypes, runpy
import index.check, index.engines, index.fetching.standing, index.library.library

def stuck(*_, **__):
    lock = ctypes.CDLL(None).pthread_mutex_lock
    mutex = ctypes.create_string_buffer(128)
    lock(mutex)
    print("stuck", flush=True)
    # Taken twice it waits for ever, whatever signals come; Tantivy's calls are like that.
    lock(mutex)

index.check.verify = index.engines.describe = index.engines.open_index = stuck
index.fetching.standing.standings = index.library.library.open_library = stuck
runpy.run_module("index", run_name="__main__")
"""

ARGUMENTS = {
    **{
        name: ["x"]
        for name in ("search", "show", "similar", "facets", "star", "read", "note", "pdf")
    },
    "tag": ["some", "x"],
    "saved": ["list"],
    "library": ["check"],
}

EARLY = """
import signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            signal.raise_signal(signal.SIGINT)
        return None

for loaded in [name for name in sys.modules if name == {name!r}]:
    del sys.modules[loaded]
sys.meta_path.insert(0, Interrupting())
sys.argv = ["quire", *{arguments!r}]
from tui.__main__ import main
main()
"""


def only_reads(name: str) -> bool:
    """Whether a command has nothing to take back, and may wait for an index or a library."""
    return name != "help" and not parser_of(name).cleans_up(Namespace(fetch=False))


def heed_interrupts() -> None:
    """Whoever runs the tests in the background may have told their children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.end_to_end
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", [name for name in COMMANDS if only_reads(name)])
def test_a_command_that_is_stuck_in_a_call_ends(name: str, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUCK, name, *ARGUMENTS.get(name, [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(number)
        try:
            _, narration = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, narration) == (130, "quire: interrupted\n")


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    "name",
    [
        "index",
        "index.process.exits",
        "index.cli",
        "argparse",
        "threading",
        "index.engine.search",
        "tantivy",
    ],
)
@pytest.mark.parametrize("arguments", [["search", "x"], ["rebuild", "/none"], ["info"]])
def test_an_interrupt_while_loading_leaves_no_traceback(name: str, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY.format(name=name, arguments=arguments)],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
        preexec_fn=heed_interrupts,
    )
    # A command that does not load this module says that there is no index, or no such file.
    assert done.returncode in ((130,) if name.startswith("index.c") else (130, 3, 4))
    if done.returncode == 130:
        assert done.stderr in ("", "quire: interrupted\n")
    else:
        assert done.stderr.count("\n") == 1


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    "arguments", [["search", "x"], ["--query", "x"], ["settings"], ["--kiosk"]]
)
def test_other_code_of_the_same_name_is_told_in_one_sentence(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "__init__.py").touch()
    code = f"import sys; sys.argv[1:] = {arguments}\nfrom tui.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("quire: its own code can't be loaded (")
    assert done.stderr.count("\n") == 1
    assert (str(tmp_path) in done.stderr) is (arguments != ["--kiosk"])

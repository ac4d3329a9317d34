"""Sessions at the command line as text files: what was typed, and everything it must print.

A transcript has a block for each command::

    $ quire search soot --count
    2
    ! something on standard error
    [1]

The last line is the exit code, where it isn't 0. What differs from run to run (times, sizes, names
of temporary folders) is written as ``N s``, ``N ms``, ``N kB`` and ``~``. After a wanted change,
``python -m tests.index.cli.transcript`` writes all transcripts anew; read the difference.

A line that needs no shell can be played in this process, which is ten times as fast as another.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from index.cli import main as run_command
from tests.support.checkout import ROOT

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
INPUTS = HERE / "inputs"
VARYING = [
    (re.compile(r"\b\d+\.\d+ (ms|s)\b"), r"N \1"),
    (re.compile(r"\b\d+(?:\.\d+)? (bytes|kB|MB) on disk"), r"N \1 on disk"),
    (
        re.compile(r"built just now \([^)]*\) by Quire \S+"),
        "built just now (DATE) by Quire VERSION",
    ),
    (re.compile(r'"seconds":[0-9.e-]+'), '"seconds":N'),
    (re.compile(r'"score":[0-9.e-]+'), '"score":N'),
    (re.compile(r'"generation":"[^"]*"'), '"generation":"NAME"'),
    (re.compile(r'"added":"[0-9-]+"'), '"added":"DATE"'),
    (re.compile(r"^(Added: +)[0-9-]+$", re.MULTILINE), r"\1DATE"),
]


def commands_of(transcript: str) -> list[str]:
    """The commands of a transcript in order."""
    return [line[2:] for line in transcript.splitlines() if line.startswith("$ ")]


SHELL_SYNTAX = re.compile(r"""'[^']*'|([|;&<>$`*?(){}"\\]|^(?!quire\b))""")
"""Something quoted, or something only a shell can do."""


def needs_shell(command: str) -> bool:
    """Whether a line is more than one ``quire`` command with plain or single-quoted arguments."""
    return any(found[1] is not None for found in SHELL_SYNTAX.finditer(command))


def play(commands: list[str], folder: Path, *, in_process: bool = False) -> str:
    """Type commands one after another and return the transcript of what happened.

    Args:
        commands: For ``sh``; ``quire`` is the command line of this checkout.
        folder: An empty folder to work in; gets a copy of every file of ``inputs/``.
        in_process: Call the command line for those that need no shell, instead of starting it.
    """
    for path in INPUTS.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    tools = folder / ".tools"
    tools.mkdir()
    command = tools / "quire"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m index "$@"\n')
    command.chmod(0o755)
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "QUIRE_INDEX": "papers",
        "LC_ALL": "C.UTF-8",
    }
    return "\n".join(
        _block(command, folder, environment, in_process=in_process and not needs_shell(command))
        for command in commands
    )


def _block(command: str, folder: Path, environment: dict[str, str], *, in_process: bool) -> str:
    run = _called if in_process else _started
    output, narration, code = run(command, folder, environment)
    lines = [f"$ {command}", *output.splitlines()]
    lines += [f"! {line}" for line in narration.splitlines()]
    if code:
        lines.append(f"[{code}]")
    text = "\n".join(lines).replace(str(folder), "~") + "\n"
    for pattern, replacement in VARYING:
        text = pattern.sub(replacement, text)
    return text


def _started(command: str, folder: Path, environment: dict[str, str]) -> tuple[str, str, int]:
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return done.stdout, done.stderr, done.returncode


def _called(command: str, folder: Path, environment: dict[str, str]) -> tuple[str, str, int]:
    output, narration = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(narration),
    ):
        code = run_command(shlex.split(command)[1:])
    written = []
    for stream in (output, narration):
        stream.seek(0)
        written.append(stream.read())
    return written[0], written[1], code


def main() -> None:
    """Write every transcript anew from its own commands."""
    for path in TRANSCRIPTS:
        with tempfile.TemporaryDirectory() as folder:
            commands = commands_of(path.read_text(encoding="utf-8"))
            path.write_text(play(commands, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()

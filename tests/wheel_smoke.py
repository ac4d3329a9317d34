"""Tries an installed Quire as a user would; needs nothing but Python's own library.

Run with the interpreter of the environment Quire is installed in, away from any checkout:

    python -I wheel_smoke.py installed           files, command line and browser of the installation
    python -I wheel_smoke.py browser "COMMAND"   command that opens the demonstration

Exits with 0 when everything holds, else with 1 and one sentence.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import sysconfig
import tempfile
import termios
import time
from pathlib import Path
from typing import NoReturn

COLUMNS, LINES = 80, 24
NEWEST_TITLE = "Mixture of Quiet"
QUIT_KEY = b"\x11"  # Ctrl+Q
LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"
CONTROL_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
)

PAGE = """\
Daily Papers

byAK and the research community

Feb 3

A Smoke Test for Chimneys

Chimneys are tested with smoke. We test the test.

hearthside Hearthside Institute
·
Jan 7, 2024 5

Soot and Its Discontents

A survey of soot, in eleven parts.

  • 12 authors
·
Jan 30
"""


def fail(sentence: str) -> NoReturn:
    sys.exit(f"wheel smoke test: {sentence}")


def check_files() -> None:
    """The packages come from the environment and hold everything that isn't Python code."""
    installed = Path(sysconfig.get_paths()["purelib"]).resolve()
    wanted = {
        "index": ["py.typed", "demo/autumn.txt", "demo/library.jsonl", "demo/spring.txt"],
        "tui": ["py.typed", "styles.tcss"],
    }
    for package, names in wanted.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            fail(f"package {package} is not installed")
        folder = Path(spec.origin).resolve().parent
        if not folder.is_relative_to(installed):
            fail(f"package {package} comes from {folder} and not from {installed}")
        for name in names:
            if not (folder / name).is_file():
                fail(f"the wheel lacks {package}/{name}")


def quire_command() -> str:
    command = Path(sysconfig.get_path("scripts")) / "quire"
    if not command.is_file():
        fail(f"no command {command}")
    return str(command)


def run(arguments: list[str], *, expect: int = 0) -> str:
    """Run a command that must exit with ``expect``, and return its standard output."""
    done = subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != expect or "Traceback" in done.stderr:
        fail(f"{' '.join(arguments)}: exit code {done.returncode}, not {expect}\n{done.stderr}")
    return done.stdout


def check_command_line(folder: Path) -> None:
    quire = quire_command()
    page = folder / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    index = ["--index", str(folder / "papers")]

    run([quire, "search", "soot", *index], expect=4)
    report = json.loads(run([quire, "rebuild", str(page), "--json", *index]))
    counts = (report["records"], report["papers"], report["merged"], report["rejected"]["count"])
    if counts != (2, 2, 0, 0):
        fail(f"rebuild --json reports {report}")
    lines = run([quire, "search", "chimneys", "--json", *index]).splitlines()
    found = [json.loads(line) for line in lines]
    if [paper["title"] for paper in found] != ["A Smoke Test for Chimneys"]:
        fail(f"search --json prints {lines}")
    if (found[0]["org"], found[0]["comments"], found[0]["published"]) != (
        "hearthside",
        5,
        "2024-01-07",
    ):
        fail(f"search --json gives {found[0]}")
    if run([quire, "search", "authors:>10", "--count", *index]).strip() != "1":
        fail("search --count with a comparison does not print 1")
    run([quire, "search", "aardvark", *index], expect=1)
    run([quire, "search", "date:(", *index], expect=2)
    if "We test the test" not in run([quire, "show", found[0]["key"], *index]):
        fail("show does not print the abstract")
    if json.loads(run([quire, "info", "--json", *index]))["papers"] != 2:
        fail("info --json does not count two papers")
    run([sys.executable, "-I", "-m", "index", "search", "soot", *index])


def check_completions(folder: Path) -> None:
    """Every shell that is here takes the script for it, and completes a command with it."""
    quire = quire_command()
    asked = {
        "bash": "COMP_WORDS=(quire reb) COMP_CWORD=1; $(complete -p quire | grep -o '_[a-z_]*'); "
        'printf "%s\\n" "${COMPREPLY[@]}"',
        "zsh": "",
        "fish": "complete --do-complete 'quire reb'",
    }
    for shell, ask in asked.items():
        script = folder / f"completions.{shell}"
        script.write_text(run([quire, "completions", shell]), encoding="utf-8")
        program = shutil.which(shell)
        if program is None:
            continue
        if not ask:
            # It completes in its line editor only, which the test suite drives.
            run([program, "-n", str(script)])
        elif "rebuild" not in run([program, "-c", f"source {script}; {ask}"]):
            fail(f"{shell} does not complete `quire reb` to rebuild")


def check_browser(command: list[str], folder: Path, *, patience: float) -> None:
    """Open a browser in a pseudo-terminal, see the newest paper, quit.

    Args:
        command: What to run.
        folder: Becomes the home folder, so that nothing of the user's is touched.
        patience: Seconds until the first paper must have been painted.
    """
    process, terminal = pty.fork()
    if process == 0:
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color"}
        kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "LC_", "TMPDIR"))}
        os.execvpe(command[0], command, environment | kept)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        output = bytearray()
        read_until(terminal, output, patience, lambda: NEWEST_TITLE in plain(output))
        os.write(terminal, QUIT_KEY)
        read_until(terminal, output, 20, None)
        status = wait_for_exit(process, 10)
    finally:
        os.close(terminal)
        stop(process)
    if status != 0:
        fail(f"{' '.join(command)}: exit code {status} after quitting\n{plain(output)[-2000:]}")
    if LEAVE_ALTERNATE_SCREEN not in output or "Traceback" in plain(output):
        fail(f"{' '.join(command)}: the terminal was not restored\n{plain(output)[-2000:]}")


def plain(output: bytes | bytearray) -> str:
    return CONTROL_SEQUENCE.sub(b"", bytes(output)).decode("utf-8", "replace")


def read_until(terminal: int, output: bytearray, patience: float, seen: object) -> None:
    """Read what the terminal shows until ``seen()``; with None, until the program closes it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux's way of saying that the other side has closed.
            chunk = b""
        output += chunk
        if callable(seen) and seen():
            return
        if not chunk:
            break
    if seen is not None:
        fail(f"{NEWEST_TITLE!r} did not appear in {patience:.0f} s:\n{plain(output)[-2000:]}")


def wait_for_exit(process: int, patience: float) -> int | None:
    """The exit code, or None when the process lives on or died of a signal."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        time.sleep(0.02)
    return None


def stop(process: int) -> None:
    """End the browser if it is still there; its number is free once it was waited for."""
    try:
        if os.waitpid(process, os.WNOHANG)[0] == 0:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    except ChildProcessError:
        pass


def main(arguments: list[str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="quire-smoke."))
    try:
        match arguments:
            case ["installed"]:
                check_files()
                check_command_line(folder)
                check_completions(folder)
                check_browser([quire_command(), "demo"], folder, patience=60)
            case ["browser", command]:
                check_browser(["bash", "-c", command], folder, patience=600)
            case _:
                fail("say what to check: installed, or browser COMMAND")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("wheel smoke test: all good")


if __name__ == "__main__":
    main(sys.argv[1:])

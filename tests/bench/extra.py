"""What the extra ``quire[semantic]`` costs whoever has it or not: starts, searches and sizes.

Quire is installed from its wheel into environments of their own, without the extra and with it,
and as it was at an earlier commit. Each makes its own index of the same records; the one with the
extra is asked with vectors too. Each is asked in turn, so that a busy machine meets all alike, and
what is compared is processor time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.bench.browsing import environment
from tests.bench.corpus import write_records
from tests.bench.table import table
from tests.bench.watch import Watch
from tests.support.checkout import ROOT
from tests.support.models import static_model

QUERY = "learning"
FIELD = "date:1980.."
BEFORE = "12ba871"
"""The last commit without vectors."""


class Installed(NamedTuple):
    """Quire in an environment, and an index that it made.

    Attributes:
        name: For the table.
        quire: The command.
        folder: Of the index.
        wheel: Size of the wheel in bytes.
        packages: Size of all that is installed in bytes.
    """

    name: str
    quire: Path
    folder: Path
    wheel: int
    packages: int


def run(arguments: list[str]) -> None:
    """Print what each installation takes, and against the first one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench extra")
    parser.add_argument("--papers", type=int, default=20_000, help="papers in each index")
    parser.add_argument("--rounds", type=int, default=15, help="times that each is asked")
    parser.add_argument("--before", default=BEFORE, help="the earlier commit")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as name:
        folder = Path(name)
        records = folder / "records.jsonl"
        source = write_records(records, options.papers)
        ways = installations(folder, records, options.before)
        figures: dict[str, Callable[[Installed], float]] = {
            "search, a word": lambda one: searching(one, QUERY),
            "search, a field": lambda one: searching(one, FIELD),
            "first screen": lambda one: starting(one, options.papers),
        }
        measured = {figure: in_turn(ways, take, options.rounds) for figure, take in figures.items()}
        print(f"{options.papers:,} {source}; least and median milliseconds of processor time")
        rows = [
            [
                one.name,
                *(cell for figure in figures for cell in spread(measured[figure][at])),
                one.wheel / 1000,
                one.packages / 1e6,
            ]
            for at, one in enumerate(ways)
        ]
        headings = [cell for figure in figures for cell in (figure, "median")]
        print(table(["installed", *headings, "wheel, kB", "all packages, MB"], rows))


def installations(folder: Path, records: Path, before: str) -> list[Installed]:
    """Quire at an earlier commit, without the extra, with it, and with an index of vectors."""
    earlier = folder / "earlier"
    earlier.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", before], check=True, stdout=subprocess.PIPE
    )
    subprocess.run(["tar", "-x", "-C", str(earlier)], input=archive.stdout, check=True)
    wheel, wheel_before = (
        built(source, folder / name) for source, name in ((ROOT, "now"), (earlier, "before"))
    )
    model = static_model(folder / "model", dimensions=256)
    vectors = ("--semantic", "--model", str(model))
    plain, whole = (
        installed(folder / name, wheel, extra)
        for name, extra in (("plain", ""), ("whole", "[semantic]"))
    )
    return [
        made(
            f"before, at {before}", installed(folder / "old", wheel_before), wheel_before, records
        ),
        made("without the extra", plain, wheel, records),
        made("with it, no vectors", whole, wheel, records),
        made("with it and vectors", whole, wheel, records, *vectors),
    ]


def built(source: Path, folder: Path) -> Path:
    """The wheel of a checkout."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def installed(folder: Path, wheel: Path, extra: str = "") -> Path:
    """The folder of an environment with a wheel and what it needs."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "-q", f"{wheel}{extra}"]
    subprocess.run(pip, check=True)
    return folder


def made(name: str, place: Path, wheel: Path, records: Path, *options: str) -> Installed:
    """An installation with an index of records."""
    quire, index = place / "bin" / "quire", records.with_name(f"index {name}")
    command = [str(quire), "rebuild", str(records), "--index", str(index), *options]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    packages = sum(path.stat().st_size for path in place.glob("lib/**/*") if path.is_file())
    return Installed(name, quire, index, wheel.stat().st_size, packages)


def in_turn(
    ways: list[Installed], take: Callable[[Installed], float], rounds: int
) -> list[list[float]]:
    """What each takes, in seconds, asked one after the other again and again."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(rounds + 1):
        for one, taken in zip(ways, times, strict=True):
            seconds = take(one)
            # The first round brings files and compiled modules into memory.
            if number:
                taken.append(seconds)
    return times


def spread(seconds: list[float]) -> tuple[float, float]:
    """The least and the median, in milliseconds."""
    return 1000 * min(seconds), 1000 * statistics.median(seconds)


def searching(one: Installed, query: str) -> float:
    """Processor seconds of ``quire search``."""
    command = [str(one.quire), "search", query, "--index", str(one.folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


def starting(one: Installed, papers: int) -> float:
    """Processor seconds until the browser's first papers are on the screen."""
    command = [str(one.quire), "--index", str(one.folder)]
    with Watch(command, environment=environment(), folder=str(one.folder.parent)) as browser:
        browser.until(f"{papers:,} papers")
        seconds = browser.processor_seconds()
        browser.settle(0.1)
    return seconds

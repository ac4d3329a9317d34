"""Every command with every standard stream full, closed or not there at all."""

from __future__ import annotations

import itertools
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index import EXPORTERS, open_library, rebuild
from index.cli import COMMANDS
from tests.support.builds import assert_tidy, assert_whole, run, write_papers
from tests.support.fake_cluster import fake_cluster
from tests.support.paper_server import paper_server
from tests.support.thorough import THOROUGH

ARGUMENTS = {
    "rebuild": ["{papers}"],
    "update": ["{papers}"],
    "push": ["{cluster}", "{papers}"],
    "sync": ["--config", "{settings}"],
    "fetch": ["--config", "{settings}"],
    "feeds": ["--config", "{settings}"],
    "pdf": ["9901.00003", "--config", "{settings}", "--to", "{pdfs}"],
    "search": ["sample"],
    "show": ["9901.00003"],
    "similar": ["9901.00003"],
    "facets": ["sample"],
    "trends": ["sample"],
    "star": ["9901.00003"],
    "read": ["9901.00003"],
    "tag": ["9901.00003", "--tag", "rl"],
    "note": ["9901.00003", "--text", "sample"],
    "library": ["check"],
    "saved": ["add", "mine", "sample"],
    "digest": ["mine", "--since", "7d", "--library", "{searches}"],
    "semantic": ["--drop"],
    "info": [],
    "check": [],
    "help": ["query"],
}
"""What to give each command to do; a new command needs a line here."""

WITHOUT_INDEX = ("push", "sync", "fetch", "feeds", "help", "saved", "library")
"""Commands that need no index, or none where nothing is new."""

LIBRARY = ("star", "read", "tag", "note", "saved", "library")
SILENT = ("rebuild", "update", "push", "sync", "fetch", "semantic", "check", *LIBRARY)

PRINTING = [name for name in ARGUMENTS if name not in SILENT]
"""Commands whose output goes to standard output even without ``--json``."""

WAYS = {"open": "", "full": "{}>/dev/full", "closed": "{}>&-"}
BAD_WAYS = ("full", "closed")


def bad_ways(name: str, half: int) -> Sequence[str]:
    """The ways in which a stream is bad in one half, 0 or 1, of what is tried with a command.

    Everyday a command meets one of them in one half and the other in the other, beginning with
    another than the command before it; in a thorough run it meets both in both.
    """
    one = (list(ARGUMENTS).index(name) + half) % len(BAD_WAYS)
    return BAD_WAYS if THOROUGH else BAD_WAYS[one : one + 1]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with papers and their index, and settings that name a server without new ones.

    One paper is downloaded already, a search is saved in a library, and there is a cluster.
    """
    folder = tmp_path_factory.mktemp("streams")
    papers = write_papers(folder / "papers.jsonl", 0, 40)
    rebuild([papers], folder / "index")
    with paper_server() as server, fake_cluster() as cluster:
        (folder / "cluster").write_text(cluster.address())
        feed = f'[[feeds]]\nfrom = "daily-papers"\nbase = "{server.base}"\n'
        (folder / "settings.toml").write_text(feed)
        (folder / "9901.00003 A Study of Sample 3.pdf").touch()
        with open_library(folder / "library.db") as library:
            library.save("mine", "sample")
        yield folder


def words(name: str, place: Path, *more: str) -> list[str]:
    given = [
        text.format(
            papers=place / "papers.jsonl",
            settings=place / "settings.toml",
            pdfs=place,
            searches=place / "library.db",
            cluster=(place / "cluster").read_text(),
        )
        for text in ARGUMENTS[name]
    ]
    return [sys.executable, "-m", "index", name, *given, "--index", str(place / "index"), *more]


def shell(command: list[str], redirection: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", "-c", f"{shlex.join(command)} {redirection}"],
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_every_command_is_tried() -> None:
    assert set(ARGUMENTS) == set(COMMANDS)


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ARGUMENTS)
@pytest.mark.parametrize("json_too", [False, True])
def test_output_that_cannot_be_written_is_told(name: str, json_too: bool, place: Path) -> None:
    for way in bad_ways(name, int(json_too)):
        done = shell(words(name, place, *["--json"] * json_too), WAYS[way].format(1))
        narration = done.stderr.decode()
        assert "Traceback" not in narration
        if json_too or name in PRINTING:
            assert done.returncode == 3, (name, way, narration)
            assert narration.startswith("quire: can't write to standard output: ")
            assert narration.count("\n") == 1
        else:
            assert done.returncode == 0, (name, way, narration)
    assert_tidy(place / "index")


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ARGUMENTS)
def test_narration_that_cannot_be_written_changes_nothing(name: str, place: Path) -> None:
    usual = shell(words(name, place), "")
    for way in bad_ways(name, 0):
        done = shell(words(name, place), WAYS[way].format(2))
        assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)
    for way in bad_ways(name, 1):
        # What is wrong can't be told either, but the code is right.
        nowhere = [*words(name, place)[:-1], "/dev/null/index"]
        done = shell(nowhere, WAYS[way].format(2))
        assert done.returncode == (
            0 if name in WITHOUT_INDEX else 3 if name in ("rebuild", "update") else 4
        )


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["search", "update", "check"])
def test_streams_in_every_combination(name: str, place: Path) -> None:
    for three in itertools.product(("open", "closed"), repeat=3):
        redirections = [
            WAYS[way].format(number).replace("0>", "0<") for number, way in enumerate(three)
        ]
        done = shell(words(name, place), " ".join(redirections))
        assert done.returncode == (3 if name == "search" and three[1] == "closed" else 0), three
        assert b"Traceback" not in done.stderr
    assert assert_whole(place / "index", (40,)) == 40
    assert_tidy(place / "index")


@pytest.mark.end_to_end
@pytest.mark.parametrize("format", EXPORTERS)
def test_an_export_to_a_full_disk_fails(format: str, place: Path) -> None:
    done = shell(words("search", place, "--format", format), ">/dev/full")
    assert done.returncode == 3
    assert done.stderr == b"quire: can't write to standard output: no space left on device\n"


@pytest.mark.end_to_end
@pytest.mark.parametrize("help", ["--help", "-h"])
def test_help_that_cannot_be_written_is_told(help: str, place: Path) -> None:
    for name in ([], ["search"], ["rebuild"], ["open"], ["settings"], ["completions"]):
        done = shell([sys.executable, "-m", "tui", *name, help], ">/dev/full")
        assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_a_build_from_closed_standard_input_is_told(name: str, place: Path) -> None:
    command = [*words(name, place)[:4], "-", "--index", str(place / "index")]
    done = shell(command, "<&-")
    assert done.returncode == 3
    assert done.stderr == b"quire: can't read standard input: it is closed\n"
    assert assert_whole(place / "index", (40,)) == 40


@pytest.mark.end_to_end
def test_the_browser_without_standard_input_is_a_sentence() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m tui <&-"],
        capture_output=True,
        check=False,
        start_new_session=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"needs a keyboard" in done.stderr


NOT_UTF8 = os.fsdecode(b"\xfc")


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    "make",
    [
        lambda place: [*words("search", place), NOT_UTF8, "--count"],
        lambda place: [*words("search", place), NOT_UTF8, "--explain", "--json"],
        lambda place: [*words("facets", place), NOT_UTF8],
        lambda place: [*words("show", place)[:4], NOT_UTF8],
        lambda place: [*words("similar", place)[:4], NOT_UTF8],
        lambda place: [*words("help", place)[:4], NOT_UTF8],
        lambda place: [*words("rebuild", place), "--format", NOT_UTF8],
        lambda place: [*words("info", place), f"--{NOT_UTF8}"],
        lambda _: [sys.executable, "-m", "index", NOT_UTF8],
        lambda _: [sys.executable, "-m", "tui", "--query", NOT_UTF8],
        lambda _: [sys.executable, "-m", "tui", "completions", NOT_UTF8],
    ],
)
def test_arguments_that_are_no_utf8_are_wrong(
    make: Callable[[Path], list[str]], place: Path
) -> None:
    done = subprocess.run(make(place), capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"quire: ")
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.end_to_end
@pytest.mark.parametrize("name", ["rebuild", "update"])
def test_names_cannot_forge_lines_or_reach_the_terminal(name: str, tmp_path: Path) -> None:
    import zipfile

    evil = "\x1b]0;PWNED\x07\x1b[2J\x1b[31m"
    archive = tmp_path / "p.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"{evil}.jsonl", '{"title":""}\n')
        file.writestr("a\nrejected /etc/passwd:1: forged", '{"title":""}\n')
        file.writestr("ok.jsonl", '{"title":"Lantern"}')
    command = [sys.executable, "-m", "index", name]
    done = subprocess.run(
        [*command, str(archive), "--index", str(tmp_path / f"index{evil}")],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"\x1b" not in done.stderr + done.stdout
    assert b"\x07" not in done.stderr + done.stdout
    assert not any(line.startswith(b"rejected /etc") for line in done.stderr.splitlines())
    for more in (["x" + evil], [str(archive), "--format", evil], [f"--{evil}"]):
        done = subprocess.run([*command, *more], capture_output=True, check=False, timeout=120)
        assert done.returncode in (2, 3)
        assert done.stderr.count(b"\n") == 1
        assert b"\x1b" not in done.stderr


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    "name", ["search", "facets", "trends", "show", "similar", "info", "check", "help"]
)
def test_arguments_and_folders_are_printed_inert(name: str, tmp_path: Path) -> None:
    evil = "\x1b]0;PWNED\x07\x1b[2J(\r\n\x9b31m"
    index_dir = tmp_path / f"in{evil}dex"
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 3)], index_dir)
    none = tmp_path / f"none{evil}"
    for folder, more in (
        (index_dir, []),
        (index_dir, [evil]),
        (index_dir, ["--explain", "sample\x1b]0;x\x07"]),
        (none, []),
        (none, [evil]),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "index", name, *more, "--index", str(folder)],
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode in (0, 1, 2, 4)
        for control in (b"\x1b", b"\x07", b"\r", b"\xc2\x9b"):
            assert control not in done.stderr + done.stdout, (name, more)
        assert not any(line.startswith(b"forged") for line in done.stderr.splitlines())


@pytest.mark.end_to_end
def test_the_settings_file_that_is_printed_names_its_path_on_one_line(tmp_path: Path) -> None:
    path = f"{tmp_path}/x\x1b]0;P\x07\ntheme = 'light'"
    done = subprocess.run(
        [sys.executable, "-m", "tui", "settings", "--config", path],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert not any(line.startswith(b"theme =") for line in done.stdout.splitlines())
    done = subprocess.run(
        [sys.executable, "-m", "tui", "settings", "--path", "--config", path],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == os.fsencode(f"{path}\n")


@pytest.mark.end_to_end
def test_a_long_query_that_is_wrong_is_told_in_short(place: Path) -> None:
    long = "w" * 100_000
    for wrong in (
        ["(" + long],
        [long + ":x"],
        ["date:" + long],
        ["x", "--sort", long],
        ["-" + long],
    ):
        for name in ("search", "facets"):
            command = [sys.executable, "-m", "index", name, *wrong, "--index", str(place / "index")]
            done = shell(command, "")
            assert done.returncode in (0, 1, 2)
            assert len(done.stderr) < 2_000


@pytest.mark.end_to_end
@pytest.mark.parametrize("module", ["index", "tui"])
def test_a_defect_is_no_search_without_results(module: str, place: Path, home: Path) -> None:
    code = (
        "import sys, runpy, index.engines\n"
        "def broken(*_, **__): raise ZeroDivisionError('deep inside')\n"
        "index.engines.open_index = broken\n"
        f"sys.argv = ['quire', 'search', 'x']\nrunpy.run_module({module!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (70, "")
    (report,) = home.rglob("*.txt")
    assert done.stderr == (
        "quire: this is a defect in Quire, and it had to end: ZeroDivisionError; "
        f"what went wrong where is in {report}\n"
    )
    assert "deep inside" in report.read_text(encoding="utf-8")
    assert json.dumps("x")[1:-1] in report.read_text(encoding="utf-8")


@pytest.mark.end_to_end
def test_a_terminal_that_is_gone_makes_no_build_fail(tmp_path: Path) -> None:
    screen, terminal = os.openpty()
    command = [sys.executable, "-m", "index", "rebuild", "-", "--index", str(tmp_path / "index")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=terminal
    ) as process:
        assert process.stdin is not None
        os.close(terminal)
        process.stdin.write(b'{"title": "One lantern"}\n')
        process.stdin.flush()
        # Wait for the first sign of progress.
        assert os.read(screen, 100)
        os.close(screen)
        process.stdin.close()
        assert process.wait(timeout=120) == 0
    code, output, _ = run("search", "--count", "--index", tmp_path / "index")
    assert (code, output) == (0, "1\n")

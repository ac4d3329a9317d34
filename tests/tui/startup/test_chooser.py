"""What ``--print`` prints, and how its formats are told from those of inputs."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

import pytest

from index import Paper, UsageError, export
from tui.startup.arguments import Options
from tui.startup.chooser import FORMATS, add_arguments, lines_of, print_chosen, settle

LINKED = Paper(key="2401.00001", title="Ferries", arxiv_id="2401.00001")
BARE = Paper(key="a-bare-title-0123", title="A bare title")


def options(verb: str, *arguments: str) -> Options:
    parser = argparse.ArgumentParser()
    add_arguments(parser, verb)
    return parser.parse_args(arguments, Options(verb=verb))


@pytest.mark.parametrize(
    ("verb", "arguments", "read", "printed"),
    [
        ("", [], None, None),
        ("", ["--print"], None, None),
        ("demo", ["--print", "--format", "bibtex"], None, "bibtex"),
        ("open", ["--format", "arxiv"], "arxiv", None),
        ("open", ["--format", "jsonl"], "jsonl", None),
        ("open", ["--print", "--format", "links"], None, "links"),
        ("open", ["--print", "--format", "arxiv"], "arxiv", None),
        ("open", ["--print", "--format", "jsonl", "--format", "quire"], "quire", "jsonl"),
    ],
)
def test_formats_of_what_is_read_and_printed_are_told_apart(
    verb: str, arguments: list[str], read: str | None, printed: str | None
) -> None:
    given = options(verb, *arguments)
    settle(given)
    assert (given.format, given.print_format) == (read, printed)


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("", ["--format", "bibtex"]),
        ("", ["--print", "--format", "csv", "--format", "keys"]),
        ("open", ["--format", "arxiv", "--format", "quire"]),
    ],
)
def test_a_format_for_nothing_is_refused(verb: str, arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        settle(options(verb, *arguments))


def test_keys_are_printed_by_default_a_line_each() -> None:
    assert list(lines_of([LINKED, BARE], None)) == ["2401.00001\n", "a-bare-title-0123\n"]


def test_a_paper_without_a_link_is_printed_as_its_key() -> None:
    lines = list(lines_of([LINKED, BARE], "links"))
    assert lines == ["https://arxiv.org/abs/2401.00001\n", "a-bare-title-0123\n"]


@pytest.mark.parametrize("format", FORMATS[2:])
def test_other_formats_are_those_of_exports(format: str) -> None:
    assert "".join(lines_of([LINKED, BARE], format)) == "".join(export([LINKED, BARE], format))


def test_what_was_chosen_is_printed_and_nothing_else(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert print_chosen([LINKED], "jsonl", 0) == 0
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["title"] == "Ferries"
    assert err == b""


@pytest.mark.parametrize(("code", "expected"), [(0, 1), (130, 130), (143, 143)])
def test_nothing_chosen_is_told_by_the_exit_code(
    capfdbinary: pytest.CaptureFixture[bytes], code: int, expected: int
) -> None:
    assert print_chosen([], None, code) == expected
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_reader_that_went_away_is_no_error() -> None:
    code = (
        "import os, sys; from index import Paper; from tui.startup.chooser import print_chosen;"
        "r, w = os.pipe(); os.dup2(w, 1); os.close(r); os.close(w);"
        "sys.exit(print_chosen([Paper(key='k', title='T')], None, 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 141
    assert done.stderr == b""

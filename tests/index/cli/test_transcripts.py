"""What the command line prints and exits with is an interface: it stays as the transcripts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.cli.transcript import TRANSCRIPTS, commands_of, needs_shell, play

STARTED = "exporting"
"""The transcript of which every line is a process of its own."""


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_command_line_answers_as_before(path: Path, tmp_path: Path) -> None:
    wanted = path.read_text(encoding="utf-8")
    in_process = path.stem != STARTED
    assert play(commands_of(wanted), tmp_path, in_process=in_process) == wanted


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("quire search soot --count", False),
        ("quire search 'authors:>10 (a OR b*)' --count", False),
        ("quire", False),
        ("quire search soot | head", True),
        ("quire search 'a b' >file", True),
        ('quire search "$HOME"', True),
        ("ls -A", True),
        (": | quire rebuild -", True),
        ("quire search soot*", True),
    ],
)
def test_what_only_a_shell_can_do_is_left_to_one(command: str, wanted: bool) -> None:
    assert needs_shell(command) is wanted


def test_no_transcript_holds_a_traceback() -> None:
    assert len(TRANSCRIPTS) >= 4
    assert STARTED in [path.stem for path in TRANSCRIPTS]
    assert [path.stem for path in TRANSCRIPTS if "Traceback" in path.read_text()] == []

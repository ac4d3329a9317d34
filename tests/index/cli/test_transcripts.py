"""What the command line prints and exits with is an interface: it stays as the transcripts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.cli.transcript import TRANSCRIPTS, commands_of, play


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_command_line_answers_as_before(path: Path, tmp_path: Path) -> None:
    wanted = path.read_text(encoding="utf-8")
    assert play(commands_of(wanted), tmp_path) == wanted


def test_no_transcript_holds_a_traceback() -> None:
    assert len(TRANSCRIPTS) >= 4
    assert [path.stem for path in TRANSCRIPTS if "Traceback" in path.read_text()] == []

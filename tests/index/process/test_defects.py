from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexBusy, QueryError
from index.process import defects
from index.process.exits import exit_code_of


def raising(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


def test_a_defect_leaves_a_report_for_its_owner_alone(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert exit_code_of(raising(ZeroDivisionError("a\nb"))) == 70
    narration = capsys.readouterr().err
    (report,) = home.rglob("*.txt")
    assert narration.count("\n") == 1
    assert narration.endswith(f"what went wrong where is in {report}\n")
    assert "Traceback" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700


def test_the_latest_reports_are_kept(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    for _ in range(defects.KEPT + 3):
        assert str(tmp_path) in defects.keep_report(ValueError("x"), str(tmp_path))
    assert len(list(tmp_path.glob("*.txt"))) == defects.KEPT
    assert (tmp_path / "other").exists()


def test_a_report_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = defects.keep_report(ValueError("x"), str(tmp_path / "file" / "folder"))
    assert sentence.endswith("a report of it can't be kept: not a directory")


def test_a_guest_is_told_no_path(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert exit_code_of(raising(ValueError("x")), keep_report=False) == 70
    assert (
        capsys.readouterr().err
        == "quire: this is a defect in Quire, and it had to end: ValueError\n"
    )
    assert list(home.rglob("*")) == []


def test_a_long_report_is_cut(tmp_path: Path) -> None:
    defects.keep_report(ValueError("x" * 10 * defects.LONGEST), str(tmp_path))
    (report,) = tmp_path.iterdir()
    assert report.stat().st_size < 2 * defects.LONGEST


class Panic(BaseException):
    """As what Rust raises, it is no Exception."""


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (IndexBusy("busy\nquire: forged"), 5, "quire: busy quire: forged\n"),
        (QueryError("a )", 2, "wrong"), 2, "quire: wrong\n  a )\n    ^\n"),
        (KeyboardInterrupt(), 130, "quire: interrupted\n"),
        (BrokenPipeError(), 141, ""),
        (SystemExit(0), 0, ""),
        (SystemExit(129), 129, ""),
        (MemoryError(), 3, "quire: there is not enough memory for this\n"),
        (OSError(errno.ENOSPC, "x"), 3, "quire: no space left on device\n"),
        (Panic(), 70, None),
        (RecursionError(), 70, None),
        (OSError("x"), 70, None),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), 70, None),
    ],
)
def test_every_end_has_its_code(
    error: BaseException, code: int, told: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(raising(error)) == code
    narration = capsys.readouterr().err
    if told is None:
        assert narration.startswith(
            f"quire: this is a defect in Quire, and it had to end: {type(error).__name__};"
        )
        assert narration.count("\n") == 1
    else:
        assert narration == told
    assert os.path.exists(os.devnull)

"""An editor that has a note, and what is left of it where the terminal goes away."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from tui.terminal.editor import Editing


@pytest.mark.parametrize(
    ("at_hangup", "text", "is_kept"),
    [
        ("os._exit(1)", "saved", False),
        ("open(name + '.save', 'w').write('all'); os._exit(1)", "all", False),
        ("os.rename(name, name + '~'); open(name, 'w').write('more'); os._exit(0)", "more", False),
        ("open(name + '.swp', 'w').write('unsaved'); os._exit(1)", "saved", True),
        ("pass", "saved", False),
    ],
)
def test_an_editor_whose_terminal_goes_away_ends_and_what_it_saved_is_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_hangup: str, text: str, is_kept: bool
) -> None:
    # One that ends by itself is given all the time that a busy machine may need.
    monkeypatch.setattr("tui.terminal.editor._BETWEEN", 0.1 if at_hangup == "pass" else 60)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    code = (
        "import os, signal, sys, time\n"
        "name = sys.argv[1]\n"
        f"def hang_up(*_):\n    {at_hangup}\n"
        "signal.signal(signal.SIGHUP, hang_up)\n"
        "signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "open(name, 'w').write('saved')\n"
        "os.utime(name, (1, 1))\n"
        f"with open({str(begun)!r}, 'w') as begun: begun.write(str(os.getpid()))\n"
        "while True: time.sleep(60)"
    )
    editing = Editing("some", [sys.executable, "-c", code])
    written: list[str] = []
    thread = Thread(target=lambda: written.append(editing.run()))
    thread.start()
    number = int(begun.read_text())
    editing.end()
    thread.join(60)
    assert written == [text]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert bool(list(tmp_path.glob("quire-note-*"))) == is_kept

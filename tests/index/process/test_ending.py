"""A process ends with the code that is meant, whatever its threads do at that moment."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.models import VOCABULARY
from tests.support.onnx_file import write_lookup

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("onnxruntime", reason="the extra quire[semantic] is not installed")

BUSY = """
import sys, threading
from index.process.exits import end_process
from index.semantic.opening import open_model

model, begun = open_model(sys.argv[1]), threading.Event()

def embed():
    while True:
        model.embed(["sparse routing"])
        begun.set()

threading.Thread(target=embed, daemon=True).start()
begun.wait()
print("said before the end")
end_process(lambda: 3)
"""


@pytest.mark.end_to_end
def test_a_thread_that_runs_a_model_does_not_abort_the_process(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("\n".join(VOCABULARY))
    write_lookup(tmp_path / "model.onnx", [[1.0, 2.0]] * len(VOCABULARY))
    ended = subprocess.run(
        [sys.executable, "-c", BUSY, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "said before the end\n", "")

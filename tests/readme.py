"""The commands and blocks that README.md shows, so that tests and CI run what a reader would run.

As a script it prints one command: ``python tests/readme.py demo``, or ``tests``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def shell_blocks(text: str) -> list[str]:
    """The contents of all fenced ``sh`` blocks, in order, without the closing newline."""
    return [match.strip("\n") for match in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)]


def first_commands(text: str) -> dict[str, str]:
    """The two commands a newcomer meets first, by what they are for.

    Raises:
        ValueError: The README doesn't begin with these two commands, on one line each.
    """
    blocks = shell_blocks(text)[:2]
    if len(blocks) < 2 or any("\n" in block for block in blocks):
        raise ValueError("README.md must begin with two commands, each on one line")
    demo, tests = blocks
    if not demo.endswith("quire demo") or "-m pytest" not in tests:
        raise ValueError("README.md must first open the demonstration, then run the tests")
    return {"demo": demo, "tests": tests}


if __name__ == "__main__":
    print(first_commands(README.read_text(encoding="utf-8"))[sys.argv[1]])

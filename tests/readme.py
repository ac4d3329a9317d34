"""The commands and blocks that README.md shows, so that tests and CI run what a reader would run.

As a script it prints one command: ``python tests/readme.py demo``, or ``tests``.
``python -m tests.readme write`` writes the sections that are made from the program itself anew.
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


def with_sections(text: str) -> str:
    """The README with its generated sections as the program now says them.

    Raises:
        ValueError: A section's markers are missing.
    """
    for name, made in (("keys", table_of_keys()), ("query language", table_of_queries())):
        begin, end = f"<!-- {name}: python -m tests.readme write -->", f"<!-- end of {name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"README.md lacks the markers of its section on {name}")
        text = f"{before}{begin}\n\n{made.strip()}\n\n{end}{after}"
    return text


def table_of_keys() -> str:
    """The table of keys: those that commands have from the start."""
    from tui.commands.command import CONTEXT_NAMES
    from tui.commands.key_names import key_labels
    from tui.commands.table import COMMANDS, GROUPS

    lines = ["| Key | Where | What it does |", "| :-- | :-- | :-- |"]
    for group in GROUPS:
        for command in COMMANDS:
            if command.group == group:
                keys = " ".join(f"`{label}`" for label in key_labels(command.keys))
                where = CONTEXT_NAMES[command.context]
                lines.append(f"| {keys} | {where} | {command.description} |")
    return "\n".join(lines) + "\n"


def table_of_queries() -> str:
    """The table of what queries can say."""
    from index.query.help import QUERY_EXAMPLES

    lines = ["| write | to find | for example |", "|---|---|---|"]
    for example in QUERY_EXAMPLES:
        syntax, meaning = (text.replace("|", "\\|") for text in (example.syntax, example.meaning))
        lines.append(f"| `{syntax}` | {meaning} | `{example.example}` |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Print a command of the README, or write its generated sections."""
    text = README.read_text(encoding="utf-8")
    if arguments == ["write"]:
        README.write_text(with_sections(text), encoding="utf-8")
    else:
        print(first_commands(text)[arguments[0]])


if __name__ == "__main__":
    main(sys.argv[1:])

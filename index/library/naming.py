"""What a library calls papers, and what their tags and saved searches are called."""

from __future__ import annotations

from typing import Final

from index.errors import UsageError
from index.identity import fold_title, title_hash
from index.paper import Paper
from index.text.cleaning import one_line

LONGEST_NAME: Final = 100
"""Characters of a tag's or a saved search's name."""
LONGEST_NOTE: Final = 20_000

_RESERVED: Final = ("none", "unknown")


def main_name(paper: Paper) -> str:
    """The one name a library keeps a paper under: that by which other sources know it best."""
    return f"arxiv:{paper.arxiv_id}" if paper.arxiv_id is not None else f"key:{paper.key}"


def aliases(paper: Paper) -> list[tuple[str, str]]:
    """All names of a paper, each with its kind."""
    found = [("key", paper.key), ("title", paper.title), ("folded", folded_hash(paper.title))]
    if paper.arxiv_id is not None:
        found.append(("arxiv", paper.arxiv_id))
    if paper.doi is not None:
        found.append(("doi", paper.doi.casefold()))
    if (published := paper.published_text) is not None:
        found.append(("published", published))
    return [(kind, value) for kind, value in found if value]


def folded_hash(title: str) -> str:
    """The hash of a folded title, as text."""
    return f"{title_hash(fold_title(title)):x}"


def tidy_name(text: str, what: str) -> tuple[str, str]:
    """The name of a tag or a saved search: as it is compared, and as it is shown.

    Args:
        text: As it was typed.
        what: What it names, for messages.

    Raises:
        UsageError: A query could not ask for it.
    """
    label = one_line(text, LONGEST_NAME + 1).strip()
    if not label:
        raise UsageError(f"{what} needs a name")
    if len(label) > LONGEST_NAME:
        raise UsageError(f"the name of {what} has {LONGEST_NAME} characters at most")
    if any(quote in label for quote in '"“”„«»'):
        raise UsageError(f"the name of {what} can't have quotes in it: {label}")
    if label.casefold() in _RESERVED:
        raise UsageError(f"{label} can't name {what}: in a query it means that there is none")
    return folded_name(label), label


def folded_name(text: str) -> str:
    """The name of a tag or a saved search as it is compared."""
    return one_line(text).strip().casefold()


def tidy_note(text: str) -> str:
    """A note as it is kept: clean lines. Raises ``UsageError`` for one that is too long."""
    lines = []
    for line in text.expandtabs(4).splitlines():
        indent = line[: len(line) - len(line.lstrip(" "))]
        lines.append((indent + one_line(line, LONGEST_NOTE + 1)).rstrip())
    note = "\n".join(lines).strip("\n")
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"a note has {LONGEST_NOTE:,} characters at most")
    return note

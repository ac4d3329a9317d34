"""Demonstration papers, all of them invented: authors, organisations, findings, numbers."""

from __future__ import annotations

from pathlib import Path


def demo_paths() -> list[Path]:
    """Return the files of demonstration papers, in a fixed order.

    Returns:
        Paths of existing files: three saved pages of which some papers stand on two, and a file
        in Quire's own format that knows the authors of some of them.
    """
    folder = Path(__file__).parent
    return [folder / name for name in ("autumn.txt", "library.jsonl", "spring.txt", "winter.txt")]

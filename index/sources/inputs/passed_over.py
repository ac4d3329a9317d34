"""The kinds of files that are passed over in folders: they hold no lists of papers."""

from __future__ import annotations

import os
import re
from typing import Final

_KINDS_BY_ENDING: Final = {
    "editor backup": ("~", ".swp", ".swo", ".swx", ".bak", ".orig"),
    "unfinished download": (
        ".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".aria2",
        ".tmp",
    ),
}  # fmt: skip

_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})

_BEGINNINGS: Final = {
    "PDF": rb"%PDF-",
    "PostScript": rb"%!PS",
    "DjVu": rb"AT&TFORM",
    "image": (
        rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:heic|avif)"
    ),
    "sound or video": rb"....ftyp|RIFF....(?:WAVE|AVI )|ID3[\2-\4]|OggS\0|fLaC\0|\x1aE\xdf\xa3",
    "office document": rb"\xd0\xcf\x11\xe0|\{\\rtf1",
    "database": rb"SQLite format 3\0",
    "program": rb"\x7fELF",
}
"""How files of these kinds begin, as patterns."""

_OFFICE_MEMBERS: Final = frozenset({"[Content_Types].xml", "mimetype"})

INDEX: Final = "Quire index"

_INDEX_FILES: Final = frozenset({"current", "current.new", "generations", "lock"})
_GENERATION_FILES: Final = frozenset({"manifest.json", "meta.json", "ledger"})


def kind_by_name(name: str) -> str | None:
    """What a file in a folder is passed over as for its name alone; None if it is to be read."""
    lowered = name.lower()
    if name.startswith(".") or lowered in _SYSTEM_FILES:
        return "hidden"
    if (name.startswith("#") and name.endswith("#")) or name.startswith("~$"):
        return "editor backup"
    for kind, endings in _KINDS_BY_ENDING.items():
        if lowered.endswith(endings):
            return kind
    return None


def kind_by_content(head: bytes) -> str | None:
    """The kind of a file that begins with ``head`` and is no text; None if it is none of these."""
    start = head.lstrip()[:64]
    for kind, pattern in _BEGINNINGS.items():
        if re.match(pattern, start, re.DOTALL):
            return kind
    return None


def is_office_document(member_names: list[str]) -> bool:
    """Whether a zip archive is a document of an office program or an EPUB."""
    return not _OFFICE_MEMBERS.isdisjoint(member_names)


def index_files(folder: str, names: set[str]) -> frozenset[str]:
    """The entries of a folder that make it a Quire index or one of its generations; else none.

    Args:
        folder: Its path.
        names: The names of all its entries.
    """
    if names >= _GENERATION_FILES:
        return frozenset(names)
    is_index = "generations" in names and not names.isdisjoint({"current", "lock"})
    if is_index and os.path.isdir(os.path.join(folder, "generations")):
        return _INDEX_FILES & names
    return frozenset()

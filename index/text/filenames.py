"""File names that are not UTF-8, as text that JSON can hold."""

from __future__ import annotations


def displayable(path: str) -> str:
    r"""The path as text: bytes that are not UTF-8 become ``\xNN``, and nothing else changes."""
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "backslashreplace").decode()
    return encoded.decode("utf-8", "backslashreplace")

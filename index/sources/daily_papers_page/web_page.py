"""Tells a page as browsers save it from its text."""

from __future__ import annotations

from typing import Final

from index.sources.inputs.mail import is_web_archive
from index.sources.inputs.open import Input, open_input, read_some
from index.sources.xml.roots import root_of

_BEGINNING: Final = 256 * 1024


def is_web_page(item: Input) -> bool:
    """Whether an input is a page as browsers save it, and not its text.

    Raises:
        InputError: The data are damaged at their beginning.
    """
    with open_input(item)[0] as stream:
        return begins_as_web_page(read_some(stream, _BEGINNING).lstrip())


def begins_as_web_page(start: bytes) -> bool:
    """Whether bytes are the beginning of such a page."""
    root = root_of(start)
    return (root is not None and root.is_html) or is_web_archive(start)

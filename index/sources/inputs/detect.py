"""Tells from the first bytes of an input which format it is, or says in one sentence what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from index.sources.formats import SOURCES
from index.sources.inputs.mail import is_web_archive, looks_like_mail
from index.sources.inputs.passed_over import kind_by_content
from index.sources.source import Head, Source
from index.sources.xml.roots import root_of
from index.text.cleaning import one_line

HEAD: Final = 256 * 1024
"""Bytes that are looked at."""

_MOST_CONTROLS: Final = 0.05
"""The largest share of control characters in a text; in compressed data it is a tenth."""


class Unrecognised(Exception):
    """The bytes are no format Quire reads.

    The message goes on after the input's name: "is empty", for example.

    Attributes:
        kind: A kind of file that is passed over in folders, such as "PDF"; None for others.
        is_empty: Whether nothing is wrong but that there is nothing.
    """

    def __init__(self, message: str, *, kind: str | None = None, is_empty: bool = False) -> None:
        super().__init__(message)
        self.kind = kind
        self.is_empty = is_empty


def beginning(head: bytes, *, whole: bool) -> Head:
    """The beginning of an input, for the formats to look at.

    Args:
        head: The first ``HEAD`` bytes, decompressed, in UTF-8 without a byte order mark.
        whole: Whether ``head`` is all there is.
    """
    # A single zero byte is a bad character like others, and the rest is text.
    return Head(head.replace(b"\0", b" "), whole=whole)


def recognise(head: Head) -> Source:
    """The format of an input that begins with ``head``, which is readable.

    Raises:
        Unrecognised: It is none of the formats.
    """
    if head.whole and head.start == b"[":
        raise Unrecognised("is cut off: it ends inside its JSON array")
    for source in SOURCES:
        if source.recognises(head):
            return source
    if head.root is not None:
        raise Unrecognised(f"is {head.root.what}")
    if head.is_json:
        raise Unrecognised(f"is JSON, but none Quire knows: {head.json.looks_like}")
    if (what := _text_of_another_kind(head)) is not None:
        raise Unrecognised(what)
    *most, last = (source.label for source in SOURCES)
    raise Unrecognised(
        f"is not recognised: Quire reads {', '.join(most)} and {last}; --format says which it is"
    )


def _text_of_another_kind(head: Head) -> str | None:
    """What a text is that has a well-known form and is no list of papers; None for others."""
    from index.sources.csv_header import table_of

    if looks_like_mail(head.start):
        if head.whole:
            return "is a mail, but none of arXiv's mailings"
        return (
            "is a mail or a mailbox, and its beginning is none of arXiv's mailings: "
            "--format arxiv-mail reads all of it"
        )
    table = table_of(head.start)
    if table is None:
        return None
    names = one_line(", ".join(name for name in table.names if name), 200)
    return f"is a table (CSV) without a title column: its columns are {names}"


def check_readable(head: bytes, more: Callable[[int], bytes]) -> None:
    """Refuse what no format can be.

    Args:
        head: The first ``HEAD`` bytes, as for ``beginning``.
        more: Reads on, up to a number of bytes: web pages may have anything before their data.

    Raises:
        Unrecognised: It is empty, binary, HTML, or another well-known kind of file.
    """
    kind = kind_by_content(head)
    if kind == "PDF":
        raise Unrecognised(
            "is a PDF: Quire reads lists of papers, not the papers themselves", kind=kind
        )
    if head[257:262] == b"ustar":
        raise Unrecognised("is a tar archive: unpack it first")
    # Where a machine went down while a file was written, zero bytes stand for what is missing.
    written = re.sub(rb"\0{8,}", b"\n", head.rstrip(b"\0") or head)
    start = written.lstrip()
    if not start:
        raise Unrecognised("is empty", is_empty=True)
    root = root_of(start)
    if root is not None and root.name == "svg":
        raise Unrecognised(f"is {root.what}", kind="image")
    if kind is not None or _is_binary(written):
        raise Unrecognised("is a binary file, not text", kind=kind)
    if (root is not None and root.is_html) or is_web_archive(start):
        # Few inputs are web pages.
        from index.sources.daily_papers_page.html import LONGEST, SAVE, carries_papers

        if not carries_papers(start) and not (
            len(head) == HEAD and carries_papers(start + more(LONGEST))
        ):
            raise Unrecognised(f"is an HTML page that carries no papers: {SAVE}")


def _is_binary(text: bytes) -> bool:
    """Whether there are more control characters than a text may have; one by itself it may."""
    controls = len(text) - len(text.translate(None, bytes(range(9)) + bytes(range(14, 32))))
    return controls > max(1, len(text) * _MOST_CONTROLS)

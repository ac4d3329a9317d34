"""Tells from the first bytes of an input which format it is, or says in one sentence what it is."""

from __future__ import annotations

import re
from typing import Any, Final

from index.sources.foreign import foreign_format
from index.sources.inputs.passed_over import kind_by_content
from index.sources.json_records import BadRecord, decode_any

HEAD: Final = 256 * 1024
"""Bytes that are looked at."""

_MOST_CONTROLS: Final = 0.05
"""The largest share of control characters in a text; in compressed data it is a tenth."""

WRAPPERS: Final = ("data", "papers", "daily_papers", "dailyPapers", "entries", "items", "results")
"""Names under which crawlers put the API's array."""

_JSON_ARRAY = rb'\[\s*(?:[\[{\]"]|null\b|true\b|false\b|-?\d+(?:\.\d+)?\s*[,\]])'


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


def recognise(head: bytes, *, whole: bool) -> str:
    """The format of an input that begins with ``head``.

    Args:
        head: The first ``HEAD`` bytes, decompressed, in UTF-8 without a byte order mark.
        whole: Whether ``head`` is all there is.

    Raises:
        Unrecognised: It is none of the formats.
    """
    check_readable(head)
    # A single zero byte is a bad character like others, and the rest is text.
    head = head.replace(b"\0", b" ")
    start = head.lstrip()
    if start.startswith(b"{"):
        return _json_format(start, whole)
    if re.match(_JSON_ARRAY, start):
        return "daily-papers-api"
    if whole and start == b"[":
        raise Unrecognised("is cut off: it ends inside its JSON array")
    from index.sources.daily_papers_page.page import looks_like_page

    if not looks_like_page(head):
        raise Unrecognised(
            "is not recognised: Quire reads saved Daily Papers pages as text, the Daily Papers "
            "API's JSON, the arXiv snapshot and its own JSON lines; --format says which it is"
        )
    return "daily-papers-page"


def check_readable(head: bytes) -> None:
    """Refuse what no format can be.

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
    if kind is not None or _is_binary(written):
        raise Unrecognised("is a binary file, not text", kind=kind)
    opening = start[:2000].lower()
    if re.match(rb"<(?:!doctype html|html|head|body|!--|meta\b|div\b|\?xml)", opening) or (
        b"mime-version:" in opening and b"multipart/related" in opening
    ):
        raise Unrecognised(
            'is an HTML page: save it as text instead (in the browser\'s "Save page as" choose '
            '"Text files", or select all, copy, and paste into a text file)'
        )


def _is_binary(text: bytes) -> bool:
    """Whether there are more control characters than a text may have; one by itself it may."""
    controls = len(text) - len(text.translate(None, bytes(range(9)) + bytes(range(14, 32))))
    return controls > max(1, len(text) * _MOST_CONTROLS)


def _json_format(start: bytes, whole: bool) -> str:
    lines = start.split(b"\n")
    if not whole and len(lines) > 1:
        lines.pop()
    for line in lines[:200]:
        try:
            record = decode_any(line)
        except BadRecord:
            continue
        if isinstance(record, dict):
            return _record_format(record)
    # No line is a record by itself: one large object, or several printed over many lines.
    if re.match(rb'\{\s*\n\s*"', start) and b'"title"' in start:
        # The reader of entries takes such apart, and knows whose they are.
        return "daily-papers-api"
    if re.search(rb'"authors_parsed"\s*:|"journal-ref"\s*:', start):
        return "arxiv"
    names = "|".join(("paper", *WRAPPERS)).encode()
    if re.search(rb'"(?:' + names + rb')"\s*:\s*[\[{]', start):
        return "daily-papers-api"
    if b'"title"' in start:
        return "quire"
    raise Unrecognised(
        "is JSON, but none Quire knows: it reads the Daily Papers API's arrays, the arXiv "
        'snapshot, and JSON lines with at least a "title"'
    )


def _record_format(record: dict[str, Any]) -> str:
    if isinstance(record.get("paper"), dict):
        return "daily-papers-api"
    if "authors_parsed" in record or "journal-ref" in record:
        return "arxiv"
    if isinstance(record.get("categories"), str) and isinstance(record.get("id"), str):
        return "arxiv"
    if "title" in record and foreign_format(record) == "arxiv":
        return "arxiv"
    if "title" in record:
        return "quire"
    if "paper" in record or any(isinstance(record.get(name), list) for name in WRAPPERS):
        return "daily-papers-api"
    raise Unrecognised(
        'is JSON, but none Quire knows: its first object has no "title" and no "paper"'
    )

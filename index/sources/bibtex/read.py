"""Reads BibTeX files: each entry becomes a paper or is rejected with its line.

bibtexparser takes blocks apart: of 5,845 entries of real exports it reads 5,815, and says what is
wrong with the others. Entries of one key are all read, as two libraries in one file have them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.bibtex.blocks import Block, blocks
from index.sources.bibtex.entry import entry_paper
from index.sources.bibtex.values import Macros, fields_of
from index.sources.clean_record import rejected
from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input
from index.sources.inputs.text import decoded_lines
from index.sources.json_records import BadRecord

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_TOO_LONG: Final = f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no entry is"


def read_bibtex(item: Input) -> Iterator[Paper | Rejected]:
    """Read a file, an entry at a time.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    # What it says of broken entries goes into what is rejected.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    macros = Macros()
    for block in blocks(decoded_lines(item)):
        for line, found in _records(block, macros, item.format):
            if isinstance(found, Paper):
                yield found
            else:
                yield rejected(item.name, line, found)


@cache
def _line_breaks() -> re.Pattern[str]:
    return re.compile(r"(?<!\\)(?:\\\\)+(?=[{}])")


def _records(block: Block, macros: Macros, source: str) -> Iterator[tuple[int, Paper | str]]:
    """The entries of a block with their lines; a sentence instead of one that is broken."""
    if block.is_too_long:
        yield block.line, _TOO_LONG
        return
    from bibtexparser.exceptions import ParserStateException
    from bibtexparser.model import (
        DuplicateFieldKeyBlock,
        Entry,
        ImplicitComment,
        ParsingFailedBlock,
        String,
    )
    from bibtexparser.splitter import Splitter

    text = _without_key().sub(r"\1,", block.text, count=1)
    # A backslash that ends a command escapes no brace after it.
    text = _line_breaks().sub(r"\g<0> ", text)
    try:
        parts = Splitter(text).split().blocks
        if any(isinstance(part, ParsingFailedBlock) for part in parts):
            # Two commas in a row are a slip, and nothing is missing between them.
            parts = Splitter(_commas().sub(_first_comma, text)).split().blocks
    except ParserStateException as error:
        yield block.line, f"the entry can't be taken apart: {error.message}"
        return
    closes_early = any(
        isinstance(part, ImplicitComment) and _is_rest_of_entry(part.comment) for part in parts
    )
    lines = text.split("\n")
    for position, part in enumerate(parts):
        line = block.line + (part.start_line or 0)
        if position and lines[part.start_line or 0].lstrip().startswith("%"):
            # An entry that someone has put out of use.
            continue
        entry = part.ignore_error_block if isinstance(part, DuplicateFieldKeyBlock) else part
        if isinstance(entry, String):
            _define(macros, entry)
        elif isinstance(entry, Entry):
            if closes_early:
                yield (
                    line,
                    f"a brace too many ends the entry {entry.key[:60]!r} before its last field",
                )
                continue
            try:
                yield line, entry_paper(source, _fields(entry, macros))
            except ValueError as error:
                yield line, f"entry {entry.key[:60]!r}: {error}" if entry.key else str(error)
        elif isinstance(part, ParsingFailedBlock) and (
            position == 0 or _looks_like_entry(part.raw or "")
        ):
            abort_reason = getattr(part.error, "abort_reason", "") or str(part.error)
            yield line, _reason(part.raw or "", abort_reason)


def _define(macros: Macros, string: object) -> None:
    name, value = getattr(string, "key", ""), getattr(string, "value", "")
    try:
        macros.define(name, fields_of("value", value, macros)["value"])
    except BadRecord:
        # Entries that name it show its name.
        return


def _fields(entry: Entry, macros: Macros) -> dict[str, str]:
    """The values of an entry's fields; of a repeated one the first, of lists of words all."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        for name, value in fields_of(field.key, str(field.value), macros).items():
            if not fields.get(name):
                fields[name] = value
            elif name == "keywords":
                fields[name] += f", {value}"
    return fields


def _is_rest_of_entry(text: str) -> bool:
    return re.match(r"\s*(?:,|[A-Za-z]\w*\s*=\s*[{\"\w])", text) is not None


@cache
def _without_key() -> re.Pattern[str]:
    """The beginning of an entry that has fields at once."""
    return re.compile(r"\A(\s*@\w+\s*[{(])(?=\s*\w+\s*=)(?<!string\{)(?<!string\()", re.IGNORECASE)


@cache
def _commas() -> re.Pattern[str]:
    return re.compile(r",(?:\s*,)+")


def _first_comma(found: re.Match[str]) -> str:
    return "," + "\n" * found[0].count("\n")


@cache
def _entry_start() -> re.Pattern[str]:
    return re.compile(r"@[A-Za-z]\w*\s*[{(]\s*[^\s,={}\"]+\s*,")


def _looks_like_entry(text: str) -> bool:
    return _entry_start().match(text) is not None


def _reason(raw: str, error: str) -> str:
    """Why an entry that could not be taken apart was not, in words of the file."""
    key = re.match(r"@\w+\s*[{(]\s*([^\s,={}\"]+)\s*,", raw)
    name = f"entry {key[1][:60]!r}" if key is not None else "the entry"
    if "end of file" in error or "block start" in error or "closing" in error:
        return f"{name} is cut off: a brace or a quote is never closed"
    return f"{name} is broken: {' '.join(error.split())[:200]}"

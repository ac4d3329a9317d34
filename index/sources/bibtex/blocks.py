"""Cuts a BibTeX file into blocks, each of one entry and what follows it, without parsing them.

A block begins where a line begins with ``@word{``, as an entry within another never does. So what
is wrong with the braces of an entry costs that entry only, and no more than one is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import msgspec

from index.sources.inputs.lines import LINE_LIMIT

_TYPES: Final = (
    "article|artwork|audio|bookinbook|booklet|book|collection|conference|dataset|electronic|"
    "inbook|incollection|inproceedings|inreference|legal|letter|manual|mastersthesis|misc|movie|"
    "mvbook|mvcollection|mvproceedings|mvreference|online|patent|periodical|phdthesis|proceedings|"
    "reference|report|software|standard|suppbook|suppcollection|suppperiodical|techreport|thesis|"
    "unpublished|video|webpage|www"
)


class Block(msgspec.Struct, frozen=True):
    """Lines from the beginning of an entry to the next one's.

    Attributes:
        line: Where it begins, from 1.
        text: Without the last line's end.
        is_too_long: Whether it is longer than any entry, and ``text`` only its first line.
    """

    line: int
    text: str
    is_too_long: bool = False


@cache
def _start() -> re.Pattern[str]:
    return re.compile(r"\s*@[A-Za-z]\w*\s*[{(]|\s*@(?:" + _TYPES + r")\s*\Z", re.IGNORECASE)


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Cut lines into blocks; what stands before the first entry is a comment, and none.

    Args:
        lines: Numbers and texts, from ``decoded_lines``.
    """
    held: list[str] = []
    first = length = 0
    for number, line in lines:
        if "@" in line and _start().match(line) is not None:
            if held:
                yield Block(first, "\n".join(held), length > LINE_LIMIT)
            held, first, length = [line], number, len(line)
        elif held:
            length += len(line) + 1
            if length <= LINE_LIMIT:
                held.append(line)
            else:
                del held[1:]
    if held:
        yield Block(first, "\n".join(held), length > LINE_LIMIT)


@cache
def _entry() -> re.Pattern[str]:
    """An entry with a field, of a known type or in braces: ``@word(`` stands in programs."""
    return re.compile(
        rf"^[ \t\ufeff]*@(?:(?:{_TYPES})\s*[{{(]\s*(?:[^\s,{{}}=\"]*\s*,\s*)?"
        r"|\w+\s*\{\s*[^\s,{}=\"]*\s*,\s*)(?:\w[\w:.+-]*\s*=\s*[{\"\w]|\})",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _definition() -> re.Pattern[str]:
    # One space at a time: runs of them could be parted in more ways than can be tried.
    return re.compile(r"(?:\s|%[^\n]*\n)*@(?:string|preamble|comment)\s*[{(]", re.IGNORECASE)


def looks_like_bibtex(head: bytes) -> bool:
    """Whether a text consists of entries for the most part, and not of words about one."""
    text = head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if _entry().search(text) is None:
        return _definition().match(text) is not None
    inside = outside = depth = 0
    for line in text.split("\n"):
        is_start = _start().match(line) is not None
        if is_start:
            depth = 0
        if is_start or depth > 0 or _of_entry().match(line) is not None:
            inside += 1
        else:
            outside += bool(line.strip()) and not line.lstrip().startswith("%")
        depth += line.count("{") - line.count("\\{") - line.count("}") + line.count("\\}")
    return outside <= inside


@cache
def _of_entry() -> re.Pattern[str]:
    """A line of an entry that stands in parentheses, whose end is not looked for."""
    return re.compile(r"\s*(?:\w[\w:.+-]*\s*=\s*[{\"\w]|[})],?\s*\Z)")

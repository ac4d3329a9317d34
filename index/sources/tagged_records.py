"""Cuts lists of tagged fields into records, and tells in which of three ways one is written.

A field is a tag and a value on a line, and lines without a tag go on with the value before them:

- RIS: ``TY  - JOUR`` begins a record and ``ER  -`` ends it;
- MEDLINE: ``PMID- 123`` begins a record;
- Web of Science: ``PT J`` begins a record and ``ER`` ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

NAME: Final = "ris"
"""The name of the format."""

_BEGINNING: Final = 400
"""Lines of a beginning that are looked at."""

MOST_LINES: Final = 20_000
"""Lines in a record; the longest have a few thousand, of references."""


class TaggedRecord(msgspec.Struct):
    """A record as it is written.

    Attributes:
        line: Where it begins, from 1.
        fields: Tags with the lines of their values, in order.
        is_too_long: Whether it has more lines than any record, of which ``fields`` has the first.
    """

    line: int
    fields: list[tuple[str, list[str]]] = []
    is_too_long: bool = False

    def all(self, *tags: str) -> list[str]:
        """Every line of the fields with some tags, in order."""
        return [line for tag, lines in self.fields if tag in tags for line in lines if line]

    def texts(self, *tags: str) -> list[str]:
        """The values of the fields with the first of some tags that there are any of."""
        for wanted in tags:
            found = [" ".join(lines).strip() for tag, lines in self.fields if tag == wanted]
            if any(found):
                return [text for text in found if text]
        return []

    def text(self, *tags: str) -> str:
        """The first value of ``texts``, or ""."""
        return next(iter(self.texts(*tags)), "")


@cache
def _dashed() -> re.Pattern[str]:
    """A field of RIS or MEDLINE; some write a record's number without a space before it."""
    return re.compile(r"\ufeff?([A-Z][A-Z0-9]{1,3}) {0,2}-(?:(?:\s+|(?<=PMID-)(?=\d))(.*)|\s*)\Z")


@cache
def _plain() -> re.Pattern[str]:
    """A field of the Web of Science."""
    return re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?\Z")


def dialect_of(text: str) -> str | None:
    """Which of the three a beginning is in: the tag that begins its records."""
    lines = [line for line in text.splitlines()[:_BEGINNING] if line.strip()]
    dashed = [found[1] for line in lines if (found := _dashed().match(line.rstrip()))]
    if "TY" in dashed and len(dashed) > 1:
        first = next(n for n, line in enumerate(lines) if re.match(r"\ufeff?TY {0,2}-", line))
        tagged = sum(_dashed().match(line.rstrip()) is not None for line in lines[first:])
        return "TY" if tagged * 3 >= len(lines) - first and first < 50 else None
    if "PMID" in dashed and {"TI", "BTI", "FAU", "AU", "DP"} & set(dashed):
        return "PMID"
    plain = [found[1] for line in lines if (found := _plain().match(line.rstrip()))]
    if "PT" in plain and {"AU", "TI", "UT", "ER"} & set(plain) and plain[0] in ("FN", "PT", "VR"):
        return "PT"
    return None


def tagged_records(lines: Iterator[tuple[int, str]], first_tag: str) -> Iterator[TaggedRecord]:
    """Cut lines into records; what stands between them is none.

    Args:
        lines: Numbers and texts, from ``decoded_lines``.
        first_tag: ``TY``, ``PMID`` or ``PT``.
    """
    pattern = _plain() if first_tag == "PT" else _dashed()
    record: TaggedRecord | None = None
    count = 0
    for number, line in lines:
        line = line.rstrip()
        found = None if line[:1] == " " else pattern.match(line)
        # Some write the end without its dash.
        tag = found[1] if found is not None else line if line == "ER" else ""
        if tag == first_tag:
            if record is not None:
                yield record
            record, count = TaggedRecord(number, []), 0
        if record is None or not line.strip():
            continue
        count += 1
        if tag in ("ER", "EF") and first_tag != "PMID":
            yield record
            record = None
        elif count > MOST_LINES:
            record.is_too_long = True
        elif found is not None:
            record.fields.append((tag, [(found[2] or "").strip()]))
        elif record.fields:
            record.fields[-1][1].append(line.strip())
    if record is not None:
        yield record

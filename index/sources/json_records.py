"""Decodes one JSON record that is not as its format prints it, or says in one sentence why not."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from index.sources.inputs.lines import LINE_LIMIT

_MARK: Final = b"\xef\xbb\xbf"
_LONGEST_NUMBER: Final = 400
_KINDS: Final = {list: "array", dict: "object", type(None): "null"}


class BadRecord(ValueError):
    """Bytes that are no record; the message is a sentence saying what is wrong with them."""


def decode_any(data: bytes) -> Any:
    """Decode JSON as programs write it, which is not always JSON.

    Byte order marks between values, lone surrogates in keys and values, bytes of Windows-1252 and
    the words NaN and Infinity cost nothing but themselves.

    Raises:
        BadRecord: It is none; the sentence says why.
    """
    if len(data) >= LINE_LIMIT:
        raise BadRecord(f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no record is")
    # Files that were joined have marks in the middle.
    data = data.strip().removeprefix(_MARK).lstrip()
    try:
        return msgspec.json.decode(data)
    except RecursionError:
        raise BadRecord("nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error)
    try:
        return _loads(data)
    except RecursionError:
        raise BadRecord("nested too deeply") from None
    except ValueError:
        pass
    if "truncated" in reason:
        raise BadRecord("not valid JSON: it is cut off")
    found = re.search(r"\(byte (\d+)\)", reason)
    raise BadRecord(
        f"not valid JSON: wrong at byte {int(found[1]):,}" if found else "not valid JSON"
    )


def decode_object(data: bytes) -> dict[str, Any]:
    """Decode a record that has to be an object, as ``decode_any`` does.

    Raises:
        BadRecord: It is none; the sentence says why.
    """
    record = decode_any(data)
    if isinstance(record, dict):
        return record
    raise BadRecord(f"expected object, got {kind_of(record)}")


def no_title(record: dict[str, Any], name: str = "title") -> BadRecord:
    """The error that says why a record has no title."""
    if "title" not in record:
        return BadRecord(f'no "{name}" in it')
    if record["title"] is None:
        return BadRecord(f'"{name}": expected str, got null')
    return BadRecord("the title is empty")


def kind_of(value: object) -> str:
    """What JSON calls the type of a decoded value."""
    return _KINDS.get(type(value), type(value).__name__)


def _loads(data: bytes) -> Any:
    from json import loads

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        return loads(text, parse_constant=_nothing, parse_int=_integer)
    except ValueError:
        if "\ufeff" not in text:
            raise
    # Within a text it would be cleaned away later anyhow.
    return loads(text.replace("\ufeff", ""), parse_constant=_nothing, parse_int=_integer)


def _nothing(_: str) -> None:
    """What NaN and Infinity stand for, which JSON does not have."""


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float("inf")

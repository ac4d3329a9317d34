"""Decodes one JSON record by its type, or says in one sentence why it can't be."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

import msgspec

from index.sources.opening import LINE_LIMIT

T = TypeVar("T")


def decode_carefully(decoder: msgspec.json.Decoder[T], data: bytes) -> T | str:
    """Decode a record that the fast way refused: lone surrogates and Latin-1 bytes are mended.

    Returns:
        The record, or a sentence saying what is wrong with it.
    """
    if len(data) >= LINE_LIMIT:
        return f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no record is"
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        return _validation_sentence(error)
    except RecursionError:
        return "nested too deeply"
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error)
    from json import loads

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        return msgspec.convert(loads(text), decoder.type)
    except msgspec.ValidationError as error:
        return _validation_sentence(error)
    except RecursionError:
        return "nested too deeply"
    except ValueError:
        pass
    if "truncated" in reason:
        return "not valid JSON: it is cut off"
    place = re.search(r"\(byte (\d+)\)", reason)
    return f"not valid JSON: wrong at byte {int(place[1]):,}" if place else "not valid JSON"


@cache
def _validation() -> re.Pattern[str]:
    return re.compile(r"(.*?)(?: - at `(.*)`)?", re.DOTALL)


def _validation_sentence(error: msgspec.ValidationError) -> str:
    found = _validation().fullmatch(str(error))
    if found is None:
        return str(error)
    message, path = found[1], (found[2] or "").removeprefix("$").removeprefix(".")
    missing = re.fullmatch(r"Object missing required field `(\w+)`", message)
    if missing is not None:
        return f'no "{path + "." if path else ""}{missing[1]}" in it'
    message = message[:1].lower() + message[1:].replace("`", "")
    return f'"{path}": {message}' if path else message

"""Saved searches as a text that people edit: a line ``NAME: QUERY`` each.

A name with a colon in it, or a ``#`` at its beginning, stands in double quotes. Empty lines and
those that begin with ``#`` say nothing. Pure.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import InputError, QueryError, UsageError
from index.library.naming import tidy_name
from index.query.parse import parse

if TYPE_CHECKING:
    from index.library.saved_searches import Saved

_HEADING: Final = "# Saved searches: NAME: QUERY, one a line. `quire saved import` takes this.\n"


def written(searches: Iterable[Saved]) -> str:
    """Saved searches as text; ``searches_in`` gives their names and queries back."""
    lines = [f"{_quoted(one.name)}: {one.query}".rstrip() + "\n" for one in searches]
    return "".join([_HEADING, *lines])


def _quoted(name: str) -> str:
    return f'"{name}"' if ":" in name or name.startswith("#") else name


def searches_in(data: bytes, file: str) -> list[tuple[str, str]]:
    """The names and queries in a text, or in the JSON of ``quire saved list``, all of them checked.

    Args:
        data: The text, in UTF-8.
        file: What to call where it is from.

    Raises:
        InputError: A line is none of those, names what another one named, or has no query; it says
            which line.
    """
    found: dict[str, tuple[str, str]] = {}
    lines: dict[str, str] = {}
    for spot, line in _entries(data):
        try:
            text = line.decode() if isinstance(line, bytes) else line
            name, query, start = _parts(text) if isinstance(text, str) else (*text, 0)
            folded, label = tidy_name(name, "a saved search")
            if folded in found:
                raise UsageError(f"{label} stands at {lines[folded]} already")
            parse(query)
        except UnicodeDecodeError:
            raise _refused(f"{file}:{spot}", "this is not in UTF-8") from None
        except QueryError as error:
            spot = f"{spot}:{start + error.position + 1}"
            raise _refused(f"{file}:{spot}", error.reason) from None
        except UsageError as error:
            raise _refused(f"{file}:{spot}", str(error)) from None
        found[folded], lines[folded] = (label, query), spot
    return list(found.values())


class _Entry(msgspec.Struct, frozen=True):
    """A saved search in JSON; whatever else is told of it is passed over."""

    name: str
    query: str


def _entries(data: bytes) -> Iterator[tuple[str, bytes | tuple[str, str]]]:
    """The lines that say something, with their numbers, or what JSON says in their place."""
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.lstrip()[:1] == b"[":
        with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            entries = msgspec.json.decode(data, type=list[_Entry])
            yield from ((f"{at}", (one.name, one.query)) for at, one in enumerate(entries, 1))
            return
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith(b"#"):
            yield f"{number}", line


def _parts(line: str) -> tuple[str, str, int]:
    """The name and the query in a line, and where the query begins."""
    indent = len(line) - len(line.lstrip())
    end, after = -1, line.find('"', indent + 1)
    if line[indent] == '"' and after > 0 and line[after + 1 : after + 2] == ":":
        name, end = line[indent + 1 : after], after + 2
    else:
        # A field and its value, such as is:unread, have nothing between them.
        at = next((at for at, sign in enumerate(line) if sign == ":" and _ends(line, at)), -1)
        name, end = line[:at], at + 1
        if at < 0:
            raise UsageError("expected NAME: QUERY, with a space after the colon")
    query = line[end:].lstrip()
    return name.strip(), query.rstrip(), len(line) - len(query)


def _ends(line: str, at: int) -> bool:
    return line[at + 1 : at + 2].strip() == ""


def _refused(spot: str, reason: str) -> InputError:
    return InputError(f"{spot}: {reason}; nothing was imported")

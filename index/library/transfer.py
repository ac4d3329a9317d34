"""A library as JSON lines, and their merging: what was done last counts, whatever comes first.

A line is one paper with its names and what was done with it, one saved search, or what digests
told of one. Times are microseconds since 1970 in UTC. What was taken away is in it too, with
``"set": false``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import msgspec

from index.errors import InputError, UsageError
from index.library import naming
from index.library.digests import add_told, all_told
from index.library.marks import mark_of, write_mark
from index.overlay import Mark
from index.query.parse import LONGEST_QUERY
from index.text.cleaning import one_line

if TYPE_CHECKING:
    import sqlite3

KINDS: Final = ("star", "read", "marked", "note", "tag")
_NAMES: Final = ("key", "arxiv", "doi", "title", "folded", "published")

_Time = Annotated[int, msgspec.Meta(ge=0, le=1 << 62)]


class PaperLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One paper: its main name, its names by kind, and what was done with it."""

    paper: str
    names: list[tuple[str, str]]
    marks: list[MarkLine]


class MarkLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was done with a paper at last in one respect; ``text`` is a tag or a note."""

    kind: str
    time: _Time
    set: bool
    text: str = ""


class SavedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A saved search; ``made`` is when it was first saved, which earlier versions did not tell."""

    saved: str
    query: str
    time: _Time
    set: bool
    made: _Time | None = None


class DigestLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What digests told of a saved search: names of papers, as ``told.told_names`` has them."""

    digest: str
    told: list[int]


Line: TypeAlias = PaperLine | SavedLine | DigestLine


def exported(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The lines of a library: the same for libraries in which the same is known."""
    encode = msgspec.json.Encoder().encode
    papers = connection.execute("SELECT id, name FROM paper ORDER BY name").fetchall()
    for paper, name in papers:
        names = connection.execute(
            "SELECT kind, value FROM alias WHERE paper = ? ORDER BY kind, value", (paper,)
        ).fetchall()
        marks = connection.execute(
            "SELECT kind, time, is_set, text FROM mark WHERE paper = ? ORDER BY kind, value",
            (paper,),
        )
        done = [MarkLine(kind, time, bool(is_set), text) for kind, time, is_set, text in marks]
        yield encode(PaperLine(name, names, done)) + b"\n"
    rows = connection.execute("SELECT label, query, time, is_set, made FROM saved ORDER BY name")
    for label, query, time, is_set, made in rows:
        yield encode(SavedLine(label, query, time, bool(is_set), made)) + b"\n"
    for search, told in all_told(connection):
        yield encode(DigestLine(search, told)) + b"\n"


def decoded(lines: Iterable[bytes], file: str) -> list[Line]:
    """What lines say, all of them checked.

    Args:
        lines: As ``exported`` makes them.
        file: What to call where they are from.

    Raises:
        InputError: One of them is no such line.
    """
    found: list[Line] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            if b'"saved"' in line[:10]:
                found.append(_checked(msgspec.json.decode(line, type=SavedLine)))
            elif b'"digest"' in line[:11]:
                found.append(_checked(msgspec.json.decode(line, type=DigestLine)))
            else:
                found.append(_checked(msgspec.json.decode(line, type=PaperLine)))
        except (msgspec.MsgspecError, UnicodeDecodeError, UsageError, RecursionError) as error:
            raise InputError(
                f"{file}:{number}: this is no line of `quire library export` ({error}): "
                "nothing was imported; a list of papers needs --tag NAME"
            ) from None
    return found


def _checked(line: Line) -> Line:
    if isinstance(line, DigestLine):
        if any(not -(1 << 63) <= name < 1 << 63 for name in line.told):
            raise UsageError("what was told are numbers of 64 bits")
        return DigestLine(naming.tidy_name(line.digest, "a saved search")[0], line.told)
    if isinstance(line, SavedLine):
        if len(line.query) > LONGEST_QUERY:
            raise UsageError(f"the query is longer than {LONGEST_QUERY:,} characters")
        _, label = naming.tidy_name(line.saved, "a saved search")
        query, made = one_line(line.query, LONGEST_QUERY), line.made
        return SavedLine(label, query, line.time, line.set, line.time if made is None else made)
    kind, _, name = line.paper.partition(":")
    if kind not in ("arxiv", "key") or not name or one_line(name) != name:
        raise UsageError("a paper is named arxiv:ID or key:KEY")
    if any(kind not in _NAMES for kind, _ in line.names):
        raise UsageError(f"names are {', '.join(_NAMES)}")
    marks = []
    for mark in line.marks:
        if mark.kind not in KINDS:
            raise UsageError(f"marks are {', '.join(KINDS)}")
        text = mark.text
        if mark.kind == "tag":
            text = naming.tidy_name(text, "a tag")[1]
        elif mark.kind == "note":
            text = naming.tidy_note(text)
        marks.append(MarkLine(mark.kind, mark.time, mark.set, text))
    names = [(kind, one_line(value)) for kind, value in line.names]
    return PaperLine(line.paper, names, marks)


def merge(connection: sqlite3.Connection, number: int, lines: Iterable[Line]) -> int:
    """Merge lines into a library; how many things are otherwise than before."""
    changed = 0
    for line in lines:
        if isinstance(line, SavedLine):
            changed += _merge_saved(connection, number, line)
        elif isinstance(line, DigestLine):
            changed += add_told(connection, line.digest, line.told)
        else:
            changed += _merge_paper(connection, number, line)
    return changed


def _merge_paper(connection: sqlite3.Connection, number: int, line: PaperLine) -> int:
    connection.execute(
        "INSERT OR IGNORE INTO paper (name, change) VALUES (?, ?)", (line.paper, number)
    )
    (paper,) = connection.execute("SELECT id FROM paper WHERE name = ?", (line.paper,)).fetchone()
    added = connection.executemany(
        "INSERT OR IGNORE INTO alias (paper, kind, value, change) VALUES (?, ?, ?, ?)",
        [(paper, kind, value, number) for kind, value in line.names],
    ).rowcount
    if added > 0:
        connection.execute("UPDATE paper SET change = ? WHERE id = ?", (number, paper))
    changed = 0
    for one in line.marks:
        value = one.text.casefold() if one.kind == "tag" else ""
        mark = Mark(one.time, one.set, one.text)
        known = mark_of(connection, paper, one.kind, value)
        if known is None or mark > known:
            write_mark(connection, number, paper, one.kind, value, mark)
            changed += 1
    return changed


def _merge_saved(connection: sqlite3.Connection, number: int, line: SavedLine) -> int:
    known = connection.execute(
        "SELECT time, is_set, label, query, made FROM saved WHERE name = ?",
        (line.saved.casefold(),),
    ).fetchone()
    row = (line.time, int(line.set), line.saved, line.query, line.made)
    if known is not None and known >= row:
        return 0
    connection.execute(
        "INSERT OR REPLACE INTO saved (time, is_set, label, query, made, name, change)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*row, line.saved.casefold(), number),
    )
    return 1

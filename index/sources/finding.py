"""Finds what can be read at the paths a user names: files, folders, archives, standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import InputError, UsageError
from index.sources.opening import Input, Spool, open_archive, open_input, why
from index.sources.recognising import HEAD, Unrecognised, check_readable, recognise

FORMATS = ("daily-papers-page", "daily-papers-api", "arxiv", "quire")
"""The names of the formats, as ``--format`` takes them and ``Paper.sources`` gives them."""


def find_inputs(
    paths: Sequence[str | os.PathLike[str]],
    *,
    format: str | None = None,
) -> list[Input]:
    """Find and recognise every input at ``paths``.

    Folders are walked in sorted order, without hidden files and without following links to
    folders. A member of a folder or an archive that can't be read has a ``problem``; reading it
    gives one ``Rejected``.

    Args:
        paths: Files, folders, zip archives, or ``-`` for standard input.
        format: Read everything as this format instead of recognising it.

    Raises:
        InputError: A path can't be read, or a folder or an archive holds nothing that can.
        UsageError: There is no such format.
    """
    format_name = format
    if format_name is not None and format_name not in FORMATS:
        raise UsageError(
            f"there is no format {format_name!r}: the formats are {', '.join(FORMATS)}"
        )
    found: list[Input] = []
    standard_input: Input | None = None
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            if standard_input is None:
                standard_input = _piped("-", format_name)
                found.extend(_leaves(standard_input, format_name))
            continue
        found.extend(_at_path(name, format_name))
    return found


def _at_path(name: str, format_name: str | None) -> list[Input]:
    try:
        status = os.stat(name)
    except FileNotFoundError:
        raise InputError(f"{name} does not exist") from None
    except (OSError, ValueError) as error:
        raise InputError(f"can't read {name}: {why(error)}") from None
    if stat.S_ISDIR(status.st_mode):
        return _in_folder(name, format_name)
    if stat.S_ISREG(status.st_mode):
        return _leaves(Input(name=name, format="", size=status.st_size, path=name), format_name)
    if stat.S_ISFIFO(status.st_mode):
        return _leaves(_piped(name, format_name), format_name)
    raise InputError(f"{name} is neither a file nor a folder")


def _piped(name: str, format_name: str | None) -> Input:
    if name == "-" and sys.stdin is None:
        raise InputError("can't read standard input: it is closed")
    try:
        if name == "-":
            spool = Spool(sys.stdin.buffer)
        else:
            with Path(name).open("rb") as pipe:
                spool = Spool(pipe)
    except (OSError, AttributeError, ValueError) as error:
        source = "standard input" if name == "-" else name
        raise InputError(f"can't read {source}: {why(error)}") from None
    return Input(name=name, format="", size=spool.size, spool=spool)


def _in_folder(folder: str, format_name: str | None) -> list[Input]:
    found: list[Input] = []
    for path, problem in _walk(folder):
        if problem is not None:
            found.append(Input(name=path, format="", path=path, problem=problem))
            continue
        try:
            found.extend(_at_path(path, format_name))
        except InputError as error:
            found.append(Input(name=path, format="", path=path, problem=_sentence(error, path)))
    return _some_readable(found, f"the folder {folder}")


def _walk(folder: str) -> Iterator[tuple[str, str | None]]:
    """Every visible file below ``folder`` in sorted order, or why a folder can't be listed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"the folder can't be listed: {why(error)}"
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.is_file():
            yield entry.path, None
        elif not entry.is_dir():
            yield entry.path, "it is no regular file, or a link that leads nowhere"


def _leaves(item: Input, format_name: str | None) -> list[Input]:
    """The input itself, recognised, or the members of an archive."""
    with open_input(item)[0] as head:
        magic = head.read(4)
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        return _in_archive(item, format_name)
    try:
        return [_recognised(item, format_name)]
    except Unrecognised as error:
        name = "standard input" if item.name == "-" else item.name
        raise InputError(f"{name} {error}") from None


def _in_archive(item: Input, format_name: str | None) -> list[Input]:
    archive = open_archive(item)
    found: list[Input] = []
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        parts = member.filename.split("/")
        if member.is_dir() or parts[0] == "__MACOSX" or any(p.startswith(".") for p in parts):
            continue
        leaf = Input(
            name=f"{item.name}/{member.filename}",
            format="",
            size=member.file_size,
            path=item.path,
            member=member.filename,
            spool=item.spool,
            archive=archive,
        )
        try:
            with open_input(leaf)[0] as head:
                if head.read(4) == b"PK\x03\x04":
                    raise Unrecognised("is an archive inside an archive: unpack it first")
            found.append(_recognised(leaf, format_name))
        except (InputError, Unrecognised) as error:
            problem = _sentence(error, leaf.name)
            found.append(
                Input(name=leaf.name, format="", size=leaf.size, path=item.path, problem=problem)
            )
    return _some_readable(found, item.name)


def _recognised(item: Input, format_name: str | None) -> Input:
    with open_input(item)[0] as stream:
        head = stream.read(HEAD)
        whole = len(head) < HEAD
    if format_name is None:
        item.format = recognise(head, whole=whole)
    else:
        check_readable(head)
        item.format = format_name
    return item


def _some_readable(found: list[Input], where: str) -> list[Input]:
    if all(item.problem is not None for item in found):
        if not found:
            raise InputError(f"{where} holds no files")
        others = f", and so with {len(found) - 1:,} more" if len(found) > 1 else ""
        first = found[0]
        raise InputError(
            f"{where} holds nothing that can be read: {first.name}: {first.problem}{others}"
        )
    return found


def _sentence(error: Exception, name: str) -> str:
    text = str(error)
    if text.startswith(name + " "):
        text = text[len(name) + 1 :]
    return "it " + text if text.startswith(("is ", "does ", "holds ")) else text

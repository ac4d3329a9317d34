"""Finds what can be read at the paths a user names: files, folders, archives, standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from index.errors import InputError, UsageError
from index.sources.formats import FORMATS, SOURCES_BY_NAME
from index.sources.inputs.detect import HEAD, Unrecognised, beginning, check_readable, recognise
from index.sources.inputs.open import Input, open_archive, open_input, read_some, why
from index.sources.inputs.passed_over import INDEX, index_files, is_office_document, kind_by_name
from index.sources.inputs.piped import PipedFile
from index.sources.source import Source
from index.text.filenames import displayable

"""The names of the formats, as ``--format`` takes them and ``Paper.sources`` gives them."""

_ENCRYPTED = 1
"""The bit of a zip archive's member that says so."""


class Survey(msgspec.Struct):
    """The inputs at the paths of a build, and how many files were passed over.

    Attributes:
        inputs: What can be read, and what in a folder or an archive can't be (it has a
            ``problem``; reading it gives one ``Rejected``).
        passed_over: How many entries of folders and archives are no lists of papers, by kind.
        notes: What else there is to know of the inputs.
    """

    inputs: list[Input]
    passed_over: dict[str, int]
    notes: list[str]


def find_inputs(
    paths: Sequence[str | os.PathLike[str]],
    *,
    format: str | None = None,
) -> list[Input]:
    """Find and recognise every input at ``paths``: the ``inputs`` of their ``survey``."""
    return survey(paths, format=format).inputs


def survey(
    paths: Sequence[str | os.PathLike[str]],
    *,
    format: str | None = None,
    allow_empty: bool = False,
    known_format: Callable[[Input], str | None] | None = None,
) -> Survey:
    """Find and recognise every input at ``paths``, and what is passed over.

    Folders are walked in sorted order, without following links to folders. Hidden files, indexes
    of Quire, backups, unfinished downloads and kinds of files that are no text are passed over
    there. A file that is named itself is always read.

    Args:
        paths: Files, folders, zip archives, or ``-`` for standard input.
        format: Read everything as this format instead of recognising it.
        allow_empty: Take files and folders with nothing in them, too.
        known_format: Gives the format of a file that is unchanged since it was read, so that it
            need not be looked at; None for others.

    Raises:
        InputError: A file that is named can't be read, or nothing at all can.
        UsageError: There is no such format.
    """
    if format is not None and format not in FORMATS:
        raise UsageError(f"there is no format {format!r}: the formats are {', '.join(FORMATS)}")
    source = None if format is None else SOURCES_BY_NAME[format]
    finder = _Finder(source, allow_empty, known_format)
    for path in paths:
        finder.look_at(os.fsdecode(path))
    found = finder.found
    if not allow_empty and all(item.problem is not None for item in found.inputs):
        raise InputError(finder.nothing or "there are no inputs")
    return found


class _Finder:
    """A survey in the making."""

    def __init__(
        self,
        source: Source | None,
        allow_empty: bool,
        known_format: Callable[[Input], str | None] | None,
    ) -> None:
        self.found = Survey([], {}, [])
        self.nothing: str | None = None
        """Why the first folder or archive with nothing to be read has nothing."""
        self._source = source
        self._allow_empty = allow_empty
        self._known_format = known_format
        self._has_standard_input = False

    def look_at(self, path: str) -> None:
        """Add what stands at a path that a user named.

        Raises:
            InputError: It is a file that can't be read.
        """
        if path == "-":
            if not self._has_standard_input:
                self._has_standard_input = True
                self._leaves(_piped(path), self.found)
            return
        name = displayable(path)
        try:
            status = os.stat(path)
        except FileNotFoundError:
            raise InputError(f"{name} does not exist") from None
        except (OSError, ValueError) as error:
            raise InputError(f"can't read {name}: {why(error)}") from None
        if stat.S_ISDIR(status.st_mode):
            self._folder(path)
        elif stat.S_ISREG(status.st_mode):
            self._leaves(_file(path, status, is_named=True), self.found)
        elif stat.S_ISFIFO(status.st_mode):
            self._leaves(_piped(path), self.found)
        else:
            raise InputError(f"{name} is neither a file nor a folder")

    def _folder(self, folder: str) -> None:
        inside = Survey([], {}, [])
        for path, problem in _walk(folder, inside):
            if problem is None:
                try:
                    status = os.stat(path)
                    self._leaves(_file(path, status, is_named=False), inside)
                    continue
                except InputError as error:
                    problem = sentence_about(error, displayable(path))
                except OSError as error:
                    problem = f"it can't be read: {why(error)}"
            inside.inputs.append(_unreadable(path, problem))
        self._take(inside, f"the folder {displayable(folder)}")

    def _leaves(self, item: Input, into: Survey) -> None:
        """Take in the input itself, recognised, or the members of an archive."""
        if self._known_format is not None and (name := self._known_format(item)) is not None:
            item.format, item.is_unchanged = name, True
            into.inputs.append(item)
            return
        with open_input(item)[0] as head:
            magic = head.read(4)
        if magic in (b"PK\x03\x04", b"PK\x05\x06"):
            self._archive(item, into)
            return
        try:
            _recognise(item, self._source)
        except Unrecognised as error:
            if error.is_empty and item.is_named and self._allow_empty:
                into.notes.append(f"{item.name} is empty")
            elif error.kind is not None and not item.is_named:
                _pass_over(into, error.kind)
            else:
                name = "standard input" if item.name == "-" else item.name
                raise InputError(f"{name} {error}") from None
        else:
            into.inputs.append(item)

    def _archive(self, item: Input, into: Survey) -> None:
        archive = open_archive(item)
        if is_office_document(archive.namelist()):
            if item.is_named:
                raise InputError(
                    f"{item.name} is an office document or a book, not a list of papers"
                )
            _pass_over(into, "office document")
            return
        inside = Survey([], {}, [f"{item.name} {text}" for text in item.notes])
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.is_dir():
                continue
            parts = [part for part in member.filename.split("/") if part not in (".", "..")]
            kind = next((kind for part in parts if (kind := kind_by_name(part))), None)
            if kind is not None:
                _pass_over(inside, kind)
                continue
            leaf = Input(
                name=displayable(f"{item.name}/{member.filename}"),
                size=member.file_size,
                path=item.path,
                modified=item.modified,
                member=member,
                piped=item.piped,
                archive=archive,
            )
            try:
                if member.flag_bits & _ENCRYPTED:
                    raise Unrecognised("is encrypted: unpack it first")
                with open_input(leaf)[0] as head:
                    if head.read(4) == b"PK\x03\x04":
                        raise Unrecognised("is an archive inside an archive: unpack it first")
                _recognise(leaf, self._source)
                inside.inputs.append(leaf)
            except Unrecognised as error:
                if error.kind is not None:
                    _pass_over(inside, error.kind)
                    continue
                problem = sentence_about(error, leaf.name)
                inside.inputs.append(_unreadable(leaf.name, problem, leaf.size))
            except InputError as error:
                problem = sentence_about(error, leaf.name)
                inside.inputs.append(_unreadable(leaf.name, problem, leaf.size))
        if not item.is_named and not inside.inputs and not inside.passed_over:
            raise InputError(f"{item.name} holds no files")
        if item.is_named:
            self._take(inside, item.name)
        else:
            _add(inside, into)

    def _take(self, inside: Survey, where: str) -> None:
        """Take in what a folder or an archive that was named holds."""
        if all(item.problem is not None for item in inside.inputs):
            reason = _reason_for_nothing(inside, where)
            self.nothing = self.nothing or reason
            if not inside.inputs:
                inside.notes.append(reason)
        _add(inside, self.found)


def look_at_again(item: Input) -> None:
    """Look at a file that was taken for unchanged, and is not accounted for any more."""
    item.is_unchanged = False
    try:
        _recognise(item, None)
    except (InputError, Unrecognised) as error:
        item.format, item.problem = "", sentence_about(error, item.name)


def _recognise(item: Input, source: Source | None) -> None:
    """Find out the format of an input, unless it is told.

    Raises:
        Unrecognised: It has none.
        InputError: It can't be read, or is damaged before there is enough to tell.
    """
    head, damage = b"", None
    stream = open_input(item)[0]

    def more(size: int) -> bytes:
        with suppress(InputError):
            return read_some(stream, size)
        return b""

    with stream:
        try:
            head = read_some(stream, HEAD)
            if len(head) < HEAD:
                read_some(stream, 1)
        except InputError as error:
            # What stands before the damage is read, wherever in the file that is.
            damage = error
        if damage is not None and (item.is_named or not head.strip()):
            raise damage
        try:
            check_readable(head, more)
            start = beginning(head, whole=len(head) < HEAD and damage is None)
            source = source or recognise(start)
            item.format = source.name
            item.is_bulk = source.decoder is not None and (
                source.read is None or start.json.has_lines
            )
        except Unrecognised:
            if damage is not None:
                raise damage from None
            raise


def _reason_for_nothing(inside: Survey, where: str) -> str:
    if inside.inputs:
        first, more = inside.inputs[0], len(inside.inputs) - 1
        others = f", and so with {more:,} more" if more else ""
        return f"{where} holds nothing that can be read: {first.name}: {first.problem}{others}"
    if inside.passed_over == {INDEX: 1}:
        return (
            f"{where} is an index of Quire, not a list of papers: "
            "`quire search '' --limit 0 --json` prints what is in it"
        )
    if inside.passed_over:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(inside.passed_over.items()))
        return f"{where} holds nothing to be read (passed over: {kinds})"
    return f"{where} holds no files"


def _add(inside: Survey, into: Survey) -> None:
    into.inputs += inside.inputs
    into.notes += inside.notes
    for kind, count in inside.passed_over.items():
        _pass_over(into, kind, count)


def _pass_over(into: Survey, kind: str, count: int = 1) -> None:
    into.passed_over[kind] = into.passed_over.get(kind, 0) + count


def _file(path: str, status: os.stat_result, *, is_named: bool) -> Input:
    return Input(
        name=displayable(path),
        size=status.st_size,
        path=path,
        modified=status.st_mtime_ns,
        is_named=is_named,
    )


def _unreadable(path: str, problem: str, size: int = 0) -> Input:
    return Input(name=displayable(path), size=size, path=path, problem=problem)


def _piped(path: str) -> Input:
    name = displayable(path)
    if path == "-" and sys.stdin is None:
        raise InputError("can't read standard input: it is closed")
    try:
        if path == "-":
            piped = PipedFile(sys.stdin.buffer)
        else:
            with Path(path).open("rb") as pipe:
                piped = PipedFile(pipe)
    except (OSError, AttributeError, ValueError) as error:
        source = "standard input" if name == "-" else name
        raise InputError(f"can't read {source}: {why(error)}") from None
    return Input(name=name, size=piped.size, piped=piped, is_named=True)


def _walk(folder: str, survey: Survey) -> Iterator[tuple[str, str | None]]:
    """Every file below ``folder`` in sorted order, or why something there is none to be read."""
    # Folders may lie deeper in one another than calls can.
    waiting: list[tuple[str, str | None, bool]] = [(folder, None, True)]
    while waiting:
        path, problem, is_folder = waiting.pop()
        if not is_folder:
            yield path, problem
            continue
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield path, f"the folder can't be listed: {why(error)}"
            continue
        of_index = index_files(path, {entry.name for entry in entries})
        if of_index:
            _pass_over(survey, INDEX)
        below = [
            found
            for entry in entries
            if entry.name not in of_index and (found := _entry(entry, survey)) is not None
        ]
        waiting += reversed(below)


def _entry(entry: os.DirEntry[str], survey: Survey) -> tuple[str, str | None, bool] | None:
    """An entry's path, what is wrong with it and whether it is a folder; None if passed over."""
    try:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.name != "__MACOSX":
                return entry.path, None, True
            _pass_over(survey, "hidden")
            return None
        kind = kind_by_name(entry.name)
        if kind is None and entry.is_dir():
            kind = "link to a folder"
        if kind is not None:
            _pass_over(survey, kind)
            return None
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return entry.path, "it is a link that leads nowhere, or it vanished", False
    except OSError as error:
        return entry.path, f"it can't be read: {why(error)}", False
    if stat.S_ISREG(mode):
        return entry.path, None, False
    return entry.path, "it is no file but a pipe, a socket or a device", False


def sentence_about(error: Exception, name: str) -> str:
    """An error as the reason why the input called ``name`` can't be read."""
    text = str(error)
    if text.startswith(name + " "):
        text = text[len(name) + 1 :]
    return "it " + text if text.startswith(("is ", "does ", "holds ")) else text

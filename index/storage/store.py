"""Finds and reads the live generation of an index folder.

An index folder holds::

    current              the name of the live generation; replaced by one atomic rename
    generations/<name>/  one generation: Tantivy's files, manifest.json, the ledger, any vectors
    vectors.partial      vectors that a build which was ended had made, for the next one
    lock                 held (flock) by the one writer; free again when its process is gone

A generation never changes once it is live, so readers need no lock: what they have mapped stays
readable after a later generation replaced it and the files were unlinked.

A generation with a manifest is complete. Where the pointer is lost or torn, readers say so, and the
next update repairs it from the newest whole generation; nothing that has a manifest is removed
before another generation is live.

What readers need is here; writing is in ``publishing`` and ``lock``.
"""

from __future__ import annotations

import errno
import os
import re

import msgspec

from index.errors import (
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    InputError,
    QuireError,
)
from index.storage.checksums import is_sealed
from index.text.counting import counted

CURRENT = "current"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
LEDGER = "ledger"
MANAGED = ".managed.json"
"""Tantivy's own list of its files."""

_FORMAT = 2

_SIGNS = str.maketrans("-_", "00")


class KnownInput(msgspec.Struct, frozen=True):
    """An input whose every record this generation accounts for.

    Attributes:
        name: As the user named it.
        digest: Hexadecimal, of the bytes as they stand in the file and of how they were read. Empty
            where the file changed meanwhile: then an update reads it again.
        bytes: Size of the file.
        records: Number of records read from it.
        rejected: How many of them were rejected.
        format: The name of its format.
        modified: When the file was last changed, in nanoseconds since 1970; 0 where it may have
            been changed since without another such time, or where more than its bytes counts.
    """

    name: str
    digest: str
    bytes: int
    records: int
    rejected: int
    format: str = ""
    modified: int = 0


class VectorFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The vectors of a generation, by which its papers are found by meaning.

    Attributes:
        model: The folder of the model, or the name of weights that a package brings; empty for the
            default weights.
        name: What the model is called.
        fingerprint: Of the model, hexadecimal.
        dimensions: How many numbers a vector has.
        papers: How many papers have one.
        files: Size in bytes by file name.
    """

    model: str
    name: str
    fingerprint: str
    dimensions: int
    papers: int
    files: dict[str, int]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The description of a generation that is stored with it.

    Attributes:
        format: Version of this folder's layout.
        fingerprint: Of the schema the generation was written with.
        quire: Version of Quire that wrote it.
        created: UTC, ISO 8601, to the second.
        build: Its number: the seconds since 1970 in UTC at which it began, or the number after that
            of the build before.
        papers: Number of papers.
        records: Number of records that were read to make it, over all builds.
        sources: Number of papers each source format knew.
        organisations: Display name by casefolded slug.
        same_organisations: Keys of organisations that have several, and the first of these.
        inputs: The inputs it accounts for.
        files: Size in bytes by file name, of Tantivy's files and the ledger.
        vectors: What papers are found by meaning with, if there is anything.
        checksums: Of all these files and Tantivy's own list of them, as ``checksums`` makes them.
        checksum: Of all that is written before it.
    """

    format: int = _FORMAT
    fingerprint: str
    quire: str
    created: str
    build: int = 0
    papers: int
    records: int
    sources: dict[str, int]
    organisations: dict[str, str]
    same_organisations: dict[str, str] = {}
    inputs: list[KnownInput]
    files: dict[str, int]
    vectors: VectorFiles | None = None
    checksums: dict[str, int] = {}
    checksum: str = ""

    @property
    def vector_files(self) -> dict[str, int]:
        """Size in bytes by file name, of the files of vectors."""
        return self.vectors.files if self.vectors is not None else {}


class Generation(msgspec.Struct, frozen=True):
    """A published generation: its folder and what its manifest says."""

    path: str
    name: str
    manifest: Manifest


def live_name(index_dir: str) -> str:
    """Name of the live generation: one small read, cheap enough to ask every second.

    Raises:
        IndexMissing: There is no index in ``index_dir``.
        IndexDamaged: The pointer is lost or names nothing sensible.
        IndexClosed: This process may not read it.
    """
    try:
        name = pointed_name(index_dir)
        if name is not None:
            return name
        is_lost = _is_there(os.path.join(index_dir, CURRENT)) or bool(
            complete_generations(index_dir)
        )
    except OSError as error:
        raise unreadable(index_dir, error) from None
    if is_lost:
        raise IndexDamaged(
            f"the index at {index_dir} does not say which generation is live: "
            "`quire update PATH...` repairs that, or make it anew with `quire rebuild PATH...`"
        )
    raise IndexMissing(f"there is no index at {index_dir}: make one with `quire rebuild PATH...`")


def pointed_name(index_dir: str) -> str | None:
    """The name that the pointer holds, None where there is no pointer or it holds no name."""
    try:
        with open(os.path.join(index_dir, CURRENT), "rb") as file:
            name = file.read(200).strip().decode("ascii", "replace")
    except (OSError, ValueError) as error:
        if _tells_of_absence(error):
            return None
        raise
    return name if _is_name(name) else None


def _is_name(text: str) -> bool:
    """Whether a text may name a generation: nothing that leads out of the folder does."""
    return text[:1].isalnum() and text.isascii() and text.translate(_SIGNS).isalnum()


def complete_generations(index_dir: str) -> list[str]:
    """Names of all generations that have a manifest, the newest first."""
    folder = os.path.join(index_dir, GENERATIONS)
    try:
        names = sorted(os.listdir(folder), reverse=True)
    except (OSError, ValueError) as error:
        if _tells_of_absence(error):
            return []
        raise
    return [name for name in names if _is_there(os.path.join(folder, name, MANIFEST))]


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except (OSError, ValueError) as error:
        if _tells_of_absence(error):
            return False
        raise
    return True


def _tells_of_absence(error: OSError | ValueError) -> bool:
    """Whether nothing can be at the path: no path holds a NUL, or a name longer than names are."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
    return True


def live_generation(index_dir: str, fingerprint: str) -> Generation:
    """The live generation, its manifest read and its files' sizes checked.

    Raises:
        IndexMissing: There is no index in ``index_dir``.
        IndexDamaged: The manifest is damaged, or a file is missing or has another size than the
            manifest says. Only ``quire check`` reads the files themselves.
        IndexOutdated: Its layout or its schema is not ``fingerprint``.
        IndexClosed: This process may not read it.
    """
    while True:
        name = live_name(index_dir)
        try:
            return read_generation(index_dir, name, fingerprint)
        except IndexDamaged:
            # A writer may have published between the two reads and removed what was named.
            if live_name(index_dir) == name:
                raise


def read_generation(index_dir: str, name: str, fingerprint: str) -> Generation:
    """A generation by its name, its files' sizes checked. Raises as ``live_generation`` does."""
    path = os.path.join(index_dir, GENERATIONS, name)
    try:
        with open(os.path.join(path, MANIFEST), "rb") as file:
            encoded = file.read()
        manifest = _manifest(index_dir, encoded, fingerprint)
        for file_name, size in manifest.files.items():
            found = os.stat(os.path.join(path, file_name)).st_size
            if found != size:
                raise damaged(
                    index_dir, f"{file_name} has {counted(found, 'byte')} instead of {size:,}"
                )
    except OSError as error:
        raise unreadable(index_dir, error) from None
    return Generation(path=path, name=name, manifest=manifest)


def _manifest(index_dir: str, encoded: bytes, fingerprint: str) -> Manifest:
    try:
        layout = msgspec.json.decode(encoded, type=_Layout)
        if layout.format != _FORMAT or layout.fingerprint != fingerprint:
            raise IndexOutdated(
                f"the index at {index_dir} was made by another version of Quire "
                f"({layout.quire}): make it anew with `quire rebuild PATH...`"
            )
        if not is_sealed(encoded):
            raise damaged(index_dir, f"{MANIFEST} does not match its checksum")
        return msgspec.json.decode(encoded, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(index_dir, f"{MANIFEST}: {error}") from None


def damaged(index_dir: str, what: str) -> IndexDamaged:
    """The error of an index in which something is not as it was written."""
    return IndexDamaged(
        f"the index at {index_dir} is damaged ({what}): make it anew with `quire rebuild PATH...`"
    )


def vectors_damaged(index_dir: str, what: str) -> IndexDamaged:
    """The error of an index of which only vectors are not as they were written."""
    return IndexDamaged(
        f"the vectors of the index at {index_dir} are damaged ({what}), and its papers are whole: "
        "make the vectors anew with `quire semantic`"
    )


_CLOSED = (
    *(errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
    *(errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EROFS, errno.EDQUOT, errno.ENOSPC),
)
"""Errors that say nothing about a file but that this process can't use it."""


def unreadable(index_dir: str, error: Exception, part: str = "") -> QuireError:
    """The error of an index of which a file could not be read.

    Args:
        index_dir: The index folder.
        error: Of the operating system, or of Tantivy, which quotes that.
        part: What it was, where the error does not name a file.
    """
    file_name = getattr(error, "filename", None)
    if isinstance(file_name, str | bytes):
        part = os.path.basename(os.fsdecode(file_name))
    what = f"{part}: " if part else ""
    if error_number(error) in _CLOSED or str(error).startswith("Failed to acquire Lockfile"):
        return IndexClosed(
            f"can't read the index at {index_dir} ({what}{reason_of(error)}), "
            "which says nothing about whether it is whole"
        )
    return damaged(index_dir, f"{what}{reason_of(error)}")


def unwritable(index_dir: str, error: Exception) -> InputError:
    """The error of an index that can't be written."""
    return InputError(
        f"can't write the index at {index_dir} ({reason_of(error)}): "
        "the index that was there is untouched; free some room or name another folder with --index"
    )


class _Layout(msgspec.Struct):
    """The part of a manifest that every version of Quire can read."""

    format: int
    fingerprint: str = ""
    quire: str = "unknown"


def reason_of(error: BaseException) -> str:
    """An error in a few words, without Python's own decoration."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    number = error_number(error)
    return str(error) if number is None else os.strerror(number).lower()


def error_number(error: BaseException) -> int | None:
    """The operating system's number of an error, None where it does not come from there."""
    if isinstance(error, OSError):
        return error.errno
    # Tantivy passes the operating system's errors on inside sentences of its own.
    found = re.search(r"\(os error (\d+)\)|Os \{ code: (\d+),", str(error))
    return int(found[1] or found[2]) if found else None

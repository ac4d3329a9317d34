"""Where an index lives on disk: generations, the pointer to the live one, and the writer's lock.

An index folder holds::

    current              the name of the live generation; replaced by one atomic rename
    generations/<name>/  Tantivy's files, manifest.json and the ledger of one generation
    lock                 held (flock) by the one writer; free again when its process is gone

A generation never changes once it is live, so readers need no lock: what they have mapped stays
readable after a later generation replaced it and the files were unlinked.

A generation with a manifest is complete. Where the pointer is lost or torn, readers say so, and the
next update repairs it from the newest whole generation; nothing that has a manifest is removed
before another generation is live.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import time
from collections.abc import Iterator

import msgspec

from index.errors import (
    IndexBusy,
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    InputError,
    QuireError,
)
from index.storage.checksums import checksum_of, is_sealed, sealed

CURRENT = "current"
GENERATIONS = "generations"
LOCK = "lock"
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
    """

    name: str
    digest: str
    bytes: int
    records: int
    rejected: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation says of itself.

    Attributes:
        format: Version of this folder's layout.
        fingerprint: Of the schema the generation was written with.
        quire: Version of Quire that wrote it.
        created: UTC, ISO 8601, to the second.
        papers: Number of papers.
        records: Number of records that were read to make it, over all builds.
        sources: Number of papers each source format knew.
        organisations: Display name by casefolded slug.
        inputs: The inputs it accounts for.
        files: Size in bytes by file name, of Tantivy's files and the ledger.
        checksums: Of these files and Tantivy's own list of them, as ``checksums`` makes them.
        checksum: Of all that is written before it.
    """

    format: int = _FORMAT
    fingerprint: str
    quire: str
    created: str
    papers: int
    records: int
    sources: dict[str, int]
    organisations: dict[str, str]
    inputs: list[KnownInput]
    files: dict[str, int]
    checksums: dict[str, int] = {}
    checksum: str = ""


class Generation(msgspec.Struct, frozen=True):
    """A published generation: its folder and what its manifest says."""

    path: str
    name: str
    manifest: Manifest


def default_index_dir() -> str:
    """``QUIRE_INDEX``, else ``index`` in the platform's data folder for Quire."""
    named = os.environ.get("QUIRE_INDEX")
    if named:
        return os.path.expanduser(named)
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("quire", appauthor=False), "index")


def live_name(index_dir: str) -> str:
    """Name of the live generation: one small read, cheap enough to ask every second.

    Raises:
        IndexMissing: There is no index in ``index_dir``.
        IndexDamaged: The pointer is lost or names nothing sensible.
        IndexClosed: This process may not read it.
    """
    try:
        name = _pointer(index_dir)
        if name is not None:
            return name
        is_lost = _is_there(os.path.join(index_dir, CURRENT)) or bool(_complete(index_dir))
    except OSError as error:
        raise unreadable(index_dir, error) from None
    if is_lost:
        raise IndexDamaged(
            f"the index at {index_dir} does not say which generation is live: "
            "`quire update PATH...` repairs that, or make it anew with `quire rebuild PATH...`"
        )
    raise IndexMissing(f"there is no index at {index_dir}: make one with `quire rebuild PATH...`")


def _pointer(index_dir: str) -> str | None:
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


def _complete(index_dir: str) -> list[str]:
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
            return _read_generation(index_dir, name, fingerprint)
        except IndexDamaged:
            # A writer may have published between the two reads and removed what was named.
            if live_name(index_dir) == name:
                raise


def base_generation(index_dir: str, fingerprint: str) -> tuple[Generation | None, bool]:
    """The generation that an update starts from, None where there is no index yet.

    Must be called with the writer's lock held. A pointer that is lost, is torn or names a
    generation that is gone is repaired from the newest generation that is whole.

    Returns:
        The generation, and whether the pointer was repaired.

    Raises:
        IndexDamaged: No generation is whole, or the live one is not.
        IndexOutdated, IndexClosed: As ``live_generation``.
    """
    try:
        return live_generation(index_dir, fingerprint), False
    except IndexMissing:
        return None, False
    except IndexDamaged as damage:
        try:
            complete = _complete(index_dir)
            if _pointer(index_dir) in complete:
                raise
        except OSError as error:
            raise unreadable(index_dir, error) from None
        for name in complete:
            try:
                generation = _read_generation(index_dir, name, fingerprint)
            except IndexDamaged:
                continue
            try:
                _point_at(index_dir, name)
            except OSError as error:
                raise unwritable(index_dir, error) from None
            return generation, True
        raise damage from None


def _read_generation(index_dir: str, name: str, fingerprint: str) -> Generation:
    path = os.path.join(index_dir, GENERATIONS, name)
    try:
        with open(os.path.join(path, MANIFEST), "rb") as file:
            encoded = file.read()
        manifest = _manifest(index_dir, encoded, fingerprint)
        for file_name, size in manifest.files.items():
            found = os.stat(os.path.join(path, file_name)).st_size
            if found != size:
                raise damaged(index_dir, f"{file_name} has {found:,} bytes instead of {size:,}")
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


@contextlib.contextmanager
def writer_lock(index_dir: str, *, wait: bool = False) -> Iterator[None]:
    """Be the one writer of ``index_dir``, which is made if it is missing.

    Raises:
        IndexBusy: Another process is the writer and ``wait`` is false.
        InputError: The folder can't be made or written to, or has no locks.
    """
    try:
        _make_folders(index_dir)
        descriptor = os.open(
            os.path.join(index_dir, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
    except (OSError, ValueError) as error:
        raise InputError(
            f"can't write an index to {index_dir} ({reason_of(error)}): "
            "name another folder with --index"
        ) from None
    _close_to_readers(descriptor, index_dir)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR):
                    raise InputError(
                        f"can't lock the index at {index_dir} ({reason_of(error)}): "
                        "name a folder on another disk with --index"
                    ) from None
                if not wait:
                    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                    by = f" (process {holder})" if holder.isdigit() else ""
                    raise IndexBusy(
                        f"the index at {index_dir} is being written by another process{by}: "
                        "try again later, or wait for it with --wait"
                    ) from None
                time.sleep(0.1)
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _make_folders(index_dir: str) -> None:
    """Make the folders of an index, so that a power cut does not take them away again."""
    folder = os.path.join(os.path.abspath(index_dir), GENERATIONS)
    made: list[str] = []
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        made.append(folder)
        folder = os.path.dirname(folder)
    os.makedirs(os.path.join(index_dir, GENERATIONS), exist_ok=True)
    for path in made:
        # Somebody else's folder may be one that can't be opened.
        with contextlib.suppress(OSError):
            _sync(os.path.dirname(path))


def _close_to_readers(descriptor: int, index_dir: str) -> None:
    """Let only those open the lock who may write to the folder: who has it open can hold it."""
    mode = os.stat(index_dir).st_mode
    wanted = 0o600 | (0o060 if mode & 0o020 else 0) | (0o006 if mode & 0o002 else 0)
    # Another writer's lock stays as that has made it.
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_mode & 0o777 != wanted:
            os.fchmod(descriptor, wanted)


@contextlib.contextmanager
def new_generation(index_dir: str, base: Generation | None = None) -> Iterator[str]:
    """The folder of a generation to be filled, removed again unless it was published.

    Must be called with the writer's lock held. What dead builds left behind is removed first.

    Args:
        index_dir: The index folder.
        base: A generation to start from: its files are linked, or copied where links can't be.

    Yields:
        The folder's path.

    Raises:
        InputError: It can't be made.
        IndexDamaged: A file of ``base`` is gone.
    """
    name = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.urandom(4).hex()}"
    path = os.path.join(index_dir, GENERATIONS, name)
    try:
        try:
            remove_leftovers(index_dir)
            os.mkdir(path)
            if base is not None:
                for file_name in (*base.manifest.files, MANAGED):
                    _link(os.path.join(base.path, file_name), os.path.join(path, file_name))
        except FileNotFoundError as error:
            raise unreadable(index_dir, error) from None
        except OSError as error:
            raise unwritable(index_dir, error) from None
        yield path
    finally:
        try:
            published = _pointer(index_dir) == name
        except OSError:
            # If it is not live, the next build removes it.
            published = True
        if not published:
            _remove_folder(path)


def _remove_folder(path: str) -> None:
    # Only builds remove anything, and searches must not pay for loading what it takes.
    from shutil import rmtree

    rmtree(path, ignore_errors=True)


def _link(source: str, target: str) -> None:
    from shutil import copyfile

    # Segment files never change and may be shared; the small JSON files are replaced by builds.
    if not source.endswith(".json"):
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    copyfile(source, target)


def publish(index_dir: str, path: str, manifest: Manifest) -> Generation:
    """Make the filled folder ``path`` the live generation, whole or not at all.

    Raises:
        OSError: It can't be written; the generation that was live still is.
        InputError: It is live, but may be lost again when the power fails now.
    """
    name = os.path.basename(path)
    names = sorted({*manifest.files, *({MANAGED} & set(os.listdir(path)))})
    checksums = {file_name: checksum_of(os.path.join(path, file_name)) for file_name in names}
    manifest = msgspec.structs.replace(manifest, checksums=checksums, checksum="")
    encoded = sealed(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    unfinished = os.path.join(path, f".{MANIFEST}.new")
    with open(unfinished, "wb") as file:
        file.write(encoded)
        # Tantivy makes some files its owner's alone; others may be meant to read this index.
        mode = os.fstat(file.fileno()).st_mode & 0o777
    for file_name in os.listdir(path):
        file_path = os.path.join(path, file_name)
        if os.stat(file_path).st_mode & 0o777 != mode:
            os.chmod(file_path, mode)
        _sync(file_path)
    # From here on it is complete, to whom finds it.
    os.replace(unfinished, os.path.join(path, MANIFEST))
    _sync(path)
    _sync(os.path.dirname(path))
    _point_at(index_dir, name)
    try:
        _sync(index_dir)
    except OSError as error:
        raise InputError(
            f"the new index at {index_dir} is live, but its disk does not confirm that it is "
            f"written ({reason_of(error)}): after a power cut the one before may be back"
        ) from None
    remove_leftovers(index_dir)
    manifest = msgspec.json.decode(encoded, type=Manifest)
    return Generation(path=path, name=name, manifest=manifest)


def _point_at(index_dir: str, name: str) -> None:
    pointer = os.path.join(index_dir, CURRENT)
    with open(f"{pointer}.new", "w", encoding="ascii") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{pointer}.new", pointer)


def remove_leftovers(index_dir: str) -> None:
    """Remove what dead builds left, and every generation but the live one.

    Unless there is a live one, whatever is complete stays. What can't be removed stays, too.
    """
    folder = os.path.join(index_dir, GENERATIONS)
    with contextlib.suppress(OSError):
        os.unlink(os.path.join(index_dir, f"{CURRENT}.new"))
    with contextlib.suppress(OSError):
        live, complete = _pointer(index_dir), _complete(index_dir)
        keep = {live} if live in complete else {live, *complete}
        for name in os.listdir(folder):
            if name not in keep:
                _remove_folder(os.path.join(folder, name))


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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

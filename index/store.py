"""Where an index lives on disk: generations, the pointer to the live one, and the writer's lock.

An index folder holds::

    current              the name of the live generation; replaced by one atomic rename
    generations/<name>/  Tantivy's files, manifest.json and the ledger of one generation
    lock                 held (flock) by the one writer; free again when its process is gone

A generation never changes once it is live, so readers need no lock: what they have mapped stays
readable after a later generation replaced it and the files were unlinked.
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

from index.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, InputError

CURRENT = "current"
GENERATIONS = "generations"
LOCK = "lock"
MANIFEST = "manifest.json"
LEDGER = "ledger"

_FORMAT = 1

_NAME = re.compile("[0-9A-Za-z][0-9A-Za-z_-]*")


class KnownInput(msgspec.Struct, frozen=True):
    """An input whose every record this generation accounts for.

    Attributes:
        name: As the user named it.
        digest: Hexadecimal, of the bytes as they stand in the file and of how they were read.
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
        IndexDamaged: The pointer can't be read or names nothing sensible.
    """
    try:
        with open(os.path.join(index_dir, CURRENT), encoding="ascii") as file:
            name = file.read(200).strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"there is no index at {index_dir}: make one with `quire rebuild PATH...`"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            f"the index at {index_dir} can't be read ({reason_of(error)}): "
            "make it anew with `quire rebuild PATH...`"
        ) from None
    if not _NAME.fullmatch(name):
        raise IndexDamaged(
            f"the index at {index_dir} does not say which generation is live: "
            "make it anew with `quire rebuild PATH...`"
        )
    return name


def live_generation(index_dir: str, fingerprint: str) -> Generation:
    """The live generation, its manifest read and its files' sizes checked.

    Raises:
        IndexMissing: There is no index in ``index_dir``.
        IndexDamaged: A file is missing or has another size than the manifest says.
        IndexOutdated: Its layout or its schema is not ``fingerprint``.
    """
    while True:
        name = live_name(index_dir)
        try:
            return _read_generation(index_dir, name, fingerprint)
        except IndexDamaged:
            # A writer may have published between the two reads and removed what was named.
            if live_name(index_dir) == name:
                raise


def _read_generation(index_dir: str, name: str, fingerprint: str) -> Generation:
    path = os.path.join(index_dir, GENERATIONS, name)
    again = "make it anew with `quire rebuild PATH...`"
    try:
        with open(os.path.join(path, MANIFEST), "rb") as file:
            encoded = file.read()
        layout = msgspec.json.decode(encoded, type=_Layout)
        if layout.format != _FORMAT or layout.fingerprint != fingerprint:
            raise IndexOutdated(
                f"the index at {index_dir} was made by another version of Quire "
                f"({layout.quire}): {again}"
            )
        manifest = msgspec.json.decode(encoded, type=Manifest)
        for file_name, size in manifest.files.items():
            found = os.stat(os.path.join(path, file_name)).st_size
            if found != size:
                raise IndexDamaged(
                    f"the index at {index_dir} is damaged ({file_name} has {found:,} bytes "
                    f"instead of {size:,}): {again}"
                )
    except OSError as error:
        missing = os.path.basename(str(error.filename))
        raise IndexDamaged(
            f"the index at {index_dir} is damaged ({missing}: {reason_of(error)}): {again}"
        ) from None
    except msgspec.DecodeError as error:
        raise IndexDamaged(
            f"the index at {index_dir} is damaged ({MANIFEST}: {error}): {again}"
        ) from None
    return Generation(path=path, name=name, manifest=manifest)


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
        InputError: The folder can't be made or written to.
    """
    try:
        os.makedirs(os.path.join(index_dir, GENERATIONS), exist_ok=True)
        descriptor = os.open(
            os.path.join(index_dir, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644
        )
    except OSError as error:
        raise InputError(
            f"can't write an index to {index_dir} ({reason_of(error)}): "
            "name another folder with --index"
        ) from None
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR):
                    raise InputError(
                        f"can't lock the index at {index_dir} ({reason_of(error)})"
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


@contextlib.contextmanager
def new_generation(index_dir: str, base: Generation | None = None) -> Iterator[str]:
    """The folder of a generation to be filled, removed again unless it was published.

    Must be called with the writer's lock held. What dead builds left behind is removed first.

    Args:
        index_dir: The index folder.
        base: A generation to start from: its files are linked, or copied where links can't be.

    Yields:
        The folder's path.
    """
    remove_leftovers(index_dir)
    name = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.urandom(4).hex()}"
    path = os.path.join(index_dir, GENERATIONS, name)
    os.mkdir(path)
    try:
        if base is not None:
            for file_name in (*base.manifest.files, ".managed.json"):
                _link(os.path.join(base.path, file_name), os.path.join(path, file_name))
        yield path
    finally:
        try:
            published = live_name(index_dir) == name
        except (IndexMissing, IndexDamaged):
            published = False
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
    """Make the filled folder ``path`` the live generation, whole or not at all."""
    name = os.path.basename(path)
    with open(os.path.join(path, MANIFEST), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        # Tantivy makes some files its owner's alone; others may be meant to read this index.
        mode = os.fstat(file.fileno()).st_mode & 0o777
    for file_name in os.listdir(path):
        file_path = os.path.join(path, file_name)
        if os.stat(file_path).st_mode & 0o777 != mode:
            os.chmod(file_path, mode)
        _sync(file_path)
    _sync(path)
    _sync(os.path.dirname(path))
    pointer = os.path.join(index_dir, CURRENT)
    with open(f"{pointer}.new", "w", encoding="ascii") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{pointer}.new", pointer)
    _sync(index_dir)
    remove_leftovers(index_dir)
    return Generation(path=path, name=name, manifest=manifest)


def remove_leftovers(index_dir: str) -> None:
    """Remove every generation but the live one, and half-written pointers."""
    try:
        live = live_name(index_dir)
    except (IndexMissing, IndexDamaged):
        live = ""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.join(index_dir, f"{CURRENT}.new"))
    folder = os.path.join(index_dir, GENERATIONS)
    for name in os.listdir(folder):
        if name != live:
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
    text = str(error)
    # Tantivy passes the operating system's errors on inside sentences of its own.
    _, found, rest = text.partition("(os error ")
    number = rest.partition(")")[0]
    if found and number.isdigit():
        return os.strerror(int(number)).lower()
    return text

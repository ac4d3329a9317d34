"""Makes a new generation and publishes it, whole or not at all.

All of it is called with the writer's lock held (see ``lock``).
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

import msgspec

from index.errors import IndexDamaged, IndexMissing, InputError
from index.storage import durable
from index.storage.checksums import checksum_of, sealed
from index.storage.store import (
    CURRENT,
    GENERATIONS,
    MANAGED,
    MANIFEST,
    Generation,
    Manifest,
    complete_generations,
    live_generation,
    pointed_name,
    read_generation,
    reason_of,
    unreadable,
    unwritable,
)


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
            complete = complete_generations(index_dir)
            if pointed_name(index_dir) in complete:
                raise
        except OSError as error:
            raise unreadable(index_dir, error) from None
        for name in complete:
            try:
                generation = read_generation(index_dir, name, fingerprint)
            except IndexDamaged:
                continue
            try:
                _point_at(index_dir, name)
            except OSError as error:
                raise unwritable(index_dir, error) from None
            return generation, True
        raise damage from None


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
                _link_vectors(base, path)
        except FileNotFoundError as error:
            raise unreadable(index_dir, error) from None
        except OSError as error:
            raise unwritable(index_dir, error) from None
        yield path
    finally:
        try:
            published = pointed_name(index_dir) == name
        except OSError:
            # If it is not live, the next build removes it.
            published = True
        if not published:
            _remove_folder(path)


def _link_vectors(base: Generation, path: str) -> None:
    """Link what is there of the vectors: papers are found by words without them."""
    for file_name in base.manifest.vector_files:
        with contextlib.suppress(FileNotFoundError):
            _link(os.path.join(base.path, file_name), os.path.join(path, file_name))


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
    names = sorted({*manifest.files, *manifest.vector_files, *({MANAGED} & set(os.listdir(path)))})
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
        durable.sync(file_path)
    # From here on it is complete, to whom finds it.
    os.replace(unfinished, os.path.join(path, MANIFEST))
    durable.sync(path)
    durable.sync(os.path.dirname(path))
    _point_at(index_dir, name)
    try:
        durable.sync(index_dir)
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
        live, complete = pointed_name(index_dir), complete_generations(index_dir)
        keep = {live} if live in complete else {live, *complete}
        for name in os.listdir(folder):
            if name not in keep:
                _remove_folder(os.path.join(folder, name))

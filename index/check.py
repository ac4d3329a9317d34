"""Is the index whole, and what is in it: what ``quire check`` and ``quire info`` say."""

from __future__ import annotations

import datetime
import os
from zlib import crc32

import msgspec

from index import store
from index.errors import IndexDamaged

_READ_AT_ONCE = 1024 * 1024

# Tantivy ends each segment file with a footer: JSON that holds the CRC-32 of all before it, the
# JSON's length and a magic number, both little-endian 32-bit integers.
_FOOTER_MAGIC = 1337
_FOOTER_TAIL = 8


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What ``quire info`` says.

    Attributes:
        index: The index folder.
        generation: Name of the live generation.
        papers: Number of papers.
        records: Number of records that were read for them.
        sources: Number of papers each source format knew.
        created: When the live generation was built, UTC.
        age_seconds: How long that is ago.
        bytes: Size of the live generation on disk.
        quire: Version of Quire that built it.
        inputs: What it was built from.
    """

    index: str
    generation: str
    papers: int
    records: int
    sources: dict[str, int]
    created: datetime.datetime
    age_seconds: int
    bytes: int
    quire: str
    inputs: list[store.KnownInput]


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What ``quire check`` found whole.

    Attributes:
        index: The index folder.
        generation: Name of the live generation.
        papers: Number of papers; the segments and the manifest agree on it.
        segments: Number of Tantivy segments.
        files: Number of files whose sizes and checksums were verified.
        sampled: Number of papers that were read back, some of every segment.
    """

    index: str
    generation: str
    papers: int
    segments: int
    files: int
    sampled: int


def describe(index_dir: str | os.PathLike[str] | None = None) -> Description:
    """Tell about an index from its manifest, without opening Tantivy's files.

    Raises:
        IndexMissing, IndexDamaged, IndexOutdated: As ``store.live_generation``.
    """
    from index.schema import FINGERPRINT

    folder = os.fspath(index_dir) if index_dir is not None else store.default_index_dir()
    live = store.live_generation(folder, FINGERPRINT)
    manifest = live.manifest
    created = datetime.datetime.fromisoformat(manifest.created)
    age = datetime.datetime.now(datetime.UTC) - created
    return Description(
        index=folder,
        generation=live.name,
        papers=manifest.papers,
        records=manifest.records,
        sources=manifest.sources,
        created=created,
        age_seconds=max(0, int(age.total_seconds())),
        bytes=sum(manifest.files.values()),
        quire=manifest.quire,
        inputs=manifest.inputs,
    )


def verify(index_dir: str | os.PathLike[str] | None = None) -> Verified:
    """Read the whole index: every file's size and checksum, the counts, papers of every segment.

    Raises:
        IndexMissing, IndexOutdated: As ``store.live_generation``.
        IndexDamaged: Something is wrong; the sentence says what.
    """
    from index.search import open_index

    folder = os.fspath(index_dir) if index_dir is not None else store.default_index_dir()
    with open_index(folder) as papers:
        live = papers.live
        for name in live.manifest.files:
            if name not in (store.LEDGER, "meta.json"):
                _verify_checksum(folder, os.path.join(live.path, name))
        ledger = live.manifest.files.get(store.LEDGER, 0)
        if ledger % 8:
            raise _damaged(folder, f"{store.LEDGER} is torn")
        if papers.count != live.manifest.papers:
            raise _damaged(
                folder,
                f"it holds {papers.count:,} papers, its manifest says {live.manifest.papers:,}",
            )
        try:
            sampled = papers.sample()
        except (ValueError, RuntimeError, msgspec.DecodeError) as error:
            raise _damaged(folder, f"a paper can't be read back: {error}") from None
        return Verified(
            index=folder,
            generation=live.name,
            papers=papers.count,
            segments=papers.segments,
            files=len(live.manifest.files),
            sampled=sampled,
        )


def _verify_checksum(index_dir: str, path: str) -> None:
    name = os.path.basename(path)
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _FOOTER_TAIL))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        body = size - _FOOTER_TAIL - length
        if int.from_bytes(tail[4:], "little") != _FOOTER_MAGIC or body < 0:
            raise _damaged(index_dir, f"{name} has no footer")
        file.seek(body)
        try:
            expected = msgspec.json.decode(file.read(length), type=_Footer).crc
        except msgspec.DecodeError:
            raise _damaged(index_dir, f"{name} has a broken footer") from None
        file.seek(0)
        checksum, left = 0, body
        while left:
            chunk = file.read(min(left, _READ_AT_ONCE))
            if not chunk:
                raise _damaged(index_dir, f"{name} ends too early")
            checksum = crc32(chunk, checksum)
            left -= len(chunk)
    if checksum != expected:
        raise _damaged(index_dir, f"{name} does not match its checksum")


class _Footer(msgspec.Struct):
    crc: int


def _damaged(index_dir: str, what: str) -> IndexDamaged:
    return IndexDamaged(
        f"the index at {index_dir} is damaged ({what}): make it anew with `quire rebuild PATH...`"
    )

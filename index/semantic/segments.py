"""The segments of a generation, as Tantivy's own files tell of them.

Tantivy numbers segments in the order of ``meta.json``, and the documents of each from 0: both make
the address of a document, which a search gives. A file ``SEGMENT.OPSTAMP.del`` has the documents
that are not deleted as bits: how many documents there are as a 32-bit integer, then 64-bit words,
all little-endian.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import VectorsUnfit
from index.storage.store import reason_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENDING: Final = ".vectors"
_META: Final = "meta.json"


class _Deletes(msgspec.Struct):
    num_deleted_docs: int
    opstamp: int


class _Segment(msgspec.Struct):
    segment_id: str
    max_doc: int
    deletes: _Deletes | None = None


class _Meta(msgspec.Struct):
    segments: list[_Segment]


class Segment(msgspec.Struct, frozen=True):
    """A segment.

    Attributes:
        name: What its files begin with.
        documents: How many it has, deleted ones too.
        living: How many are not deleted.
        deleted_in: The name of the file that tells which are deleted; None where none is.
    """

    name: str
    documents: int
    living: int
    deleted_in: str | None

    @property
    def vectors(self) -> str:
        """The name of the file with its vectors."""
        return f"{self.name}{ENDING}"


def segments_of(folder: str) -> list[Segment]:
    """The segments of a generation, in the order of their numbers.

    Raises:
        OSError: ``meta.json`` can't be read.
        ValueError: It is not as Tantivy writes it.
    """
    with open(os.path.join(folder, _META), "rb") as file:
        meta = msgspec.json.decode(file.read(), type=_Meta)
    segments = []
    for one in meta.segments:
        name = one.segment_id.replace("-", "")
        deletes = one.deletes or _Deletes(0, 0)
        deleted_in = f"{name}.{deletes.opstamp}.del" if deletes.num_deleted_docs else None
        living = one.max_doc - deletes.num_deleted_docs
        segments.append(Segment(name, one.max_doc, living, deleted_in))
    return segments


def alive(folder: str, segment: Segment) -> NDArray[np.bool_] | None:
    """Which documents of a segment are not deleted; None where none is.

    Raises:
        VectorsUnfit: The file that tells it is not as Tantivy writes it.
    """
    if segment.deleted_in is None:
        return None
    import numpy as np

    try:
        with open(os.path.join(folder, segment.deleted_in), "rb") as file:
            content = file.read()
    except OSError as error:
        raise VectorsUnfit(f"{segment.deleted_in} can't be read: {reason_of(error)}") from None
    words = -(-segment.documents // 64)
    if int.from_bytes(content[:4], "little") != segment.documents or len(content) < 4 + 8 * words:
        raise VectorsUnfit(f"{segment.deleted_in} does not tell which papers are deleted")
    bits = np.frombuffer(content, np.uint8, 8 * words, 4)
    return np.unpackbits(bits, count=segment.documents, bitorder="little").astype(bool)


def remove_other_vectors(folder: str, wanted: Collection[str]) -> None:
    """Remove the files of vectors in a generation that is built but some.

    Args:
        folder: Of the generation.
        wanted: The names of those that stay.

    Raises:
        OSError: One can't be removed.
    """
    for name in os.listdir(folder):
        if name.endswith(ENDING) and name not in wanted:
            os.unlink(os.path.join(folder, name))

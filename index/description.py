"""The description of an index that ``quire info`` prints, whatever engine has the index."""

from __future__ import annotations

import datetime

import msgspec

from index.storage.store import KnownInput, VectorFiles


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What an index holds, and since when.

    Attributes:
        index: The index folder, or the address.
        generation: Name of the live generation.
        papers: Number of papers.
        records: Number of records that were read for them.
        sources: Number of papers each source format knew.
        created: When the live generation was built, UTC.
        age_seconds: How long that is ago.
        bytes: Size of the live generation on disk.
        quire: Version of Quire that built it.
        inputs: What it was built from.
        vectors: What its papers are found by meaning with; None where they are not.
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
    inputs: list[KnownInput]
    vectors: VectorFiles | None = None

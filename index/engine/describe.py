"""Describes an index folder by its manifest, without opening Tantivy's files."""

from __future__ import annotations

import datetime

from index.description import Description
from index.engine.schema import FINGERPRINT
from index.storage import store
from index.text.filenames import displayable


def describe_folder(folder: str) -> Description:
    """The description of the index in a folder.

    Raises:
        IndexMissing, IndexDamaged, IndexOutdated: As ``store.live_generation``.
    """
    live = store.live_generation(folder, FINGERPRINT)
    manifest = live.manifest
    created = datetime.datetime.fromisoformat(manifest.created)
    age = datetime.datetime.now(datetime.UTC) - created
    return Description(
        index=displayable(folder),
        generation=live.name,
        papers=manifest.papers,
        records=manifest.records,
        sources=manifest.sources,
        created=created,
        age_seconds=max(0, int(age.total_seconds())),
        bytes=sum(manifest.files.values()) + sum(manifest.vector_files.values()),
        quire=manifest.quire,
        inputs=manifest.inputs,
        vectors=manifest.vectors,
    )

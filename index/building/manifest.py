"""Describes a generation that is written: its counts, inputs and files."""

from __future__ import annotations

import os
import time

import tantivy

from index.building.organisation_names import OrganisationNames
from index.building.report import Report
from index.engine import schema
from index.semantic.segments import ENDING
from index.storage import store
from index.version import VERSION


def manifest_of(
    path: str,
    searcher: tantivy.Searcher,
    report: Report,
    base: store.Generation | None,
    *,
    build: int,
    organisations: OrganisationNames,
    inputs: list[store.KnownInput],
) -> store.Manifest:
    """The manifest of a generation.

    Args:
        path: Its folder, with all files but the manifest.
        searcher: Of the index in it.
        report: Of the build.
        base: The generation that was updated.
        build: The number of the build.
        organisations: How they are written.
        inputs: All that it accounts for.
    """
    before = 0 if base is None else base.manifest.records
    counts = searcher.aggregate(
        tantivy.Query.all_query(), {"sources": {"terms": {"field": "source", "size": 1000}}}
    )["sources"]["buckets"]
    return store.Manifest(
        fingerprint=schema.FINGERPRINT,
        quire=VERSION,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        build=build,
        papers=searcher.num_docs,
        records=before + report.records - report.unchanged,
        sources={bucket["key"]: bucket["doc_count"] for bucket in counts},
        organisations=organisations.names(),
        same_organisations=organisations.same(),
        inputs=inputs,
        files={
            name: os.path.getsize(os.path.join(path, name))
            for name in sorted(os.listdir(path))
            if not name.startswith((".", store.MANIFEST)) and not name.endswith(ENDING)
        },
    )

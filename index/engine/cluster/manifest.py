"""What a pushed index says of itself, in an index beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import msgspec

from index.engine.cluster.client import Client
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, UsageError

ABOUT: Final = "-about"
"""What the name of the index with the manifest ends in."""

MANIFEST: Final = "manifest"
"""The name of the manifest of a whole index."""


class ClusterManifest(msgspec.Struct, frozen=True, kw_only=True):
    """The description of one pushed index.

    Attributes:
        fingerprint: What its documents are like.
        quire: Version of Quire that pushed it.
        created: UTC, ISO 8601, to the second.
        records: Number of records that were read for it, over all pushes.
        sources: Number of papers each source format knew when it was pushed last.
        organisations: Display name by casefolded slug.
        same_organisations: Keys of organisations that have several, and the first of these.
        routings: A routing value for each shard.
        build: The number of the push that changed it last, as ``Papers.build`` has it.
    """

    fingerprint: str
    quire: str
    created: str
    records: int
    sources: dict[str, int]
    organisations: dict[str, str]
    same_organisations: dict[str, str]
    routings: list[str]
    build: int


def live_index(client: Client) -> str:
    """The name of the index that the alias stands for.

    Raises:
        IndexMissing: There is no such alias.
        UsageError: An index has that name itself.
        IndexDamaged: It stands for an index that Quire did not push, or for several.
        QuireError: The cluster can't be asked.
    """
    address = client.address
    found: dict[str, Any] | None = client.ask("GET", f"/_alias/{address.name}", accepted=(404,))
    if not found:
        if client.ask("GET", f"/{address.name}", accepted=(404,)) is not None:
            raise UsageError(
                f"{address.name} on {address.cluster} is an index that Quire did not make: name "
                "another, or push to another name"
            )
        raise IndexMissing(
            f"there is no index {address.name} on {address.cluster}: make one with "
            f"`quire push {address} PATH...`"
        )
    names = sorted(found)
    if len(names) > 1:
        raise IndexDamaged(
            f"{address.name} on {address.cluster} stands for {len(names)} indexes, "
            f"{' and '.join(names[:3])}: take one of them away from it"
        )
    return names[0]


def read_manifest(client: Client, index: str, name: str = MANIFEST) -> ClusterManifest:
    """The manifest of a pushed index.

    Args:
        client: Asks the cluster.
        index: Its name behind the alias.
        name: Of the manifest: that of a part of a push has another.

    Raises:
        IndexDamaged: It has none, or none that makes sense.
        IndexOutdated: Another version of Quire pushed it.
        QuireError: The cluster can't be asked.
    """
    address = client.address
    found = find_manifest(client, index, name)
    if found is None:
        raise IndexDamaged(
            f"{address.name} on {address.cluster} was not made by `quire push`: name another, or "
            "push papers under another name"
        )
    return found


def find_manifest(client: Client, index: str, name: str) -> ClusterManifest | None:
    """As ``read_manifest``; None where there is none."""
    found = client.ask("GET", _path(index, name), accepted=(404,))
    return None if found is None else _manifest_of(client, found)


def change_manifest(
    client: Client, index: str, change: Callable[[ClusterManifest], ClusterManifest]
) -> ClusterManifest:
    """Change the manifest of a pushed index; what another push writes meanwhile stays.

    https://docs.opensearch.org/2.19/api-reference/document-apis/index-document/

    Args:
        client: Asks the cluster.
        index: Its name behind the alias.
        change: Makes the new manifest of the one that is there.

    Raises:
        QuireError: As ``read_manifest``.
    """
    while True:
        found = client.ask("GET", _path(index, MANIFEST))
        changed = change(_manifest_of(client, found))
        place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        parameters = {name: str(number) for name, number in place.items()}
        path = _path(index, MANIFEST)
        # It was changed since it was read where the cluster says that they are in conflict.
        if client.ask("PUT", path, changed, accepted=(409,), refresh="true", **parameters):
            return changed


def _path(index: str, name: str) -> str:
    return f"/{quote(index + ABOUT)}/_doc/{quote(name)}"


def _manifest_of(client: Client, found: Any) -> ClusterManifest:
    address = client.address
    try:
        source = found["_source"]
        fingerprint = source["fingerprint"]
        manifest = (
            msgspec.convert(source, ClusterManifest) if fingerprint == CLUSTER_FINGERPRINT else None
        )
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        raise IndexDamaged(
            f"what {address.name} on {address.cluster} says of itself makes no sense ({error}): "
            f"push it anew with `quire push {address} PATH...`"
        ) from None
    if manifest is None:
        raise IndexOutdated(
            f"{address.name} on {address.cluster} was pushed by another version of Quire: push it "
            f"anew with `quire push {address} PATH...`"
        )
    return manifest


def write_manifest(
    client: Client, index: str, manifest: ClusterManifest, name: str = MANIFEST
) -> None:
    """Write the manifest of an index, in an index of its own; readers see it at once."""
    about = quote(index + ABOUT)
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
    body = {"settings": {"index": settings}, "mappings": {"enabled": False}}
    if client.ask("GET", f"/{about}", accepted=(404,)) is None:
        client.ask("PUT", f"/{about}", body, accepted=(400,))
    client.ask("PUT", _path(index, name), manifest, refresh="true")

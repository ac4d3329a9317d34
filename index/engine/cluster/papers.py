"""Opens and describes indexes on a cluster."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager
from typing import Any, Final

from index.description import Description
from index.engine.cluster.address import Address, parse_address
from index.engine.cluster.client import Client
from index.engine.cluster.compiler import ClusterCompiler, as_tantivy
from index.engine.cluster.credentials import count_limit, credentials_for
from index.engine.cluster.failures import sense_expected
from index.engine.cluster.manifest import ClusterManifest, live_index, read_manifest
from index.engine.cluster.searcher import ClusterSearcher
from index.engine.organisations import Organisations
from index.engine.searcher_papers import SearcherPapers
from index.errors import QuireError
from index.overlay import Overlay
from index.query.tree import Node
from index.results import FrequentNames

_MOST_READ: Final = 2_000
"""Papers that are fetched for the names of their authors."""


def open_cluster(text: str, overlay: Overlay | None = None) -> ClusterPapers:
    """Open the index at an address of a cluster.

    Raises:
        UsageError: The address or the settings are wrong.
        IndexMissing: There is no such index.
        IndexDamaged: It was not pushed by Quire, or what answers is no cluster.
        IndexOutdated: Another version of Quire pushed it, or the cluster's version is not known.
        IndexClosed: The cluster does not let this user read it.
        IndexUnreachable: The cluster can't be reached.
    """
    client = client_for(parse_address(text))
    client.version()
    index = live_index(client)
    return ClusterPapers(client, index, read_manifest(client, index), overlay)


def client_for(address: Address) -> Client:
    """What asks the cluster of an address, as the settings and the environment say.

    Raises:
        UsageError: The settings are wrong.
    """
    return Client(address, credentials_for(address))


def describe_cluster(text: str) -> Description:
    """The description of the index at an address of a cluster.

    Raises:
        QuireError: As ``open_cluster``.
    """
    client = client_for(parse_address(text))
    client.version()
    index = live_index(client)
    manifest = read_manifest(client, index)
    statistics = client.ask("GET", f"/{index}/_stats/docs,store")["_all"]
    created = datetime.datetime.fromisoformat(manifest.created)
    age = datetime.datetime.now(datetime.UTC) - created
    client.close()
    return Description(
        index=str(client.address),
        generation=generation_name(index, manifest),
        papers=statistics["primaries"]["docs"]["count"],
        records=manifest.records,
        sources=manifest.sources,
        created=created,
        age_seconds=max(0, int(age.total_seconds())),
        bytes=statistics["total"]["store"]["size_in_bytes"],
        quire=manifest.quire,
        inputs=[],
    )


def generation_name(index: str, manifest: ClusterManifest) -> str:
    """What names the papers that an index has now: it, and the push that changed it last."""
    return f"{index}.{manifest.build}"


class ClusterPapers(SearcherPapers):
    """The papers of one pushed index."""

    def __init__(
        self, client: Client, index: str, manifest: ClusterManifest, overlay: Overlay | None
    ) -> None:
        organisations = Organisations(manifest.organisations, manifest.same_organisations)
        self.cluster = ClusterSearcher(client, index, manifest.routings, most_counted=count_limit())
        super().__init__(
            str(client.address),
            as_tantivy(self.cluster),
            ClusterCompiler(self.cluster, organisations, overlay),
            organisations,
        )
        self._client = client
        self._generation = generation_name(index, manifest)
        self._build = manifest.build

    def close(self) -> None:
        """As ``Papers.close``."""
        super().close()
        self._client.close()

    @property
    def generation(self) -> str:
        """As ``Papers.generation``."""
        return self._generation

    @property
    def build(self) -> int:
        """As ``Papers.build``."""
        return self._build

    @property
    def elsewhere(self) -> Client:
        """As ``Papers.elsewhere``."""
        return self._client

    def live_name(self) -> str:
        """As ``Papers.live_name``, by two small requests."""
        index = live_index(self._client)
        return generation_name(index, read_manifest(self._client, index))

    def is_stale(self) -> bool:
        """As ``Papers.is_stale``."""
        try:
            return self.live_name() != self._generation
        except QuireError:
            return False

    def frequent_names(self, query: str | Node, **options: Any) -> FrequentNames:
        """As ``Papers.frequent_names``, of fewer papers' authors: each has to be fetched."""
        options["read"] = min(options.get("read", _MOST_READ), _MOST_READ)
        return super().frequent_names(query, **options)

    def _failures_told(self) -> AbstractContextManager[None]:
        return sense_expected(self._client.address)

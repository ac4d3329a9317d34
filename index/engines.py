"""The engines that answer for an index, by the scheme of its address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from index.errors import UsageError
from index.storage.location import default_index, index_scheme

if TYPE_CHECKING:
    from index.description import Description
    from index.overlay import Overlay
    from index.papers import Papers


class Engine(Protocol):
    """What opens and describes the indexes of one kind of address.

    Both methods load what they need when they are called: a search pays for no other engine.
    """

    def open(self, address: str, overlay: Overlay | None) -> Papers:
        """Open an index for reading: its live generation.

        Raises:
            IndexMissing, IndexDamaged, IndexClosed, IndexOutdated: It can't be read.
        """
        ...

    def describe(self, address: str) -> Description:
        """What an index holds, for ``quire info``.

        Raises:
            IndexMissing, IndexDamaged, IndexClosed, IndexOutdated: It can't be read.
        """
        ...


class FolderEngine:
    """Tantivy, whose indexes are folders."""

    def open(self, address: str, overlay: Overlay | None) -> Papers:
        """As ``Engine.open``."""
        from index.engine.search import open_folder

        return open_folder(address, overlay)

    def describe(self, address: str) -> Description:
        """As ``Engine.describe``."""
        from index.engine.describe import describe_folder

        return describe_folder(address)


class ClusterEngine:
    """OpenSearch and Elasticsearch, whose indexes have web addresses."""

    def open(self, address: str, overlay: Overlay | None) -> Papers:
        """As ``Engine.open``."""
        from index.engine.cluster.papers import open_cluster

        return open_cluster(address, overlay)

    def describe(self, address: str) -> Description:
        """As ``Engine.describe``."""
        from index.engine.cluster.papers import describe_cluster

        return describe_cluster(address)


_CLUSTER = ClusterEngine()
ENGINES: dict[str, Engine] = {"": FolderEngine(), "http": _CLUSTER, "https": _CLUSTER}
"""Every engine, by the scheme of the addresses it opens; a folder's path has none."""


def open_index(
    address: str | os.PathLike[str] | None = None, *, overlay: Overlay | None = None
) -> Papers:
    """Open an index for reading: its live generation.

    Args:
        address: The index: the path of its folder, or an address with a scheme, such as
            ``https://host/name``; by default the user's own.
        overlay: What the reader did, as ``open_library`` opens it; without it nothing was done.

    Raises:
        IndexMissing: There is none.
        IndexDamaged: It can't be read.
        IndexClosed: This process may not read it.
        IndexOutdated: Another version of Quire made it.
        UsageError: No engine opens such addresses.
    """
    found = _found(address)
    return _engine_of(found).open(found, overlay)


def describe(address: str | os.PathLike[str] | None = None) -> Description:
    """What an index holds, without searching it.

    Raises:
        IndexMissing, IndexDamaged, IndexClosed, IndexOutdated, UsageError: As ``open_index``.
    """
    found = _found(address)
    return _engine_of(found).describe(found)


def _found(address: str | os.PathLike[str] | None) -> str:
    return default_index() if address is None else os.fsdecode(address)


def _engine_of(address: str) -> Engine:
    engine = ENGINES.get(index_scheme(address))
    if engine is None:
        known = [f"{scheme}://" for scheme in ENGINES if scheme]
        kinds = "a folder" + (
            f", or an address that begins with {' or '.join(known)}" if known else ""
        )
        raise UsageError(f"no index can be opened at {address}: name {kinds}")
    return engine

"""The copies that a cluster keeps of each part of a new index, beside the first of it.

What is sent while a part has only one copy is lost with the node that holds it.
https://docs.opensearch.org/2.19/api-reference/cluster-api/cluster-health/
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from index.engine.cluster.client import Client
from index.errors import UsageError

_LONGEST: Final = 30.0
"""Seconds that copies are waited for, as clusters themselves do."""
_SILENT: Final = 1.0
"""Seconds after which it is said what is waited for."""
_BETWEEN: Final = 0.25


def copies_for(client: Client, asked: int | None) -> int:
    """How many copies a new index has of each part: those that are asked for, or one.

    Args:
        client: Asks the cluster.
        asked: How many are asked for; None for one where there are several nodes.

    Raises:
        UsageError: The cluster has fewer nodes than that takes: no node keeps a part twice.
    """
    most = nodes_of(client) - 1
    if asked is None:
        return min(1, most)
    if asked > most:
        nodes = f"{most + 1} nodes" if most else "one node"
        room = f"{most} at most" if most else "none"
        raise UsageError(
            f"--replicas {asked} is more than {client.address.cluster} has room for: no node keeps "
            f"a copy of what it has, so {nodes} of it keep {room} beside the first"
        )
    return asked


def nodes_of(client: Client) -> int:
    """How many nodes of a cluster keep papers."""
    return int(client.ask("GET", "/_cluster/health")["number_of_data_nodes"])


def await_copies(
    client: Client,
    index: str,
    say: Callable[[str], object],
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Wait until each part of an index has its copies, but no longer than half a minute.

    Args:
        client: Asks the cluster.
        index: Its name behind the alias.
        say: Told what is waited for, unless that is there at once.
        sleep: Waits so many seconds.
    """
    waited, is_told = 0.0, False
    while waited < _LONGEST and (missing := missing_copies(client, index)):
        if waited >= _SILENT and not is_told:
            say(f"waiting for {client.address.cluster}: {missing}")
            is_told = True
        sleep(_BETWEEN)
        waited += _BETWEEN


def missing_copies(client: Client, index: str) -> str:
    """What an index lacks of its copies, in words; empty where it lacks none."""
    health = client.ask("GET", f"/_cluster/health/{quote(index)}")
    if health["status"] == "green":
        return ""
    there = int(health["active_shards"])
    missing = int(health["unassigned_shards"]) + int(health["initializing_shards"])
    return f"{missing} of the {there + missing} copies of its parts are on no node yet"

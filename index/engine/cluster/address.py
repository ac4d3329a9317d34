"""Addresses of indexes on a cluster: ``https://host:9200/papers``, with one host or several."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from index.errors import UsageError

PORT: Final = 9200
"""Where a cluster answers, unless an address says otherwise."""

_HOST: Final = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?", re.ASCII)
# https://docs.opensearch.org/2.19/api-reference/index-apis/create-index/#index-naming-restrictions
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}", re.ASCII)
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


class Address(msgspec.Struct, frozen=True):
    """An index on a cluster.

    Attributes:
        scheme: ``https``, or ``http``.
        hosts: With their ports; any of them answers for the cluster.
        name: Of the index, which is an alias of what was pushed last.
    """

    scheme: str
    hosts: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return f"{self.scheme}://{','.join(self.hosts)}/{self.name}"

    @property
    def cluster(self) -> str:
        """The cluster's own address, for messages."""
        return ", ".join(self.hosts)

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        names = (host.rpartition(":")[0] for host in self.hosts)
        return self.scheme == "https" or all(name in _LOOPBACK for name in names)


def parse_address(text: str) -> Address:
    """The parts of an address.

    Raises:
        UsageError: It is none, or holds a password, which would be kept and shown with it.
    """
    parts = urlsplit(text)
    hosts, name = parts.netloc, parts.path.strip("/")
    if "@" in hosts:
        shown = f"{parts.scheme}://{hosts.rpartition('@')[2]}{parts.path}"
        raise UsageError(
            f"an address holds no name or password, since it is kept and shown: take {shown}, and "
            "put them into [cluster] of the settings, or into QUIRE_CLUSTER_USER and "
            "QUIRE_CLUSTER_PASSWORD"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"an index has an address like https://host:{PORT}/papers, not {text}")
    found = [host for host in hosts.split(",") if host]
    for host in found:
        if not is_host(host):
            raise UsageError(f"{host} is no host of a cluster: name it like host:{PORT}")
    if not found or not name:
        raise UsageError(f"name a cluster and an index on it, like https://host:{PORT}/papers")
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name} can't be the name of an index: it has small letters, digits and . - _, begins "
            "with a letter or a digit, and is no longer than 200"
        )
    return Address(parts.scheme.casefold(), tuple(map(with_port, found)), name)


def is_host(text: str) -> bool:
    """Whether a text is the name of a host, with a port or without."""
    return _HOST.fullmatch(text) is not None and 0 < _port(text) < 65_536


def _port(host: str) -> int:
    port = with_port(host).rpartition(":")[2]
    return int(port)


def with_port(host: str) -> str:
    """A host with the port that a cluster answers on, unless another stands there."""
    name, colon, port = host.rpartition(":")
    has_port = colon and port.isdecimal() and not (name.startswith("[") and "]" not in name)
    return host if has_port else f"{host}:{PORT}"

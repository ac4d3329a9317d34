"""Addresses of indexes on a cluster: ``https://host:9200/papers``, with one host or several."""

from __future__ import annotations

import re
from contextlib import suppress
from socket import AF_INET6, inet_pton
from typing import Final

import msgspec

from index.errors import UsageError

SCHEMES: Final = ("https", "http")
"""What addresses begin with."""

PORT: Final = 9200
"""Where a cluster answers, unless an address says otherwise."""

# https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
_NAMED: Final = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})*\.?(?::\d{1,5})?", re.ASCII)
_NUMBERED: Final = re.compile(r"\[([0-9a-fA-F:.]+)\](?::\d{1,5})?", re.ASCII)
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
    scheme, _, rest = text.partition("://")
    if "@" in rest:
        # Neither hosts nor names have this sign, but a password may have any other.
        shown = f"{scheme}://{rest.rpartition('@')[2]}"
        raise UsageError(
            f"an address holds no name or password, since it is kept and shown: take {shown}, and "
            "put them into [cluster] of the settings, or into QUIRE_CLUSTER_USER and "
            "QUIRE_CLUSTER_PASSWORD"
        )
    if "?" in rest or "#" in rest:
        raise UsageError(f"an index has an address like https://host:{PORT}/papers, not {text}")
    hosts, _, path = rest.partition("/")
    name = path.strip("/")
    found = [host for host in hosts.split(",") if host]
    if not found or not name:
        raise UsageError(f"name a cluster and an index on it, like https://host:{PORT}/papers")
    if scheme.casefold() not in SCHEMES:
        raise UsageError(
            f"the address of a cluster begins with {' or '.join(f'{one}://' for one in SCHEMES)}, "
            f"not with {scheme}://"
        )
    for host in found:
        if not is_host(host):
            raise UsageError(f"{host} is no host of a cluster: name it like host:{PORT}")
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name} can't be the name of an index: it has small letters, digits and . - _, begins "
            "with a letter or a digit, and is no longer than 200"
        )
    return Address(scheme.casefold(), tuple(map(with_port, found)), name)


def is_host(text: str) -> bool:
    """Whether a text is the name of a host, with a port or without."""
    if numbered := _NUMBERED.fullmatch(text):
        is_known = _is_version_6(numbered[1])
    else:
        is_known = _NAMED.fullmatch(text) is not None
    return is_known and 0 < _port(text) < 65_536


def _is_version_6(number: str) -> bool:
    with suppress(OSError):
        return bool(inet_pton(AF_INET6, number))
    return False


def _port(host: str) -> int:
    port = with_port(host).rpartition(":")[2]
    return int(port)


def with_port(host: str) -> str:
    """A host in small letters, with the port that a cluster answers on, unless it has one."""
    host = host.casefold()
    name, colon, port = host.rpartition(":")
    has_port = colon and port.isdecimal() and not (name.startswith("[") and "]" not in name)
    return host if has_port else f"{host}:{PORT}"

"""Addresses of papers as vectors have them, and the keys of the papers there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import tantivy
    from tantivy import DocAddress

Address: TypeAlias = tuple[int, int]
"""Where a paper is: its segment, and its number in it."""


def address_of(address: DocAddress) -> Address:
    """An address as vectors have it."""
    return address.segment_ord, address.doc


def keys_at(searcher: tantivy.Searcher, addresses: Sequence[DocAddress]) -> list[str]:
    """The keys of the papers at some addresses."""
    return [str(searcher.doc(address).get_first("key")) for address in addresses]

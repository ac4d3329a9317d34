"""A query that was parsed: its tree, and where the parts of it stand in the text."""

from __future__ import annotations

import msgspec

from index.query.tree import Node


class Part(msgspec.Struct, frozen=True, gc=False):
    """One of the parts of a query that must all hold, and where it stands in the text.

    Attributes:
        node: What it means.
        start: Its first character.
        end: One past its last character.
    """

    node: Node
    start: int
    end: int


class Parsed(msgspec.Struct, frozen=True):
    """A query as a whole and in parts.

    Attributes:
        tree: The whole query.
        parts: What its outermost ``AND`` joins, in order. A query that is an ``OR`` is one part.
    """

    tree: Node
    parts: tuple[Part, ...]

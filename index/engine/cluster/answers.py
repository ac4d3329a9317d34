"""Answers of a cluster that are remembered: what is asked of one index twice has one answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import msgspec

_LONG_NAME: Final = 1_000


class Answers:
    """The latest answers, by what was asked. Threads may share them.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[bytes, Any] = OrderedDict()

    def get(self, *asked: Any) -> Any:
        """The answer to a question, of any parts that make JSON; None where it was not kept."""
        return self._known.get(_name(asked))

    def put(self, answer: Any, *asked: Any) -> None:
        """Keep an answer."""
        self._known[_name(asked)] = answer
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def find(self, find: Callable[[], Any], *asked: Any) -> Any:
        """The answer to a question: the one that is kept, else what ``find`` tells."""
        known = self.get(*asked)
        if known is None:
            known = find()
            self.put(known, *asked)
        return known


def _name(asked: tuple[Any, ...]) -> bytes:
    """What names a question; short, also where a query names thousands of papers."""
    encoded = msgspec.json.encode(asked)
    return encoded if len(encoded) < _LONG_NAME else blake2b(encoded, digest_size=16).digest()

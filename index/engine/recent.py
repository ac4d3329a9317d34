"""Keeping the latest few of what takes time to make."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress
from typing import Final, TypeVar

REMEMBERED: Final = 64
"""How many are kept."""

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


def remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep a value, and the latest few of those before; other threads may do so at any moment."""
    memory[key] = value
    while len(memory) > REMEMBERED:
        # Another thread may add something while the oldest is looked for.
        with suppress(RuntimeError, StopIteration):
            memory.pop(next(iter(memory)), None)

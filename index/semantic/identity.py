"""What a model is: vectors of two models can't be compared, whatever these are called."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b, file_digest
from typing import Final, NamedTuple

from index.semantic.failures import unusable
from index.storage.store import reason_of

_METHOD: Final = 1
"""Raise it when what is embedded of a paper, or how, changes here."""


class Identity(NamedTuple):
    """What ``Model`` says of a model, but for its dimensions."""

    name: str
    place: str
    fingerprint: str


def identity_of(name: str, place: str, files: Iterable[str], *options: int | bool) -> Identity:
    """The identity of a model.

    Args:
        name: As ``Model.name``.
        place: As ``Model.place``.
        files: The paths of its weights and its tokenizer.
        options: Whatever else makes a difference to its vectors.

    Raises:
        SemanticUnavailable: A file can't be read.
    """
    whole = blake2b(repr((_METHOD, *options)).encode(), digest_size=16)
    for path in files:
        try:
            with open(path, "rb") as file:
                whole.update(file_digest(file, blake2b).digest())
        except OSError as error:
            raise unusable(path, reason_of(error)) from None
    return Identity(name, place, whole.hexdigest())

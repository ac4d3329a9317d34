"""``Source``: a format that Quire reads; ``Head``: the beginning of an input, which tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from index.paper import Record
from index.sources.xml.roots import Root, root_of

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.json_start import JsonStart
    from index.sources.saved_years import SavedYears

_JSON: Final = rb'\{|\[\s*(?:[\[{\]"]|null\b|true\b|false\b|-?\d+(?:\.\d+)?\s*[,\]])'


Namer: TypeAlias = Callable[[bytes, int], tuple[str | None, str] | None]
"""Gives the arXiv id and the title in a line; see ``Source``."""


class Head:
    """The beginning of an input, which is text.

    Args:
        text: Its first bytes, decompressed, in UTF-8, without byte order marks and zero bytes.
        whole: Whether that is all there is.
    """

    def __init__(self, text: bytes, *, whole: bool) -> None:
        self.text = text
        self.start = text.lstrip()
        self.whole = whole

    @property
    def is_json(self) -> bool:
        """Whether it begins as an object or an array of JSON does."""
        return re.match(_JSON, self.start) is not None

    @cached_property
    def root(self) -> Root | None:
        """The root element where it begins as XML or HTML does; else None."""
        return root_of(self.start)

    @cached_property
    def json(self) -> JsonStart:
        """What it tells if it is JSON: of what kind its records are, and where they stand."""
        from index.sources.json_start import look

        return look(self.start, whole=self.whole)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A format that Quire reads.

    One of ``read`` and ``decoder`` is given, or both.

    Attributes:
        name: As ``--format`` takes it and ``Paper.sources`` gives it.
        label: What it is, for people: after "Quire reads".
        recognises: Whether an input that begins so is in this format. The formats are asked in the
            order of ``SOURCES``, so one need not doubt what those before it recognise.
        read: Reads a whole input. It raises ``InputError`` where the data are damaged.
        decoder: Makes, for the name of an input with a record a line, the function that turns a
            line's bytes and number into a record. Such inputs are bulk: lines that are known need
            not be decoded. Where ``read`` is given too, it is for inputs without such lines.
        namer: Makes, for the name of such an input, the function that gives of a line's bytes and
            number what its record names its paper by, the arXiv id and the title, as the decoder
            would, for less. It gives None where only the decoder can tell; where it is not given
            itself, that is always.
        title_rank: Whose title is shown when records of one paper spell it differently, and whose
            date when they name days that differ: that of the greatest rank.
        origin: Who says what such records say, for formats that share it; by default the name.
        has_ids: Whether records have arXiv ids, all but some of Quire's own among them.
    """

    name: str
    label: str
    recognises: Callable[[Head], bool]
    read: Callable[[Input, SavedYears], Iterator[Record]] | None = None
    decoder: Callable[[str], Callable[[bytes, int], Record]] | None = None
    namer: Callable[[str], Namer] | None = None
    title_rank: int = 1
    origin: str = ""
    has_ids: bool = False

    def __post_init__(self) -> None:
        if self.read is None and self.decoder is None:
            raise TypeError(f"the format {self.name} needs a reader or a decoder")

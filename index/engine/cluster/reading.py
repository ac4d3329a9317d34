"""Reads the papers of a cluster, many at once; those that were listed are known already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from index.engine import schema
from index.engine.cluster.client import Client
from index.engine.cluster.documents import paper_of
from index.engine.cluster.mapping import PAPER
from index.engine.folding import fold
from index.engine.schema import order_column
from index.errors import IndexDamaged
from index.fields import FIELDS
from index.paper import Paper

_REMEMBERED: Final = 4_096
_AT_ONCE: Final = 500
_BY_DATE: Final = order_column("date")


class Place(NamedTuple):
    """Where a paper is, as Tantivy's addresses tell it: here, the name of its document."""

    segment_ord: int
    doc: str


class Document:
    """A paper's columns as far as the engine reads them back."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    def get_first(self, column: str) -> str | None:
        """The text of a column as Tantivy stores it."""
        text = {
            "key": self._paper.key,
            "title": fold(self._paper.title),
            "abstract": fold(self._paper.abstract or ""),
        }
        return text[column]


class PaperReader:
    """Reads the papers of one index. Threads may share it.

    Args:
        client: Asks the cluster.
        path: Of the index.
    """

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path
        self._known: OrderedDict[str, Any] = OrderedDict()

    def note(self, hits: Iterable[Any]) -> None:
        """Keep the papers of some documents, as a search lists them."""
        for hit in hits:
            self._known[hit["_id"]] = hit
        self._forget()

    def of(self, addresses: Iterable[Place]) -> list[Paper]:
        """The papers at some addresses, in order.

        Raises:
            IndexDamaged: One is not there any more, or can't be read back.
            QuireError: The cluster can't be asked.
        """
        names = [address.doc for address in addresses]
        found = {name: self._known[name] for name in names if name in self._known}
        missing = [name for name in dict.fromkeys(names) if name not in found]
        for start in range(0, len(missing), _AT_ONCE):
            found |= self._read(missing[start : start + _AT_ONCE])
        papers = {}
        for name, one in found.items():
            # Of what a search lists only some is shown.
            papers[name] = one if isinstance(one, Paper) else self._paper_of(one)
        self._known.update(papers)
        self._forget()
        return [papers[name] for name in names]

    def _read(self, names: Sequence[str]) -> dict[str, Any]:
        answer = self._client.ask("POST", f"{self._path}/_mget", {"ids": list(names)})
        found = {}
        for document in answer["docs"]:
            if not document.get("found"):
                raise IndexDamaged(
                    f"{self._client.address} has lost a paper while it was read: search again"
                )
            found[document["_id"]] = document
        return found

    def _paper_of(self, document: Any) -> Paper:
        try:
            return paper_of(document["_source"][PAPER])
        except (KeyError, msgspec.ValidationError) as error:
            raise IndexDamaged(
                f"a paper of {self._client.address} can't be read back ({error}): push it anew "
                f"with `quire push {self._client.address} PATH...`"
            ) from None

    def _forget(self) -> None:
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def number_of(paper: Paper, column: str) -> int | None:
    """What a column of numbers has of a paper."""
    if column == _BY_DATE:
        published = 0 if paper.published is None else schema.date_number(paper.published)
        return published * (schema.KEY_HASH_MASK + 1) | schema.key_hash(paper.key)
    for field in FIELDS.values():
        if field.column == column:
            value = getattr(paper, field.attribute)
            if value is None or isinstance(value, int):
                return value
            return schema.date_number(value)
    raise KeyError(column)

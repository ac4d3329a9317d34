"""How many papers of a cluster have each term: many terms are asked for at once, and remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from index.engine.cluster.client import Client
from index.engine.cluster.json_queries import Term
from index.engine.cluster.mapping import is_prose

_REMEMBERED: Final = 65_536
_AT_ONCE: Final = 500


class WordFrequencies:
    """The frequencies of one index. Threads may share it.

    Attributes:
        known: Those that were asked for before.

    Args:
        client: Asks the cluster.
        index: Name of the index.
        routings: A routing value for each shard.
    """

    def __init__(self, client: Client, index: str, routings: Sequence[str]) -> None:
        self.known: dict[Term, int] = {}
        self._client = client
        self._index = index
        self._routings = routings

    def of(self, terms: Collection[Term]) -> Mapping[Term, int]:
        """How many papers have each of some terms, those included that were deleted.

        Raises:
            QuireError: The cluster can't tell.
        """
        known = self.known
        unknown = [term for term in terms if term not in known]
        found = {term: known[term] for term in terms if term in known}
        for start in range(0, len(unknown), _AT_ONCE):
            found |= self._look_up(unknown[start : start + _AT_ONCE])
        if len(known) > _REMEMBERED:
            self.known = known = {}
        known.update(found)
        return found

    def _look_up(self, terms: Sequence[Term]) -> dict[Term, int]:
        """Each shard is asked about a paper that there is not, with all of the terms in it.

        https://docs.opensearch.org/2.19/api-reference/document-apis/mtermvectors/
        """
        columns: dict[str, list[str]] = {}
        for column, term in terms:
            columns.setdefault(column, []).append(term)
        asked = {
            "_index": self._index,
            "doc": {
                column: " ".join(values) if is_prose(column) else values
                for column, values in columns.items()
            },
            "fields": list(columns),
            "term_statistics": True,
            "field_statistics": False,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }
        body = {"docs": [{**asked, "routing": routing} for routing in self._routings]}
        answer = self._client.ask("POST", "/_mtermvectors", body)
        found = dict.fromkeys(terms, 0)
        for shard in answer["docs"]:
            for column, told in shard.get("term_vectors", {}).items():
                for term, statistics in told["terms"].items():
                    if (column, term) in found:
                        found[column, term] += statistics.get("doc_freq", 0)
        return found

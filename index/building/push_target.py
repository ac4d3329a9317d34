"""The index on a cluster that papers are pushed to, and the alias that readers know it by."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import msgspec

from index.building.organisation_names import OrganisationNames
from index.building.part import Part
from index.building.push_copies import await_copies, nodes_of
from index.engine.cluster.client import Client, Version
from index.engine.cluster.compiler import as_tantivy
from index.engine.cluster.documents import document_id
from index.engine.cluster.manifest import (
    ABOUT,
    ClusterManifest,
    change_manifest,
    find_manifest,
    live_index,
    read_manifest,
    write_manifest,
)
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT, PAPER, index_body
from index.engine.cluster.searcher import ClusterSearcher
from index.engine.same_title import with_title
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, UsageError
from index.paper import Paper
from index.storage.store import Manifest
from index.version import VERSION

_AT_ONCE: Final = 1_000
_MOST_TRIED: Final = 5_000
_MOST_SOURCES: Final = 1_000
_CHOOSING: Final = "20s"
"""How long one request waits until lost shards have other copies."""
_IS_PUSHED: Final = re.compile(r".+-[0-9a-f]{16}(?:\.\d+)?", re.DOTALL).fullmatch
"""The names that pushes give, of every version of Quire."""


class Target:
    """One index that is written to.

    Attributes:
        client: Asks the cluster.
        address: Of the index.
        index: Its name behind the alias.
        is_begun: Whether an earlier push, or that of another part, has sent papers already.
        build: The number of the push, the same for all that go on with it.
        manifest: What it says of itself, once it is whole, or this part of it is.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = client.address
        self.index = ""
        self.is_begun = False
        self.build = 0
        self.manifest: ClusterManifest | None = None
        self._version: Version = client.version()
        self._before: str | None = None

    @property
    def _path(self) -> str:
        return f"/{quote(self.index)}"

    def open_live(self) -> None:
        """Write to the index that is searched now.

        Raises:
            QuireError: As ``live_index`` and ``read_manifest``.
        """
        self.index = live_index(self.client)
        self.manifest = read_manifest(self.client, self.index)

    def create(
        self,
        digest: str,
        build: int,
        shards: int | None,
        copies: int,
        say: Callable[[str], object],
    ) -> None:
        """Write to a new index, or to one that a push of the same inputs has begun.

        Args:
            digest: Of the inputs.
            build: A number for the push, unless it has one, or the one before has a larger one.
            shards: As ``push``.
            copies: Of each part, beside the first.
            say: As ``push``.
        """
        try:
            self._before = live_index(self.client)
        except IndexMissing:
            self._before = None
        if self._before is not None and not _IS_PUSHED(self._before):
            # The alias would be taken away from whoever uses it.
            raise UsageError(
                f"{self.address.name} on {self.address.cluster} stands for {self._before}, which "
                "Quire did not make: push to another name"
            )
        number = 1
        self.index = f"{self.address.name}-{digest}{CLUSTER_FINGERPRINT}"
        if self._before is not None and self._before.partition(".")[0] == self.index:
            # What is searched is not written to, though it is of the same inputs.
            number = int(self._before.partition(".")[2] or 1) + 1
        if number > 1:
            self.index += f".{number}"
        shards = shards or nodes_of(self.client)
        legacy = self._version.is_opensearch and self._version.major >= 3
        if self._exists(self.index):
            self.is_begun = True
            self.build = self._build_of_index()
            return
        build = max(build, self._build_before() + 1)
        body = index_body(shards, copies, build=build, legacy_similarity=legacy)
        make = partial(self.client.ask, "PUT", self._path, body)
        # Another machine may be sending another part, or the answer was lost.
        if make(accepted=(400,)) is None and not self._exists(self.index):
            make()
        self.build = self._build_of_index()
        await_copies(self.client, self.index, say)

    def _build_before(self) -> int:
        """The number of the push that made the index that is replaced, as far as it tells."""
        if self._before is not None:
            with suppress(IndexDamaged, IndexOutdated):
                return read_manifest(self.client, self._before).build
        return 0

    def _build_of_index(self) -> int:
        """The number of the push that made the index.

        Raises:
            IndexDamaged: No push made it: a cluster makes what is written to and is not there.
        """
        found = self.client.ask("GET", f"{self._path}/_mapping")[self.index]["mappings"]
        build = found.get("_meta", {}).get("build")
        if not isinstance(build, int):
            raise IndexDamaged(
                f"{self.index} on {self.address.cluster} was deleted while it was written to, and "
                "made anew by the cluster: delete it once more, and push again"
            )
        return build

    def _exists(self, name: str) -> bool:
        return self.client.ask("GET", f"/{quote(name)}", accepted=(404,)) is not None

    def without_known(self, papers: Sequence[Paper]) -> list[Paper]:
        """Those of some papers that the index does not have yet."""
        missing = self._missing(self.index, [paper.key for paper in papers])
        return [paper for paper in papers if paper.key in missing]

    def missing_of(self, keys: Sequence[str]) -> set[str]:
        """Those of some keys that the index does not have."""
        return self._missing(self.index, keys)

    def _missing(self, index: str, keys: Sequence[str]) -> set[str]:
        missing: set[str] = set()
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            found = self._documents(index, some, "false")
            missing |= {key for key, one in zip(some, found, strict=True) if not one.get("found")}
        return missing

    def dated(self, papers: Sequence[Paper], build: int) -> Iterator[Paper]:
        """Papers with the push that added them, or the day and the build that did so before.

        Args:
            papers: Some.
            build: The number that papers have now which are added by this push.
        """
        for start in range(0, len(papers), _AT_ONCE):
            some = papers[start : start + _AT_ONCE]
            for paper, known in zip(some, self._known_before(some), strict=True):
                day, number = known.get("added"), known.get("added_build")
                if day is not None:
                    first = datetime.date.fromisoformat(day)
                    yield msgspec.structs.replace(paper, added=first, added_build=number)
                elif paper.added_build == build:
                    yield msgspec.structs.replace(paper, added_build=self.build)
                else:
                    yield paper

    def _known_before(self, papers: Sequence[Paper]) -> list[dict[str, Any]]:
        """What the index that is replaced has of some papers; nothing of new ones."""
        if self._before is None:
            return [{}] * len(papers)
        keys = [paper.key for paper in papers]
        found = self._documents(self._before, keys, f"{PAPER}.added,{PAPER}.added_build")
        return [one.get("_source", {}).get(PAPER, {}) for one in found]

    def _documents(self, index: str, keys: Sequence[str], source: str) -> list[Any]:
        body = {"ids": list(map(document_id, keys))}
        found = self.client.ask("POST", f"/{quote(index)}/_mget", body, _source=source)
        documents: list[Any] = found["docs"]
        return documents

    def refresh(self) -> None:
        """Let everything that was written be found, in every shard."""
        # A shard whose node was lost is passed over by a refresh until another copy is chosen.
        health = f"/_cluster/health/{quote(self.index)}"
        self.client.ask("GET", health, wait_for_status="yellow", timeout=_CHOOSING)
        self.client.ask("POST", f"{self._path}/_refresh")

    def count(self) -> int:
        """Papers in the index, as far as they are found."""
        return int(self.client.ask("GET", f"{self._path}/_count")["count"])

    def is_live(self) -> bool:
        """Whether the index is the one that is searched."""
        try:
            return live_index(self.client) == self.index
        except IndexMissing:
            return False

    def searcher(self) -> ClusterSearcher:
        """Searches what is written by now.

        Raises:
            QuireError: The cluster can't be asked.
        """
        self.refresh()
        return ClusterSearcher(self.client, self.index, self.routings())

    def titled(self, title: str) -> list[Paper]:
        """The papers with a title in the index that is updated."""
        return with_title(as_tantivy(self.searcher()), title, nearly=False)

    def note(self, part: Part, staged: Manifest, records: int, names: OrganisationNames) -> None:
        """Take note that the papers of a part are there.

        Args:
            part: Which.
            staged: What the index says of itself that they come from.
            records: Those that were read for all parts.
            names: Of the organisations of the papers of this part.
        """
        manifest = ClusterManifest(
            fingerprint=CLUSTER_FINGERPRINT,
            quire=VERSION,
            created=staged.created,
            records=records,
            sources={},
            organisations=names.names(),
            same_organisations=names.same(),
            routings=self.routings(),
            build=self.build,
        )
        write_manifest(self.client, self.index, manifest, _name_of(part))
        self.manifest = manifest

    def parts(self, of: int) -> list[ClusterManifest]:
        """What is noted of each part that is there."""
        names = [_name_of(Part(number, of)) for number in range(1, of + 1)]
        found = (find_manifest(self.client, self.index, name) for name in names)
        return [one for one in found if one is not None]

    def finish(self, parts: Sequence[ClusterManifest], names: OrganisationNames) -> None:
        """Let the index be searched.

        Args:
            parts: What is noted of all parts.
            names: Of all organisations.
        """
        self._build_of_index()
        manifest = msgspec.structs.replace(
            parts[0],
            created=max(part.created for part in parts),
            records=max(part.records for part in parts),
            organisations=names.names(),
            same_organisations=names.same(),
        )
        self.save(manifest)
        settings = {"index": {"refresh_interval": None}}
        self.client.ask("PUT", f"{self._path}/_settings", settings)
        self._swap()

    def _swap(self) -> None:
        """Let the alias stand for this index, from one moment to the next."""
        alias = self.address.name
        actions: list[dict[str, Any]] = [{"add": {"index": self.index, "alias": alias}}]
        old = self._before
        if old is not None and old != self.index:
            actions.append({"remove": {"index": old, "alias": alias}})
        move = partial(self.client.ask, "POST", "/_aliases", {"actions": actions})
        # What was moved already, though the answer was lost, is not there to be moved.
        if move(accepted=(404,)) is None and not self.is_live():
            move()
        for name in self._replaced_before(keep={self.index, old or ""}):
            self.client.ask("DELETE", f"/{quote(name)}", accepted=(404,))
            self.client.ask("DELETE", f"/{quote(name + ABOUT)}", accepted=(404,))

    def _replaced_before(self, keep: set[str]) -> list[str]:
        """Whole indexes of earlier pushes; the last one stays for those who are reading it."""
        pattern = f"{quote(self.address.name)}-*{ABOUT}"
        found = self.client.ask("GET", f"/{pattern}/_alias", accepted=(404,)) or {}
        names = [name.removesuffix(ABOUT) for name in found]
        return [name for name in names if name not in keep and self._is_of_this_name(name)]

    def _is_of_this_name(self, name: str) -> bool:
        """Whether an index was pushed under this alias, and not under one that begins alike."""
        rest = name.removeprefix(f"{self.address.name}-").partition(".")[0]
        return len(rest) == 16 and all(sign in "0123456789abcdef" for sign in rest)

    def routings(self) -> list[str]:
        """A routing value for each shard, found by asking where some lead."""
        if self.manifest is not None:
            return self.manifest.routings
        found: dict[int, str] = {}
        shards = self._number_of_shards()
        for number in range(_MOST_TRIED):
            if len(found) == shards:
                break
            routing = str(number)
            told = self.client.ask("GET", f"{self._path}/_search_shards", routing=routing)
            found.setdefault(told["shards"][0][0]["shard"], routing)
        return [found[shard] for shard in sorted(found)]

    def _number_of_shards(self) -> int:
        settings = self.client.ask("GET", f"{self._path}/_settings")
        return int(settings[self.index]["settings"]["index"]["number_of_shards"])

    def save(self, manifest: ClusterManifest) -> None:
        """Replace what the index says of itself; which source knew how many papers is counted."""
        self.manifest = manifest = msgspec.structs.replace(manifest, sources=self._sources())
        write_manifest(self.client, self.index, manifest)

    def change(self, change: Callable[[ClusterManifest], ClusterManifest]) -> None:
        """Change what the index says of itself, as ``save``; another push may do so too."""
        sources = self._sources()
        self.manifest = change_manifest(
            self.client,
            self.index,
            lambda known: msgspec.structs.replace(change(known), sources=sources),
        )

    def _sources(self) -> dict[str, int]:
        counts = {"sources": {"terms": {"field": "source", "size": _MOST_SOURCES}}}
        found = self.searcher().aggregate({"match_all": {}}, counts)["sources"]["buckets"]
        return {one["key"]: one["doc_count"] for one in found}


def _name_of(part: Part) -> str:
    return f"part-{part.number}-of-{part.of}"

"""Answers from one generation of an index: pages, counts, one paper, papers like it.

Everything here may be called from any thread. An opened generation never changes and keeps
answering after a newer one was published.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import msgspec
import tantivy
from tantivy import DocAddress, Query

from index.engine import ranking as order
from index.engine import schema
from index.engine.analysis import is_encodable
from index.engine.answer import Answer, Evidence
from index.engine.compile import Compiler
from index.engine.cost import refuse_costly
from index.engine.facets import count_facets
from index.engine.similar import find, keys_apart, similar_to
from index.errors import EngineFailed, IndexDamaged, QuireError, UsageError
from index.paper import Paper
from index.papers import Papers
from index.query import dates
from index.query.parse import parse_parts
from index.query.tree import Node
from index.query.unparse import to_text
from index.results import SORTS, Facets, Hit, Page
from index.storage import store

if TYPE_CHECKING:
    from index.engine.highlight import Highlighter
    from index.results import Explanation

_REMEMBERED: Final = 64

_EXPLAINED: Final = 8
"""How often a query may be counted for as much time as it may take to search for it."""

_DEEP: Final = 20_000
"""Papers from which on it pays to count before asking for them."""

LARGEST: Final = 2**63 - 1
"""The largest number of papers that can be asked for."""

_PAST_THE_END: Final = "Failed to lookup Doc"


_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


def open_index(index_dir: str | os.PathLike[str] | None = None) -> Papers:
    """Open an index for reading: its live generation.

    Args:
        index_dir: The index folder; by default the user's own.

    Raises:
        IndexMissing: There is none.
        IndexDamaged: It can't be read.
        IndexOutdated: Another version of Quire made it.
    """
    return open_folder(index_dir)


def open_folder(index_dir: str | os.PathLike[str] | None = None) -> TantivyPapers:
    """Open an index folder as ``open_index`` does, with what only this engine tells.

    Args:
        index_dir: The index folder; by default the user's own.

    Raises:
        IndexMissing: There is none.
        IndexDamaged: It can't be read.
        IndexOutdated: Another version of Quire made it.
    """
    folder = os.fspath(index_dir) if index_dir is not None else store.default_index_dir()
    while True:
        generation = store.live_generation(folder, schema.FINGERPRINT)
        try:
            with _damage_told(generation, folder):
                index = schema.open_for_reading(generation.path)
                return TantivyPapers(folder, generation, index.searcher())
        except IndexDamaged:
            # A newer generation may have been published while this one was being opened.
            if store.live_name(folder) == generation.name:
                raise


class TantivyPapers(Papers):
    """The papers of one generation, found by Tantivy."""

    def __init__(
        self, folder: str, generation: store.Generation, searcher: tantivy.Searcher
    ) -> None:
        self._folder = folder
        self._generation = generation
        self._opened: tuple[tantivy.Searcher, Compiler] | None = (searcher, Compiler(searcher))
        self._answers: dict[tuple[Node, datetime.date, bool], Answer] = {}
        self._highlighters: dict[tuple[str | Node, bool], Highlighter] = {}

    def close(self) -> None:
        """Let go of the index; what runs in other threads is finished first."""
        self._opened = None
        self._answers = {}
        self._highlighters = {}

    # What is opened

    @property
    def count(self) -> int:
        """Number of papers."""
        return self.searcher.num_docs

    @property
    def segments(self) -> int:
        """Number of segments the papers lie in."""
        return self.searcher.num_segments

    @property
    def live(self) -> store.Generation:
        """The generation that answers, as the store knows it."""
        return self._generation

    @property
    def generation(self) -> str:
        """Name of the generation that answers."""
        return self._generation.name

    @property
    def manifest(self) -> store.Manifest:
        """What the generation says of itself."""
        return self._generation.manifest

    @property
    def searcher(self) -> tantivy.Searcher:
        """The Tantivy searcher."""
        return self._open()[0]

    @property
    def compiler(self) -> Compiler:
        """Compiles queries for this generation."""
        return self._open()[1]

    def live_name(self) -> str:
        """Name of the generation that is live now, which may be a newer one. One small read.

        Raises:
            IndexMissing: The index is not there any more.
            IndexDamaged: It does not say which generation is live.
        """
        return store.live_name(self._folder)

    def is_stale(self) -> bool:
        """Whether a newer generation is live. Costs one small read."""
        try:
            return self.live_name() != self._generation.name
        except QuireError:
            return False

    def sample(self) -> int:
        """Read papers back from every segment, ever farther apart; how many were read.

        Raises:
            IndexDamaged: One can't be read.
        """
        searcher, read = self.searcher, 0
        with self._damage_told():
            for segment in range(searcher.num_segments):
                number = 0
                while True:
                    try:
                        self._paper(DocAddress(segment, number))
                    except ValueError as error:
                        # Segments do not say how long they are.
                        if number and _PAST_THE_END in str(error):
                            break
                        raise
                    read += 1
                    number = number + 1 + number // 20
        return read

    def _open(self) -> tuple[tantivy.Searcher, Compiler]:
        if self._opened is None:
            raise UsageError("this index has been closed")
        return self._opened

    # Answers

    def search(
        self,
        query: str | Node,
        *,
        sort: str | None = None,
        limit: int = 20,
        offset: int = 0,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        partial: bool = True,
    ) -> Page:
        """A part of the papers that a query finds.

        Args:
            query: In the query language, as text or parsed.
            sort: One of ``SORTS``; by default relevance for a query with words, else date. All
                but relevance have the largest first; what is unknown is last both ways.
            limit: Most papers to return; 0 only counts.
            offset: Papers to skip.
            reverse: The other way round; by relevance this gives full matches only.
            prefix: Whether the query is being typed, so that its last word may be unfinished.
            fuzzy: Whether to answer with a near spelling of the query where nothing matches it;
                the page says so. Without, the page only suggests one.
            partial: Whether to list papers that match only some of the words, by relevance.

        Raises:
            QueryError: The query can't be understood.
            UsageError: There is no such sort, or a number is negative.
            IndexDamaged: The index can't be read.
        """
        started = perf_counter()
        if sort is not None and sort not in SORTS:
            raise UsageError(f"can't sort by {sort!r}: sorts are {', '.join(SORTS)}")
        require_number("limit", limit)
        require_number("offset", offset)
        tree = self._tree(query, prefix)
        with self._damage_told():
            answer = self._answer(tree, fuzzy)
            sort = _order(sort, answer)
            partial_total = 0
            if offset + limit > _DEEP:
                # Tantivy makes room for as many as are asked for, whether there are so many or not.
                most = answer.total() + (answer.partial_total() if sort == "relevance" else 0)
                offset = min(offset, most)
                limit = min(limit, most - offset)
            if sort != "relevance":
                found = answer.sorted(sort, offset, limit, reverse=reverse)
            elif reverse:
                found = answer.least_relevant(offset, limit)
            else:
                best = answer.most_relevant if partial else answer.most_relevant_full
                found = best(offset, limit)
                partial_total = answer.partial_total()
            total = answer.total()
            hits = [Hit(self._paper(address), score, partly) for address, score, partly in found]
            suggestion = answer.suggestion()
        return Page(
            total,
            partial_total,
            hits,
            perf_counter() - started,
            answer.corrected,
            suggestion,
            *answer.required,
        )

    def get(self, key: str) -> Paper | None:
        """The paper with this key, arXiv id (in any version), DOI or address."""
        with self._damage_told():
            address = find(self.searcher, key.strip())
            return None if address is None else self._paper(address)

    def keys_apart(self, key: str) -> list[str]:
        """The keys of papers that share a title, for the key that one of them alone would have.

        A paper has that key until another one with its title, and no id either, is indexed.
        """
        with self._damage_told():
            return keys_apart(self.searcher, key.strip())

    def similar(self, key: str, limit: int = 10) -> list[Hit]:
        """The papers most like the one of this key, best first; none for an unknown key.

        Raises:
            UsageError: The limit is not a number from 0.
        """
        require_number("limit", limit)
        limit = min(limit, self.count)
        with self._damage_told():
            address = find(self.searcher, key.strip())
            if address is None or limit < 1:
                return []
            ranked, _ = order.ranked(self.searcher, similar_to(self.searcher, address), 0, limit)
            return [Hit(self._paper(found), score, False) for score, found in ranked]

    def facets(
        self,
        query: str | Node,
        *,
        organisations: int = 50,
        find_organisation: str = "",
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Facets:
        """Counts by date, organisation and number of authors, of full matches.

        Each is counted for the query without its own filter, so that alternatives stay visible.

        Args:
            query: In the query language.
            organisations: Most organisations to list.
            find_organisation: List only organisations whose slug or name has this in it.
            prefix: As for ``search``.
            fuzzy: As for ``search``.

        Raises:
            QueryError: The query can't be understood.
            UsageError: The number of organisations is not one from 0.
        """
        require_number("organisations", organisations)
        tree = self._tree(query, prefix)
        with self._damage_told():
            answer = self._answer(tree, fuzzy)
            answer.total()
            counted = count_facets(
                self.searcher,
                self._matching,
                self.manifest.organisations,
                answer.tree,
                organisations,
                find_organisation,
            )
            suggestion = answer.suggestion()
        required, of = answer.required
        return msgspec.structs.replace(
            counted,
            corrected=answer.corrected,
            suggestion=suggestion,
            required=required,
            of=of,
        )

    def explain(self, query: str | Node) -> Explanation:
        """How many papers each part of a query matches, alone and by its absence.

        Raises:
            QueryError: The query can't be understood.
        """
        from index.query.explain import explain

        text = query if isinstance(query, str) else to_text(query)
        parsed = parse_parts(text)
        with self._damage_told():
            # The query is searched for once without each of its parts.
            times = 1 + len(parsed.parts) / _EXPLAINED
            refuse_costly(parsed, text, self.compiler.variants.frequencies, times=times)
            return explain(text, Evidence(self.compiler, dates.today()).found)

    def highlights(
        self,
        query: str | Node,
        text: str,
        field: Literal["title", "abstract", "authors"] = "title",
        *,
        prefix: bool = False,
    ) -> list[tuple[int, int]]:
        """Where a text of a paper matches a query.

        Args:
            query: In the query language; nothing matches one that can't be understood.
            text: A title, an abstract, or names.
            field: Which of them it is.
            prefix: As for ``search``.

        Returns:
            Ranges of characters, first to one past the last, in order and apart.
        """
        highlighter = self._highlighters.get((query, prefix))
        if highlighter is None:
            from index.engine.highlight import Highlighter

            try:
                tree = self._tree(query, prefix)
            except QuireError:
                return []
            with self._damage_told():
                highlighter = Highlighter(tree, self.compiler.variants)
            _remember(self._highlighters, (query, prefix), highlighter)
        return highlighter.ranges(text, field)

    def position(
        self,
        query: str | Node,
        key: str,
        *,
        sort: str | None = None,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> int | None:
        """The place of a paper in an answer, from 0, as ``search`` with the same arguments has it.

        None if the paper is not in the answer, or among more than a million that are equally
        relevant.

        Raises:
            QueryError: The query can't be understood.
        """
        tree = self._tree(query, prefix)
        with self._damage_told():
            answer = self._answer(tree, fuzzy)
            answer.total()
            if not is_encodable(key):
                return None
            return answer.place(key, _order(sort, answer), reverse=reverse)

    def natural_sort(self, query: str | Node, *, prefix: bool = False) -> str:
        """The order that ``search`` gives without ``sort``: ``relevance`` or ``date``.

        Raises:
            QueryError: The query can't be understood.
        """
        tree = self._tree(query, prefix)
        with self._damage_told():
            return _order(None, self._answer(tree))

    # One query

    def _tree(self, query: str | Node, prefix: bool) -> Node:
        """What is asked for; what would take minutes is refused before it is looked for."""
        if not isinstance(query, str):
            return query
        parsed = parse_parts(query, typing=prefix)
        with self._damage_told():
            refuse_costly(parsed, query, self.compiler.variants.frequencies)
        return parsed.tree

    def _answer(self, tree: Node, fuzzy: bool = False) -> Answer:
        # Relative dates move at midnight, which is that of the papers' own dates.
        today = dates.today()
        key = (tree, today, fuzzy)
        answer = self._answers.get(key)
        if answer is None:
            answer = Answer(self.compiler, tree, today, fuzzy=fuzzy)
            _remember(self._answers, key, answer)
        return answer

    def _damage_told(self) -> AbstractContextManager[None]:
        return _damage_told(self._generation, self._folder)

    def _matching(self, tree: Node) -> Query:
        return self.compiler.relaxed(self._answer(tree).compiled).full

    def _paper(self, address: DocAddress) -> Paper:
        document = self.searcher.doc(address)
        try:
            return schema.paper_from(document)
        except (TypeError, ValueError, msgspec.MsgspecError) as error:
            # Whatever a document lacks, it was written whole.
            raise store.damaged(self._folder, f"a paper can't be read back: {error}") from None


def _order(sort: str | None, answer: Answer) -> str:
    """The order that is meant: relevance says nothing where nothing is scored."""
    if sort is None or sort == "relevance":
        return "relevance" if answer.compiled.scored else "date"
    return sort


def _remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep the latest few; other threads may do the same at any moment."""
    memory[key] = value
    while len(memory) > _REMEMBERED:
        memory.pop(next(iter(memory)), None)


# How Tantivy begins what it says of files that it can't open or make sense of.
_READ_ERRORS: Final = (
    *("Failed to open ", "Failed to acquire Lockfile", "An IO error occurred", "Data corrupted"),
    *("Deserialize error", "Directory does not exist", "System error"),
)


def require_number(what: str, number: int) -> None:
    """Refuse what is no number of papers.

    Raises:
        UsageError: It is below 0 or beyond ``LARGEST``.
    """
    if not 0 <= number <= LARGEST:
        raise UsageError(f"{what} is a number from 0 to {LARGEST}, not {number}")


@contextmanager
def _damage_told(generation: store.Generation, folder: str) -> Iterator[None]:
    """Turn what Tantivy raises over files that it can't read into one sentence.

    Tantivy has one kind of error for everything. Whatever is wrong but the files is let through.
    """
    try:
        yield
    except OSError as error:
        raise store.unreadable(folder, error) from None
    except msgspec.MsgspecError as error:
        raise store.damaged(folder, f"a paper can't be read back: {error}") from None
    except ValueError as error:
        if not str(error).startswith(_READ_ERRORS):
            raise
        raise store.unreadable(folder, error) from None
    except BaseException as error:
        # A panic in Rust arrives as an exception of its own kind, below BaseException only. It is
        # damage if the files say so, which takes reading them all.
        if type(error).__name__ != "PanicException":
            raise
        from index.storage.verification import verify_files

        verify_files(folder, generation)
        raise EngineFailed(f"Tantivy failed: {error}") from error

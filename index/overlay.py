"""What an engine joins into queries beside its index: what the reader did with papers.

An overlay knows papers by their names, since their keys change when ids are learnt. The engine
finds out which papers of its own generation those are.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from index.fields import LIBRARY_FIELDS
from index.query.tree import Node, Single, clauses_of

if TYPE_CHECKING:
    from index.paper import Paper


def asks_overlay(tree: Node) -> bool:
    """Whether a query asks for anything that an overlay knows."""
    return any(clause.field in LIBRARY_FIELDS for clause, _ in clauses_of(tree))


class PaperNames(msgspec.Struct, frozen=True, gc=False):
    """All that a paper has been called, each the latest last.

    Attributes:
        keys: Its keys.
        arxiv_ids: Its arXiv ids, without versions.
        dois: Its DOIs, casefolded.
        titles: Its titles, as they are shown.
        published: When it was published, as ISO 8601 has it; tells papers of one title apart.
    """

    keys: tuple[str, ...] = ()
    arxiv_ids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()


class Mark(NamedTuple):
    """What was done with a paper at last, in one respect. The largest is the one that counts.

    Attributes:
        time: When, in microseconds since 1970 in UTC.
        is_set: Whether it was set rather than taken away.
        text: The words of a note; else empty.
    """

    time: int
    is_set: bool
    text: str = ""


class Selection(NamedTuple):
    """Papers that an overlay picks out.

    Attributes:
        marks: By the overlay's number of the paper, in one respect each. A paper is picked out if
            it has any of these marks, set and of a text that ``accepts`` takes.
        accepts: Whether the text of a mark is one that is sought; None takes all.
    """

    marks: tuple[Mapping[int, Mark], ...]
    accepts: Callable[[str], bool] | None = None


class Overlay(Protocol):
    """What an engine asks of an overlay. Every method may be called from any thread."""

    @abstractmethod
    def version(self) -> int:
        """A number that is another one after each change. Raises as ``select`` does."""

    @abstractmethod
    def select(self, field: str, value: Single) -> Selection:
        """The papers that a value of a field picks out.

        Args:
            field: ``is``, ``tag`` or ``note``.
            value: What is asked of it: of ``is`` the word ``read``, ``starred``, ``noted`` or
                ``marked``, of the others any value but ``Unknown``.

        Raises:
            QuireError: What the reader did can't be read.
        """

    @abstractmethod
    def new_since(self) -> int | None:
        """The number of the build after which papers are new; None where all of them are."""

    @abstractmethod
    def saved_queries(self, value: Single) -> dict[str, str]:
        """The saved searches that a value of ``saved:`` names: query by name."""

    @abstractmethod
    def values(self, field: str) -> Sequence[str]:
        """The values of ``tag`` or ``saved`` that there are, sorted."""

    @abstractmethod
    def main_names(self, after: int) -> tuple[list[tuple[int, str]], int]:
        """The papers that are new or otherwise named since a version, and the version now.

        Returns:
            The number and the main name of each: ``arxiv:2401.01234`` or ``key:KEY``.
        """

    @abstractmethod
    def called(self, papers: Sequence[Paper]) -> set[int]:
        """The numbers of all papers that have a key, an id, a DOI or a title of some papers."""

    @abstractmethod
    def names(self, papers: Iterable[int]) -> dict[int, PaperNames]:
        """All names of some papers, by their numbers."""


class EmptyOverlay(Overlay):
    """What a reader did who did nothing, or of whom nothing is kept."""

    def version(self) -> int:
        """As ``Overlay.version``."""
        return 0

    def select(self, field: str, value: Single) -> Selection:
        """As ``Overlay.select``."""
        del field, value
        return Selection(())

    def new_since(self) -> int | None:
        """As ``Overlay.new_since``."""
        return None

    def saved_queries(self, value: Single) -> dict[str, str]:
        """As ``Overlay.saved_queries``."""
        del value
        return {}

    def values(self, field: str) -> Sequence[str]:
        """As ``Overlay.values``."""
        del field
        return ()

    def main_names(self, after: int) -> tuple[list[tuple[int, str]], int]:
        """As ``Overlay.main_names``."""
        return [], after

    def called(self, papers: Sequence[Paper]) -> set[int]:
        """As ``Overlay.called``."""
        del papers
        return set()

    def names(self, papers: Iterable[int]) -> dict[int, PaperNames]:
        """As ``Overlay.names``."""
        del papers
        return {}

"""Papers read back from the documents that they are stored in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import tantivy
from tantivy import DocAddress

from index.engine import schema
from index.engine.queries import OtherSearcher
from index.paper import Paper
from index.storage import store

_PAST_THE_END: Final = "Failed to lookup Doc"


def paper_at(searcher: tantivy.Searcher, address: DocAddress) -> Paper:
    """The paper at an address, as it is stored."""
    if isinstance(searcher, OtherSearcher):
        return searcher.paper(address)
    return schema.paper_from(searcher.doc(address))


def read_paper(searcher: tantivy.Searcher, address: DocAddress, folder: str) -> Paper:
    """The paper at an address.

    Args:
        searcher: Of the index.
        address: Where it is.
        folder: The index folder, for the error.

    Raises:
        IndexDamaged: It can't be read.
    """
    if isinstance(searcher, OtherSearcher):
        return searcher.paper(address)
    document = searcher.doc(address)
    try:
        return schema.paper_from(document)
    except (TypeError, ValueError, msgspec.MsgspecError) as error:
        # Whatever a document lacks, it was written whole.
        raise store.damaged(folder, f"a paper can't be read back: {error}") from None


def read_papers(
    searcher: tantivy.Searcher, addresses: Iterable[DocAddress], folder: str
) -> Iterable[Paper]:
    """The papers at some addresses, in order, as ``read_paper`` reads each of them."""
    if isinstance(searcher, OtherSearcher):
        return searcher.papers(addresses)
    return (read_paper(searcher, address, folder) for address in addresses)


def read_authors(
    searcher: tantivy.Searcher, addresses: Iterable[DocAddress], folder: str
) -> Iterator[tuple[str, ...]]:
    """The authors who are named of each paper.

    Args:
        searcher: Of the index.
        addresses: Where the papers are; those that lie near each other are best in order.
        folder: The index folder, for the error.

    Raises:
        IndexDamaged: One can't be read.
    """
    if isinstance(searcher, OtherSearcher):
        for paper in searcher.papers(addresses):
            yield paper.authors or ()
        return
    for address in addresses:
        document = searcher.doc(address)
        try:
            yield schema.authors_from(document)
        except (TypeError, ValueError, msgspec.MsgspecError) as error:
            raise store.damaged(folder, f"a paper can't be read back: {error}") from None


def read_sample(searcher: tantivy.Searcher, folder: str) -> int:
    """Read papers back from every segment, ever farther apart; how many were read.

    Args:
        searcher: Of the index.
        folder: The index folder, for the error.

    Raises:
        IndexDamaged: One can't be read.
    """
    read = 0
    for segment in range(searcher.num_segments):
        number = 0
        while True:
            try:
                read_paper(searcher, DocAddress(segment, number), folder)
            except ValueError as error:
                # Segments do not say how long they are.
                if number and _PAST_THE_END in str(error):
                    break
                raise
            read += 1
            number = number + 1 + number // 20
    return read

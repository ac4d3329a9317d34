"""Makes papers of the records of an XML document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from index.paper import Paper, Rejected
from index.sources.clean_record import rejected
from index.sources.xml.stream import elements

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.inputs.open import Input


def papers(
    item: Input,
    names: Collection[str],
    paper_of: Callable[[Element], Paper | None],
    *,
    has_doctype: bool = False,
) -> Iterator[Paper | Rejected]:
    """Read every record of a document.

    Args:
        item: The document.
        names: Names of the elements that are records.
        paper_of: Makes a paper of one, or None where it is no record after all. A ``ValueError``
            says in a sentence why there is none.
        has_doctype: Whether the format's documents have a document type.
    """
    for found in elements(item, names, has_doctype=has_doctype):
        if isinstance(found, Rejected):
            yield found
            continue
        try:
            paper = paper_of(found.element)
        except ValueError as error:
            yield rejected(item.name, found.line, error)
        else:
            if paper is not None:
                yield paper

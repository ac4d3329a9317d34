"""Which texts name a paper that can be fetched. Nothing here loads what connections are made of."""

from __future__ import annotations

from index.query.identifiers import recognise
from index.sources.identifiers import clean_arxiv_id


def fetchable_id(text: str) -> str | None:
    """The arXiv id of the paper that a text names, which ``fetch_paper`` can ask for.

    Args:
        text: An arXiv id, or the address of a paper at arXiv or at Hugging Face.
    """
    named = recognise(text.strip())
    return clean_arxiv_id(named.values[0]) if named is not None and named.field == "id" else None

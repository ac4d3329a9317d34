"""Output that several scripted commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.process.exits import EXIT_NO_RESULTS
from index.process.streams import narrate

if TYPE_CHECKING:
    from index.papers import Papers
    from index.results import Facets, Hit, Page


def narrate_notes(query: str, answer: Page | Facets) -> None:
    """Say how a query was answered that nothing matches as it is, or could have been."""
    from index.cli.text import notes

    narrate(*notes(query, answer))


def hit_object(hit: Hit) -> dict[str, object]:
    """A hit as the JSON object that commands print: the paper's fields, score and partial."""
    from msgspec.structs import asdict

    return {**asdict(hit.paper), "score": hit.score, "partial": hit.partial}


def report_no_paper(papers: Papers, key: str) -> int:
    """Say that no paper has a key, and the keys of those between which it does not tell."""
    apart = papers.keys_apart(key)
    if apart:
        narrate(f"quire: several papers have the title that {key!r} stands for: {', '.join(apart)}")
    else:
        narrate(f"quire: there is no paper {key!r} in the index")
    return EXIT_NO_RESULTS

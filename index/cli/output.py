"""Output that several scripted commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.paper import printed
from index.process.exits import EXIT_NO_RESULTS
from index.process.streams import narrate

if TYPE_CHECKING:
    from index.papers import Papers
    from index.results import Facets, Hit, Page, Trend


def narrate_notes(query: str, answer: Page | Facets | Trend) -> None:
    """Narrate what of a query no paper has, and how it was answered or could have been."""
    from index.cli.text import notes

    narrate(*notes(query, answer))


def hit_object(hit: Hit, *, mixed: bool = False) -> dict[str, object]:
    """A hit as the JSON object that commands print: the paper's fields, score and partial.

    Args:
        hit: What to print.
        mixed: Whether meaning has a part in the order, so that it is of interest which papers only
            meaning finds.
    """
    known = {**printed(hit.paper), "score": hit.score, "partial": hit.partial}
    return {**known, "by_meaning": hit.by_meaning} if mixed else known


def report_no_paper(papers: Papers, key: str) -> int:
    """Report that no paper has a key, or the keys of the papers that share its title."""
    apart = papers.keys_apart(key)
    if apart:
        narrate(f"quire: several papers have the title that {key!r} stands for: {', '.join(apart)}")
    else:
        narrate(f"quire: there is no paper {key!r} in the index")
    return EXIT_NO_RESULTS

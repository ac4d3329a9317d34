"""A paper's texts as they are shown: clean for a terminal, LaTeX turned into what it looks like.

What a query matched is looked for in these texts, so that the ranges fit what is on the screen.
"""

from __future__ import annotations

from functools import lru_cache

from index import paragraphs
from tui.text import clean

SIGNS_OF_LATEX = ("\\", "$", "``", "{")


def shown(text: str) -> str:
    r"""A title, a name or one paragraph as it is shown: ``$\alpha$-R\'enyi`` is ``α-Rényi``."""
    if any(sign in text for sign in SIGNS_OF_LATEX):
        return _read(text)
    return clean(text)


def shown_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines separate; line breaks become spaces."""
    return [part for paragraph in paragraphs(text).split("\n\n") if (part := shown(paragraph))]


@lru_cache(maxsize=4096)
def _read(text: str) -> str:
    # Loaded where it is needed: most papers' texts hold no LaTeX.
    from index import readable

    return clean(readable(text)) or clean(text)

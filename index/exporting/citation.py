"""The link and the citation of a paper."""

from __future__ import annotations

from typing import Final

from index.paper import Paper
from index.text.cleaning import one_line, web_address
from index.text.latex import readable

_NAMED: Final = 6

# What may stand in an address as it is; the rest is percent-encoded. Brackets, quotes, backslashes
# and braces mean something to Markdown and TeX.
_PLAIN: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'*+,;=%"
)


def link(paper: Paper) -> str | None:
    """The best http or https address of a paper, or None.

    Its own page, else the one arXiv has, else what its DOI leads to.
    """
    if (url := web_address(paper.url)) is not None:
        return url
    if paper.arxiv_id:
        return arxiv_link(paper.arxiv_id)
    if paper.doi:
        return "https://doi.org/" + _encoded_path(paper.doi)
    return None


def arxiv_link(arxiv_id: str) -> str:
    """The address of the abstract's page at arXiv."""
    return "https://arxiv.org/abs/" + _encoded_path(arxiv_id)


def encoded(address: str) -> str:
    """An address in ASCII without brackets, quotes, braces or anything that ends it early."""
    if _PLAIN.issuperset(address):
        return address
    return "".join(
        character if character in _PLAIN else percent_encoded(character) for character in address
    )


def percent_encoded(text: str) -> str:
    """Every byte of a text in UTF-8 as addresses write what they can't hold."""
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def _encoded_path(name: str) -> str:
    """A name as the end of an address: nothing in it starts a query or a fragment."""
    path = one_line(name).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return encoded(path).replace("'", "%27")


def citation(paper: Paper) -> str:
    """One line of plain text: authors, year, title, arXiv id or DOI, address.

    Up to six authors are named; of more, the first and "et al.", which also stands for those
    whom no source names. What is unknown is left out.
    """
    names = [one_line(name) for name in paper.authors or ()]
    if len(names) > _NAMED:
        who = f"{names[0]} et al."
    elif names and paper.authors_beyond(len(names)) != 0:
        who = f"{', '.join(names)} et al."
    elif len(names) > 1:
        who = f"{', '.join(names[:-1])} and {names[-1]}"
    else:
        who = "".join(names)
    when = f"({paper.published.year})" if paper.published else ""
    opening = " ".join(part for part in (who, when) if part)
    title = readable(one_line(paper.title))
    parts = [_sentence(opening), _sentence(title)]
    if paper.arxiv_id:
        parts.append(f"arXiv:{one_line(paper.arxiv_id)}.")
    elif paper.doi:
        parts.append(f"doi:{one_line(paper.doi)}.")
    if (address := link(paper)) is not None:
        parts.append(address)
    return one_line(" ".join(part for part in parts if part), limit=5_000)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!…" else text + "."

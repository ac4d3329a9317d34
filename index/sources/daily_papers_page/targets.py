"""Tells where an address on Hugging Face leads: to a paper, its comments, an organisation."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import unquote

import msgspec

from index.sources.identifiers import clean_arxiv_id

_PLACES: Final = frozenset(
    [
        *("api", "blog", "brand", "buckets", "chat", "collections", "community", "datasets"),
        *("docs", "enterprise", "front", "huggingface", "inference", "join", "jobs", "kernels"),
        *("languages", "learn", "login", "models", "new", "organizations", "papers", "posts"),
        *("pricing", "privacy", "search", "settings", "spaces", "storage", "support", "tasks"),
        *("terms-of-service",),
    ]
)
"""First parts of addresses on Hugging Face that are nobody's name."""


class Target(msgspec.Struct, frozen=True):
    """Where a link leads on Hugging Face.

    Attributes:
        paper: The arXiv id of a paper.
        is_comments: Whether it leads to what is said of the paper.
        name: The name of an organisation or of a person.
        is_picture: Whether it is the address of a picture.
    """

    paper: str | None = None
    is_comments: bool = False
    name: str | None = None
    is_picture: bool = False


def target_of(address: str) -> Target | None:
    """Where an address leads on Hugging Face; None where it leads elsewhere."""
    found = _place().match(address)
    if found is None:
        return None
    host, path, query, fragment = found.groups()
    if not host and not address.startswith("/"):
        return None
    if (host or "").startswith("cdn-") or path.startswith(("/avatars/", "/front/")):
        return Target(is_picture=True)
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["login"] and query is not None:
        # The button for a vote asks those to log in who did not.
        voted = re.search(r"next=%2Fpapers%2F([^&#]+)", query, re.IGNORECASE)
        paper = clean_arxiv_id(unquote(voted[1])) if voted is not None else None
        return Target(paper=paper)
    if len(parts) > 1 and parts[0] == "papers":
        paper = clean_arxiv_id("/".join(parts[1:]))
        return Target(paper=paper, is_comments=paper is not None and bool(fragment))
    if len(parts) == 1 and parts[0].lower() not in _PLACES and slug().fullmatch(parts[0]):
        return Target(name=parts[0])
    return Target()


@cache
def _place() -> re.Pattern[str]:
    return re.compile(
        r"(?:https?://(?:www\.)?((?:cdn-[\w-]+\.)?(?:huggingface\.co|hf\.co)))?(/[^?#]*|(?=[?#]|$))"
        r"(?:\?([^#]*))?(?:#(.*))?",
        re.IGNORECASE,
    )


@cache
def slug() -> re.Pattern[str]:
    """The name of an organisation or of a person in addresses."""
    return re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)

"""``Paper``, the record that every source makes and every screen shows, and ``Rejected``."""

from __future__ import annotations

import datetime

import msgspec


class Paper(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One paper, as far as its sources know it. Unknown is ``None``, never 0, "" or a guess.

    Attributes:
        key: Identity: the arXiv id without its version, else one made from the folded title and,
            where papers share it, from the DOI, the abstract, or the people and the day (see
            ``index.identity.paper_key``). Merging gives it; sources may leave it empty.
        title: One line of clean text, never empty.
        abstract: Clean text; paragraphs are separated by one blank line.
        published: The day of the first version.
        year_inferred: Whether the year of ``published`` was worked out and not printed.
        featured: The day the paper stood on Daily Papers.
        org: The organisation's slug, as its page address has it.
        org_name: The organisation's display name.
        author_count: Number of people: that of ``authors``, or a larger one where only the first
            are named. Unknown beside ``authors`` that others follow unnamed ("et al.").
        authors: Display names in order.
        comments: Number of comments on Daily Papers.
        upvotes: Number of upvotes on Daily Papers.
        stars: Stars of the paper's code repository.
        arxiv_id: For example ``2401.01234`` or ``hep-th/9901001``, without a version.
        categories: arXiv categories, the primary one first.
        doi: Without a resolver's address in front.
        url: A page of the paper, http or https only.
        keywords: As the Daily Papers API gives them.
        sources: Names of the formats that knew the paper, sorted.
    """

    key: str = ""
    title: str
    abstract: str | None = None
    published: datetime.date | None = None
    year_inferred: bool = False
    featured: datetime.date | None = None
    org: str | None = None
    org_name: str | None = None
    author_count: int | None = None
    authors: tuple[str, ...] | None = None
    comments: int | None = None
    upvotes: int | None = None
    stars: int | None = None
    arxiv_id: str | None = None
    categories: tuple[str, ...] | None = None
    doi: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] | None = None
    sources: tuple[str, ...] = ()

    def authors_beyond(self, named: int) -> int | None:
        """How many people wrote the paper beside the first ``named`` of ``authors``.

        Returns:
            Their number, or None where there are some and nobody knows how many.
        """
        if self.author_count is None:
            return None
        return max(self.author_count, len(self.authors or ())) - named


class Rejected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record that was read and could not become a paper.

    Attributes:
        file: The input as the user named it; ``-`` is standard input, and a member of an archive
            or a folder is shown with its path inside.
        line: Line the record starts on, from 1.
        reason: One sentence: what is wrong, and what to do where something can be done.
    """

    file: str
    line: int
    reason: str

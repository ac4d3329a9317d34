"""The formats of a digest, by the names that ``--format`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.digest.digest import Digest

Format: TypeAlias = Literal["text", "markdown", "html", "jsonl", "atom"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)


def written(
    digest: Digest, format: Format, names: Sequence[str] = (), address: str | None = None
) -> str:
    """A digest in a format.

    Args:
        digest: What is new.
        format: Which.
        names: Of the searches that were asked for; of a feed.
        address: Where a feed will be found.
    """
    if format == "text":
        from index.digest.text import text

        return text(digest)
    if format == "markdown":
        from index.digest.markdown import markdown

        return markdown(digest)
    if format == "html":
        from index.digest.html import html

        return html(digest)
    if format == "jsonl":
        from index.digest.jsonl import jsonl

        return jsonl(digest)
    from index.digest.atom import atom

    return atom(digest, names, address)

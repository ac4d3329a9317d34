"""A digest in Markdown: a heading for each search, a list item for each paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.digest import phrases
from index.exporting.markdown import escaped, markdown_lines, opening
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.digest.digest import Digest, Section


def markdown(digest: Digest) -> str:
    """The digest in Markdown. Nothing that a paper holds becomes markup."""
    lines = [f"# {escaped(phrases.heading(digest))}"]
    for section in digest.new_sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(one_line(section.name))}"
    yield ""
    yield escaped(phrases.summary(section))
    if section.listed:
        yield ""
    items = markdown_lines(listed.paper for listed in section.listed)
    for listed, item in zip(section.listed, items, strict=True):
        also = phrases.also(listed)
        yield item.rstrip("\n") + (f" · {escaped(also)}" if also else "")
        if excerpt := phrases.excerpt(listed.paper):
            yield f"\n  {opening(escaped(excerpt))}\n"
    if rest := phrases.rest(section):
        yield ""
        yield escaped(rest)

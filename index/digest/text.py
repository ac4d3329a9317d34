"""A digest as plain text, 76 columns wide: in a terminal, and first in a mail."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from index.digest import phrases
from index.exporting.citation import encoded, link
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.digest.digest import Digest, Listed, Section

_WIDTH: Final = 76


def text(digest: Digest) -> str:
    """The digest as plain text, an empty line between papers."""
    lines = [phrases.heading(digest)]
    for section in digest.new_sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    heading = f"{one_line(section.name)}: {phrases.summary(section)}"
    yield heading
    yield "=" * min(_WIDTH, len(heading))
    for listed in section.listed:
        yield ""
        yield from _paper(listed)
    if rest := phrases.rest(section):
        yield ""
        # A command that is broken over lines is none.
        yield rest


def _paper(listed: Listed) -> Iterator[str]:
    yield from textwrap.wrap(
        phrases.title(listed.paper),
        _WIDTH,
        initial_indent="* ",
        subsequent_indent="  ",
        break_on_hyphens=False,
    )
    for fact in (phrases.facts(listed.paper), phrases.also(listed)):
        yield from _indented(fact)
    if (address := link(listed.paper)) is not None:
        yield "  " + encoded(address)
    yield from _indented(phrases.excerpt(listed.paper))


def _indented(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )

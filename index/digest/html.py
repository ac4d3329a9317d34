"""A digest as a page of HTML that loads nothing and runs nothing, also as a part of a mail."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from index.digest import phrases
from index.exporting.citation import encoded, link
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.digest.digest import Digest, Listed, Section

# The policy is for readers that would load or run something in spite of all: there is nothing.
# https://www.w3.org/TR/CSP3/
_HEAD: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font-family: sans-serif; line-height: 1.4; max-width: 44em; margin: 1em; }}
h2 {{ margin-bottom: 0; }}
.facts, .summary {{ color: #666; }}
</style>
</head>
<body>
"""


def html(digest: Digest) -> str:
    """The digest as HTML. Links lead to http and https only."""
    heading = escape(phrases.heading(digest))
    parts = [_HEAD.format(title=heading), f"<h1>{heading}</h1>\n"]
    for section in digest.new_sections:
        parts += _section(section)
    return "".join([*parts, "</body>\n</html>\n"])


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{_text(one_line(section.name))}</h2>\n"
    yield f'<p class="summary">{escape(phrases.summary(section))}</p>\n'
    for listed in section.listed:
        yield from _paper(listed)
    if section.more:
        yield f"<p>and {section.more:,} more: <code>{escape(section.command)}</code></p>\n"


def _paper(listed: Listed) -> Iterator[str]:
    title = _text(phrases.title(listed.paper))
    if (address := link(listed.paper)) is not None:
        title = f'<a href="{escape(encoded(address))}" rel="noopener noreferrer">{title}</a>'
    yield f"<p><strong>{title}</strong>"
    for line in (phrases.facts(listed.paper), phrases.also(listed)):
        if line:
            yield f'<br>\n<span class="facts">{_text(line)}</span>'
    if excerpt := phrases.excerpt(listed.paper):
        yield f"<br>\n{_text(excerpt)}"
    yield "</p>\n"


def _text(text: str) -> str:
    # Names in scripts that are written to the left must not turn what stands around them.
    return f"<bdi>{escape(text)}</bdi>"

"""Tells from the beginning of an XML document its root element, and what such a document is."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

_HTML: Final = frozenset(["html", "head", "body", "meta", "div", "script", "style", "title"])

_KINDS: Final = {
    "svg": "an SVG picture",
    "rss": "a news feed (RSS), but none of arXiv's",
    "RDF": "RDF, but none of arXiv's feeds",
    "feed": "a news feed (Atom), but none of arXiv's",
    "entry": "an entry of a news feed (Atom), but not of arXiv's",
    "urlset": "a site's map for search engines",
    "sitemapindex": "a site's map for search engines",
    "graphml": "a graph (GraphML)",
    "gexf": "a graph (GEXF)",
    "opml": "a list of news feeds (OPML), not the papers in them",
    "kml": "a map (KML)",
    "gpx": "a track on a map (GPX)",
    "plist": "a property list of macOS",
    "project": "a project's settings",
    "schema": "a schema of XML",
    "stylesheet": "a stylesheet (XSLT)",
    "math": "a formula (MathML)",
    "article": "one paper in full (JATS), not a list of papers",
    "TEI": "one paper in full (TEI), not a list of papers",
    "modsCollection": "a bibliography in MODS, which Quire does not read: export it as RIS",
    "mods": "a record in MODS, which Quire does not read: export it as RIS",
    "collection-marc": "library records in MARC, which Quire does not read",
    "xml": "EndNote's XML, which Quire does not read: export it as RIS or BibTeX",
    "b:Sources": "Word's bibliography, which Quire does not read",
    "Sources": "Word's bibliography, which Quire does not read",
    "testsuites": "a report of tests",
    "testsuite": "a report of tests",
    "eSearchResult": (
        "an answer of PubMed's search with numbers only: fetch the records (efetch) in its stead"
    ),
    "response": "an answer of a server, not a list of papers",
}  # fmt: skip
"""What documents with these root elements are, to be put after "is"."""


class Root(msgspec.Struct, frozen=True):
    """The root element of a document.

    Attributes:
        name: Without a prefix.
        namespace: The address that its prefix, or no prefix, stands for; "" where there is none.
        doctype: The name in the document type declaration, "" where there is none.
    """

    name: str
    namespace: str = ""
    doctype: str = ""

    @property
    def is_html(self) -> bool:
        """Whether the document is a web page."""
        return self.name.lower() in _HTML or self.doctype.lower() == "html"

    @property
    def what(self) -> str:
        """What such a document is, to be put after "is"."""
        if self.namespace == "http://www.loc.gov/MARC21/slim":
            return _KINDS["collection-marc"]
        known = _KINDS.get(self.name)
        return known or f"XML with the root element <{self.name[:60]}>, which Quire does not read"


@cache
def _prolog() -> re.Pattern[bytes]:
    return re.compile(
        rb"(?:\s+|<\?.*?\?>|<!--.*?-->"
        rb"|<!DOCTYPE\s+(?P<doctype>[^\s>\[]+)[^>\[]*(?:\[.*?\]\s*)?>)*",
        re.DOTALL | re.IGNORECASE,
    )


@cache
def _tag() -> re.Pattern[bytes]:
    return re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)(?:>|\Z)")


def root_of(head: bytes) -> Root | None:
    """The root element of the document that begins with ``head``; None where it is no XML.

    Args:
        head: In UTF-8 or another encoding that contains ASCII.
    """
    if not head.lstrip().startswith(b"<"):
        return None
    prolog = _prolog().match(head)
    assert prolog is not None
    found = _tag().match(head, prolog.end())
    if found is None:
        return None
    prefix, name, attributes = found.groups()
    declared = b"xmlns" + (b":" + prefix if prefix else b"")
    namespace = re.search(rb"\s" + declared + rb"\s*=\s*[\"']([^\"']*)", attributes)
    doctype = prolog["doctype"] or b""
    root = Root(
        name.decode("ascii"),
        namespace[1].decode("utf-8", "replace") if namespace else "",
        doctype.decode("utf-8", "replace"),
    )
    # Ordinary text may begin with something in angle brackets, too.
    return root if root.is_html or b"</" in head or b"/>" in head else None

"""Tells by its keys which format a record of JSON is in, or what else an object is.

Records of all formats have titles, and reading one as another would lose what the other has not,
without a word. So what has keys that only one format has is a record of that format, wherever it
stands; what has none of them, but a title, may be one of Quire's own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import msgspec

from index.sources.identifiers import clean_arxiv_id, clean_doi

OWN: Final = "quire"

_SUMMARY_KEYS: Final = frozenset(
    ["summary", "publishedAt", "published_at", "submittedOnDailyAt", "submitted_on_daily_at"]
)
"""Keys of papers of the Daily Papers API beside a title."""

_CERTAIN_SUMMARY_KEYS: Final = frozenset(
    ["summary", "submittedOnDailyAt", "submitted_on_daily_at", "upvotes"]
)

_OPENALEX_KEYS: Final = frozenset(["authorships", "abstract_inverted_index"])
_SEMANTIC_SCHOLAR_KEYS: Final = frozenset(["paperId", "externalIds", "corpusid", "corpusId"])
_PAPERS_WITH_CODE_KEYS: Final = frozenset(["url_abs", "paper_url", "paper_url_abs"])
_OPENREVIEW_KEYS: Final = frozenset(["invitation", "invitations", "forum", "cdate", "tcdate"])
_ARXIV_KEYS: Final = frozenset(["authors_parsed", "journal-ref", "versions", "entry_id"])
_PAPERLISTS_KEYS: Final = frozenset(
    ["aff", "aff_unique_norm", "authorids", "author_site", "gs_citation", "or_profile"]
)
_CSL_KEYS: Final = frozenset(
    ["issued", "container-title", "citation-key", "is-referenced-by-count", "accessed"]
)
_CSL_TYPES: Final = frozenset(
    [
        *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
        *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
        *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
        *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
        *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
        *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
        *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "video"),
        *("webpage",),
    ]
)
"""Types of items, in CSL 1.0.2."""

_CROSSREF_TYPES: Final = frozenset(
    [
        *("book-chapter", "dissertation", "edited-book", "journal-article", "monograph"),
        *("peer-review", "posted-content", "proceedings-article", "reference-entry"),
    ]
)
"""Types of works, in the Crossref API, that CSL does not have."""

_OWN_KEYS: Final = frozenset(
    [
        *("author_count", "featured", "keywords", "org", "org_name", "orgs", "published"),
        *("stars", "upvotes"),
    ]
)
"""Keys of Quire's own lines that the arXiv snapshot does not have."""

_TELLING_OWN_KEYS: Final = frozenset(
    [
        *("abstract", "arxiv_id", "author_count", "authors", "doi", "featured", "org_name", "orgs"),
        *("published", "upvotes", "venue"),
    ]
)
"""Keys of Quire's own lines that other things with titles seldom have."""

_ALL_OWN_KEYS: Final = _OWN_KEYS | _TELLING_OWN_KEYS | {"title", "abstract", "key", "score"} | {
    "added", "categories", "comments", "sources", "url", "year_inferred",
}  # fmt: skip

_NO_CLUES: Final = _ALL_OWN_KEYS | {"name"}
"""Keys that may stand in Quire's own lines; what has ``name`` beside them has other keys too."""

PAPER_IDS: Final = {"arxiv_id": ("arxiv_id", "arxiv"), "doi": ("doi", "DOI")}
"""Keys under which records of organisations alone have the ids of a paper."""

FOREIGN_ORGANISATIONS: Final = ("organisations", "organizations", "institutions", "affiliations")
"""Keys of organisations in tables that others make; Quire's own is ``orgs``."""

_ARCHIVES: Final = (
    r"astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math(?:-ph)?|nlin|nucl-(?:ex|th)"
    r"|physics|q-bio|q-fin|quant-ph|stat"
)


@cache
def _pattern() -> re.Pattern[bytes]:
    keys = (
        _SUMMARY_KEYS
        | _OPENALEX_KEYS
        | _SEMANTIC_SCHOLAR_KEYS
        | _PAPERS_WITH_CODE_KEYS
        | _OPENREVIEW_KEYS
        | _ARXIV_KEYS
        | _CSL_KEYS
        | {"paper", "id", "author", "content", "display_name", "type", *FOREIGN_ORGANISATIONS}
        | {key for _, telling in _STRANGERS for key in telling if key not in _NO_CLUES}
    )
    names = "|".join(map(re.escape, sorted(keys))).encode()
    return re.compile(rb'"(?:' + names + rb')"\s*:')


def may_be_foreign(line: bytes) -> bool:
    """Whether a line has to be looked at closer: quick, and never wrong where it says no."""
    try:
        # Nearly all lines have no other keys, and this takes half the time of the pattern.
        _own_keys_only().decode(line)
    except (ValueError, RecursionError):
        return _pattern().search(line) is not None
    return False


@cache
def _own_keys_only() -> msgspec.json.Decoder[Any]:
    """Decodes objects that have no keys but those of Quire's own lines, without their values."""
    fields = [(key, msgspec.Raw, msgspec.Raw(b"null")) for key in sorted(_ALL_OWN_KEYS)]
    return msgspec.json.Decoder(
        msgspec.defstruct("OwnKeys", fields, forbid_unknown_fields=True, gc=False)
    )


def kind_of_record(record: dict[str, Any]) -> str | None:
    """The format that a record is in by its keys, ``OWN`` if it only has a title; None for others.

    Args:
        record: A decoded object.
    """
    keys = record.keys()
    if isinstance(record.get("paper"), dict):
        return "daily-papers-api"
    if not keys.isdisjoint(_OPENALEX_KEYS) or _is_of_openalex(record):
        return "openalex"
    if not keys.isdisjoint(_SEMANTIC_SCHOLAR_KEYS):
        return "semantic-scholar"
    if not keys.isdisjoint(_PAPERS_WITH_CODE_KEYS):
        return "papers-with-code"
    content = record.get("content")
    if isinstance(content, dict) and (
        not keys.isdisjoint(_OPENREVIEW_KEYS) or isinstance(content.get("title"), dict)
    ):
        return "openreview"
    if "title" not in keys:
        return OWN if says_organisations(record) else None
    if not keys.isdisjoint(_ARXIV_KEYS) or _has_archives(record) or _is_of_feed(record):
        return "arxiv"
    if _is_csl(record):
        return "csl"
    if isinstance(record.get("author"), str) and (
        not keys.isdisjoint(_PAPERLISTS_KEYS) or {"status", "track"} <= keys
    ):
        return "paperlists"
    if stranger(record) is not None:
        return None
    if not keys.isdisjoint(_SUMMARY_KEYS) and (
        # Videos and news have a title and a moment, too.
        not keys.isdisjoint(_CERTAIN_SUMMARY_KEYS)
        or has_foreign_id(record)
        or is_surely_own(record)
    ):
        return "daily-papers-api"
    has_own_keys = not keys.isdisjoint(_OWN_KEYS) or isinstance(
        # The snapshot's are a text, such as "37 pages".
        record.get("comments"),
        int,
    )
    return "arxiv" if has_foreign_id(record) and not has_own_keys else OWN


def is_own(record: dict[str, Any]) -> bool:
    """Whether a record has keys that only Quire's own lines have, and none of another format."""
    return kind_of_record(record) == OWN and not record.keys().isdisjoint((*_OWN_KEYS, "arxiv_id"))


def says_organisations(record: dict[str, Any]) -> bool:
    """Whether a record has no title, but organisations of a paper that it names otherwise."""
    keys = record.keys()
    names_paper = has_foreign_id(record) or not keys.isdisjoint(
        ("key", *PAPER_IDS["arxiv_id"], *PAPER_IDS["doi"])
    )
    if record.get("title") is not None or not names_paper:
        return False
    if not keys.isdisjoint(FOREIGN_ORGANISATIONS):
        return "name" not in keys
    return not keys.isdisjoint(("orgs", "org", "org_name")) and (
        keys <= _ALL_OWN_KEYS or not keys.isdisjoint(("arxiv_id", "orgs"))
    )


def with_id_of(record: dict[str, Any], key: str) -> dict[str, Any]:
    """A record with the arXiv id or the DOI under which it stands, unless it has one itself."""
    if not record.keys().isdisjoint(("key", *PAPER_IDS["arxiv_id"], *PAPER_IDS["doi"])):
        return record
    if clean_arxiv_id(key) is not None:
        return {"arxiv_id": key, **record}
    return {"doi": key, **record} if "10." in key and clean_doi(key) is not None else record


def is_surely_own(record: dict[str, Any]) -> bool:
    """Whether an object has more of a paper than a title, and is not one of any other kind."""
    return not record.keys().isdisjoint(_TELLING_OWN_KEYS) or says_organisations(record)


def has_own_keys_only(record: dict[str, Any]) -> bool:
    """Whether all keys of an object are those of Quire's own lines."""
    return record.keys() <= _ALL_OWN_KEYS


def holds_objects(record: dict[str, Any]) -> bool:
    """Whether a value of a record is an object, or a list of them."""
    return any(
        isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(member, dict) for member in value))
        for value in record.values()
    )


def has_foreign_id(record: dict[str, Any]) -> bool:
    """Whether a record has its arXiv id under the name that arXiv gives it."""
    identifier = record.get("id")
    return (
        "arxiv_id" not in record
        and isinstance(identifier, str | float)
        and clean_arxiv_id(str(identifier)) is not None
    )


def _is_of_feed(record: dict[str, Any]) -> bool:
    """Whether a record has an arXiv id and the names of arXiv's feeds for its values."""
    return (
        "summary" in record
        and not record.keys().isdisjoint(("published", "categories", "primary_category"))
        and has_foreign_id(record)
    )


def _has_archives(record: dict[str, Any]) -> bool:
    """Whether a record has an id, and categories in one text as the arXiv snapshot has them."""
    categories = record.get("categories")
    return (
        isinstance(categories, str)
        and isinstance(record.get("id"), str)
        and _archive().match(categories) is not None
    )


@cache
def _archive() -> re.Pattern[str]:
    return re.compile(rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,20}})?(?:[\s,]|$)")


def _is_of_openalex(record: dict[str, Any]) -> bool:
    identifier = record.get("id")
    return (
        isinstance(identifier, str)
        and re.match(r"https?://(?:api\.)?openalex\.org/(?:works/)?W\d", identifier) is not None
    )


def _is_csl(record: dict[str, Any]) -> bool:
    people = record.get("author")
    if isinstance(people, list) and any(
        isinstance(person, dict) and not person.keys().isdisjoint(("family", "literal", "given"))
        for person in people
    ):
        return True
    if not record.keys().isdisjoint(_CSL_KEYS):
        return True
    kind = record.get("type")
    return isinstance(kind, str) and (
        kind in _CROSSREF_TYPES
        or (kind in _CSL_TYPES and not record.keys().isdisjoint(("id", "DOI", "URL")))
    )


_STRANGERS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("a Jupyter notebook", frozenset(["nbformat", "cells"])),
    ("a Jupyter notebook", frozenset(["nbformat", "metadata"])),
    ("a JSON Schema", frozenset(["$schema", "properties"])),
    ("a JSON Schema", frozenset(["type", "properties"])),
    ("a JSON Schema", frozenset(["$ref"])),
    ("a JSON Schema", frozenset(["$defs"])),
    ("an OpenAPI description", frozenset(["openapi", "info"])),
    ("an OpenAPI description", frozenset(["swagger", "info"])),
    ("a lock file of a package manager", frozenset(["lockfileVersion"])),
    ("a lock file of a package manager", frozenset(["_meta", "default", "develop"])),
    ("a lock file of a package manager", frozenset(["packages", "content-hash"])),
    ("a package's description", frozenset(["name", "version"])),
    ("a package's description", frozenset(["name", "dependencies"])),
    ("a package's description", frozenset(["devDependencies"])),
    ("a TypeScript configuration", frozenset(["compilerOptions"])),
    ("a source map", frozenset(["mappings", "sources", "version"])),
    ("GeoJSON", frozenset(["type", "features"])),
    ("GeoJSON", frozenset(["type", "geometry"])),
    ("JSON-LD", frozenset(["@context"])),
    ("JSON-LD", frozenset(["@type"])),
    ("a JSON Feed", frozenset(["items", "feed_url"])),
    ("an entry of a JSON Feed", frozenset(["content_html"])),
    ("an entry of a JSON Feed", frozenset(["content_text"])),
    ("an entry of a JSON Feed", frozenset(["date_published"])),
    ("an entry of a news feed", frozenset(["title", "link", "summary"])),
    ("an entry of a news feed", frozenset(["title", "link", "description"])),
    ("GitHub's JSON", frozenset(["node_id", "html_url"])),
    ("Zotero's own JSON (export it as CSL JSON)", frozenset(["itemType", "creators"])),
    ("a bibliography in a form of its own", frozenset(["ENTRYTYPE"])),
    ("a bibliography in a form of its own", frozenset(["entryType"])),
    ("a bibliography in a form of its own", frozenset(["container_title"])),
    ("a bibliography in a form of its own", frozenset(["title", "author"])),
)
"""What other objects are, by keys that they have."""


def stranger(record: dict[str, Any]) -> str | None:
    """What an object is that is no record of any format, as far as its keys tell."""
    keys = record.keys()
    return next((label for label, telling in _STRANGERS if telling <= keys), None)


def unknown_record(record: dict[str, Any]) -> str:
    """The sentence that says what an object is instead of a record."""
    label = stranger(record)
    if label is not None:
        return f"it looks like {label}, which holds no papers that Quire reads"
    if not record:
        return "an empty object where a paper should be"
    keys = ", ".join(f'"{key[:40]}"' for key in list(record)[:4])
    more = f" and {len(record) - 4} more" if len(record) > 4 else ""
    lack = "has nothing of a paper but a title" if "title" in record else 'has no "title"'
    return f"no paper: it {lack}; its keys are {keys}{more}"

"""The Tantivy fields, the analyzers, and how a paper becomes a document and comes back.

Every field of ``Paper`` is kept. One that is searched or counted too is a line in ``FIELDS``, one
in ``_Document`` and one in ``document_json``.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from zlib import crc32

import msgspec
import tantivy
from msgspec.structs import astuple, fields

from index.engine.folding import fold
from index.engine.pieces import LONGEST_TERM, indexed, indexed_names, is_plain, name_parts
from index.identity import fold_title, title_hash
from index.paper import Paper

# Kind, and options of the builder's add_*_field.
_Field = tuple[str, dict[str, bool | str]]
# Tantivy's own chain of this name runs a tenth faster than the same one put together here.
_TEXT_EN: _Field = ("text", {"stored": True, "tokenizer_name": "en_stem"})
_TEXT_PARTS: _Field = ("text", {"tokenizer_name": "en_stem"})
# Of folded text, Tantivy's own chain of this name makes what the analyzer "name" does, faster.
_TEXT_NAME: _Field = ("text", {"tokenizer_name": "default"})
_WORDS: _Field = ("text", {"tokenizer_name": "default", "index_option": "freq"})
_PIECES: _Field = ("text", {"tokenizer_name": "pieces"})
_RAW: _Field = ("text", {"tokenizer_name": "raw", "index_option": "basic"})
_RAW_STORED: _Field = ("text", {"stored": True, "tokenizer_name": "raw", "index_option": "basic"})
_RAW_FAST: _Field = ("text", {"tokenizer_name": "raw", "index_option": "basic", "fast": True})
_NUMBER: _Field = ("integer", {"indexed": True, "fast": True})
_SORT_KEY: _Field = ("integer", {"fast": True})
_LOOKUP: _Field = ("integer", {"indexed": True})
_STORED: _Field = ("bytes", {"stored": True})

FIELDS: Final[dict[str, _Field]] = {
    "key": _RAW_STORED,
    "title": _TEXT_EN,
    "title_words": _WORDS,
    "title_parts": _TEXT_PARTS,
    "abstract": _TEXT_EN,
    "authors": _TEXT_NAME,
    "title_pieces": _PIECES,
    "abstract_pieces": _PIECES,
    "authors_pieces": _PIECES,
    "org": _RAW_FAST,
    "org_terms": _RAW,
    "org_words": _TEXT_NAME,
    "cat": _RAW_FAST,
    "source": _RAW_FAST,
    "doi": _RAW,
    "id": _RAW,
    "published": _NUMBER,
    "featured": _NUMBER,
    "author_count": _NUMBER,
    "comments": _NUMBER,
    "upvotes": _NUMBER,
    "stars": _NUMBER,
    "by_date": _SORT_KEY,
    "by_comments": _SORT_KEY,
    "by_upvotes": _SORT_KEY,
    "by_authors": _SORT_KEY,
    "title_hash": _LOOKUP,
    "rest": _STORED,
}
"""The fields of the schema, by name: the kind, and the options that Tantivy takes for it."""

_GAP: Final = "x" * LONGEST_TERM
"""Takes the place of a word and is not indexed, so that no phrase runs across it."""

_BETWEEN_NAMES: Final = f" {_GAP} "

# Raised by hand when what is written for the same paper changes in a way FIELDS does not show.
_REVISION: Final = 4

FINGERPRINT: Final = "{:08x}".format(
    crc32(
        repr(
            (_REVISION, FIELDS, LONGEST_TERM, tantivy.tantivy.__version__.rsplit(".", 1)[0])
        ).encode()
    )
)
"""Names this schema: an index with another fingerprint must be rebuilt."""


@cache
def build_schema() -> tantivy.Schema:
    """The schema of every index."""
    builder = tantivy.SchemaBuilder()
    for name, (kind, options) in FIELDS.items():
        getattr(builder, f"add_{kind}_field")(name, **options)
    return builder.build()


@cache
def analyzer(name: str) -> tantivy.TextAnalyzer:
    """An analyzer: ``en`` for prose (stemmed), ``name`` for people's names, ``pieces`` for pieces.

    Of folded text, ``en`` makes what Tantivy's ``en_stem`` does.
    """
    if name == "pieces":
        return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    if name == "en":
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Give an opened index its own analyzer: Tantivy does not keep it on disk."""
    index.register_tokenizer("pieces", analyzer("pieces"))


def open_for_reading(path: str) -> tantivy.Index:
    """Open a generation's folder, which never changes and need not be writable.

    Raises:
        ValueError: Tantivy can't open it.
        IndexClosed: This account may only read it, and may write nowhere else.
    """
    try:
        return _opened(path)
    except ValueError as error:
        if "Lockfile" not in str(error):
            raise
    from index.storage.links import linked

    with linked(path) as folder:
        return _opened(folder)


@contextmanager
def nameable(path: str) -> Iterator[str]:
    """A name for a folder that Tantivy takes: it takes text, and a folder's name may be any bytes.

    Raises:
        OSError: The folder can't be opened.
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            # Tantivy asks at once where this leads.
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        yield path


def _opened(path: str) -> tantivy.Index:
    with nameable(path) as name:
        index = tantivy.Index.open(name)
    # A generation never changes: nothing is to be watched or loaded again.
    index.config_reader("manual")
    register(index)
    return index


def date_number(date: datetime.date) -> int:
    """A day as the integer yyyymmdd, so that ranges and histograms need no calendar."""
    return date.year * 10_000 + date.month * 100 + date.day


_KEPT: Final = Paper.__struct_fields__[3:]
"""What is kept of a paper as it is, in order; before it stand key, title and abstract."""
_KEPT_IN_ORDER: Final = ("title", "abstract", *_KEPT)
"""What is stored beside the key, in order."""


class _Document(msgspec.Struct, omit_defaults=True, gc=False):
    """The JSON that Tantivy's writer takes: absent fields are left out, bytes are base64."""

    key: str
    title: str
    by_date: int
    by_comments: int
    by_upvotes: int
    by_authors: int
    rest: bytes
    title_words: str
    title_parts: str = ""
    abstract: str = ""
    authors: str = ""
    title_pieces: str = ""
    abstract_pieces: str = ""
    authors_pieces: str = ""
    org: list[str] = []
    org_terms: list[str] = []
    org_words: str = ""
    cat: list[str] = []
    source: tuple[str, ...] = ()
    doi: str = ""
    id: str = ""
    title_hash: int | None = None
    published: int | None = None
    featured: int | None = None
    author_count: int | None = None
    comments: int | None = None
    upvotes: int | None = None
    stars: int | None = None


# by_* layout, from the top: count + 1 (18 bits, 0 is unknown), yyyymmdd (25), hash of the key (20).
_DATE_SHIFT: Final = 20
_COUNT_SHIFT: Final = 45
_COUNT_CAP: Final = (1 << 18) - 2


def _rest_type() -> Any:
    """What ``rest`` holds: title and abstract where their columns differ from them, then all."""
    kept: Any = (str | None, str | None, *(field.type for field in fields(Paper)[3:]))
    return tuple[kept]


_encode_rest = msgspec.msgpack.Encoder().encode
_decode_rest = msgspec.msgpack.Decoder(_rest_type()).decode
_encode_document = msgspec.json.Encoder().encode


def _by_count(count: int | None, by_date: int) -> int:
    if count is None:
        return by_date
    return ((min(count, _COUNT_CAP) + 1) << _COUNT_SHIFT) | by_date


def _organisation_words(slug: str | None, name: str | None) -> str:
    """What an organisation is called in words: its name, else its slug, and a slug of one word."""
    if name is None:
        return fold(slug or "")
    if slug is None or not slug.isalnum() or slug.casefold() == name.casefold():
        return fold(name)
    return fold(f"{name} {_GAP} {slug}")


def document_json(paper: Paper) -> str:
    """The document of a merged paper (its key is set), as the JSON text ``add_json`` takes."""
    published = date_number(paper.published) if paper.published is not None else None
    featured = date_number(paper.featured) if paper.featured is not None else None
    by_date = ((published or 0) << _DATE_SHIFT) | (crc32(paper.key.encode()) >> 12)
    title, abstract = paper.title, paper.abstract or ""
    org: list[str] = []
    org_terms: list[str] = []
    org_words = ""
    if paper.orgs is not None:
        org = [one.slug.casefold() for one in paper.orgs if one.slug is not None]
        called = (term for one in paper.orgs for term in (one.slug, one.name) if term is not None)
        org_terms = list(dict.fromkeys(map(str.casefold, called)))
        org_words = _BETWEEN_NAMES.join(
            _organisation_words(one.slug, one.name) for one in paper.orgs
        )
    prose, more_prose = title, abstract
    prose_pieces = more_pieces = names = names_pieces = ""
    if not is_plain(f"{title} {abstract}"):
        prose, more_prose = fold(title), fold(abstract)
        prose_pieces, more_pieces = indexed(prose), indexed(more_prose)
    if paper.authors:
        names = _BETWEEN_NAMES.join(paper.authors)
        if not is_plain(" ".join(paper.authors)):
            names, names_pieces = fold(names), indexed_names(paper.authors)
    parts = name_parts(prose)
    document = _Document(
        paper.key,
        prose,
        by_date,
        _by_count(paper.comments, by_date),
        _by_count(paper.upvotes, by_date),
        _by_count(paper.author_count, by_date),
        _encode_rest(
            (
                None if prose is title else title,
                None if more_prose is abstract else abstract,
                *astuple(paper)[3:],
            )
        ),
        # As they stand: a word itself counts more than others of its stem.
        prose,
        # Titles hold the names of methods, and people remember parts of them.
        " ".join([part for part, _, _ in parts]) if parts else "",
        more_prose,
        names,
        prose_pieces,
        more_pieces,
        names_pieces,
        org,
        org_terms,
        org_words,
        [category.casefold() for category in paper.categories] if paper.categories else [],
        paper.sources,
        paper.doi.casefold() if paper.doi else "",
        paper.arxiv_id or "",
        # Papers with ids are found by them; hashing every title would cost a tenth of a build.
        title_hash(fold_title(title)) if paper.arxiv_id is None else None,
        published,
        featured,
        paper.author_count,
        paper.comments,
        paper.upvotes,
        paper.stars,
    )
    return _encode_document(document).decode()


def paper_from(document: tantivy.Document) -> Paper:
    """The paper a stored document was made from, equal to it in every field."""
    # One mapping that is passed on as it is: a second one would take a third longer.
    known: dict[str, Any] = dict(
        zip(_KEPT_IN_ORDER, _decode_rest(document.get_first("rest")), strict=True)  # type: ignore[arg-type]
    )
    known["key"] = document.get_first("key")
    known["title"] = known["title"] or document.get_first("title")
    known["abstract"] = known["abstract"] or document.get_first("abstract")
    return Paper(**known)

"""The Tantivy fields, the analyzers, and how a paper becomes a document and comes back.

A new field of ``Paper`` is one line in ``_Rest`` (kept, not searched), or one line in ``FIELDS``
and one in ``document_json`` (searched or counted).
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final
from zlib import crc32

import msgspec
import tantivy

from index.identity import fold_title, title_hash
from index.paper import Paper

# Kind, and options of the builder's add_*_field.
_Field = tuple[str, dict[str, bool | str]]
# Tantivy's own chain of this name runs a tenth faster than the same one put together here.
_TEXT_EN: _Field = ("text", {"stored": True, "tokenizer_name": "en_stem"})
_TEXT_NAME: _Field = ("text", {"tokenizer_name": "name"})
_WORDS: _Field = ("text", {"tokenizer_name": "name", "index_option": "freq"})
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
    "abstract": _TEXT_EN,
    "authors": _TEXT_NAME,
    "extra": _RAW,
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

LONGEST_TERM: Final = 40
"""Bytes from which on a word is not indexed, which is the bound of Tantivy's ``en_stem``.

A raw term has no bound but Tantivy's own of 65,530 bytes.
"""


def is_indexable(word: str) -> bool:
    """Whether the analyzers keep a word: they leave out those of ``LONGEST_TERM`` bytes."""
    return len(word) < LONGEST_TERM and (
        word.isascii() or len(word.encode("utf-8", "surrogatepass")) < LONGEST_TERM
    )


_GAP: Final = "x" * LONGEST_TERM
"""Takes the place of a word and is not indexed, so that no phrase runs across it."""

_BETWEEN_NAMES: Final = f" {_GAP} "

# Raised by hand when what is written for the same paper changes in a way FIELDS does not show.
_REVISION: Final = 2

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
    """The analyzer called ``name``: ``en`` for prose (stemmed), ``name`` for people's names.

    Of folded text, ``en`` makes what Tantivy's ``en_stem`` does.
    """
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
    """Give an opened index its analyzer: Tantivy does not keep it on disk."""
    index.register_tokenizer("name", analyzer("name"))


@cache
def _beyond_ascii() -> re.Pattern[str]:
    return re.compile("[^\x00-\x7f]")


@cache
def _folded_character(character: str) -> str:
    found = analyzer("name").analyze(character)
    if not found:
        return character
    # A few become more than letters and digits: numbers in brackets, the Turkish capital I.
    return "".join(filter(str.isalnum, found[0])) if len(found[0]) > 1 else found[0]


def fold(text: str) -> str:
    """The text with every letter beyond ASCII as ``analyzer`` folds it; the same object if ASCII.

    For ``en_stem`` does not fold. A word stays a word, and what parts words goes on to part them.
    """
    if text.isascii():
        return text
    return _beyond_ascii().sub(lambda found: _folded_character(found[0]), text)


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
    from index.links import linked

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


_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"


@cache
def _extra_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    symbols = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{0,9}(?:\+\+|#)(?![A-Za-z0-9+#])")
    return symbols, re.compile(f"[{_CJK}]+")


def extra_tokens(text: str) -> list[str]:
    """Terms of ``text`` that the word analyzer would lose, in order of appearance.

    These are names that end in symbols (``c++``, ``f#``), and single characters and pairs of
    neighbouring characters of scripts written without spaces.
    """
    # Single characters are found ten times faster than pairs of them.
    has_symbols = "#" in text or ("+" in text and "++" in text)
    if not has_symbols and text.isascii():
        return []
    symbols, script = _extra_patterns()
    tokens = [match.lower() for match in symbols.findall(text)] if has_symbols else []
    if not text.isascii():
        for run in script.findall(text):
            tokens.extend(run)
            tokens.extend(run[at : at + 2] for at in range(len(run) - 1))
    return tokens


def date_number(date: datetime.date) -> int:
    """A day as the integer yyyymmdd, so that ranges and histograms need no calendar."""
    return date.year * 10_000 + date.month * 100 + date.day


class _Rest(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a paper but not searched as it stands, in stored order.

    Title and abstract are here only where the index has other words for them.
    """

    published: datetime.date | None
    year_inferred: bool
    featured: datetime.date | None
    org: str | None
    org_name: str | None
    author_count: int | None
    authors: tuple[str, ...] | None
    comments: int | None
    upvotes: int | None
    stars: int | None
    arxiv_id: str | None
    categories: tuple[str, ...] | None
    doi: str | None
    url: str | None
    keywords: tuple[str, ...] | None
    sources: tuple[str, ...]
    title: str | None
    abstract: str | None


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
    abstract: str = ""
    authors: str = ""
    extra: list[str] = []
    org: str = ""
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

_encode_rest = msgspec.msgpack.Encoder().encode
_decode_rest = msgspec.msgpack.Decoder(_Rest).decode
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
    extra = extra_tokens(title)
    if abstract:
        extra += extra_tokens(abstract)
    org = ""
    org_terms: list[str] = []
    if paper.org is not None:
        org = paper.org.casefold()
        org_terms = [org]
    if paper.org_name is not None and (name := paper.org_name.casefold()) != org:
        org_terms.append(name)
    prose, more_prose = fold(title), fold(abstract)
    document = _Document(
        paper.key,
        prose,
        by_date,
        _by_count(paper.comments, by_date),
        _by_count(paper.upvotes, by_date),
        _by_count(paper.author_count, by_date),
        _encode_rest(
            _Rest(
                paper.published,
                paper.year_inferred,
                paper.featured,
                paper.org,
                paper.org_name,
                paper.author_count,
                paper.authors,
                paper.comments,
                paper.upvotes,
                paper.stars,
                paper.arxiv_id,
                paper.categories,
                paper.doi,
                paper.url,
                paper.keywords,
                paper.sources,
                None if prose is title else title,
                None if more_prose is abstract else abstract,
            )
        ),
        # As they stand: a word itself counts more than others of its stem.
        prose,
        more_prose,
        # The analyzer folds names itself, but for the Turkish letter that it makes two of.
        _BETWEEN_NAMES.join(paper.authors).replace("\u0130", "I") if paper.authors else "",
        extra,
        org,
        org_terms,
        _organisation_words(paper.org, paper.org_name),
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
    rest = _decode_rest(document.get_first("rest"))  # type: ignore[arg-type]
    return Paper(
        key=document.get_first("key"),  # type: ignore[arg-type]
        title=rest.title or document.get_first("title"),  # type: ignore[arg-type]
        abstract=rest.abstract or document.get_first("abstract"),
        published=rest.published,
        year_inferred=rest.year_inferred,
        featured=rest.featured,
        org=rest.org,
        org_name=rest.org_name,
        author_count=rest.author_count,
        authors=rest.authors,
        comments=rest.comments,
        upvotes=rest.upvotes,
        stars=rest.stars,
        arxiv_id=rest.arxiv_id,
        categories=rest.categories,
        doi=rest.doi,
        url=rest.url,
        keywords=rest.keywords,
        sources=rest.sources,
    )

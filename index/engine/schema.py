"""The Tantivy fields, the analyzers, and how a paper becomes a document and comes back.

Every field of ``Paper`` is kept. One that is searched or counted too is a line in ``FIELDS``, one
in ``_Document`` and one in ``document_json``.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final
from zlib import crc32

import msgspec
import tantivy
from msgspec.structs import astuple, fields

from index.engine.folding import fold
from index.engine.pieces import LONGEST_TERM, indexed, indexed_names, is_plain, name_parts
from index.fields import QUANTITIES, SORTING
from index.identity import fold_title, organisation_key, title_hash
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
# Ranges, counts and orders are all read from the column.
_NUMBER: _Field = ("integer", {"fast": True})
_LOOKUP: _Field = ("integer", {"indexed": True})
_STORED: _Field = ("bytes", {"stored": True})


def order_column(sort: str) -> str:
    """The column by which papers are sorted by a field."""
    return f"by_{sort}"


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
    "org_count": _NUMBER,
    "org_terms": _RAW,
    "org_words": _TEXT_NAME,
    "cat": _RAW_FAST,
    "venue": _RAW_FAST,
    "venue_words": _TEXT_NAME,
    "source": _RAW_FAST,
    "doi": _RAW,
    "id": _RAW,
    **{field.column: _NUMBER for field in QUANTITIES},
    # Of dates that are no day: the last day, and of those that are a year: the year.
    "published_last": _NUMBER,
    "published_year": _NUMBER,
    "added_build": _NUMBER,
    **{order_column(field.name): _NUMBER for field in SORTING},
    "title_hash": _LOOKUP,
    "rest": _STORED,
}
"""The fields of the schema, by name: the kind, and the options that Tantivy takes for it."""

_GAP: Final = "x" * LONGEST_TERM
"""Takes the place of a word and is not indexed, so that no phrase runs across it."""

_BETWEEN_NAMES: Final = f" {_GAP} "

# Raised by hand when what is written for the same paper changes in a way FIELDS does not show.
_REVISION: Final = 5

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


@lru_cache(maxsize=4096)
def date_number(date: datetime.date) -> int:
    """A day as the integer yyyymmdd, so that ranges and histograms need no calendar."""
    return date.year * 10_000 + date.month * 100 + date.day


def date_of_number(number: int) -> datetime.date:
    """The day that ``date_number`` makes an integer of."""
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)


_KEPT: Final = Paper.__struct_fields__[3:]
"""What is kept of a paper as it is, in order; before it stand key, title and abstract."""
_KEPT_IN_ORDER: Final = ("title", "abstract", *_KEPT)
"""What is stored beside the key, in order."""


class _Texts(msgspec.Struct, omit_defaults=True, gc=False):
    """The JSON that Tantivy's writer takes: absent fields are left out, bytes are base64."""

    key: str
    title: str
    by_date: int
    rest: bytes
    title_words: str
    title_parts: str = ""
    abstract: str = ""
    authors: str = ""
    title_pieces: str = ""
    abstract_pieces: str = ""
    authors_pieces: str = ""
    org: list[str] = []
    org_count: int | None = None
    org_terms: list[str] = []
    org_words: str = ""
    cat: list[str] = []
    venue: str = ""
    venue_words: str = ""
    source: tuple[str, ...] = ()
    doi: str = ""
    id: str = ""
    title_hash: int | None = None
    published_last: int | None = None
    published_year: int | None = None
    added_build: int | None = None


_ORDERS: Final = tuple(field for field in SORTING if order_column(field.name) != "by_date")
"""The orders beside that by date, which every paper has a place in."""

_Document: Any = msgspec.defstruct(
    "_Document",
    [
        (name, int | None, None)
        for name in (
            *("published", *(field.column for field in _ORDERS)),
            *(order_column(field.name) for field in _ORDERS),
        )
    ],
    bases=(_Texts,),
    omit_defaults=True,
    gc=False,
)
"""The same with the columns of numbers, which the list of fields names."""

# by_* layout, from the top: count or days + 1 (18 bits), yyyymmdd (25), hash of the key (20).
_DATE_SHIFT: Final = 20
KEY_HASH_MASK: Final = (1 << _DATE_SHIFT) - 1
_COUNT_SHIFT: Final = 45
_COUNT_CAP: Final = (1 << 18) - 2
_FIRST_DAY: Final = datetime.date(1900, 1, 1).toordinal()
"""Days are counted from here in an order; what is older counts as this one."""

_values_of = attrgetter("published", *(field.attribute for field in _ORDERS))
"""The days and counts of a paper: its date, and those that have an order beside that by date."""


def _rest_type() -> Any:
    """What ``rest`` holds: title and abstract where their columns differ from them, then all."""
    kept: Any = (str | None, str | None, *(field.type for field in fields(Paper)[3:]))
    return tuple[kept]


def _authors_type() -> Any:
    """The same, with everything but the authors left undecoded."""
    kept: Any = tuple(
        field.type if field.name == "authors" else msgspec.Raw for field in fields(Paper)[3:]
    )
    return tuple[(msgspec.Raw, msgspec.Raw, *kept)]


@cache
def _authors_decoder() -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_authors_type())


_encode_rest = msgspec.msgpack.Encoder().encode
_decode_rest = msgspec.msgpack.Decoder(_rest_type()).decode
_AUTHORS: Final = _KEPT_IN_ORDER.index("authors")
_encode_document = msgspec.json.Encoder().encode


@lru_cache(maxsize=4096)
def _rank(value: int | datetime.date) -> int:
    """The upper bits of a place in the order by a count or a day; the lower are those by date."""
    if not isinstance(value, int):
        value = max(0, value.toordinal() - _FIRST_DAY)
    return (min(value, _COUNT_CAP) + 1) << _COUNT_SHIFT


def _organisation_words(slug: str | None, name: str | None) -> str:
    """What an organisation is called in words: its name, else its slug, and a slug of one word."""
    if name is None:
        return fold(slug or "")
    if slug is None or not slug.isalnum() or slug.casefold() == name.casefold():
        return fold(name)
    return fold(f"{name} {_GAP} {slug}")


def key_hash(key: str) -> int:
    """What tells papers of one day apart in the order by date: 20 bits."""
    return crc32(key.encode()) >> 12


_NO_SPAN: Final = (None, None)


def _end_of_span(paper: Paper) -> tuple[int | None, int | None]:
    """The last day of a date that is none, and its year if it is a whole one."""
    last = paper.published_last
    assert last is not None
    return date_number(last), last.year if paper.published_precision == "year" else None


def document_json(paper: Paper) -> str:
    """The document of a merged paper (its key is set), as the JSON text ``add_json`` takes."""
    published = date_number(paper.published) if paper.published is not None else 0
    by_date = (published << _DATE_SHIFT) | key_hash(paper.key)
    title, abstract = paper.title, paper.abstract or ""
    org: list[str] = []
    org_terms: list[str] = []
    org_words = ""
    if paper.orgs is not None:
        org = [organisation_key(one.slug, one.name) for one in paper.orgs]
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
    values = _values_of(paper)
    document = _Document(
        paper.key,
        prose,
        by_date,
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
        len(org) or None,
        org_terms,
        org_words,
        [category.casefold() for category in paper.categories] if paper.categories else [],
        paper.venue.casefold() if paper.venue else "",
        fold(paper.venue) if paper.venue else "",
        paper.sources,
        paper.doi.casefold() if paper.doi else "",
        paper.arxiv_id or "",
        # Papers with ids are found by them; hashing every title would cost a tenth of a build.
        title_hash(fold_title(title)) if paper.arxiv_id is None else None,
        *(_NO_SPAN if paper.published_precision == "day" else _end_of_span(paper)),
        paper.added_build,
        *[
            value if value is None or value.__class__ is int else date_number(value)
            for value in values
        ],
        *[None if value is None else _rank(value) | by_date for value in values[1:]],
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


def authors_from(document: tantivy.Document) -> tuple[str, ...]:
    """The authors who are named of a stored paper; none of its other facts is decoded."""
    rest: Any = document.get_first("rest")
    names: tuple[str, ...] | None = _authors_decoder().decode(rest)[_AUTHORS]
    return names or ()

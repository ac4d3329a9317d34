"""Reads inputs of JSON: finds their records, and makes a paper of each by the adapter for its keys.

An adapter is a function that makes a paper of a decoded object of its format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from index.paper import OrganisationRecord, Paper, Record, Rejected
from index.sources.identifiers import clean_arxiv_id
from index.sources.inputs.lines import read_lines
from index.sources.inputs.open import Input, open_input, read_some
from index.sources.json_kinds import (
    OWN,
    has_own_keys_only,
    is_surely_own,
    kind_of_record,
    says_organisations,
    stranger,
    unknown_record,
    with_id_of,
)
from index.sources.json_records import BadRecord, decode_any
from index.sources.json_start import look
from index.sources.json_stream import Found, records
from index.sources.source import Head, Namer, Source
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from index.sources.saved_years import SavedYears

Made: TypeAlias = Paper | OrganisationRecord

Adapter = Callable[[dict[str, Any], str], Made]
"""Makes a paper of a decoded record and the name of the input; a ``ValueError`` says why not."""

_FORMATS: Final = {
    "daily-papers-api": ("daily_papers_entries", "an entry of the Daily Papers API"),
    "arxiv": ("arxiv", "a record of the arXiv snapshot"),
    "openalex": ("openalex", "a work of OpenAlex"),
    "semantic-scholar": ("semantic_scholar", "a paper of Semantic Scholar"),
    "paperlists": ("paperlists", "an entry of paperlists"),
    "papers-with-code": ("papers_with_code", "a paper of Papers with Code"),
    "csl": ("csl", "an item of CSL-JSON"),
    "openreview": ("openreview", "a note of OpenReview"),
    "quire": ("quire_json", "a paper of Quire's own JSON lines"),
}
"""Formats of which records may stand in any JSON: the module with ``paper_of``, and their names."""

_KNOWN_BY_SENTENCES: Final = frozenset(["daily-papers-api", "arxiv", "quire"])
"""Formats of which decoders of lines reject records with the same sentences."""

_NAMELESS: Final = frozenset(
    (
        *("abstract", "abstract_inverted_index", "summary", "tldr", "TLDR"),
        *("author", "authors", "authorships", "author_affiliation", "orgs"),
        *("keywords", "concepts", "topics", "mesh", "fieldsOfStudy", "s2fieldsofstudy"),
        *("reference", "references", "referenced_works", "related_works", "citations"),
        *("counts_by_year", "sustainable_development_goals", "grants", "funders"),
    )
)
"""Keys, in any format, whose values are most of a record and tell nothing of its names."""

_HEAD: Final = 256 * 1024


def paper_of_kind(kind: str, record: dict[str, Any], file: str) -> Made:
    """The paper of a decoded record of a format, whose module is loaded with its first record.

    Args:
        kind: The format.
        record: An object.
        file: The input's name.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    module, noun = _FORMATS[kind]
    adapter: Adapter = import_module(f"index.sources.{module}").paper_of
    try:
        return adapter(record, file)
    except ValueError as error:
        if kind in _KNOWN_BY_SENTENCES:
            raise
        raise BadRecord(f"{noun}: {error}") from None


def paper_from(record: dict[str, Any], expected: str, file: str) -> Made:
    """The paper of a decoded record, which is read as what its keys say it is.

    Args:
        record: An object.
        expected: The format that it has if its keys do not tell.
        file: The input's name.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    return paper_of_kind(_kind_of(record, expected), record, file)


def _kind_of(record: dict[str, Any], expected: str) -> str:
    kind = kind_of_record(record)
    if kind is None and stranger(record) is not None:
        raise BadRecord(unknown_record(record))
    return expected if kind is None or (kind == OWN and not _is_certain(record)) else kind


def _is_certain(record: dict[str, Any]) -> bool:
    return is_surely_own(record) or has_own_keys_only(record)


Decoder = Callable[[str], Callable[[bytes, int], Record]]
"""Makes, for the name of an input, what makes a record of bytes and a line's number."""


def decoder_for(expected: str) -> Decoder:
    """What makes a decoder of records for an input's name.

    Args:
        expected: The format that a record has if its keys do not tell.
    """

    def decoder(file: str) -> Callable[[bytes, int], Record]:
        def decode(data: bytes, line: int) -> Record:
            try:
                return on_line(paper_from(decoded(data, expected), expected, file), line)
            except ValueError as error:
                return Rejected(file=file, line=line, reason=str(error))

        return decode

    return decoder


def namer_for(expected: str) -> Callable[[str], Namer]:
    """What makes, for an input's name, what gives the arXiv id and the title in a line.

    Args:
        expected: The format that a record has if its keys do not tell.
    """

    def namer(file: str) -> Namer:
        def names(data: bytes, _line: int) -> tuple[str | None, str] | None:
            try:
                record = decoded(data, expected)
                kind = _kind_of(record, expected)
                # What is left takes the adapter next to no time.
                left = {name: value for name, value in record.items() if name not in _NAMELESS}
                made = paper_of_kind(kind, left, file)
            except ValueError:
                return None
            return (made.arxiv_id, made.title) if isinstance(made, Paper) else None

        return names

    return namer


def on_line(made: Made, line: int) -> Made:
    """What an adapter made, if it matters with the line on which it stands."""
    if isinstance(made, OrganisationRecord):
        return msgspec.structs.replace(made, line=line)
    return made


def reader_for(decoder: Decoder) -> Callable[[Input, SavedYears], Iterator[Record]]:
    """What reads a whole input of JSON, wherever its records stand.

    Args:
        decoder: For each of them.
    """

    def read(item: Input, _saved_years: SavedYears) -> Iterator[Record]:
        decode = decoder(item.name)
        for found in found_records(item):
            if not isinstance(found.data, bytes):
                yield Rejected(file=item.name, line=found.line, reason=found.data)
                continue
            data = found.data if found.key is None else with_own_id(found.data, found.key)
            made = decode(data, found.line)
            if found.key is not None and isinstance(made, Paper):
                made = keyed(made, found.key)
            yield made

    return read


def recogniser_for(name: str) -> Callable[[Head], bool]:
    """What tells whether the first record of an input is in a format."""
    return lambda head: head.is_json and head.json.kind == name


def json_source(name: str, label: str, *, has_lines: bool = True, **more: Any) -> Source:
    """A format of JSON that its adapter and what stands in this module are enough for.

    Args:
        name: Its name.
        label: What it is, for people.
        has_lines: Whether a record a line can be read without knowing anything of its file.
        more: Other fields of ``Source``.
    """
    decoder = decoder_for(name)
    return Source(
        name=name,
        label=label,
        recognises=recogniser_for(name),
        read=reader_for(decoder),
        decoder=decoder if has_lines else None,
        namer=namer_for(name) if has_lines else None,
        **more,
    )


def found_records(item: Input) -> Iterator[Found]:
    """Find the records of an input, wherever they stand.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    with open_input(item)[0] as stream:
        head = read_some(stream, _HEAD)
    start = look(head.replace(b"\0", b" ").lstrip(), whole=len(head) < _HEAD)
    if start.has_lines:
        # So a torn line costs that line only.
        for number, line in read_lines(item):
            yield Found(number, line)
        return
    stream, position = open_input(item)
    with stream:
        for found in records(stream, start.layout):
            item.bytes_read = position()
            yield found


def decoded(data: bytes, expected: str) -> dict[str, Any]:
    """The object that the bytes of a record are.

    Args:
        data: The bytes.
        expected: The format that the record should have.

    Raises:
        BadRecord: They are none.
    """
    try:
        record = decode_any(data)
    except BadRecord:
        if data.startswith((b"{", b"[")):
            raise
        record = None
    if isinstance(record, dict):
        return record
    if isinstance(record, str):
        raise BadRecord(
            "a string where an entry should be: whatever wrote this file lost its structure"
        )
    shown = one_line(data[:200].decode("utf-8", "replace"), 40)
    raise BadRecord(f"not {_FORMATS[expected][1]}: {shown}")


def keyed(paper: Paper, key: str) -> Paper:
    """A paper with the arXiv id under which it stands, if it has none of its own."""
    if paper.arxiv_id is not None or (arxiv_id := clean_arxiv_id(key)) is None:
        return paper
    url = paper.url or f"https://arxiv.org/abs/{arxiv_id}"
    return msgspec.structs.replace(paper, arxiv_id=arxiv_id, url=url)


def with_own_id(data: bytes, key: str) -> bytes:
    """A record of organisations alone with the id under which it stands; others as they are."""
    if b'"title"' in data:
        return data
    try:
        record = decode_any(data)
    except BadRecord:
        return data
    if not isinstance(record, dict) or not says_organisations(with_id_of(record, key)):
        return data
    return msgspec.json.encode(with_id_of(record, key))

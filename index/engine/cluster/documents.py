"""Papers as the documents of a cluster: the terms of each column beside the paper itself."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import msgspec

from index.engine import schema
from index.engine.cluster.mapping import GAP, PAPER, STORED_ONLY, is_prose
from index.engine.pieces import LONGEST_TERM
from index.paper import Paper

LONGEST_ID: Final = 512
"""Bytes of the longest name that a cluster takes for a document."""

_ANALYZERS: Final = {"en_stem": "en", "default": "name"}
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def document_of(paper: Paper) -> dict[str, Any]:
    """The document of a merged paper (its key is set).

    The columns are those that Tantivy is given; what its analyzers make of text stands here in the
    place of the text.
    """
    columns = _decode(schema.document_json(paper))
    document: dict[str, Any] = {
        name: terms_of(name, value) if is_prose(name) else value
        for name, value in columns.items()
        if name not in STORED_ONLY
    }
    document[PAPER] = paper
    return document


def document_id(key: str) -> str:
    """The name of the document of the paper with a key, the same in every push."""
    if len(key.encode()) <= LONGEST_ID:
        return key
    from hashlib import sha256

    return sha256(key.encode()).hexdigest()


def paper_of(value: Any) -> Paper:
    """The paper that a document holds, of decoded JSON.

    Raises:
        msgspec.ValidationError: It holds none.
    """
    return msgspec.convert(value, Paper)


def terms_of(column: str, text: str) -> str:
    """The terms of a text in a column, parted by spaces, with a sign for each that is left out."""
    tokenizer = str(schema.FIELDS[column][1]["tokenizer_name"])
    if tokenizer == "pieces":
        return text
    analyzer = schema.analyzer(_ANALYZERS[tokenizer])
    if not _may_leave_out(text):
        return " ".join(analyzer.analyze(text))
    # What is too long is no term, and keeps the words beside it apart.
    terms: list[str] = []
    for token in analyzer.pre_tokenize(text).tokens:
        terms += [GAP] * (token.position - len(terms))
        terms.append(token.text)
    return " ".join(terms)


def _may_leave_out(text: str) -> bool:
    """Whether a text may have words that are too long for a term, which is counted in bytes."""
    long_words = _long_words(LONGEST_TERM if text.isascii() else LONGEST_TERM // 4)
    return long_words.search(text) is not None


@cache
def _long_words(length: int) -> re.Pattern[str]:
    return re.compile(rf"\w{{{length},}}")

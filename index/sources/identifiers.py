"""Normalises arXiv ids and DOIs, and tells arXiv's categories from other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from index.text.cleaning import one_line


@cache
def _arxiv_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/|(?:abs|pdf)/|(?:oai:)?arxiv(?:\.org)?:\s*"
        r"|(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.48550/arxiv\.)?"
        r"(\d{3,4}\.\d{1,17}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2,3}(?:-[a-z]{2,5})?)?/\d{7})"
        r"(?:v\d{1,3})?(?:\.pdf)?(?:\s*\[[a-z.-]{2,20}\])?",
        re.IGNORECASE | re.ASCII,
    )


@cache
def _exponent() -> re.Pattern[str]:
    return re.compile(r"\d(?:\.\d{1,17})?e[+]?0{0,2}[1-9]", re.IGNORECASE | re.ASCII)


def clean_arxiv_id(text: str) -> str | None:
    """An arXiv id without version, prefix or address; None if the text is not one.

    Copies of the snapshot that went through a table of numbers have lost the zeros at the ends of
    ids (``704.332`` for ``0704.3320``), gained a rounding error (``1501.0009599999998``) or an
    exponent (``7.04332e+02``). The form of ids says what they were.
    """
    # Every record of the snapshot passes here: ids of the present form are told without a pattern.
    length = len(text)
    if (
        (length == 10 and text[4] == "." and text >= "1501.")
        or (length == 9 and text[4] == "." and text < "1501.")
    ) and text.replace(".", "0", 1).isdecimal():
        return text if text.isascii() and "01" <= text[2:4] <= "12" else None
    if length > 100:
        return None
    text = text.strip()
    if "e" in text.lower() and _exponent().fullmatch(text) is not None:
        text = repr(float(text))
    found = _arxiv_pattern().fullmatch(text)
    if found is None:
        return None
    archive, slash, number = found[1].partition("/")
    if not slash:
        month, _, digits = archive.partition(".")
        month = month.zfill(4)
        # Ids have five digits since January 2015; those of before have four.
        count = 5 if "1501" <= month < "9000" else 4
        if len(digits) > 9:
            digits = str(round(int(digits) / 10 ** (len(digits) - count))).zfill(count)
        digits = digits.ljust(count, "0")
        # Nothing has the number 0: that was no id.
        is_id = len(digits) == count and "01" <= month[2:] <= "12" and int(digits) > 0
        return f"{month}.{digits}" if is_id else None
    # Old ids are written with the archive in small letters, its subject class is no part of them.
    return f"{archive.lower().partition('.')[0]}/{number}"


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:arxiv[ \w-]{0,20}[\s,]+)?(?:https?://arxiv\.org/abs/|arxiv:\s*|abs/)"
        r"((?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}(?:\d{3}|\.\d{4,5}))(?:v\d+)?",
        re.IGNORECASE,
    )


def arxiv_id_in(addresses: Iterable[str], texts: Iterable[str]) -> str:
    """The arXiv id in what a bibliography says of a paper; "" where there is none.

    Args:
        addresses: URLs and DOIs.
        texts: Others, which begin with an id where they have the paper's, as in "arXiv preprint
            arXiv:1706.03762 [cs]"; later in a text it may be another's.
    """
    for written in addresses:
        address = written.strip().partition("?")[0].partition("#")[0]
        # A number alone is an id only where arXiv's are expected.
        if "arxiv" in address.casefold() and (found := clean_arxiv_id(address)):
            return found
    for text in texts:
        mention = _mention().match(text)
        if mention is not None and (found := clean_arxiv_id(mention[1])):
            return found
    return ""


def clean_doi(text: str) -> str | None:
    """The first DOI in a text, without a resolver's address; None if there is none."""
    if not text.startswith("10.") or not text.isprintable():
        start = text.find("10.")
        if start == -1:
            return None
        text = text[start:]
    if " " not in text and text.isascii() and text.isprintable() and len(text) <= 500:
        doi = text.rstrip(",;")
    else:
        doi = one_line(text, 500).split(" ", 1)[0].rstrip(",;")
    return doi if "/" in doi else None


@cache
def _category() -> re.Pattern[str]:
    """The archives of https://arxiv.org/category_taxonomy, and of before, with their subjects."""
    return re.compile(
        r"(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)"
        r"\.(?:[A-Z]{2}|[a-z]+(?:-[a-z]+)?)"
        r"|astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|q-(?:bio|fin)|quant-ph"
        r"|(?:alg-geom|chao-dyn|cmp-lg|dg-ga|patt-sol|q-alg|solv-int)"
    )


def names_category(word: str) -> bool:
    """Whether a word by itself is a category of arXiv's, such as ``cs.CL`` or ``hep-th``.

    Archives such as ``math`` and ``stat`` are words like others where nothing says what they are.
    """
    return _category().fullmatch(word) is not None

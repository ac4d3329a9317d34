"""BibTeX entries that work everywhere: with classic BibTeX, biber and reference managers.

Every entry is ``@misc``: arXiv recommends it, and whether a venue is a journal or a conference is
something papers here don't know. Fields are those of arXiv's own export, with the venue, the
date, the keywords and the DOI; like it, entries leave the abstract out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from index.exporting import tex_escape as tex
from index.exporting.citation import arxiv_link, encoded, percent_encoded
from index.exporting.clean_paper import cleaned
from index.exporting.person_names import bibtex_name, parse_name
from index.exporting.proper_nouns import proper_nouns
from index.paper import Paper
from index.text.latex import readable

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that tell nothing of a paper.
_INSIGNIFICANT: Final = _set(
    """a an and are as at be by can do does for from how in into is it its of on or our over the
    their there to toward towards under via we what when where which who why with without"""
)
_ENOUGH: Final = 4
_FOLDED: Final = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "đ": "d",
        "ð": "d", "þ": "th", "ŋ": "n", "'": "", "’": "",
    }
)  # fmt: skip


def bibtex_lines(papers: Iterable[Paper]) -> Iterator[str]:
    """An entry for each paper, parted by blank lines, each with a citation key of its own.

    Papers whose keys would be equal are told apart by letters in the order in which they come:
    the second gets ``b``, the third ``c``. Memory grows with the number of papers by their keys.
    """
    used: set[str] = set()
    counts: dict[str, int] = {}
    between = ""
    for paper in papers:
        clean = cleaned(paper)
        wanted = key = citation_key(clean)
        while key in used:
            counts[wanted] = counts.get(wanted, 1) + 1
            key = wanted + _letters(counts[wanted])
        used.add(key)
        yield between + _entry(clean, key)
        between = "\n"


def bibtex_entry(paper: Paper) -> str:
    """One paper's entry, ending in a line break."""
    clean = cleaned(paper)
    return _entry(clean, citation_key(clean))


def citation_key(paper: Paper) -> str:
    """What a paper is cited by: family name, year, first significant word, as in ``rowe2024deep``.

    Only small ASCII letters and digits, and never empty. Without an author, or with names in other
    scripts only, it starts with the word; what else is unknown is left out.
    """
    who = ""
    if paper.authors:
        name = parse_name(paper.authors[0])
        words = [_folded(word) for word in name.family.split()]
        if name.is_organisation:
            words = [word for word in words if word and word not in _INSIGNIFICANT][:1]
        who = "".join(words)
    year = _date(paper)[0] or ""
    word = _significant_word(paper.title)
    key = f"{who}{year}{word}" if who else f"{word}{year}"
    return key if key[:1].isalpha() else f"paper{key}"


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    made = ""
    while number:
        number, letter = divmod(number - 1, 26)
        made = chr(ord("a") + letter) + made
    return made


def _folded(text: str) -> str:
    """Small ASCII letters and digits of a text, accents dropped."""
    from unicodedata import normalize

    plain = normalize("NFKD", text.casefold().translate(_FOLDED)).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _significant_word(title: str) -> str:
    title = readable(title).replace("'", "").replace("’", "")
    first = ""
    for compound in _words().findall(title):
        word = ""
        for part in compound.split("-"):
            # "k-means" is one word, "vision-language-action" its first.
            word += _folded(part)
            if len(word) >= _ENOUGH:
                break
        if word and word not in _INSIGNIFICANT:
            return word
        first = first or word
    return first


@cache
def _words() -> re.Pattern[str]:
    return re.compile("[^\\W_][\\w\u0300-\u036f-]*")


@cache
def _arxiv_month() -> re.Pattern[str]:
    return re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}|[a-z.-]+/(\d\d)(0[1-9]|1[0-2])\d{3}", re.A)


def _date(paper: Paper) -> tuple[int | None, int | None]:
    """Year and month; an arXiv id tells them too."""
    if paper.published is not None and paper.published_precision != "year":
        return paper.published.year, paper.published.month
    year = paper.published.year if paper.published is not None else None
    found = _arxiv_month().fullmatch(paper.arxiv_id or "")
    if found is None or year is not None:
        return year, None
    # Ids have had this form since April 2007, and one with an archive's name from 1991 until then.
    if found[1] is not None:
        year = 2000 + int(found[1])
        return (year, int(found[2])) if 2007 <= year < 2091 else (None, None)
    short = int(found[3])
    return (1900 if short >= 91 else 2000) + short, int(found[4])


def _entry(paper: Paper, key: str) -> str:
    year, month = _date(paper)
    fields: dict[str, str] = {}
    if paper.authors:
        names = [*map(bibtex_name, paper.authors)]
        if paper.authors_beyond(len(names)) != 0:
            # Styles make "et al." of it.
            names.append("others")
        fields["author"] = _braced(" and ".join(names))
    fields["title"] = _braced(tex.title(paper.title, proper_nouns(paper.abstract or "")))
    if paper.venue:
        # Styles pass it over in such an entry; reference managers keep it.
        fields["journal"] = _braced(tex.escaped(paper.venue))
    if year is not None:
        fields["year"] = _braced(f"{year:04}")
    if month is not None:
        # A macro that every style knows, and says in its own language.
        fields["month"] = _MONTHS[month - 1]
    if paper.published is not None and paper.published_precision == "day":
        # Styles pass it over; reference managers keep it.
        fields["day"] = _braced(f"{paper.published.day:02}")
    if paper.arxiv_id:
        fields["eprint"] = _braced(encoded(paper.arxiv_id))
        fields["archivePrefix"] = _braced("arXiv")
        if paper.categories:
            fields["primaryClass"] = _braced(encoded(paper.categories[0]))
    if paper.doi:
        fields["doi"] = _braced(_verbatim(paper.doi))
    address = arxiv_link(paper.arxiv_id) if paper.arxiv_id else paper.url
    if address:
        fields["url"] = _braced(encoded(address))
    if paper.keywords:
        fields["keywords"] = _braced(_keywords(paper.keywords))
    lines = [f"  {name:<13} = {value}" for name, value in fields.items()]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _keywords(keywords: Iterable[str]) -> str:
    """Keywords with commas between them, as biblatex wants them; braces hold one together."""
    words = [
        _braced(escaped) if "," in word or ";" in word else escaped
        for word in keywords
        if (escaped := tex.escaped(word))
    ]
    # One in braces alone would look like a list in braces.
    return ", ".join(words) + ("," if len(words) == 1 and words[0].startswith("{") else "")


def _braced(value: str) -> str:
    return "{" + value + "}"


def _verbatim(doi: str) -> str:
    """A DOI as it is, which is how styles want it, but for what TeX would act on, and in ASCII."""
    return "".join(
        mark if "!" <= mark <= "~" and mark not in "{}\\%^" else percent_encoded(mark)
        for mark in doi
    )

"""Folding: what makes one of the ways to write a letter, in every script.

Papers and queries are folded alike before Tantivy sees them: case, accents, points, ligatures,
widths and digits do not matter, nor whether an accent is a character of its own. Letters that
differ in more than a mark stay apart: the Cyrillic ``й`` is no ``и``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import category, combining, decimal, is_normalized, normalize

import tantivy

# Written without spaces, or with particles joined on: Thai, Lao, Myanmar, Khmer, kana, bopomofo,
# Han, Hangul.
_UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf\u1000-\u103f\u104c-\u109f"
    "\u1780-\u17d3\u17d7\u17dc\u17dd\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
# Says nothing of its own: joiners, soft hyphen, the Arabic stroke that widens a word.
_SILENT: Final = "\u00ad\u0640\u200c\u200d\u2060\ufeff"
# Letters that only some spell apart, and those that no decomposition brings together.
_ALIKE: Final = {
    "ς": "σ",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ٱ": "ا",
}
# Cyrillic letters with a mark are letters of their own, but for these.
_MARKED_ONLY: Final = "ЀЁЍѐёѝ"
# Different characters up to which replacing each of them in turn is faster.
_FEW: Final = 12
# Stems of Latin plurals in -ices whose singulars end in -ix, and of those in -ex.
_IX: Final = ("append", "hel", "matr")
_EX: Final = ("ap", "cort", "cod", "ind", "simpl", "vert", "vort")
# Plurals in -es whose singulars end in -is: letters that tell of them, words, and ends of words.
_IS: Final = (
    ("xes", ("axes", "Axes"), ()),
    ("heses", (), ("theses", "Theses")),
    ("bases", ("bases",), ()),
    ("Bases", ("Bases",), ()),
)
_LETTERS_OF_PLURALS: Final = ("ices", "axes", "heses", "bases")
_HALF_WIDTH_MARKS: Final = "\uff9e\uff9f"


@cache
def unspaced() -> re.Pattern[str]:
    """Runs of scripts whose words no spaces part; of folded text."""
    return re.compile(f"[{_UNSPACED}]+")


@cache
def _beyond_ascii() -> re.Pattern[str]:
    return re.compile("[^\x00-\x7f]")


@cache
def _half_width_kana() -> re.Pattern[str]:
    return re.compile("[\uff66-\uff9f]+")


@cache
def _borders() -> re.Pattern[str]:
    """Where a script without spaces meets letters or digits of another."""
    other = f"[^\\W_{_UNSPACED}]"
    return re.compile(f"(?<=[{_UNSPACED}])(?={other})|(?<={other})(?=[{_UNSPACED}])")


@cache
def _ascii() -> tantivy.TextAnalyzer:
    """Tantivy's own table of Latin letters, which knows more than decompositions do."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def fold(text: str) -> str:
    """The text with every letter beyond ASCII folded; the same object if nothing is to be folded.

    What parts words goes on to part them, and runs of scripts without spaces become words. Latin
    plurals that the stemmer would take for other words (``indices`` for what indicates) become
    their singulars.
    """
    folded = text if text.isascii() else _fold_letters(text)
    parts: list[str] = []
    last = 0
    for start, end, singular in _singulars(folded):
        parts += (folded[last:start], singular)
        last = end
    return "".join((*parts, folded[last:])) if parts else folded


def _fold_letters(text: str) -> str:
    folded = _composed(text)
    different = set(_beyond_ascii().findall(folded))
    if len(different) < _FEW:
        for character in different:
            folded = folded.replace(character, _folded(character))
    else:
        folded = _beyond_ascii().sub(lambda found: _folded(found[0]), folded)
    if not any(unspaced().match(_folded(character)) for character in different):
        return folded
    return _borders().sub(" ", folded)


def fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """What ``fold`` gives, and where in ``text`` each of its characters comes from.

    Returns:
        The folded text, and for each of its characters the first character of ``text`` that it
        stands for and the one after the last; a border between scripts stands for none.
    """
    folded, places = _fold_letters_with_places(text)
    singulars = _singulars(folded)
    if not singulars:
        return folded, places
    parts: list[str] = []
    kept: list[tuple[int, int]] = []
    last = 0
    for start, end, singular in singulars:
        parts += (folded[last:start], singular)
        kept += places[last:start]
        # What is marked of the ending is all of it.
        whole = (places[start][0], places[end - 1][1])
        kept += [whole] * len(singular)
        last = end
    return "".join((*parts, folded[last:])), [*kept, *places[last:]]


def _fold_letters_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    if text.isascii():
        return text, [(at, at + 1) for at in range(len(text))]
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _goes_on(text[end]):
            end += 1
        for character in _composed(text[start:end]):
            one = character if character.isascii() else _folded(character)
            folded.extend(one)
            places.extend([(start, end)] * len(one))
        start = end
    whole = "".join(folded)
    for border in reversed([found.start() for found in _borders().finditer(whole)]):
        folded.insert(border, " ")
        places.insert(border, (places[border][0],) * 2)
    return "".join(folded), places


@cache
def _in_ices() -> re.Pattern[str]:
    """Endings of plurals in -ices; the group is there where the singular ends in -ix."""
    # Literal text first: what stands before it is looked at only where that is found.
    ix, ex = ("|".join(f"(?<={stem}ices)" for stem in stems) for stems in (_IX, _EX))
    return re.compile(rf"(?:ices|ICES)(?:((?i:{ix}))|(?i:{ex}))(?![^\W_])")


@cache
def _in_es(words: tuple[str, ...], ends: tuple[str, ...]) -> re.Pattern[str]:
    """The endings of plurals in -es that are words or end them."""
    before = "|".join(
        (*(rf"(?<=(?<![^\W_]){word})" for word in words), *map("(?<={})".format, ends))
    )
    return re.compile(rf"es(?:{before})(?![^\W_])")


def may_have_plurals(text: str) -> bool:
    """Whether a text may have Latin plurals that become their singulars; most texts have none."""
    return any(map(text.lower().__contains__, _LETTERS_OF_PLURALS))


def _singulars(folded: str) -> list[tuple[int, int, str]]:
    """Where Latin plurals end, and what their singulars end in instead, in order."""
    found: list[tuple[int, int, str]] = []
    if "ices" in folded or "ICES" in folded:
        found += (
            (*ending.span(), "ex" if ending[1] is None else "ix")
            for ending in _in_ices().finditer(folded)
        )
    for letters, words, ends in _IS:
        if letters in folded:
            found += ((*ending.span(), "is") for ending in _in_es(words, ends).finditer(folded))
    return sorted(found)


def words_in(folded: str) -> list[tuple[int, int]]:
    """Where the words of a folded text are, as Tantivy parts them, however long they are."""
    found = _ascii().pre_tokenize(folded).tokens
    return [(token.char_offset_from, token.char_offset_to) for token in found]


def _composed(text: str) -> str:
    """The text with letters and their marks as one character where there is one."""
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if any(mark in text for mark in _HALF_WIDTH_MARKS):
        text = _half_width_kana().sub(lambda found: normalize("NFKC", found[0]), text)
    return text


@cache
def _goes_on(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    if character.isascii():
        return False
    return (
        category(character)[0] == "M"
        or character in _SILENT
        or character in _HALF_WIDTH_MARKS
        # Vowels and final consonants of Hangul.
        or "\u1160" <= character <= "\u11ff"
    )


@cache
def _folded(character: str) -> str:
    if character in _SILENT or _is_accent(character):
        return ""
    if character.isdecimal():
        return str(decimal(character))
    if "\u0400" <= character <= "\u052f" and character not in _MARKED_ONLY:
        return character.lower()
    letters = [one for one in normalize("NFD", character) if not _is_accent(one)]
    base = normalize("NFC", "".join(letters)) or character
    plain = normalize("NFKC", base)
    if plain.isalnum() and base.isalnum():
        base = plain
    base = "".join(_ALIKE.get(letter, letter) for letter in base.lower() if not _is_accent(letter))
    found = _ascii().analyze(base)
    if len(found) != 1:
        return base
    # A few become more than letters and digits, such as numbers in brackets.
    return "".join(filter(str.isalnum, found[0])) if found[0].isascii() else base


def _is_accent(character: str) -> bool:
    """Whether a mark only says how a letter sounds: no vowel sign of an Indic script is one."""
    if character.isascii() or category(character)[0] != "M":
        return False
    kind = combining(character)
    # Points below and above, nuktas, viramas, and the points of Hebrew and Arabic.
    return kind >= 200 or kind in (1, 7, 9) or 10 <= kind <= 36 or category(character) == "Me"

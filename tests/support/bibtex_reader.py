r"""A small BibTeX reader and TeX undoer for tests, written without a look at the exporter.

It reads as classic BibTeX does: an entry's end is found by counting braces, whether or not a
backslash stands before them, and names are split at a bare "and" outside of braces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


class Entry(NamedTuple):
    kind: str
    key: str
    fields: dict[str, str]


def read_entries(text: str) -> list[Entry]:
    """All entries of a file; ValueError for anything a BibTeX program would complain about."""
    entries = []
    at = 0
    while (start := text.find("@", at)) != -1:
        if text[at:start].strip():
            raise ValueError(f"junk between entries: {text[at:start]!r}")
        head = re.compile(r"@(\w+)\{([^\s,{}\"#%'()=~\\]+),\n").match(text, start)
        if head is None:
            raise ValueError(f"no entry starts here: {text[start : start + 60]!r}")
        at = head.end()
        fields: dict[str, str] = {}
        while text[at] != "}":
            name = re.compile(r"\s*(\w+)\s*=\s*").match(text, at)
            if name is None:
                raise ValueError(f"no field starts here: {text[at : at + 60]!r}")
            value, at = _value(text, name.end())
            if name[1] in fields:
                raise ValueError(f"{name[1]} stands twice")
            fields[name[1]] = value
            if text[at] == ",":
                at += 1
            while text[at].isspace():
                at += 1
        at += 1
        entries.append(Entry(head[1], head[2], fields))
    if text[at:].strip():
        raise ValueError(f"junk at the end: {text[at:]!r}")
    return entries


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at] != "{":
        macro = re.compile(r"\w+").match(text, at)
        if macro is None or macro[0] not in MONTHS:
            raise ValueError(f"no value: {text[at : at + 60]!r}")
        return macro[0], macro.end()
    depth = 0
    for position in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[at + 1 : position], position + 1
    raise ValueError("a brace is never closed")


def depths(value: str) -> list[int]:
    """For each character, how many braces are open around it."""
    depth = 0
    found = []
    for character in value:
        depth -= character == "}"
        found.append(depth)
        depth += character == "{"
    return found


def at_top(value: str, pattern: str) -> list[int]:
    """Where a pattern starts outside of all braces."""
    levels = depths(value)
    return [found.start() for found in re.finditer(pattern, value) if levels[found.start()] == 0]


def split_names(value: str) -> list[str]:
    """An author field's names."""
    names, last = [], 0
    for position in at_top(value, r"(?i)\sand\s"):
        names.append(value[last:position])
        last = position + 5
    return [*names, value[last:]]


def split_name(name: str) -> tuple[str, str, str, str]:
    """Particle, last, suffix and first of a name, in TeX, as BibTeX tells them apart."""
    commas = at_top(name, ",")
    parts = [
        name[start:end].strip()
        for start, end in zip([0, *(c + 1 for c in commas)], [*commas, len(name)], strict=True)
    ]
    if len(parts) > 3:
        raise ValueError(f"too many commas: {name!r}")
    words = _top_words(parts[0])
    if len(parts) == 1 and len(words) > 1 and not any(map(_is_small, words[:-1])):
        return "", words[-1], "", " ".join(words[:-1])
    small = [position for position, word in enumerate(words[:-1]) if _is_small(word)]
    cut = small[-1] + 1 if small else 0
    particle, last = " ".join(words[:cut]), " ".join(words[cut:])
    if len(parts) == 3:
        return particle, last, parts[1], parts[2]
    return particle, last, "", parts[1] if len(parts) == 2 else ""


def _top_words(text: str) -> list[str]:
    words, last = [], 0
    for position in at_top(text, r"\s"):
        words.append(text[last:position])
        last = position + 1
    return [word for word in [*words, text[last:]] if word]


def _is_small(word: str) -> bool:
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letters = [letter for letter in re.sub(r"\\[A-Za-z]+", "", word) if letter.isalpha()]
    special = re.match(r"\{\\([A-Za-z]+)\}", word)
    if special is not None:
        return special[1].islower() and special[1] in {"o", "l", "ss", "ae", "oe", "i", "j"}
    return bool(letters) and letters[0].islower()


ACCENTS = {
    "`": "GRAVE ACCENT", "'": "ACUTE ACCENT", "^": "CIRCUMFLEX ACCENT", "~": "TILDE",
    '"': "DIAERESIS", "=": "MACRON", ".": "DOT ABOVE", "u": "BREVE", "r": "RING ABOVE",
    "H": "DOUBLE ACUTE ACCENT", "v": "CARON", "d": "DOT BELOW", "c": "CEDILLA", "k": "OGONEK",
    "b": "MACRON BELOW",
}  # fmt: skip
CHARACTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "i", "j": "j", "dj": "đ", "DJ": "Đ", "dh": "ð",
    "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "textbraceleft": "{",
    "textbraceright": "}", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|", "ldots": "…",
    "alpha": "α", "mu": "μ", "times": "×",
}  # fmt: skip


def undo_tex(tex: str) -> str:
    """What TeX would print, with straight quotes; ValueError for a command not known here."""
    made, at = _undone(tex, 0)
    if at != len(tex):
        raise ValueError(f"a brace too many in {tex!r}")
    text = unicodedata.normalize("NFC", made)
    for ligature, character in [("---", "—"), ("--", "–"), ("``", '"'), ("''", '"')]:
        text = text.replace(ligature, character)
    return text.replace("`", "'")


def _undone(tex: str, at: int) -> tuple[str, int]:
    made = ""
    while at < len(tex) and tex[at] != "}":
        piece, at = _one(tex, at)
        made += piece
    return made, at


def _one(tex: str, at: int) -> tuple[str, int]:
    if tex[at] == "{":
        inner, at = _undone(tex, at + 1)
        if tex[at : at + 1] != "}":
            raise ValueError(f"a brace is never closed in {tex!r}")
        return inner, at + 1
    if tex[at] in "$^_":
        return "", at + 1
    if tex[at] in "%#&~":
        raise ValueError(f"{tex[at]} is not escaped in {tex!r}")
    if tex[at] != "\\":
        return tex[at], at + 1
    command = re.compile(r"\\([A-Za-z]+|.)").match(tex, at)
    if command is None:
        raise ValueError(f"a backslash at the end of {tex!r}")
    name, at = command[1], command.end()
    if name in "&%$#_" and len(name) == 1:
        return name, at
    if name in ACCENTS:
        base, at = _one(tex, at)
        mark = unicodedata.lookup(f"COMBINING {ACCENTS[name]}")
        return base + mark, at
    if name in CHARACTERS:
        return CHARACTERS[name], at
    raise ValueError(f"\\{name} is not known")

r"""Values of BibTeX as text: TeX's commands, braces and dashes undone, mathematics kept as it is.

What ``index.exporting.tex_escape`` writes comes back, and what Zotero and others do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.text.latex import readable, to_unicode
from index.text.latex_symbols import SUBSCRIPTS, SUPERSCRIPTS

_COMMANDS: Final = {
    "textquestiondown": "¿", "textexclamdown": "¡", "textquotesingle": "'", "textpm": "±",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "textdegree": "°", "textmu": "µ", "texttimes": "×", "textdiv": "÷",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "texteuro": "€",
    "euro": "€", "texttrademark": "™", "textregistered": "®", "textcopyright": "©",
    "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "textbullet": "•",
    "textperiodcentered": "·", "guillemotleft": "«", "guillemotright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„", "quotesinglbase": "‚",
    "textasciitilde": "\x06", "textasciicircum": "^", "textbar": "|", "textless": "<",
    "textgreater": ">", "textunderscore": "_", "textendash": "–", "textemdash": "—",
    "textellipsis": "…", "ldots": "…", "dots": "…", "textvisiblespace": " ", "slash": "/",
    "textbackslash": "\x04", "textbraceleft": "\x02", "textbraceright": "\x03",
    "textdollar": "\x05", "textasciigrave": "`", "textasteriskcentered": "*",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "quad": " ", "space": " ",
}  # fmt: skip
"""Commands without an argument; controls stand for what must not be taken for TeX."""

_LITERAL: Final = str.maketrans({"\x02": "{", "\x03": "}", "\x04": "\\", "\x05": "$", "\x06": "~"})
_SIGNS: Final = {"$-$": "−", "$'$": "′", "$''$": "″"}
"""Mathematics for characters of text that TeX has no other commands for."""


@cache
def _mathematics() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\\)\$(?=\S)(?:[^$\\]|\\.){1,2000}?(?<!\s)\$(?!\d)|\\\((?:.{0,2000}?)\\\)", re.DOTALL
    )


@cache
def _ordinal() -> re.Pattern[str]:
    r"""The raised ending of a number, as DBLP writes it: ``5\({}^{\mbox{th}}\)``."""
    return re.compile(
        r"(?<=\d)(?:\$|\\\()\s*(?:\{\s*\})?\^\s*\{?\s*(?:\\(?:mbox|text|textrm|mathrm|rm)\s*\{?\s*)?"
        r"(st|nd|rd|th)[\s}]*(?:\$|\\\))"
    )


@cache
def _command() -> re.Pattern[str]:
    return re.compile(
        r"\\(?:mkbib\w+|enquote\*?|textquote|foreignquote|noopsort|nocase)(?=\{)"
        r"|\\textcommabelow\s?\{?(?P<comma>[sStT])\}?"
        r"|\\(?P<name>" + "|".join(sorted(_COMMANDS, key=len, reverse=True)) + r")(?![A-Za-z])"
        r"(?:\{\}|[ \t]+(?=\S)|)"
        r"|\\(?P<escaped>[{}$~^])(?:\{\})?|\\(?P<space>[ ,;:!/@\n-])|\\\\"
        r"|\\text(?P<level>super|sub)script\s?\{(?P<raised>[^{}\\$]{0,80})\}"
    )


def tex_text(value: str) -> str:
    """The text that a value means.

    Args:
        value: With TeX in it, braces and all.
    """
    if not any(mark in value for mark in "\\{}$~`'-\x00\x01\x02\x03\x04\x05\x06"):
        return value
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_SIGNS.get(found[0], found[0]))
        return f"\x01{len(kept) - 1}\x01"

    text = _ordinal().sub(r"\1", re.sub("[\x00-\x06]", " ", value))
    text = _mathematics().sub(keep, text)
    if "\\" in text:
        text = _command().sub(_meaning, text)
        text = to_unicode(text)
    if "\\" in text:
        text = readable(text)
    text = _tied().sub(" ", text.replace("{", "").replace("}", ""))
    text = text.replace("---", "—").replace("--", "–")
    text = text.replace("``", "“").replace("''", "”")
    text = re.sub("\x01(\\d+)\x01", lambda found: kept[int(found[1])], text)
    return text.translate(_LITERAL)


@cache
def _tied() -> re.Pattern[str]:
    """Tildes that are spaces: those that a space stands before are written for themselves."""
    return re.compile(r"(?<=[^\s(/<])~|~(?=~|\s*\Z)")


def _meaning(found: re.Match[str]) -> str:
    if (name := found["name"]) is not None:
        return _COMMANDS[name]
    if (escaped := found["escaped"]) is not None:
        if escaped in "~^" and not found[0].endswith("{}"):
            # An accent.
            return found[0]
        return {"{": "\x02", "}": "\x03", "$": "\x05", "~": "\x06", "^": "^"}[escaped]
    if (space := found["space"]) is not None:
        return "" if space in "-/@!" else " "
    if (letter := found["comma"]) is not None:
        return {"s": "ș", "S": "Ș", "t": "ț", "T": "Ț"}[letter]
    if (raised := found["raised"]) is not None:
        levels = SUPERSCRIPTS if found["level"] == "super" else SUBSCRIPTS
        return "".join(levels.get(character, character) for character in raised)
    # A line break, or a command whose argument is what it is of.
    return " " if found[0] == "\\\\" else ""


def verbatim(value: str) -> str:
    """A value that is an address or a number: braces and escapes undone, nothing else."""
    value = re.sub(r"\{?\\text(?:asciitilde|underscore)\s?(?:\{\})?\}?", _sign, value)
    value = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    return re.sub(r"\\([&%_#$~{}])", r"\1", value.strip()).replace("{", "").replace("}", "").strip()


def _sign(found: re.Match[str]) -> str:
    return "~" if "tilde" in found[0] else "_"

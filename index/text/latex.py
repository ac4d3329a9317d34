r"""LaTeX in titles, abstracts and names: accents to Unicode, and simple mathematics to be read.

``to_unicode`` is for what is stored and searched: it changes only what has one right answer,
outside of mathematics. ``readable`` is for what is shown: it also turns markup and mathematics
into the nearest plain text, and leaves what it does not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.text.cleaning import without_sequences

_COMBINING: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS: Final = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip

# Every alternative begins with a plain character: so the search for matches is one for characters.
# What may be missing its end is bounded, to keep the whole linear.
_MATH: Final = r"\\\$|\$\$[^$]*\$\$|\$[^$]*\$|\\\([^$]{0,300}?\\\)|\\\[[^$]{0,300}?\\\]"
_BASE: Final = r"(?:\\[ij](?![A-Za-z])(?:\s(?=[^\W\d_]))?|[^\W\d_])"
_ACCENTED: Final = (
    rf"(?:\\[`'^\"~=.](?:\{{\s?{_BASE}\s?\}}|{_BASE})"
    rf"|\\[cvHukrdb](?:\s?\{{\s?{_BASE}\s?\}}|\s{_BASE}|\\[ij](?![A-Za-z]))"
    r"|\\(?:ss|SS|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLij])(?![A-Za-z])"
    r"(?:\{\}|\s{1,3}(?=[^\W\d_]))?)"
)


@cache
def _accents() -> re.Pattern[str]:
    return re.compile(rf"{_MATH}|\{{{_ACCENTED}\}}|{_ACCENTED}|\\[&%_#]|\\[~^]\{{\}}")


@cache
def _accent_parts() -> re.Pattern[str]:
    return re.compile(r"\\([A-Za-z]+|.)\s*\{?\s*(.*?)\s*\}?", re.DOTALL)


@cache
def _gate() -> re.Pattern[str]:
    """Finds text that may hold an accent; most LaTeX in abstracts is mathematics alone."""
    return re.compile(
        r"\\(?:[`'^\"~=.&%_#]|[cvHukrdb][\s{\\]|(?:ss|SS|[aoAO][eE]|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG"
        r"|[oOlLij])(?![A-Za-z]))"
    )


@cache
def _quotes() -> re.Pattern[str]:
    """Finds words in escaped quotes, which are no accents."""
    return re.compile(r"(?<![^\s(\[])\\\"(?=[^\W\d_])([^\\\"$]{1,200})\\\"(?![^\W\d_]|[{\\])")


def to_unicode(text: str) -> str:
    r"""Turn accents, special letters and escaped signs into what they mean; keep mathematics.

    ``Erd\H{o}s``, ``{\"o}``, ``\'\i`` and ``\ss`` are known, as are ``\&``, ``\%``, ``\_`` and
    ``\#``. What stands between dollars stays as it is, and so does everything unknown. Never
    raises; takes linear time.
    """
    if "\\" not in text or _gate().search(text) is None:
        return text
    if "\x1b" in text:
        # A backslash can end an escape sequence.
        text = without_sequences(text)
    if '\\"' in text:
        text = _quotes().sub(r'"\1"', text)
    # Accents nest: Vietnamese has \'{\^e}. Each round resolves one level.
    for _ in range(3):
        changed = _accents().sub(_accent, text)
        if changed == text:
            break
        text = changed
    return text


def _accent(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] == "$" or text[1] in "$([":
        return text
    if text[0] == "{":
        text = text[1:-1]
    parts = _accent_parts().fullmatch(text)
    if parts is None:
        return found[0]
    command, base = parts.groups()
    if command in _LETTERS:
        return _LETTERS[command]
    if command not in _COMBINING or not base:
        return command
    if base[0] == "\\":
        base = base[1]
    from unicodedata import normalize

    accented = normalize("NFC", base + _COMBINING[command])
    # No language writes what Unicode has no character for: then it was no accent.
    return accented if len(accented) == 1 else found[0]


def readable(text: str) -> str:
    r"""Turn LaTeX into what a person would read out: ``$x^2 \leq \alpha$`` becomes ``x² ≤ α``.

    Known are Greek letters, common signs, superscripts and subscripts, fractions, roots, accents
    on letters, font and text commands (their argument stays), citations and references (which
    go). What is unknown stays as it is written. Never raises; takes linear time; text without LaTeX
    comes back as the same object.
    """
    if "\\" not in text and "$" not in text and "``" not in text and "{" not in text:
        return text
    from index.text.latex_reader import read

    return read(to_unicode(text))

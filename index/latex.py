r"""LaTeX in titles, abstracts and names: accents to Unicode, and simple mathematics to be read.

``to_unicode`` is for what is stored and searched: it changes only what has one right answer,
outside of mathematics. ``readable`` is for what is shown: it also turns markup and mathematics
into the nearest plain text, and leaves what it does not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

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

_MATH: Final = r"\\\$|\$\$[^$]*\$\$|\$[^$]*\$|\\\([^$]*?\\\)|\\\[[^$]*?\\\]"
_ACCENTED: Final = (
    r"\\(?:"
    r"(?P<sign>[`'^\"~=.])\s{0,2}(?:\{\s?(?P<s1>\\[ij]|[^\W\d_])\s?\}|(?P<s2>\\[ij](?![A-Za-z])|[^\W\d_]))"
    r"|(?P<word>[cvHukrdb])(?:\s?\{\s?(?P<w1>\\[ij]|[^\W\d_])\s?\}|\s(?P<w2>\\[ij](?![A-Za-z])|[^\W\d_])"
    r"|(?P<w3>\\[ij])(?![A-Za-z]))"
    r"|(?P<letter>ss|SS|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLij])(?![A-Za-z])"
    r"(?:\{\}|\s{1,3}(?=[^\W\d_]))?"
    r")"
)


@cache
def _accents() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<math>{_MATH})|(?P<open>\{{)?{_ACCENTED}(?(open)\}})|\\(?P<plain>[&%_#])"
        r"|\\(?P<alone>[~^])\{\}"
    )


@cache
def _gate() -> re.Pattern[str]:
    """Finds text that may hold an accent; most LaTeX in abstracts is mathematics alone."""
    return re.compile(
        r"\\(?:[`'^\"~=.&%_#]|[cvHukrdb][\s{\\]|(?:ss|SS|[aoAO][eE]|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG"
        r"|[oOlLij])(?![A-Za-z]))"
    )


def to_unicode(text: str) -> str:
    r"""Turn accents, special letters and escaped signs into what they mean; keep mathematics.

    ``Erd\H{o}s``, ``{\"o}``, ``\'\i`` and ``\ss`` are known, as are ``\&``, ``\%``, ``\_`` and
    ``\#``. What stands between dollars stays as it is, and so does everything unknown. Never
    raises; takes linear time.
    """
    if "\\" not in text or _gate().search(text) is None:
        return text
    # Accents nest: Vietnamese has \'{\^e}. Each round resolves one level.
    for _ in range(3):
        changed = _accents().sub(_accent, text)
        if changed == text:
            break
        text = changed
    return text


def _accent(found: re.Match[str]) -> str:
    if found["math"] is not None:
        return found[0]
    if (plain := found["plain"] or found["alone"]) is not None:
        return plain
    if (letter := found["letter"]) is not None:
        return _LETTERS[letter]
    accent = found["sign"] or found["word"]
    base = found["s1"] or found["s2"] or found["w1"] or found["w2"] or found["w3"]
    if base[0] == "\\":
        base = base[1]
    from unicodedata import normalize

    return normalize("NFC", base + _COMBINING[accent])

r"""Text as TeX: what classic BibTeX and every engine understand, and nothing that could do harm.

Letters with accents become commands (``{\"o}``), for classic BibTeX sorts and lowers letters of
ASCII only; biber reads the same commands. Other scripts have no such commands and stay UTF-8.
All of TeX's special characters are escaped. Mathematics between dollars stays mathematics, with
known commands only: it comes from strangers, and ends up in documents that people compile.

In everything returned here braces are balanced, also for readers that, as BibTeX does, count a
brace after a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Final

from index.exporting.tex_mathematics import SIGNS, is_money, mathematics
from index.text.cleaning import one_line
from index.text.latex import readable, to_unicode

_SPECIAL: Final = str.maketrans(
    {
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
        "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}",
        "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
        "…": r"{\ldots}", "§": r"{\S}", "¶": r"{\P}", "©": r"{\copyright}", "£": r"{\pounds}",
        "™": r"{\texttrademark}", "®": r"{\textregistered}",
        "−": "{$-$}", "′": "{$'$}", "″": "{$''$}",
        "¿": r"{\textquestiondown}", "¡": r"{\textexclamdown}",
    }
)  # fmt: skip
_LETTERS: Final = {
    "ß": r"{\ss}", "ø": r"{\o}", "Ø": r"{\O}", "ł": r"{\l}", "Ł": r"{\L}", "æ": r"{\ae}",
    "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ı": r"{\i}", "ȷ": r"{\j}", "đ": r"{\dj}",
    "Đ": r"{\DJ}", "ð": r"{\dh}", "Ð": r"{\DH}", "þ": r"{\th}", "Þ": r"{\TH}", "ŋ": r"{\ng}",
    "Ŋ": r"{\NG}",
}  # fmt: skip
_LETTER_TABLE: Final = str.maketrans(_LETTERS)
_MARKS: Final = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_BELOW: Final = ("d", "c", "k", "b")

# Each stands for a piece of mathematics while the text around it is worked on: clean text holds no
# noncharacters. What comes after so many pieces is treated as text.
_STASH: Final = "".join(map(chr, range(0xFDD0, 0xFDF0)))


# Small signs, which stay with the word before them: ions, exponents.
_RAISED: Final = "⁺⁻⁼⁽⁾"
_LOWERED: Final = "₊₋₌₍₎"
_RAISED_LETTERS: Final = "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ"


class _Patterns:
    def __init__(self) -> None:
        self.accented = re.compile("([A-Za-zøØæÆœŒıȷ])([\u0300-\u036f]+)")
        self.stashed = re.compile(f"([{_STASH}])")
        self.opening_quote = re.compile(r'(?:^|(?<=[\s(\[{/‘“—–-]))"')
        # One or two letters in Greek are symbols, more are a word.
        greek = "\u0370-\u03ff\u1f00-\u1fff"
        signs = "".join(SIGNS)
        self.sign = re.compile(
            f"(?<![{greek}])[{signs}](?![{greek}]{{2}})"
            f"|(?<![{greek}]{{2}})[{signs}](?![{greek}])|(?![{greek}])[{signs}]"
        )
        self.superscript = re.compile(f"[⁰¹²³⁴-⁹ⁿⁱ{_RAISED_LETTERS}{_RAISED}]+")
        self.subscript = re.compile(f"[₀-₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼ{_LOWERED}]+")
        # Letters and digits in other clothes.
        self.dressed = re.compile(
            "[\u2100-\u2101\u2103\u2105\u2106\u2109\u2116\u2121\u2150-\u217f\ufb00-\ufb06]"
        )
        self.word = re.compile(f"[^\\W_](?:[\\w\u0300-\u036f{_RAISED}{_LOWERED}]|['’](?=[^\\W_]))*")
        self.mathematics = re.compile(
            r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>(?:[^$\\]|\\.)+)\$"
            r"|\\\((?P<round>[^$]{1,300}?)\\\)|\\\[(?P<square>[^$]{1,300}?)\\\]"
        )


@cache
def _patterns() -> _Patterns:
    return _Patterns()


def escaped(text: str) -> str:
    """One line of plain text as TeX that shows exactly that text.

    Args:
        text: Any string; it is cleaned first.
    """
    return _escape(_curled(_undressed(one_line(text))))


def title(text: str, names: Collection[str] = ()) -> str:
    r"""A title as TeX, its capitals safe from styles that lower them.

    Protected by braces are acronyms and the like (``{BERT}``, ``{LaTeX}``, ``{T5}``, ``{C}++``),
    mathematics, names, and, in titles that otherwise have none, words with a capital, which are
    names then (``Regression with {Gaussian} processes``).

    Args:
        text: A title as papers have it: Unicode, perhaps with mathematics between dollars and
            other LaTeX. It is cleaned first.
        names: Words that are names also where every word has a capital.
    """
    text, kept = _without_mathematics(to_unicode(one_line(text)))
    if "\\" in text or "{" in text or "``" in text:
        text = " ".join(readable(text).split())
    pieces = _patterns().stashed.split(_curled(_undressed(text)))
    has_names = _is_sentence_case(" ".join(pieces[::2]))
    made: list[str] = []
    start = True
    for position, piece in enumerate(pieces):
        if position % 2:
            made.append(f"{{${kept[_STASH.index(piece)]}$}}")
            start = False
        else:
            made.append(_protected(piece, names, has_names=has_names, starts=start))
            start = start and not piece.strip()
    return "".join(made).strip()


def _without_mathematics(text: str) -> tuple[str, list[str]]:
    """The text with marks in the place of mathematics, and the pieces of mathematics as TeX."""
    if "$" not in text and "\\" not in text:
        return text, []
    made: list[str] = []
    kept: list[str] = []
    at = 0
    while len(kept) < len(_STASH) and (found := _patterns().mathematics.search(text, at)):
        start, end = found.span()
        inner = found["display"] or found["inline"] or found["round"] or found["square"]
        made.append(text[at:start])
        if text[start - 1 : start] == "\\" or (text[start] == "$" and is_money(inner, text[end:])):
            # One dollar, and perhaps mathematics later.
            made.append(text[start])
            at = start + 1
        elif (tex := mathematics(inner)) is None:
            made.append(text[start:end])
            at = end
        else:
            made.append(_STASH[len(kept)])
            kept.append(tex)
            at = end
    made.append(text[at:])
    return "".join(made), kept


def _undressed(text: str) -> str:
    """The text with numbers, fractions and ligatures of one character spelled out."""
    if text.isascii():
        return text
    return _patterns().dressed.sub(lambda found: _digits(found[0]), text)


def _curled(text: str) -> str:
    """The text with typographic double quotes: TeX has only closing ones on the key."""
    if '"' not in text:
        return text
    return _patterns().opening_quote.sub("“", text).replace('"', "”")


def _escape(text: str) -> str:
    text = text.translate(_SPECIAL)
    if text.isascii():
        return text
    from unicodedata import normalize

    patterns = _patterns()
    text = patterns.accented.sub(_accent, normalize("NFD", text)).translate(_LETTER_TABLE)
    text = normalize("NFC", text)
    text = patterns.superscript.sub(lambda found: f"{{$^{{{_digits(found[0])}}}$}}", text)
    text = patterns.subscript.sub(lambda found: f"{{$_{{{_digits(found[0])}}}$}}", text)
    return patterns.sign.sub(lambda found: f"{{$\\{SIGNS[found[0]]}$}}", text)


def _digits(text: str) -> str:
    from unicodedata import normalize

    return normalize("NFKC", text).replace("−", "-")


def _accent(found: re.Match[str]) -> str:
    base, marks = found[1], found[2]
    if not all(mark in _MARKS for mark in marks):
        return found[0]
    if marks == "\u030a" and base in "aA":
        return "{\\" + base * 2 + "}"
    tex = base
    if base in "ijıȷ" and _MARKS[marks[0]] not in _BELOW:
        tex = "\\i" if base in "iı" else "\\j"
    elif base in _LETTERS:
        tex = _LETTERS[base][1:-1]
    for mark in marks:
        command = _MARKS[mark]
        braced = len(tex) > 1 or command.isalpha()
        tex = f"\\{command}{{{tex}}}" if braced else f"\\{command}{tex}"
    return f"{{{tex}}}"


def _protected(text: str, names: Collection[str], *, has_names: bool, starts: bool) -> str:
    made: list[str] = []
    at = 0
    for found in _patterns().word.finditer(text):
        before = text[at : found.start()]
        made.append(_escape(before))
        word = found[0]
        opens = starts and not made[:-1]
        first = opens or _ends_sentence(text[: found.start()])
        following = text[found.end() : found.end() + 1]
        if (
            _is_special(word)
            or (word[0] == "I" and word[1:2] in ("'", "’"))
            or (len(word) == 1 and word.isupper() and (word != "A" or following in _GLUE))
            or (has_names and word[0].isupper() and not first)
            or (not opens and _is_among(word, names))
        ):
            made.append(f"{{{_escape(word)}}}")
        else:
            made.append(_escape(word))
        at = found.end()
    made.append(_escape(text[at:]))
    return "".join(made)


def _is_among(word: str, names: Collection[str]) -> bool:
    """Whether a word is a name, perhaps with an s or an apostrophe and an s at its end."""
    word = word.removesuffix("'s").removesuffix("’s")
    return word in names or word.removesuffix("s") in names


# What ties a single letter to what follows: A-star, A*, A+.
_GLUE: Final = ("-", "*", "+", "/", "'", "’", ".")


def _is_special(word: str) -> bool:
    """Whether a word's capitals are part of its spelling, as in GPT, LaTeX or T5."""
    rest = word[1:]
    if rest != rest.lower():
        return True
    return word[0].isupper() and any(mark.isdigit() or mark in _RAISED for mark in rest)


def _ends_sentence(before: str) -> bool:
    return before.rstrip()[-1:] in (":", ".", "?", "!", "—")


def _is_sentence_case(text: str) -> bool:
    """Whether a title writes ordinary words small, so that a capital marks a name.

    Words of four letters and more decide: short ones are small in every way of writing titles.
    """
    words = [word for word in _patterns().word.findall(text)[1:] if len(word) >= 4]
    ordinary = [word for word in words if not _is_special(word) and word[0].isalpha()]
    small = sum(word[0].islower() for word in ordinary)
    return len(ordinary) >= 2 and small * 2 > len(ordinary)

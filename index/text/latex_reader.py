r"""Turns LaTeX into text a person can read in a terminal; see ``index.text.latex.readable``.

One pass over tokens. Groups nest by a bounded recursion; what nests deeper, is unknown or is not
closed stays as it was written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.text.latex_symbols import (
    BLACKBOARD,
    COMBINING,
    FUNCTIONS,
    REMOVED,
    REMOVED_WITH_ARGUMENT,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
    TRANSPARENT,
)

_DEPTH: Final = 24
_LENGTH: Final = 100_000


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(
        r"\\[A-Za-z]+\*?[ \t\n]?|\\.?|\$\$?|[{}\[\]^_~]|\s+|``|''|[^\\${}\[\]^_~\s`']+|.", re.S
    )


@cache
def _mathematics() -> re.Pattern[str]:
    """Where mathematics stands: dollars that hug what is between them, as in "$5 to $6" none do."""
    return re.compile(
        r"\\\$|(?P<display>\$\$(?P<d>[^$]+)\$\$)|(?P<inline>\$(?P<i>[^\s$](?:[^$]*[^\s$\\])?)\$(?!\d))"
        r"|\\\((?P<round>[^$]{0,300}?)\\\)|\\\[(?P<square>[^$]{0,300}?)\\\]",
        re.S,
    )


def read(text: str) -> str:
    """The readable form of a text that may hold LaTeX."""
    if len(text) > _LENGTH:
        return text
    parts: list[str] = []
    at = 0
    for found in _mathematics().finditer(text):
        if found[0] == r"\$":
            continue
        between = _Reader(text[at : found.start()], mathematics=False, is_start=at == 0)
        parts.append(between.read())
        inner = found["d"] or found["i"] or found["round"] or found["square"] or ""
        parts.append(_Reader(inner, mathematics=True).read().strip())
        at = found.end()
    parts.append(_Reader(text[at:], mathematics=False, is_start=at == 0).read())
    return "".join(parts)


class _Reader:
    def __init__(self, text: str, *, mathematics: bool, is_start: bool = False) -> None:
        self._tokens: list[str] = _tokens().findall(text)
        self._at = 0
        self._mathematics = mathematics
        self._is_start = is_start
        self._closing = _closing_braces(self._tokens)

    def read(self) -> str:
        return self._until(len(self._tokens), 0)

    def _until(self, end: int, depth: int) -> str:
        made: list[str] = []
        while self._at < end:
            made.append(self._next(depth, made))
        return "".join(made)

    def _next(self, depth: int, before: list[str]) -> str:
        token = self._tokens[self._at]
        first = token[0]
        if first == "\\":
            self._at += 1
            return self._command(token, depth, before)
        if first == "{":
            return self._group(depth)
        self._at += 1
        if first == "}":
            return "" if self._mathematics else token
        if self._mathematics:
            if first in "^_":
                return self._script(first, depth)
            if first.isspace():
                return " "
        if first == "~":
            return "~" if not self._mathematics and self._is_tilde(self._at - 1) else " "
        if token == "``":
            return "“"
        return "”" if token == "''" else token

    def _is_tilde(self, at: int) -> bool:
        """Whether a tilde is written for itself, as in "about ~50 papers", and no space of TeX's.

        Nobody puts a space that must not break right after another, or at the start of a text.
        """
        before = self._tokens[at - 1] if at else ""
        after = self._tokens[at + 1] if at + 1 < len(self._tokens) else ""
        is_apart = before[-1].isspace() or before[-1] in "(/<" if before else self._is_start
        return is_apart and after != "" and after[0] not in "~\\}"

    def _group(self, depth: int) -> str:
        """A group in braces: without them where they only serve the typesetter."""
        start = self._at
        end = self._closing.get(start)
        self._at += 1
        if end is None or depth >= _DEPTH:
            return "" if self._mathematics else "{"
        inner_is_command = self._tokens[start + 1].startswith("\\")
        content = self._until(end, depth + 1)
        self._at = end + 1
        if self._mathematics or inner_is_command or _is_protected(content):
            return content
        return "{" + content + "}"

    def _argument(self, depth: int) -> str | None:
        """The argument of a command, None if there is none."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            return None
        if self._tokens[self._at] == "{":
            end = self._closing.get(self._at)
            if end is None or depth >= _DEPTH:
                return None
            self._at += 1
            content = self._until(end, depth + 1)
            self._at = end + 1
            return content.strip() if self._mathematics else content
        if not self._mathematics or self._tokens[self._at] == "}":
            return None
        if self._tokens[self._at][0] == "\\":
            return self._next(depth + 1, []).strip() if depth < _DEPTH else None
        # Of a longer run of letters only the first is the argument.
        token = self._tokens[self._at]
        if len(token) > 1:
            self._tokens[self._at] = token[1:]
            return token[0]
        self._at += 1
        return token

    def _skip_option(self) -> None:
        """Pass over an optional argument in square brackets."""
        tokens = self._tokens
        if self._at < len(tokens) and tokens[self._at] == "[":
            for position in range(self._at, min(self._at + 40, len(tokens))):
                if tokens[position] == "]":
                    self._at = position + 1
                    return

    def _command(self, token: str, depth: int, before: list[str]) -> str:
        name = token[1:].rstrip()
        gap = token[len(name) + 1 :]
        plain = name.rstrip("*")
        if not plain.isalpha():
            return self._sign(name)
        if plain in COMBINING:
            return self._marked(COMBINING[plain], token, depth)
        if plain in SYMBOLS:
            return SYMBOLS[plain] + (" " if gap and self._shows_gap(before) else "")
        if plain in FUNCTIONS:
            return plain + (" " if gap else "")
        if plain == "mathbb" or plain == "mathds":
            argument = self._argument(depth)
            return token if argument is None else "".join(BLACKBOARD.get(c, c) for c in argument)
        if plain in TRANSPARENT:
            argument = self._argument(depth)
            return token if argument is None else argument
        if plain in REMOVED_WITH_ARGUMENT:
            self._skip_option()
            if self._argument(depth) is None:
                return ""
            if before and before[-1].isspace():
                before.pop()
            return ""
        if plain in REMOVED:
            return ""
        if plain in SPACES:
            return " "
        return self._known_form(plain, token, depth)

    def _shows_gap(self, before: list[str]) -> bool:
        """Whether the white space that ends a command shows: in mathematics, after another."""
        return not self._mathematics or bool(before and before[-1].isspace())

    def _known_form(self, name: str, token: str, depth: int) -> str:
        if name in ("frac", "dfrac", "tfrac", "nicefrac"):
            above, below = self._argument(depth), self._argument(depth)
            if above is None or below is None:
                return token + (above or "")
            return f"{_bracketed(above)}/{_bracketed(below)}"
        if name == "sqrt":
            self._skip_option()
            argument = self._argument(depth)
            return "√" if argument is None else "√" + _bracketed(argument)
        if name == "binom":
            above, below = self._argument(depth), self._argument(depth)
            return f"C({above or ''}, {below or ''})"
        if name in ("href", "textcolor"):
            first = self._argument(depth)
            second = self._argument(depth)
            return token + (first or "") if second is None else second
        if name == "pmod":
            return f"(mod {self._argument(depth) or ''})"
        if name == "not":
            following = self._argument(depth) or ""
            return following and following[0] + "\u0338" + following[1:]
        if self._at < len(self._tokens) and self._tokens[self._at] == "{":
            argument = self._argument(depth)
            return token if argument is None else f"{token}{{{argument}}}"
        return token

    def _sign(self, name: str) -> str:
        if name == "" or name.isspace():
            return " " if name else "\\"
        if name in "&%_#${}":
            return name
        if name == "\\":
            return " "
        if name == "|":
            return "‖"
        if name in ",:;> /":
            return " " if name in ";> " else ""
        return "" if name in "!-/" else "\\" + name

    def _marked(self, mark: str, token: str, depth: int) -> str:
        argument = self._argument(depth)
        if argument is None:
            return token
        if len(argument) != 1 or not argument.isalpha():
            return argument
        from unicodedata import normalize

        return normalize("NFC", argument + mark)

    def _script(self, sign: str, depth: int) -> str:
        argument = self._argument(depth)
        if argument is None:
            return sign
        table = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
        compact = argument.replace(" ", "")
        if compact and all(character in table for character in compact):
            return "".join(table[character] for character in compact)
        if len(argument) == 1 or argument.isalnum():
            return sign + argument
        return f"{sign}({argument})" if argument else ""


def _closing_braces(tokens: list[str]) -> dict[int, int]:
    """For each opening brace that is closed, where that is."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token == "{":
            opened.append(position)
        elif token == "}" and opened:
            closing[opened.pop()] = position
    return closing


def _is_protected(content: str) -> bool:
    """Whether braces only keep capitals from being lowered, as in ``{BERT}``."""
    return content[:1].isupper() and content.replace("-", "").isalnum()


def _bracketed(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() or text[0] == "√" else f"({text})"

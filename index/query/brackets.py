"""Tells brackets that group parts of a query from those of a word: ``O(n log n)``."""

from __future__ import annotations

from typing import Final

from index.query.characters import OPERATORS, QUOTES, is_space, tidy

_QUOTES_OR_COLON: Final = frozenset(QUOTES + ":")
_LONGEST_GLUED: Final = 80
"""Characters of a word in brackets; longer ones group."""


class Brackets:
    """The brackets of one query.

    Args:
        text: The query.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._closing: dict[int, int] | None = None

    def in_word(self, opened: int, *, inside: bool) -> int | None:
        """Where the bracket at ``opened`` closes if both belong to a word, else None.

        Args:
            opened: Where the bracket is.
            inside: Whether characters of the word stand before it.
        """
        closed = self.closing_of(opened)
        if closed is None or not 1 < closed - opened <= _LONGEST_GLUED:
            return None
        words = tidy(self._text[opened + 1 : closed]).split(" ")
        if any(
            not word
            or word[0] in "-("
            or word in OPERATORS
            or not _QUOTES_OR_COLON.isdisjoint(word)
            for word in words
        ):
            return None
        if inside:
            return closed
        # "(1+x)-approximation" is a word; "(a b)-c" and "(a)" are not.
        after = self._text[closed + 1 : closed + 2]
        glued = after and after not in "()" and after not in QUOTES and not is_space(after)
        return closed if glued and len(words) == 1 else None

    def closing_of(self, opened: int) -> int | None:
        """The bracket that closes the one at ``opened``; those in quotes do not count."""
        if self._closing is None:
            self._closing = {}
            stack: list[int] = []
            in_quotes = False
            for at, character in enumerate(self._text):
                if character in QUOTES:
                    in_quotes = not in_quotes
                elif in_quotes:
                    continue
                elif character == "(":
                    stack.append(at)
                elif character == ")" and stack:
                    self._closing[stack.pop()] = at
        return self._closing.get(opened)

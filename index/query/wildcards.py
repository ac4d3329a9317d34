"""Wildcards that the language does not have: it has ``*``, at the end of a word."""

from __future__ import annotations

import re
from functools import cache


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(r"(?=.{4})([a-z]|[A-Za-z][a-z]+)([*?])[a-z]+[*~]?")


@cache
def _in_front() -> re.Pattern[str]:
    return re.compile(r"\*[a-z]{3,}")


def misplaced(word: str, rest: str) -> tuple[int, str] | None:
    """Where a word has a wildcard that would find nothing, and what to write; None for others.

    Signs in formulas and names, as in ``C*-algebra`` or ``2*pi``, are none, nor is a star that
    begins what another one ends, which is how plain text marks ``*words that matter*``.

    Args:
        word: As it was written.
        rest: What follows it.
    """
    if "*" not in word[:-1] and "?" not in word[:-1]:
        return None
    if found := _inside().fullmatch(word):
        begins, sign = found[1], found[2]
        return found.start(2), f"{sign} does not stand for letters inside a word: write {begins}*"
    if _in_front().fullmatch(word) and "*" not in rest:
        return 0, "* stands for letters only at the end of a word, as in quanti*"
    return None

"""Whether the locale of this process writes more than ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COERCED: Final = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python puts into LC_CTYPE when it finds the C locale, and starts."""


def speaks_utf8(environment: Mapping[str, str]) -> bool:
    """Whether the locale's charset is UTF-8; where no locale is set at all, it is taken for it.

    Nothing is set in many containers and over SSH, where nearly every terminal is a UTF-8 one. The
    C locale that somebody has chosen, or another charset, is respected.
    """
    whole = environment.get("LC_ALL", "")
    letters = environment.get("LC_CTYPE", "")
    language = environment.get("LANG", "")
    name = whole or letters or language
    if not whole and letters in COERCED and language in {"C", "POSIX"}:
        name = language
    if not name:
        return True
    return "utf-8" in name.lower() or "utf8" in name.lower()

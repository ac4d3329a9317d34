"""Names of organisations from addresses, as journals and bibliographies print them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache


def organisations(affiliations: Iterable[str]) -> list[str]:
    """The organisations in some addresses, each once, in order."""
    return list(dict.fromkeys(filter(None, map(organisation, affiliations))))


def organisation(affiliation: str) -> str:
    """The organisation in an address; "" where it names none.

    Args:
        affiliation: As in ``Department of Mosses, University of Ferns, 12 Garden Road, Oslo``; the
            authors in brackets whom the Web of Science puts before it are passed over.
    """
    text = re.sub(r"\A\s*\[[^\]]*\]\s*|\S+@\S+", "", affiliation)
    text = " ".join(text.split()).strip(" .,;")
    if not text or re.match(r"(?:on behalf of|for the)\b", text, re.IGNORECASE):
        return ""
    parts = [part.strip(" .") for part in re.split(r"[,;]", text)]
    for pattern in (_universities(), _others()):
        for part in parts:
            if pattern.search(part) is not None and _unit().match(part) is None:
                return part
    whole = [part for part in parts if part and _unit().match(part) is None]
    return whole[0] if whole and not whole[0][0].isdigit() else ""


@cache
def _universities() -> re.Pattern[str]:
    return re.compile(
        r"\bUniv(?:ersit\w+|\b)|\b(?:ETH|EPFL|MIT|Caltech|Polytech\w+|Politec\w+)\b", re.IGNORECASE
    )


@cache
def _others() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:academy|acad|agency|association|cent(?:er|re)|cnrs|college|coll|company|corp\w*|council|"
        r"foundation|gmbh|hospital|hosp|inc|inria|inst|institut\w*|laborator\w+|lab|labs|ltd|llc|"
        r"ministry|observatory|research|society)\b",
        re.IGNORECASE,
    )


@cache
def _unit() -> re.Pattern[str]:
    """A part of an organisation."""
    return re.compile(
        r"(?:dep(?:t|artment|artement|artamento)|div(?:ision)?|fac(?:ulty|ulté|ultad)?|sch(?:ool)?|"
        r"section|unit|group|chair)\b",
        re.IGNORECASE,
    )

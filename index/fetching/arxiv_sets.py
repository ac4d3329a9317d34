"""Sets of arXiv's OAI-PMH interface: ``group``, ``group:archive`` or ``group:archive:CATEGORY``.

https://info.arxiv.org/help/oa/index.html and https://arxiv.org/category_taxonomy.
"""

from __future__ import annotations

import re
from typing import Final

_GROUPS: Final = ("cs", "econ", "eess", "math", "q-bio", "q-fin", "stat")
"""Groups that have one archive, of the same name."""

_PHYSICS: Final = (
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin",
    "nucl-ex", "nucl-th", "physics", "quant-ph",
)  # fmt: skip
"""The archives of the group ``physics``."""

_SET: Final = re.compile(r"[\w-]+(?::[\w-]+){1,2}", re.ASCII)


def set_of(category: str) -> str | None:
    """The set of a category; None where arXiv has no such archive.

    Args:
        category: As papers have it (``cs.LG``), an archive or a group (``hep-th``, ``cs``,
            ``physics``), or a set (``cs:cs:LG``), which stays.
    """
    if _SET.fullmatch(category):
        return category
    archive, dot, subject = category.partition(".")
    if dot and not re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+)*", subject):
        return None
    if archive in _GROUPS:
        return f"{archive}:{archive}:{subject}" if dot else archive
    if archive not in _PHYSICS:
        return None
    if not dot:
        return "physics" if archive == "physics" else f"physics:{archive}"
    return f"physics:{archive}:{subject}"

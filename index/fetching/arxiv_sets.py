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


_SUBJECTS: Final = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE "
    "NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA "
    "RT SG SP ST",
    "nlin": "AO CD CG PS SI",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph "
    "flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "stat": "AP CO ME ML OT TH",
}
"""The subject classes of the archives that have some."""

ARXIV_CATEGORIES: Final = tuple(
    sorted(
        (
            *_GROUPS,
            *_PHYSICS,
            *(f"{name}.{one}" for name, all_of in _SUBJECTS.items() for one in all_of.split()),
        )
    )
)
"""Every category, archive and group that can be harvested."""


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

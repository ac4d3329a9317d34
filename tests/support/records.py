"""Invented papers, and strategies that draw them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from index.building.merge import merge_groups
from index.fields import COUNTS
from index.paper import Organisation, Paper, Record, Rejected
from index.sources.organisations import organisations

TITLES = (
    "Folding Maps of Small Rivers",
    "folding maps of small rivers!",
    "A Quiet Theory of Loud Rooms",
    "Über die Wärme alter Öfen",
    "深い池の地図",
    "Counting $k$-Crossings in C++",
)

# The first agrees with the second and the second with the third, but the first not with the third.
ABSTRACTS = (
    "Small rivers fold",
    "Small rivers fold into maps of loud rooms",
    "Maps of loud rooms",
    "Chairs near the fire are warm.",
)

ORGANISATIONS = (
    Organisation("tidewater", "Tidewater Institute"),
    Organisation("northlab", "North Lab"),
    Organisation("north-lab", "North-Lab"),
    Organisation("northlab"),
    Organisation(name="Tidewater institute"),
    Organisation(name="Harbour School"),
)
"""Some are the same one under another slug, or under another name."""

_dates = st.dates(datetime.date(2019, 1, 1), datetime.date(2025, 12, 31))
_counts = st.none() | st.integers(0, 60)


def papers_and_rejected(records: Iterable[Record]) -> list[Paper | Rejected]:
    """Records of which none is of organisations alone."""
    found = list(records)
    wanted = [one for one in found if isinstance(one, Paper | Rejected)]
    assert wanted == found
    return wanted


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """One record as a source would give it: no key, few titles and ids, so that many join."""
    authors = draw(st.none() | st.lists(st.sampled_from(["Ada Rowe", "Bo Lind"]), min_size=1))
    published = draw(st.none() | _dates)
    counts: dict[str, Any] = {name: draw(_counts) for name in COUNTS if name != "author_count"}
    return Paper(
        title=draw(st.sampled_from(TITLES)),
        abstract=draw(st.none() | st.sampled_from(ABSTRACTS)),
        published=published,
        published_precision=draw(st.sampled_from(["day", "day", "month", "year"])),
        year_inferred=published is not None and draw(st.booleans()),
        featured=draw(st.none() | _dates),
        orgs=organisations(draw(st.lists(st.sampled_from(ORGANISATIONS), max_size=3))),
        author_count=draw(
            st.sampled_from([len(authors), len(authors), None, len(authors) + 3])
            if authors
            else st.none() | st.integers(1, 60)
        ),
        authors=tuple(authors) if authors else None,
        arxiv_id=draw(st.none() | st.sampled_from(["9901.00001", "9901.00002", "9901.00003"])),
        categories=draw(st.none() | st.just(("cs.CL", "cs.LG"))),
        doi=draw(st.none() | st.sampled_from(["10.9999/invented", "10.9999/Another"])),
        url=draw(st.none() | st.just("https://example.org/paper")),
        keywords=draw(st.none() | st.just(("maps",))),
        venue=draw(st.none() | st.sampled_from(["Journal of Maps", "RIVER 2019"])),
        sources=(draw(st.sampled_from(["arxiv", "daily-papers-api", "daily-papers-page"])),),
        **counts,
    )


def whole_paper() -> Paper:
    """A paper of which every fact is known, those of fields that are new among them."""
    values: dict[str, object] = {
        "arxiv_id": "9901.00001",
        "published_precision": "day",
        "orgs": (Organisation("kestrel", "Kestrel Institute"),),
        "evidence": None,
    }
    kinds = {int: 3, str: "x", bool: True, datetime.date: datetime.date(1999, 1, 2), tuple: ("x",)}
    for name, hint in get_type_hints(Paper).items():
        if name not in values:
            known = get_args(hint)[0] if type(None) in get_args(hint) else hint
            values[name] = kinds[get_origin(known) or known]
    values["author_count"] = 1
    return Paper(**values)  # type: ignore[arg-type]


def merge_records(records: Iterable[Paper]) -> list[Paper]:
    """The papers that records tell of."""
    return [merged.paper for merged in merge_groups((), records)]

"""Invented papers, of three kinds: as varied as real ones, much alike, or plainly numbered."""

from __future__ import annotations

import datetime
import random
from functools import cache
from typing import TypeVar

from index import Paper
from index.paper import Organisation
from index.sources.organisations import organisations

T = TypeVar("T")

WORDS = (
    "sparse", "dense", "routing", "experts", "mixture", "language", "models",
    "diffusion", "graph", "neural", "retrieval", "alignment", "robust", "efficient",
    "scaling", "latent", "video", "speech", "protein", "causal", "tokens",
    "memory", "agents", "planning", "benchmark", "evaluation", "synthetic", "multilingual",
    "reasoning", "vision", "attention", "pruning",
)  # fmt: skip
ORGANISATIONS = (
    ("kestrel", "Kestrel Institute"),
    ("tidepool", "Tidepool Research"),
    ("nordlys", "Nordlys AI"),
    ("hanami", "花見研究所"),
    ("brambleworks", "Brambleworks"),
)
NAMES = ("Ada Marlow", "Jorge Núñez", "李小雨", "Ines Okafor", "Piotr Wróbel", "Mai Tanaka")


def invented(count: int, *, seed: int = 7) -> list[Paper]:
    """Papers as varied as real ones, the same every time."""
    return list(_invented(count, seed))


@cache
def _invented(count: int, seed: int) -> tuple[Paper, ...]:
    chance = random.Random(seed)
    papers = []
    for number in range(count):
        title = " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 14))).capitalize()
        if number % 17 == 3:
            title = "深度学习 " + title
        slug, name = chance.choice(ORGANISATIONS)
        has_org = chance.random() < 0.4
        authors = chance.choice((1, 2, 3, 5, 9, 14, 60))
        named = chance.random() < 0.3
        published = datetime.date(2018, 1, 1) + datetime.timedelta(days=chance.randrange(2900))
        papers.append(
            Paper(
                key=f"k{number:05}",
                title=title,
                abstract=" ".join(chance.choice(WORDS) for _ in range(120)).capitalize() + ".",
                published=None if number % 9 == 4 else published,
                year_inferred=number % 11 == 0,
                org=slug if has_org else None,
                org_name=name if has_org else None,
                author_count=None if number % 7 == 5 else authors,
                authors=tuple(chance.choice(NAMES) for _ in range(authors))
                if named and number % 7 != 5
                else None,
                comments=chance.randrange(40) if number % 3 == 0 else None,
                upvotes=chance.randrange(300) if number % 4 == 0 else None,
                arxiv_id=f"24{number % 12 + 1:02}.{number:05}" if number % 2 else None,
            )
        )
    return tuple(papers)


FEW_WORDS = (
    *("quark", "lattic", "tensor", "robot", "graph", "neuron", "plasma", "proton", "kernel"),
    *("zebra", "prior", "quartz", "lemma", "tenor"),
)
"""Words that are their own stems, no two of which make a third."""
FEW_NAMES = ("Ada Marlow", "Jorge Nuñez", "Ines Okafor", "Piotr Wrobel", "Mai Tanaka", "Ada Nuñez")
FEW_ORGANISATIONS = (
    ("kestrel", "Kestrel Institute"),
    ("tidepool", "Tidepool"),
    ("NordLys", None),
    (None, None),
)
MORE_ORGANISATIONS = (
    # The same as one above under another slug, a slug that goes by another name, and no slug.
    Organisation("kestrel-inst", "Kestrel institute"),
    Organisation("tidepool", "Tide Pool Labs"),
    Organisation(name="Nord lys"),
    Organisation(name="Harbour School"),
)
VENUES = ("Journal of Quark Studies", "TENSOR 2023", "Tensor Letters", None, None)
CATEGORIES = ("cs.CL", "cs.LG", "math.CO", "math-ph", "hep-th")


def repetitive(count: int, seed: int = 1) -> list[Paper]:
    """Papers with few different values, so that every query finds some; any field may be None."""
    chance, more = random.Random(seed), random.Random(seed)

    def maybe(value: T) -> T | None:
        return value if chance.random() < 0.8 else None

    papers = []
    for number in range(count):
        org, org_name = chance.choice(FEW_ORGANISATIONS)
        authors = maybe(tuple(chance.sample(FEW_NAMES, chance.randint(1, 3))))
        day = datetime.date(2021, 1, 1) + datetime.timedelta(days=chance.randrange(1400))
        papers.append(
            Paper(
                key=f"paper-{number}",
                title=" ".join(chance.choices(FEW_WORDS, k=chance.randint(1, 4))),
                abstract=maybe(" ".join(chance.choices(FEW_WORDS, k=chance.randint(1, 12)))),
                published=maybe(day),
                featured=maybe(day + datetime.timedelta(days=chance.randrange(60))),
                published_precision=more.choice(("day", "day", "day", "month", "year")),
                added=more.choice((None, day, day + datetime.timedelta(days=30))),
                orgs=organisations(
                    [
                        Organisation(org, org_name),
                        *more.sample(MORE_ORGANISATIONS, more.choice((0, 0, 1, 2))),
                    ]
                ),
                venue=more.choice(VENUES),
                author_count=len(authors) if authors else maybe(chance.randint(1, 60)),
                authors=authors,
                comments=maybe(chance.randint(0, 4)),
                upvotes=maybe(chance.randint(0, 100)),
                stars=maybe(chance.choice((0, 7, 1500, 2_000_000))),
                arxiv_id=maybe(f"24{number % 12 + 1:02}.{number:05}"),
                categories=maybe(tuple(chance.sample(CATEGORIES, chance.randint(1, 2)))),
                doi=maybe(f"10.5555/{number}"),
                sources=(chance.choice(("arxiv", "quire")),),
            )
        )
    return papers


def numbered(count: int, **known: object) -> list[Paper]:
    """Papers that differ in their numbers only, as Quire's own lines give them.

    Args:
        count: How many.
        known: What else is known of each.
    """
    return [
        Paper(
            title=f"On the Number {number}",
            abstract=f"The number {number} is studied at some length.",
            arxiv_id=f"9901.{number:05}",
            sources=("quire",),
            **known,  # type: ignore[arg-type]
        )
        for number in range(count)
    ]

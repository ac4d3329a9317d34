"""Papers as saved pages print them in other clothes: with links and votes, without dots."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from index.sources.daily_papers_page.links import references_of
from index.sources.daily_papers_page.records import Record, Stray, read_records
from tests.index.sources.rendering import PREAMBLE

HF = "https://huggingface.co"

PARAGRAPH = (
    "Small gardens of recurrent cells are grown in this work. Each of them is watered with one "
    "gradient a day, and pruned where its loss does not fall. After a season the gardens solve "
    "mazes that larger ones do not, and they need less light. We water them with care."
)
START = "\n\n".join([*PREAMBLE, "Nov 25"]) + "\n\n"


class Printed(NamedTuple):
    """A paper as a page prints it; None is what it does not print."""

    number: int
    title: str
    abstract: str
    org: str | None
    org_name: str | None
    authors: int | None
    day: str | None
    comments: int | None
    upvotes: int | None

    @property
    def arxiv_id(self) -> str:
        return f"2511.{self.number:05}"

    @property
    def address(self) -> str:
        return f"{HF}/papers/{self.arxiv_id}"

    @property
    def votes(self) -> str:
        return "-" if self.upvotes is None else str(self.upvotes)

    @property
    def people(self) -> str:
        return f"  • {self.authors} authors" if self.org is None else f"{self.org} {self.org_name}"

    @property
    def date(self) -> str:
        return f"{self.day}" + ("" if self.comments is None else f" {self.comments}")


Render = Callable[[Printed], list[str]]
"""Makes the blocks of a paper."""


def details(paper: Printed, *lines: str) -> list[str]:
    return ["\n".join(lines)] if paper.day is not None else []


def with_dot(paper: Printed) -> list[str]:
    return details(paper, paper.people, "·", paper.date)


def plain(paper: Printed) -> list[str]:
    return [paper.title, paper.abstract, *with_dot(paper)]


def without_dot(paper: Printed) -> list[str]:
    return [paper.title, paper.abstract, *details(paper, paper.people, paper.date)]


def dot_lost_between_blocks(paper: Printed) -> list[str]:
    apart = [paper.people, paper.date] if paper.day is not None else []
    return [paper.title, paper.abstract, *apart]


def on_one_line(paper: Printed) -> list[str]:
    return [paper.title, paper.abstract, *details(paper, f"{paper.people.strip()} · {paper.date}")]


def votes_above(paper: Printed) -> list[str]:
    return [paper.votes, *plain(paper)]


def votes_on_the_line_above(paper: Printed) -> list[str]:
    return [f"{paper.votes}\n{paper.title}", paper.abstract, *with_dot(paper)]


def votes_and_all_apart(paper: Printed) -> list[str]:
    apart: list[str] = []
    if paper.day is not None and paper.comments is not None:
        apart = [paper.people, "·", paper.day, str(paper.comments)]
    return [paper.votes, paper.title, paper.abstract, *(apart or with_dot(paper))]


def submitted(paper: Printed) -> list[str]:
    return ["Submitted by", "someone", *votes_above(paper)]


def submitted_on_lines(paper: Printed) -> list[str]:
    return [
        f"Submitted by\nsomeone\n{paper.votes}\n{paper.title}", paper.abstract, *with_dot(paper)
    ]  # fmt: skip


def submitted_on_one_line(paper: Printed) -> list[str]:
    return ["Submitted by someone", *votes_above(paper)]


def markdown(paper: Printed) -> list[str]:
    people = (
        f"[- ![](https://cdn.example.org/1.png)\\\\\n- {paper.authors} authors]({paper.address})"
    )
    if paper.org is not None:
        picture = f"![{paper.org}](https://cdn.example.org/a.png)"
        people = f"[{picture}{paper.org_name}]({HF}/{paper.org})"
    comments = f"[{paper.comments}]({paper.address}#community)" if paper.comments else ""
    return [
        f"[{paper.votes}]({HF}/login?next=%2Fpapers%2F{paper.arxiv_id})",
        f"### [{paper.title}]({paper.address})",
        "[" + "\\\\\n".join(textwrap.wrap(paper.abstract, 60)) + f"]({paper.address})",
        *([people, "·", f"{paper.day}{comments}"] if paper.day is not None else []),
    ]


def html2text(paper: Printed) -> list[str]:
    people = f"  * ![](/avatars/1.svg)\n  * {paper.authors} authors"
    if paper.org is not None:
        people = f"[ ![{paper.org}](/a.png) {paper.org_name} ](/{paper.org})"
    comments = (
        f" [ {paper.comments} ](/papers/{paper.arxiv_id}#community)" if paper.comments else ""
    )
    return [
        f"[ ](/papers/{paper.arxiv_id})",
        f"[ {paper.votes} ](/login?next=%2Fpapers%2F{paper.arxiv_id})",
        f"###  [ {paper.title} ](/papers/{paper.arxiv_id})",
        f"[ {textwrap.fill(paper.abstract, 70)} ](/papers/{paper.arxiv_id})",
        *([people, f"·\n\n{paper.day}{comments}"] if paper.day is not None else []),
    ]


def numbered_links(paper: Printed) -> list[str]:
    people = paper.people if paper.org is None else f"[{paper.org_name}][org{paper.number}]"
    return [
        f"### [{paper.title}][{paper.number}]",
        f"[{paper.abstract}][{paper.number}]",
        *details(paper, people, "·", paper.date),
        f"[{paper.number}]: {paper.address}\n[org{paper.number}]: <{HF}/{paper.org}>",
    ]


def addresses_on_lines(paper: Printed) -> list[str]:
    return [
        f"{paper.title}\n{paper.address}",
        f"{paper.abstract}\n{paper.address}",
        *details(
            paper,
            paper.people if paper.org in (None, "Kestrel") else str(paper.org_name),
            paper.address if paper.org is None else f"{HF}/{paper.org}",
            "·",
            paper.date,
            f"{paper.address}#community",
        ),
    ]


def addresses_in_blocks(paper: Printed) -> list[str]:
    apart: list[str] = []
    if paper.day is not None and paper.comments is not None:
        apart = [paper.people, paper.address, "·", paper.day, str(paper.comments)]
    return [paper.title, paper.address, paper.abstract, paper.address, *(apart or with_dot(paper))]


def addresses_in_brackets(paper: Printed) -> list[str]:
    return [
        f"{paper.title} <{paper.address}>",
        f"{paper.abstract} ({paper.address})",
        *with_dot(paper),
    ]


VOTED = [
    votes_above, votes_on_the_line_above, votes_and_all_apart, submitted, submitted_on_lines,
    submitted_on_one_line, markdown, html2text,
]  # fmt: skip
LINKED = [
    markdown, html2text, numbered_links, addresses_on_lines, addresses_in_blocks,
    addresses_in_brackets,
]  # fmt: skip
OTHERS = [plain, without_dot, dot_lost_between_blocks, on_one_line]
RENDERS: list[Render] = list(dict.fromkeys((*OTHERS, *VOTED, *LINKED)))


def expected(paper: Printed, render: Render) -> tuple[object, ...]:
    has_details = paper.day is not None
    return (
        paper.title,
        (paper.abstract,),
        paper.org if has_details else None,
        paper.org_name if has_details else None,
        paper.authors if has_details and paper.org is None else None,
        paper.comments if has_details else None,
        paper.upvotes if render in VOTED else None,
        paper.arxiv_id if render in LINKED else None,
    )


def found_in(text: str) -> list[tuple[object, ...]]:
    lines = list(enumerate(text.split("\n"), start=1))
    found = list(read_records(lines, references_of(lines)))
    assert not [thing for thing in found if isinstance(thing, Stray)]
    return [
        (
            record.title,
            record.abstract,
            record.details and record.details.org,
            record.details and record.details.org_name,
            record.details and record.details.author_count,
            record.details and record.details.comments,
            record.upvotes,
            record.arxiv_id,
        )
        for record in found
        if isinstance(record, Record)
    ]


ORGANISATIONS = [
    ("lantern-bay", "Lantern Bay"),
    ("lantern-bay", "Lantern Bay Inc."),
    ("Kestrel", "Kestrel Robotics (Port Mara) Co., Ltd."),
    ("tide_pool", "tidepool"),
    ("zoo4", "动物园 of Ideas"),
    (None, None),
    (None, None),
]


def papers_of(seed: int) -> list[Printed]:
    """Invented papers: all, some or none with details."""
    random = Random(seed)
    share = (1.0, 0.0, 0.6)[seed % 3]
    papers = []
    for number in range(1, random.randint(2, 7)):
        org, org_name = random.choice(ORGANISATIONS)
        nouns = random.sample(["Gardens", "Cells", "Light", "Shade", "Rain", "Mazes"], 3)
        sentences = [
            " ".join(
                random.choices(["small", "gardens", "grow", "with", "light"], k=9)
            ).capitalize()
            for _ in range(random.randint(8, 12))
        ]
        papers.append(
            Printed(
                number=number,
                title=f"{nouns[0]} Grow Better Than {nouns[1]} in {nouns[2]}",
                abstract=". ".join(sentences) + ".",
                org=org,
                org_name=org_name,
                authors=random.randint(1, 900),
                day=random.choice(["Nov 20", "Jan 3, 2024"]) if random.random() < share else None,
                comments=random.choice([None, random.randint(1, 99)]),
                upvotes=random.choice([None, random.randint(1, 999)]),
            )
        )
    return papers


def page(papers: list[Printed], render: Render, separator: str = "\n\n") -> str:
    blocks = [block for paper in papers for block in render(paper)]
    return separator.join([*PREAMBLE, "Nov 25", *blocks]) + "\n"

"""Saved pages in other clothes: with links, votes, names of who submitted, without dots."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.paper import Paper
from index.sources.daily_papers_page.links import Line, references_of, without_links
from index.sources.daily_papers_page.records import PageStart, Record, Stray, read_records
from tests.index.sources.reading import Reading, records_of
from tests.index.sources.rendering import PREAMBLE, papers_in, read
from tests.support.corpora import corpus

HF = "https://huggingface.co"


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


@pytest.mark.parametrize("seed", range(9))
@pytest.mark.parametrize("render", RENDERS, ids=lambda render: render.__name__)
def test_every_way_to_print_papers_is_read_back(render: Render, seed: int) -> None:
    papers = papers_of(seed)
    assert found_in(page(papers, render)) == [expected(paper, render) for paper in papers]


@pytest.mark.parametrize("seed", range(9))
@pytest.mark.parametrize(
    "render", [plain, votes_above, submitted_on_lines], ids=lambda render: render.__name__
)
def test_blank_lines_may_be_missing(render: Render, seed: int) -> None:
    papers = papers_of(seed)
    assert found_in(page(papers, render, "\n")) == [expected(paper, render) for paper in papers]


@pytest.mark.parametrize("other", RENDERS, ids=lambda render: render.__name__)
def test_pages_in_different_clothes_may_stand_in_one_file(other: Render) -> None:
    for seed, render in enumerate(RENDERS):
        if render is other is numbered_links:
            # Both pages have the same numbers for different links.
            continue
        first, second = papers_of(seed), papers_of(seed + 1)
        assert found_in(page(first, render) + "\n" + page(second, other)) == [
            *(expected(paper, render) for paper in first),
            *(expected(paper, other) for paper in second),
        ]


# One by one

PARAGRAPH = (
    "Small gardens of recurrent cells are grown in this work. Each of them is watered with one "
    "gradient a day, and pruned where its loss does not fall. After a season the gardens solve "
    "mazes that larger ones do not, and they need less light. We water them with care."
)
START = "\n\n".join([*PREAMBLE, "Nov 25"]) + "\n\n"


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Title, slug and name of each paper."""
    return [
        (
            record.title,
            record.details.org if record.details else None,
            record.details.org_name if record.details else None,
        )
        for record in papers_in(START + text)
    ]


@pytest.mark.parametrize("separator", ["\n\n", "\n"], ids=["blank lines", "none"])
@pytest.mark.parametrize(
    "line",
    [
        "TuringGardens Turing Gardens Inc.",
        "omron-gardens OMRON GARDENS Corp.",
        "cantina Cantina, Inc.",
        "westgarden Westgarden Technology (Port Mara) Co., Ltd.",
        "muset-ai muset.ai",
        "zoo 动物园",
    ],
)
def test_the_line_above_dot_and_date_is_the_organisation(line: str, separator: str) -> None:
    slug, _, name = line.partition(" ")
    text = separator.join(["Gardens", PARAGRAPH, f"{line}\n·\nNov 20 2", "Light", PARAGRAPH])
    assert told(text) == [("Gardens", slug, name), ("Light", None, None)]
    apart = "\n\n".join(["Gardens", PARAGRAPH, line, "·", "Nov 20 2", "Light", PARAGRAPH])
    assert told(apart) == [("Gardens", slug, name), ("Light", None, None)]


def test_the_last_words_of_an_abstract_are_no_organisation() -> None:
    abstract = textwrap.fill(PARAGRAPH, 60) + "\nby a tenth of the memory."
    (record,) = papers_in(START + f"Gardens\n\n{abstract}\n·\nNov 20 2")
    assert record.details is not None
    assert (record.details.org, record.details.comments) == (None, 2)
    assert record.abstract == (f"{PARAGRAPH} by a tenth of the memory.",)


@pytest.mark.parametrize("count", ["12", "1,204", "-"])
@pytest.mark.parametrize("end", ["\n\n", "\n"])
def test_votes_stand_above_a_title(count: str, end: str) -> None:
    text = "".join(f"{count}{end}{name}\n\n{PARAGRAPH}\n\n" for name in ("Gardens", "Light"))
    upvotes = None if count == "-" else int(count.replace(",", ""))
    assert [(paper.title, paper.upvotes) for paper in papers_in(START + text)] == [
        ("Gardens", upvotes),
        ("Light", upvotes),
    ]


def test_a_count_in_front_of_a_title_is_no_detail_of_the_paper_before() -> None:
    text = f"Gardens\n\n{PARAGRAPH}\n\n  • 4 authors\n·\nNov 20 2\n\n45\n\nLight\n\n{PARAGRAPH}"
    first, second = papers_in(START + text)
    assert first.details is not None
    assert (first.details.comments, first.details.stars, first.upvotes) == (2, None, None)
    assert (second.title, second.upvotes) == ("Light", 45)
    # Stars are written in thousands.
    first, second = papers_in(START + text.replace("\n45\n", "\n4.5k\n"))
    assert first.details is not None
    assert (first.details.stars, second.upvotes) == (4500, None)


def test_a_title_may_be_a_number_where_votes_stand_above_titles() -> None:
    text = "\n\n".join(["12", "Gardens", PARAGRAPH, "7", "1984", PARAGRAPH, "-", "2001", PARAGRAPH])
    assert [(paper.title, paper.upvotes) for paper in papers_in(START + text)] == [
        ("Gardens", 12),
        ("1984", 7),
        ("2001", None),
    ]


def test_cards_without_abstracts() -> None:
    text = "".join(
        f"Submitted by\n\n{who}\n\n{votes}\n\n{name}\n\n·\n3 authors\n\n"
        for who, votes, name in [("someone", 45, "Gardens of Cells"), ("other", 12, "Light")]
    )
    assert [
        (paper.title, paper.upvotes, paper.details and paper.details.author_count)
        for paper in papers_in(START + text)
    ] == [("Gardens of Cells", 45, 3), ("Light", 12, 3)]


def test_trending_pages_have_buttons() -> None:
    text = f"Gardens\n\n{PARAGRAPH}\n\n  • 8 authors\n·\nPublished on Aug 5, 2025\n\n"
    text += "Upvote\n\n123\n\nGitHub 11.3k\n\narXiv Page\n\n"
    text += (
        f"Light\n\n{PARAGRAPH}\n- 4 authors\n[LINK: GitHub 476](https://github.com/zoo/light)\n\n"
    )
    text += f"Shade\n\n{PARAGRAPH}\n[LINK: GitHub 12](https://github.com/zoo/shade)"
    found = papers_in(START + text)
    assert [paper.title for paper in found] == ["Gardens", "Light", "Shade"]
    assert [paper.abstract for paper in found] == [(PARAGRAPH,)] * 3
    assert [paper.upvotes for paper in found] == [123, None, None]
    details = [paper.details for paper in found]
    assert [detail.stars for detail in details if detail is not None] == [11_300, 476, 12]
    assert details[0] is not None
    assert (details[0].author_count, details[0].day) is not None


NAVIGATION = [
    "Hugging Face\n\nModels\nDatasets\nSpaces\nBuckets new\nDocs\nEnterprise\nPricing\n\n",
    "- Models\n- Datasets\n- Spaces\n- Buckets new\n- Docs\n\n",
    f"[Models]({HF}/models)\n[Datasets]({HF}/datasets)\n[Docs]({HF}/docs)\n\n",
    "---\nurl: https://huggingface.co/papers\nretrieved: 2026-10-02\n---\n",
    "---\ntitle: Daily Papers - Hugging Face\n---\n\n",
]


@pytest.mark.parametrize("navigation", NAVIGATION)
def test_what_stands_around_papers_is_none(navigation: str) -> None:
    text = navigation + START + f"Gardens\n\n{PARAGRAPH}\n\n  • 4 authors\n·\nNov 20"
    assert [thing for thing in read(text) if isinstance(thing, Stray)] == []
    assert [thing.title for thing in read(text) if isinstance(thing, Record)] == ["Gardens"]
    assert [thing.day for thing in read(text) if isinstance(thing, PageStart)][-1] is not None


def test_text_in_front_of_a_page_is_told_of() -> None:
    found = read("Clippings\n\n" + START + f"Gardens\n\n{PARAGRAPH}")
    assert Stray(1, "text in front of the page, and no paper: Clippings") in found
    assert [thing.title for thing in found if isinstance(thing, Record)] == ["Gardens"]


def test_numbers_that_two_pages_use_lead_nowhere() -> None:
    text = START + "### [Gardens][1]\n\nThey grow.\n\n"
    one, other = "[1]: /papers/2511.00001\n\n", "[1]: https://huggingface.co/papers/2511.00002\n\n"
    for definitions, expected in [(one, "2511.00001"), (one + other, None)]:
        found = found_in(text + definitions)
        assert [(record[0], record[-1]) for record in found] == [("Gardens", expected)]


def unlinked(*lines: str, references: dict[str, str] | None = None) -> list[list[str]]:
    numbered = [Line(line, number) for number, line in enumerate(lines, start=1)]
    return [list(map(str, block)) for block in without_links(numbered, references or {})]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # What belongs to a sentence stays as it is.
        ("Code is at https://huggingface.co/zoo.", "Code is at https://huggingface.co/zoo."),
        ("Code is at https://huggingface.co/zoo", "Code is at https://huggingface.co/zoo"),
        ("See [the code](https://example.org/x)", "See [the code](https://example.org/x)"),
        ("[Re] Gardens of Cells", "[Re] Gardens of Cells"),
        ("Gardens [1][2] and [3]", "Gardens [1][2] and [3]"),
        ("https://example.org/x", "https://example.org/x"),
        ("# of Cells in a Garden is small", "of Cells in a Garden is small"),
        # Links, whatever is in them.
        ("[[Re] Gardens](https://huggingface.co/papers/2511.00001)", "[Re] Gardens"),
        ("[Gardens](</papers/2511.00001>)", "Gardens"),
        ('[Gardens](/papers/2511.00001 "Gardens (again)")', "Gardens"),
        ("[Gardens](https://hf.co/papers/2511.00001v2)", "Gardens"),
        (r"[Gardens\_of \[Cells\]](/papers/2511.00001)", "Gardens_of [Cells]"),
        (r"[Gardens \(x_i\) \alpha](/papers/2511.00001)", r"Gardens \(x_i\) \alpha"),
        ("by [AK](https://huggingface.co/akhaliq) and others", "by AK and others"),
        ("[![](https://x.org/a.png)Zoo](https://huggingface.co/zoo-lab)", "zoo-lab Zoo"),
        ("![zoo-lab](https://x.org/a.png)Zoo", "zoo-lab Zoo"),
        ("[zoo-lab Zoo](https://huggingface.co/zoo-lab)", "zoo-lab Zoo"),
        ("[zoo-lab](https://huggingface.co/zoo-lab)", "zoo-lab"),
        ("[Pricing](https://huggingface.co/pricing)", "Pricing"),
        ("Zoo <https://huggingface.co/zoo-lab>", "zoo-lab Zoo"),
        ("Nov 20[2](/papers/2511.00001#community)", "Nov 20 2"),
    ],
)
def test_links_go_and_what_they_say_stays(line: str, expected: str) -> None:
    assert unlinked(line) == [[expected]]


def test_numbers_of_lines_stay_those_of_the_file(read: Reading) -> None:
    text = START + "### [Gardens\nof Cells](/papers/2511.00001)\n\n![](x.png)\n\n"
    text += f"[{PARAGRAPH}\\\\\n\\\\\nMore.](/papers/2511.00001)\n\n  • 4 authors\n·\nFeb 31\n"
    told = read.told(text)
    line = text.split("\n").index("  • 4 authors") + 1
    assert told == ["Gardens of Cells", f"<{line}: there is no Feb 31 in the calendar>"]


def test_a_link_copy_keeps_ids_and_votes(read: Reading) -> None:
    record = Printed(7, "Gardens of Cells", PARAGRAPH, "zoo", "Zoo Inc.", 4, "Nov 20", 2, 12)
    paper = read.paper(page([record], markdown))
    assert (paper.arxiv_id, paper.url) == ("2511.00007", "https://arxiv.org/abs/2511.00007")
    assert (paper.upvotes, paper.comments) == (12, 2)
    assert (paper.org, paper.org_name) == ("zoo", "Zoo Inc.")


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["[", "]", "(", ")", "![", "](", "\\", "#", " ", "x", HF, "/"])))
def test_no_mess_of_marks_is_lost_or_slow(pieces: list[str]) -> None:
    text = "".join(pieces)
    kept = "".join(line for block in unlinked(f"Words {text} of mess") for line in block)
    assert kept.startswith("Words")


@pytest.mark.parametrize("mark", ["[", "![", "[x](", "[[x]", "](", "[x][", "\\[", "<" + HF])
def test_marks_by_the_million_take_no_time(mark: str) -> None:
    lines = unlinked("# " + mark * (20_000 // len(mark)))
    assert lines


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "count", "ids", "rejected"),
    [("firecrawl-search.md", 4, 4, 0), ("crawl-trending.txt", 4, 0, 1)],
)
def test_real_copies(name: str, count: int, ids: int, rejected: int) -> None:
    path: Path = corpus("formats") / "daily-papers-copies" / name
    text = path.read_text(encoding="utf-8")
    assert text.count("\n### ") == count
    found = records_of(path)
    papers = [record for record in found if isinstance(record, Paper)]
    assert len(papers) == count
    assert len(found) - count == rejected
    assert sum(paper.arxiv_id is not None for paper in papers) == ids
    assert not any(set("[]#") & set(paper.title) for paper in papers)
    assert all(paper.abstract for paper in papers)

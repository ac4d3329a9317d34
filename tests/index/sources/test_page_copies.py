"""Saved pages in other clothes: with links, votes, names of who submitted, without dots."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from index.paper import Paper
from index.sources.daily_papers_page.records import PageStart, Record, Stray
from tests.index.sources.page_copies import (
    HF,
    PARAGRAPH,
    RENDERS,
    START,
    Render,
    expected,
    found_in,
    numbered_links,
    page,
    papers_of,
    plain,
    submitted_on_lines,
    votes_above,
)
from tests.index.sources.reading import records_of
from tests.index.sources.rendering import papers_in, read
from tests.support.corpora import corpus


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
    for definitions, arxiv_id in [(one, "2511.00001"), (one + other, None)]:
        found = found_in(text + definitions)
        assert [(record[0], record[-1]) for record in found] == [("Gardens", arxiv_id)]


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

"""Saved Daily Papers pages: every block becomes a part of a paper or is rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.paper import Paper, Rejected
from index.sources.daily_papers_page.details import Day, Details
from index.sources.daily_papers_page.records import PageStart, Record, Stray
from tests.index.sources.rendering import PREAMBLE, papers_in, read, read_files

PARAGRAPH = (
    "Small gardens of recurrent cells are grown in this work. Each of them is watered with one "
    "gradient a day, and pruned where its loss does not fall. After a season the gardens solve "
    "mazes that larger ones do not, and they need less light."
)
DETAILS = "  • 4 authors\n·\nSep 7, 2024 6"


def page(*blocks: str) -> str:
    return "\n\n".join([*PREAMBLE, "Nov 25", *blocks])


def outline(text: str) -> list[tuple[str, int, int | None]]:
    """Title, number of paragraphs and of authors of each paper."""
    return [
        (paper.title, len(paper.abstract), paper.details.author_count if paper.details else None)
        for paper in papers_in(text)
    ]


def test_a_page_as_it_is_saved() -> None:
    text = page("Gardens of Cells", PARAGRAPH, DETAILS, "Light and Loss", PARAGRAPH, DETAILS)
    start, first, second = read(text)
    assert start == PageStart(page=0, day=Day(11, 25))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.abstract, first.line) == ("Gardens of Cells", (PARAGRAPH,), 13)
    assert first.details == Details(line=17, author_count=4, day=Day(9, 7, 2024), comments=6)
    assert (second.title, second.line) == ("Light and Loss", 21)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ("  • 4 authors\n·\nMay 26, 2023", (4, None, None, Day(5, 26, 2023), None, None)),
        ("  • 1 authors\n·\nSep 27", (1, None, None, Day(9, 27), None, None)),
        ("  • 1 author\n·\nSep 27", (1, None, None, Day(9, 27), None, None)),
        ("• 1,024 authors\n·\nSep 27", (1024, None, None, Day(9, 27), None, None)),
        ("nvidia NVIDIA\n·\nSep 26 4", (None, "nvidia", "NVIDIA", Day(9, 26), 4, None)),
        (
            "a-b Name of Many Words\n·\nSep 26",
            (None, "a-b", "Name of Many Words", Day(9, 26), None, None),
        ),
        ("solo\n·\nSep 26", (None, "solo", None, Day(9, 26), None, None)),
        ("slug\nDisplay Name\n·\nSep 26", (None, "slug", "Display Name", Day(9, 26), None, None)),
        (
            "nvidia NVIDIA\n  • 9 authors\n·\nSep 26",
            (9, "nvidia", "NVIDIA", Day(9, 26), None, None),
        ),
        ("·\nSep 26 4", (None, None, None, Day(9, 26), 4, None)),
        ("Sep 26 4", (None, None, None, Day(9, 26), 4, None)),
        ("  • 7 authors", (7, None, None, None, None, None)),
        ("  • 7 authors\n·\nJul 10 14", (7, None, None, Day(7, 10), 14, None)),
        ("  • 7 authors\n·\nJul 10 14 1.81k", (7, None, None, Day(7, 10), 14, 1810)),
        ("  • 7 authors\n·\nJul 10 1.81k", (7, None, None, Day(7, 10), None, 1810)),
        ("  • 7 authors\n·\nJul 10, 2020 14 93", (7, None, None, Day(7, 10, 2020), 14, 93)),
        ("  • 7 authors\n·\nJul 10 14\n1.81k", (7, None, None, Day(7, 10), 14, 1810)),
        ("  • 7 authors\n·\nJul 10\n1.81k", (7, None, None, Day(7, 10), None, 1810)),
        ("  • 7 authors\n·\nJul 10\n14\n2k", (7, None, None, Day(7, 10), 14, 2000)),
        ("  • 7 authors\n·\nJul 10 14\n\n1.81k", (7, None, None, Day(7, 10), 14, 1810)),
        ("  • 7 authors\n\n·\n\nJul 10 14", (7, None, None, Day(7, 10), 14, None)),
        ("nvidia NVIDIA\n\n·\n\nJul 10", (None, "nvidia", "NVIDIA", Day(7, 10), None, None)),
        ("• 4 authors · Sep 7, 2024 6", (4, None, None, Day(9, 7, 2024), 6, None)),
        ("nvidia NVIDIA · Sep 7, 2024", (None, "nvidia", "NVIDIA", Day(9, 7, 2024), None, None)),
        ("  • 4 authors\n·\nSeptember 7, 2024", (4, None, None, Day(9, 7, 2024), None, None)),
        ("  • 4 authors\n·\nFeb 29", (4, None, None, Day(2, 29), None, None)),
    ],
)
def test_details(details: str, expected: tuple[object, ...]) -> None:
    first, second = papers_in(page("Gardens", PARAGRAPH, details, "Light", PARAGRAPH, DETAILS))
    found = first.details
    assert found is not None
    assert (
        found.author_count,
        found.org,
        found.org_name,
        found.day,
        found.comments,
        found.stars,
    ) == expected
    assert found.problem is None
    assert (first.title, first.abstract) == ("Gardens", (PARAGRAPH,))
    assert (second.title, second.abstract) == ("Light", (PARAGRAPH,))


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ("  • 4 authors\n·\nFeb 31", "there is no Feb 31 in the calendar"),
        ("  • 4 authors\n·\nFeb 29, 2023", "there is no Feb 29, 2023 in the calendar"),
        ("  • 4 authors\n·\nyesterday", "which is no date like Sep 7, 2024"),
    ],
)
def test_details_that_can_not_be_read_are_rejected_and_the_paper_stays(
    details: str, reason: str
) -> None:
    found = read(page("Gardens", PARAGRAPH, details, "Light", PARAGRAPH, DETAILS))
    strays = [thing for thing in found if isinstance(thing, Stray)]
    papers = [thing for thing in found if isinstance(thing, Record)]
    assert [paper.title for paper in papers] == ["Gardens", "Light"]
    assert papers[0].details is not None
    assert (papers[0].details.author_count, papers[0].details.day) == (4, None)
    assert [(stray.line, reason in stray.reason) for stray in strays] == [(17, True)]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        # Several paragraphs, with details and without.
        (
            ("Gardens", *[PARAGRAPH] * 3, DETAILS, "Light", PARAGRAPH, DETAILS),
            [("Gardens", 3, 4), ("Light", 1, 4)],
        ),
        (
            ("Gardens", *[PARAGRAPH] * 3, "Light", PARAGRAPH),
            [("Gardens", 3, None), ("Light", 1, None)],
        ),
        (
            (
                "Gardens",
                PARAGRAPH,
                "We ask three things:",
                "1. Is it small?",
                "2. Does it grow",
                PARAGRAPH,
                DETAILS,
            ),
            [("Gardens", 5, 4)],
        ),
        (("Gardens", PARAGRAPH, "Code: https://example.org/gardens", DETAILS), [("Gardens", 2, 4)]),
        (
            ("Gardens", PARAGRAPH, "Our code is released.", "Light", PARAGRAPH),
            [("Gardens", 2, None), ("Light", 1, None)],
        ),
        # No paper has details, or some have none.
        (
            ("Gardens", PARAGRAPH, "growing light in the dark", PARAGRAPH),
            [("Gardens", 1, None), ("growing light in the dark", 1, None)],
        ),
        (
            (
                "Gardens",
                PARAGRAPH,
                "Light",
                PARAGRAPH,
                DETAILS,
                "Shade",
                PARAGRAPH,
                "Rain",
                PARAGRAPH,
            ),
            [("Gardens", 1, None), ("Light", 1, 4), ("Shade", 1, None), ("Rain", 1, None)],
        ),
        # No abstract.
        (("Gardens", DETAILS, "Light", PARAGRAPH, DETAILS), [("Gardens", 0, 4), ("Light", 1, 4)]),
        (
            ("Gardens of Cells", "Light and Loss", PARAGRAPH),
            [("Gardens of Cells", 0, None), ("Light and Loss", 1, None)],
        ),
        (
            ("Gardens of Cells", PARAGRAPH, "Light and Loss"),
            [("Gardens of Cells", 1, None), ("Light and Loss", 0, None)],
        ),
        # Short abstracts; abstracts and titles with and without a full stop.
        (
            ("Gardens", "They grow.", "Light", "It falls."),
            [("Gardens", 1, None), ("Light", 1, None)],
        ),
        (("Gardens of Cells", "they grow in the dark", DETAILS), [("Gardens of Cells", 1, 4)]),
        (
            ("Gardens are small.", PARAGRAPH, "Light is all.", PARAGRAPH),
            [("Gardens are small.", 1, None), ("Light is all.", 1, None)],
        ),
        (
            ("Gardens", PARAGRAPH[:-1], "Light", PARAGRAPH[:-1]),
            [("Gardens", 1, None), ("Light", 1, None)],
        ),
        (
            ("Do They Grow? Gardens!", PARAGRAPH, "Light", PARAGRAPH),
            [("Do They Grow? Gardens!", 1, None), ("Light", 1, None)],
        ),
        # Titles that look like something else.
        (
            ("Mar 11", PARAGRAPH, DETAILS, "Jan 6, 2024", PARAGRAPH, DETAILS),
            [("Mar 11", 1, 4), ("Jan 6, 2024", 1, 4)],
        ),
        (("Mar 11", PARAGRAPH, "Gardens", PARAGRAPH), [("Mar 11", 1, None), ("Gardens", 1, None)]),
        (
            ("1984", PARAGRAPH, DETAILS, "2001", PARAGRAPH, DETAILS),
            [("1984", 1, 4), ("2001", 1, 4)],
        ),
        (
            ("Subscribe", PARAGRAPH, DETAILS, "Search", PARAGRAPH, DETAILS),
            [("Subscribe", 1, 4), ("Search", 1, 4)],
        ),
        (("[Re] Gardens", PARAGRAPH, DETAILS), [("[Re] Gardens", 1, 4)]),
        # Lines.
        (("Gardens of\nSmall Cells", PARAGRAPH, DETAILS), [("Gardens of Small Cells", 1, 4)]),
        (("Gardens", PARAGRAPH.replace(". ", ".\n"), DETAILS), [("Gardens", 1, 4)]),
        (
            ("Gardens\n" + PARAGRAPH * 2 + "\n" + DETAILS + "\nLight\n" + PARAGRAPH * 2,),
            [("Gardens", 1, 4), ("Light", 1, None)],
        ),
        # No case to tell by.
        (
            (
                "细胞花园",
                "我们种植了一些小花园。它们长得很好。",
                "光与损失",
                "光很重要。我们证明了这一点。",
            ),
            [("细胞花园", 1, None), ("光与损失", 1, None)],
        ),
    ],
)
def test_titles_and_abstracts_are_told_apart(
    blocks: tuple[str, ...], expected: list[tuple[str, int, int | None]]
) -> None:
    assert outline(page(*blocks)) == expected


def test_long_titles_are_titles() -> None:
    title = "On the Care of Very Small Gardens of Recurrent Cells " * 5
    assert (
        outline(page(title, PARAGRAPH * 2, title, PARAGRAPH * 2)) == [(title.strip(), 1, None)] * 2
    )
    assert outline(page(title * 2, PARAGRAPH, DETAILS)) == [((title * 2).strip(), 1, 4)]


def test_what_has_no_title_is_rejected_and_nothing_else_is_lost() -> None:
    found = read("\n\n".join([PARAGRAPH * 3, DETAILS, "Gardens", PARAGRAPH, DETAILS]))
    assert isinstance(found[0], Stray)
    assert found[0].line == 1
    assert found[0].reason.startswith("an abstract without a title in front of it: Small gardens")
    assert [thing.title for thing in found[1:] if isinstance(thing, Record)] == ["Gardens"]
    (stray, paper) = read("\n\n".join([DETAILS, "Gardens", PARAGRAPH, DETAILS]))
    assert stray == Stray(1, "authors and date of a paper without a title")
    assert isinstance(paper, Record)
    assert Stray(17, "a dot that belongs to no paper") in read(page("Gardens", PARAGRAPH, "·"))


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ([*PREAMBLE, "Nov 25"], Day(11, 25)),
        ([*PREAMBLE[:3], PREAMBLE[4], "Mar 11"], Day(3, 11)),
        ([PREAMBLE[4], "Nov 25"], Day(11, 25)),
        (["\n".join([*PREAMBLE, "Nov 25"])], Day(11, 25)),
        (["Daily Papers", "Nov 25"], Day(11, 25)),
        (["Nov 25"], Day(11, 25)),
        ([*PREAMBLE], None),
        (["Daily Papers"], None),
    ],
)
def test_the_preamble_may_be_whole_partial_or_missing(start: list[str], day: Day | None) -> None:
    found = read("\n\n".join([*start, "Gardens", PARAGRAPH, DETAILS]))
    assert found[0] == PageStart(page=0, day=day)
    assert [thing.title for thing in found[1:] if isinstance(thing, Record)] == ["Gardens"]
    assert len(found) == 2


def test_without_any_preamble_the_first_block_is_a_title() -> None:
    assert outline("\n\n".join(["Gardens", PARAGRAPH, DETAILS])) == [("Gardens", 1, 4)]
    assert outline("\n\n".join(["Mar 11", PARAGRAPH, DETAILS])) == [("Mar 11", 1, 4)]


@pytest.mark.parametrize("details", [[DETAILS], []])
@pytest.mark.parametrize("preamble", [PREAMBLE, PREAMBLE[3:]])
def test_pages_pasted_one_after_another(details: list[str], preamble: tuple[str, ...]) -> None:
    text = page("Gardens", PARAGRAPH, *details) + "\n\n"
    text += "\n\n".join([*preamble, "Jan 6", "Light", PARAGRAPH, *details])
    found = read(text)
    assert [(thing.page, thing.day) for thing in found if isinstance(thing, PageStart)] == [
        (0, Day(11, 25)),
        (1, Day(1, 6)),
    ]
    assert [(thing.page, thing.title) for thing in found if isinstance(thing, Record)] == [
        (0, "Gardens"),
        (1, "Light"),
    ]


def test_pages_put_together_without_a_line_end_between() -> None:
    text = page("Gardens", PARAGRAPH, DETAILS)
    assert outline(text + text + page("Light", PARAGRAPH) + text) == [
        ("Gardens", 1, 4),
        ("Gardens", 1, 4),
        ("Light", 1, None),
        ("Gardens", 1, 4),
    ]
    assert {paper.abstract for paper in papers_in(page("Light", PARAGRAPH) + text)} == {
        (PARAGRAPH,)
    }


def test_a_page_pasted_without_its_preamble_begins_with_its_date() -> None:
    found = read(page("Gardens", PARAGRAPH, DETAILS, "Jan 6", "Light", PARAGRAPH, DETAILS))
    assert found[2] == PageStart(page=1, day=Day(1, 6))


def test_what_follows_the_last_paper_is_no_paper() -> None:
    footer = ["Previous", "1", "2", "3", "...", "100", "Next", "System theme", "Company", "TOS"]
    assert outline(page("Gardens", PARAGRAPH, DETAILS, *footer)) == [("Gardens", 1, 4)]


def test_an_endless_abstract_is_cut_and_said_so() -> None:
    found = read(page("Gardens", *[PARAGRAPH] * 5000, DETAILS))
    strays = [thing for thing in found if isinstance(thing, Stray)]
    assert strays
    assert all("more than 1,024 paragraphs" in stray.reason for stray in strays)
    assert [thing.title for thing in found if isinstance(thing, Record)] == ["Gardens"]


# Files: bytes on disk to papers


def write(folder: Path, data: bytes, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


PLAIN = page("Gärten — “small”", PARAGRAPH, "zoo Zoo of Ideas\n·\nSep 7, 2024 6 2.5k")


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode() + b"\n",
        PLAIN.encode().replace(b"\n", b"\r\n"),
        PLAIN.encode().replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.encode("cp1252"),
        PLAIN.encode().replace(b"\n\n", b"\n \t\x0b\n"),
        PLAIN.replace(" ", "\u00a0").encode(),
        b"\x1b" + PLAIN.encode(),
    ],
)
def test_any_usual_encoding_and_line_end(tmp_path: Path, data: bytes) -> None:
    (paper,) = read_files(write(tmp_path, data))
    assert isinstance(paper, Paper)
    assert paper.title == "Gärten — “small”"
    assert paper.abstract == PARAGRAPH
    assert (paper.org, paper.org_name) == ("zoo", "Zoo of Ideas")
    assert (paper.comments, paper.stars, str(paper.published)) == (6, 2500, "2024-09-07")
    assert paper.author_count is None
    assert paper.sources == ("daily-papers-page",)


def test_a_few_latin_1_bytes_among_utf_8_lines(tmp_path: Path) -> None:
    data = (
        page("Gärten", "NAME", DETAILS)
        .encode()
        .replace(b"NAME", PARAGRAPH.encode() + b" \xe9t\xe9.")
    )
    (paper,) = read_files(write(tmp_path, data))
    assert isinstance(paper, Paper)
    assert (paper.title, (paper.abstract or "")[-4:]) == ("Gärten", "été.")


def test_paragraphs_stay_apart_and_controls_go(tmp_path: Path) -> None:
    text = page("Red \x1b[31mGardens\x07", PARAGRAPH + "\u202e", "And\nmore.\x9b2J", DETAILS)
    (paper,) = read_files(write(tmp_path, text.encode()))
    assert isinstance(paper, Paper)
    assert paper.title == "Red Gardens"
    assert paper.abstract == PARAGRAPH + "\n\nAnd more."


def test_latex_accents_become_letters(tmp_path: Path) -> None:
    text = page("Poincar\\'e Gardens", PARAGRAPH + " 5\\% by Fr\\'echet, $x\\%$.", DETAILS)
    (paper,) = read_files(write(tmp_path, text.encode()))
    assert isinstance(paper, Paper)
    assert paper.title == "Poincaré Gardens"
    assert paper.abstract == PARAGRAPH + " 5% by Fréchet, $x\\%$."


def test_rejections_name_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path, page("Gardens", PARAGRAPH, "  • 4 authors\n·\nFeb 31").encode())
    paper, rejected = read_files(path)
    assert isinstance(paper, Paper)
    assert rejected == Rejected(
        file=str(path), line=17, reason="there is no Feb 31 in the calendar"
    )


# Properties


def test_an_organisation_may_end_in_a_full_stop_and_navigation_is_no_paper() -> None:
    navigation = "Hugging Face\n\nModels\nDatasets\nBuckets new\nDocs\nPricing"
    text = page("Gardens", PARAGRAPH, "lantern-bay Lantern Bay Inc.\n·\nNov 20 2")
    (record,) = papers_in(f"{navigation}\n\n{text}")
    assert record.title == "Gardens"
    assert record.details is not None
    assert (record.details.org, record.details.org_name) == ("lantern-bay", "Lantern Bay Inc.")

from __future__ import annotations

import datetime
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.identity import fold_title, paper_key, title_hash
from index.merge import join, merge_groups, merge_records
from index.paper import Paper
from tests.index.records import TITLES, papers

DAY = datetime.date(2024, 5, 6)


def page(title: str = "Folding Maps", **known: object) -> Paper:
    return Paper(title=title, sources=("daily-papers-page",), **known)  # type: ignore[arg-type]


def api(arxiv_id: str, title: str = "Folding Maps", **known: object) -> Paper:
    return Paper(
        title=title,
        arxiv_id=arxiv_id,
        sources=("daily-papers-api",),
        **known,  # type: ignore[arg-type]
    )


def test_different_ids_never_join() -> None:
    assert len(merge_records([api("9901.00001"), api("9901.00002")])) == 2


def test_equal_ids_join_whatever_their_titles() -> None:
    (paper,) = merge_records([api("9901.00001", "Old Name"), api("9901.00001", "A New Name")])
    assert paper.key == "9901.00001"
    assert paper.title == "A New Name"


def test_a_record_without_an_id_joins_the_one_paper_with_its_title() -> None:
    (paper,) = merge_records([page("FOLDING maps.", comments=3), api("9901.00001", upvotes=7)])
    assert (paper.key, paper.comments, paper.upvotes) == ("9901.00001", 3, 7)
    assert paper.sources == ("daily-papers-api", "daily-papers-page")


@pytest.mark.parametrize(
    ("loose", "home"),
    [
        (page(author_count=5), "9901.00002"),
        (page(published=DAY), "9901.00001"),
        (page(published=DAY + datetime.timedelta(days=1)), "9901.00001"),
        (page(author_count=5, published=DAY), None),
        (page(author_count=9), None),
        (page(), None),
    ],
)
def test_author_count_and_date_decide_among_several(loose: Paper, home: str | None) -> None:
    candidates = [
        api("9901.00001", author_count=4, published=DAY),
        api("9901.00002", author_count=5, published=datetime.date(2020, 1, 1)),
    ]
    merged = {paper.key: paper for paper in merge_records([loose, *candidates])}
    assert len(merged) == (2 if home else 3)
    joined = [key for key, paper in merged.items() if "daily-papers-page" in paper.sources]
    assert joined == [home or paper_key(None, loose.title)]


def test_what_wins() -> None:
    inferred = page(published=datetime.date(2023, 4, 7), year_inferred=True, author_count=9)
    printed = page(published=datetime.date(2024, 4, 7), comments=2)
    listed = page(authors=("Ada Rowe", "Bo Lind"), author_count=2, comments=5)
    paper = join([inferred, printed, listed])
    assert (paper.published, paper.year_inferred) == (datetime.date(2024, 4, 7), False)
    assert (paper.author_count, paper.authors) == (2, ("Ada Rowe", "Bo Lind"))
    assert paper.comments == 5


def test_newer_records_refresh_title_and_abstract() -> None:
    old = api("9901.00001", "A Much Longer Working Title", abstract="Long and preliminary.")
    (merged,) = merge_groups([old], [api("9901.00001", "Final", abstract="Brief.")])
    assert (merged.paper.title, merged.paper.abstract) == ("Final", "Brief.")
    assert (merged.older, merged.newer) == (1, 1)
    (kept,) = merge_groups([old], [api("9901.00001", "A Much Longer Working Title")])
    assert kept.paper.abstract == old.abstract


@given(st.lists(papers(), max_size=8), st.randoms())
def test_order_does_not_matter(records: list[Paper], chance: random.Random) -> None:
    shuffled = records[:]
    chance.shuffle(shuffled)
    expected = {paper.key: paper for paper in merge_records(records)}
    assert {paper.key: paper for paper in merge_records(shuffled)} == expected


def one_title_an_id(record: Paper) -> Paper:
    """Papers that were renamed can tie differently once only their last title is known."""
    if record.arxiv_id is None:
        return record
    return msgspec.structs.replace(record, title=TITLES[int(record.arxiv_id[-1]) - 1])


@given(st.lists(papers().map(one_title_an_id), max_size=8))
def test_merging_again_changes_nothing(records: list[Paper]) -> None:
    once = {paper.key: paper for paper in merge_records(records)}
    assert {paper.key: paper for paper in merge_records(once.values())} == once
    for merged in merge_groups(once.values(), once.values()):
        assert merged.paper == once[merged.paper.key]


@given(st.lists(papers(), min_size=2, max_size=6), st.integers(1, 5))
def test_joining_is_associative(records: list[Paper], cut: int) -> None:
    same = [record for record in records if record.arxiv_id == records[0].arxiv_id]
    left, right = same[:cut], same[cut:]
    if right and records[0].arxiv_id is not None:
        assert join([join(left), join(right)]) == join(same)


@given(st.lists(papers(), max_size=8))
def test_every_record_is_counted(records: list[Paper]) -> None:
    assert sum(merged.newer for merged in merge_groups((), records)) == len(records)


def test_folding_keeps_letters_and_digits() -> None:
    assert fold_title("GPT-4o: a $k$-Means Tale!") == "gpt4oakmeanstale"
    assert fold_title("Straße & Café") == "strassecafé"
    assert fold_title("???") == "???"
    assert title_hash("a") != title_hash("b")


def test_keys_are_readable_and_stable() -> None:
    assert paper_key("9901.00001", "Anything") == "9901.00001"
    key = paper_key(None, "A Quiet Theory of Loud Rooms, Halls and Corridors Everywhere")
    assert key.startswith("a-quiet-theory-of-loud-rooms-halls-and-")
    assert paper_key(None, "a quiet THEORY of loud rooms halls and corridors everywhere") == key
    assert paper_key(None, "深い池").strip("0123456789abcdef") == ""

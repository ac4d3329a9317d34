from __future__ import annotations

import datetime
import itertools
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.merge import join, merge_groups
from index.identity import fold_title, paper_key, title_hash
from index.paper import PRINTED, Paper
from tests.support.records import TITLES, merge_records, papers, whole_paper

DAY = datetime.date(2024, 5, 6)
YEARS = datetime.date(1999, 1, 1), datetime.date(2003, 1, 1)


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


BOATS = "Ropes are laid round harbours so that boats stay where they were left over night."
KITES = "We fly kites over quiet bays and count how many of them come back with the tide."


@pytest.mark.parametrize(
    ("one", "other", "papers"),
    [
        pytest.param({}, {}, 1, id="two titles"),
        pytest.param({"abstract": BOATS}, {}, 1, id="one abstract"),
        pytest.param({"abstract": BOATS}, {"abstract": BOATS + " So it is."}, 1, id="alike"),
        pytest.param({"abstract": BOATS}, {"abstract": KITES}, 2, id="other abstracts"),
        pytest.param({"abstract": f"{BOATS} {KITES}"}, {"abstract": KITES}, 1, id="a half"),
        pytest.param({"abstract": BOATS}, {"abstract": BOATS[:41] + "…"}, 1, id="cut off"),
        pytest.param(
            {"abstract": "船は港に泊まる"}, {"abstract": "船は港に泊る"}, 1, id="no spaces"
        ),
        pytest.param(
            {"abstract": "船は港に泊まる"}, {"abstract": "凧を揚げた日"}, 2, id="none shared"
        ),
        pytest.param({"doi": "10.9999/A"}, {"doi": "10.9999/a"}, 1, id="one DOI"),
        pytest.param({"doi": "10.9999/a"}, {"doi": "10.9999/b"}, 2, id="two DOIs"),
        pytest.param({"doi": "10.9999/a"}, {}, 1, id="one has a DOI"),
        pytest.param(
            {"doi": "10.9999/a", "abstract": BOATS},
            {"doi": "10.9999/a", "abstract": KITES},
            1,
            id="one DOI, other abstracts",
        ),
        pytest.param(
            {"doi": "10.9999/a", "abstract": BOATS},
            {"doi": "10.9999/b", "abstract": BOATS},
            2,
            id="two DOIs, one abstract",
        ),
        pytest.param({"published": YEARS[0]}, {"published": YEARS[1]}, 2, id="yearly"),
        pytest.param(
            {"published": YEARS[0], "authors": ("Ada Rowe",)},
            {"published": YEARS[1], "authors": ("Rowe, A.",)},
            1,
            id="one author, years apart",
        ),
        pytest.param(
            {"published": DAY}, {"published": DAY + datetime.timedelta(90)}, 1, id="months apart"
        ),
        pytest.param(
            {"published": DAY, "author_count": 2},
            {"published": DAY + datetime.timedelta(90), "author_count": 5},
            2,
            id="months apart, other counts",
        ),
        pytest.param({"authors": ("Ada Rowe",)}, {"authors": ("Bo Lind",)}, 2, id="other people"),
        pytest.param(
            {"authors": ("Ada Rowe",), "published": DAY},
            {"authors": ("Bo Lind",), "published": DAY},
            1,
            id="other people, one day",
        ),
        pytest.param(
            {"authors": ("Ada Rowe",), "abstract": BOATS},
            {"authors": ("Bo Lind",), "abstract": f"{BOATS} {KITES} {BOATS[::-1]}"},
            1,
            id="other people, the beginning",
        ),
        pytest.param(
            {"authors": ("Ada Rowe",), "abstract": BOATS[:30] + KITES[30:]},
            {"authors": ("Bo Lind",), "abstract": BOATS},
            2,
            id="other people, some words",
        ),
    ],
)
def test_what_tells_papers_of_one_title_apart(
    one: dict[str, Any], other: dict[str, Any], papers: int
) -> None:
    for records in ([page(**one), page(**other)], [page(**other), page(**one)]):
        merged = merge_records(records)
        assert len(merged) == len({paper.key for paper in merged}) == papers
        # A paper with an id takes home what could be joined with it, and nothing else.
        with_id = [api("9901.00001", **one), page(**other)]
        assert len(merge_records(with_id)) == papers
        assert len(merge_records(reversed(with_id))) == papers


def test_many_papers_of_one_title_stay_apart_under_keys_of_their_own() -> None:
    records = [
        page(
            "Note on Creep Buckling of Columns",
            abstract=f"column{n} load{n} time{n} creep{n} note",
            published=datetime.date(1950 + n, 1, 1),
            doi=f"10.9999/{n}" if n % 2 else None,
        )
        for n in range(17)
    ]
    merged = {paper.key: paper for paper in merge_records(records)}
    assert sorted(paper.abstract or "" for paper in merged.values()) == sorted(
        record.abstract or "" for record in records
    )
    plain = paper_key(None, records[0].title)
    assert all(key.startswith(f"{plain}-") for key in merged)
    # One more changes no other's key, and what any of them learns of its day neither.
    more = page("Note on creep buckling of columns", abstract="Something else.", published=DAY)
    assert merged.keys() < {paper.key for paper in merge_records([*records, more])}
    assert merged.keys() == {
        paper.key
        for paper in merge_records(
            [*records, *(msgspec.structs.replace(r, published=None) for r in records)]
        )
    }


def test_what_fits_several_papers_stays_alone_until_something_decides() -> None:
    boats, kites = page(abstract=BOATS, author_count=2), page(abstract=KITES, author_count=3)
    bare = page()
    assert len(merge_records([boats, kites, bare, bare])) == 3
    assert len(merge_records([boats, kites, page(author_count=3), bare])) == 3
    merged = merge_records([boats, kites, page(author_count=3, comments=9)])
    assert sorted((p.author_count, p.comments) for p in merged if p.comments) == [(3, 9)]
    assert len(merged) == 2


def test_a_chain_of_records_is_joined_the_same_in_every_order() -> None:
    chain = [
        page(doi="10.9999/a", abstract=BOATS),
        page(abstract=f"{BOATS} {KITES}"),
        page(doi="10.9999/b", abstract=KITES),
        page(),
    ]
    outcomes = {
        tuple(sorted(paper.key for paper in merge_records(order)))
        for order in itertools.permutations(chain)
    }
    assert len(outcomes) == 1


def test_a_title_that_hundreds_of_papers_have_costs_no_more_than_their_number() -> None:
    records = [
        page("Editorial", abstract=f"number {n} of many", doi=f"10.9/{n}") for n in range(900)
    ]
    bare = [page("Editorial", published=YEARS[n % 2]) for n in range(900)]
    merged = merge_records([*records, *bare, *records])
    assert len(merged) == len({paper.key for paper in merged}) == 902


def test_what_wins() -> None:
    inferred = page(published=datetime.date(2023, 4, 7), year_inferred=True, author_count=9)
    printed = page(published=datetime.date(2024, 4, 7), comments=2)
    listed = page(authors=("Ada Rowe", "Bo Lind"), author_count=2, comments=5)
    paper = join([inferred, printed, listed])
    assert (paper.published, paper.year_inferred) == (datetime.date(2024, 4, 7), False)
    assert (paper.author_count, paper.authors) == (2, ("Ada Rowe", "Bo Lind"))
    assert paper.comments == 5


def test_a_record_that_says_nothing_takes_nothing_away() -> None:
    paper = join([whole_paper()])
    assert None not in [getattr(paper, name) for name in PRINTED]
    nothing = Paper(title="x", arxiv_id=paper.arxiv_id, sources=paper.sources)
    assert join([paper, nothing]) == join([nothing, paper]) == paper


def test_newer_records_refresh_title_and_abstract() -> None:
    old = api("9901.00001", "A Much Longer Working Title", abstract="Long and preliminary.")
    (merged,) = merge_groups([old], [api("9901.00001", "Final", abstract="Brief.")])
    assert (merged.paper.title, merged.paper.abstract) == ("Final", "Brief.")
    assert (len(merged.older), merged.newer) == (1, 1)
    (kept,) = merge_groups([old], [api("9901.00001", "A Much Longer Working Title")])
    assert kept.paper.abstract == old.abstract


@given(st.lists(papers(), max_size=8), st.randoms())
def test_order_does_not_matter(records: list[Paper], chance: random.Random) -> None:
    shuffled = records[:]
    chance.shuffle(shuffled)
    merged = merge_records(records)
    expected = {paper.key: paper for paper in merged}
    assert len(expected) == len(merged)
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

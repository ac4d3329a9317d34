"""What was done with papers stays with them, in queries too."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import LibraryDamaged, PaperMarks, QueryError, UsageError, open_library
from index.engine.search import TantivyPapers
from index.library.library import Library
from index.paper import Paper
from tests.support.papers import numbered
from tests.support.reference import open_papers


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "data" / "library.db")


PAPERS = [
    Paper(
        key=paper.arxiv_id or "", **{name: getattr(paper, name) for name in ("title", "arxiv_id")}
    )
    for paper in numbered(6)
]


@pytest.fixture
def papers(library: Library) -> TantivyPapers:
    return open_papers(PAPERS, overlay=library)


def found(papers: TantivyPapers, query: str) -> list[int]:
    """The numbers of the papers that a query finds."""
    keys = {paper.key: number for number, paper in enumerate(PAPERS)}
    page = papers.search(query, limit=100)
    assert page.total == len(page.hits)
    return sorted(keys[hit.paper.key] for hit in page.hits)


def test_nothing_was_done_at_first_and_no_file_is_made(
    library: Library, papers: TantivyPapers
) -> None:
    for query in ("is:starred", "is:read", "is:noted", "is:marked", "tag:*", "note:*", "saved:x"):
        assert found(papers, query) == []
    for query in ("is:unread", "is:new", "tag:none", "note:none", "-is:starred"):
        assert found(papers, query) == [0, 1, 2, 3, 4, 5]
    assert not Path(library.path).exists()
    assert not Path(library.path).parent.exists()


def test_what_was_done_is_found_at_once(library: Library, papers: TantivyPapers) -> None:
    assert found(papers, "is:starred") == []
    library.star(PAPERS[:2])
    assert found(papers, "is:starred") == [0, 1]
    library.star(PAPERS[1:2], remove=True)
    assert found(papers, "is:starred") == [0]
    library.mark_read(PAPERS[:3])
    library.mark(PAPERS[4:])
    assert found(papers, "is:read") == [0, 1, 2]
    assert found(papers, "is:unread") == [3, 4, 5]
    assert found(papers, "is:marked") == [4, 5]
    assert found(papers, "is:new -is:marked") == [3]


def test_tags_and_notes_are_found_by_what_they_say(library: Library, papers: TantivyPapers) -> None:
    library.tag(PAPERS[:2], ["RL", "to read"])
    library.tag(PAPERS[1:3], ["rl-theory"])
    library.note(PAPERS[3:4], "A strong baseline,\nsee Schölkopf")
    library.note(PAPERS[4:5], "weak")
    for query, expected in {
        "tag:rl": [0, 1],
        "tag:Rl": [0, 1],
        "tag:rl*": [0, 1, 2],
        'tag:"to read"': [0, 1],
        "tag:(rl-theory OR rl)": [0, 1, 2],
        "tag:rl -tag:rl-theory": [0],
        "tag:none": [3, 4, 5],
        "-tag:none": [0, 1, 2],
        "tag:*": [0, 1, 2],
        "tag:rl-theroy~": [1, 2],
        "note:baseline": [3],
        "note:base": [],
        "note:base*": [3],
        "note:scholkopf": [3],
        'note:"baseline see"': [3],
        'note:"see baseline"': [],
        "note:*": [3, 4],
        "is:noted -note:weak": [3],
        "tag:rl OR note:weak": [0, 1, 4],
        "-(tag:rl OR note:weak)": [2, 3, 5],
    }.items():
        assert found(papers, query) == expected, query
    assert library.tag_counts() == [("RL", 2), ("rl-theory", 2), ("to read", 2)]


def test_a_value_that_is_none_is_told_with_the_one_that_may_be_meant(
    papers: TantivyPapers,
) -> None:
    with pytest.raises(
        QueryError, match=r"expected new, read.* not “starrd”; did you mean starred"
    ):
        papers.search("is:starrd")
    assert papers.search("is:star", prefix=True).total == 0
    with pytest.raises(QueryError):
        papers.search("is:star")


def test_what_is_typed_narrows_as_it_grows(library: Library, papers: TantivyPapers) -> None:
    library.tag(PAPERS[:1], ["agents"])
    library.tag(PAPERS[1:2], ["age"])
    library.mark_read(PAPERS[3:])
    assert papers.search("tag:ag", prefix=True).total == 2
    assert papers.search("tag:agen", prefix=True).total == 1
    # It may become "new" or "noted".
    assert papers.search("is:n", prefix=True).total == 3


def test_a_saved_search_finds_what_it_finds_alone(library: Library, papers: TantivyPapers) -> None:
    library.star(PAPERS[:3])
    library.save("Mine", "is:starred")
    library.save("few", f"saved:mine -id:{PAPERS[0].key}")
    assert found(papers, "saved:MINE") == [0, 1, 2]
    assert found(papers, "saved:few") == [1, 2]
    assert found(papers, "-saved:few") == [0, 3, 4, 5]
    assert library.forget("mine")
    assert not library.forget("mine")
    assert found(papers, "saved:few") == []


def test_saved_searches_that_name_each_other_in_a_circle_are_refused(
    library: Library, papers: TantivyPapers
) -> None:
    # None of the two can be saved so, but two libraries that are merged can make a circle.
    library.merge(
        b'{"saved":"one","query":"saved:two","time":1,"set":true}\n'
        b'{"saved":"two","query":"saved:one","time":1,"set":true}\n'
    )
    with pytest.raises(QueryError, match="the saved search one asks for itself"):
        papers.search("saved:one")
    with pytest.raises(QueryError):
        library.save("three", "date:noon")


def test_saved_searches_that_grow_beyond_measure_are_refused(
    library: Library, papers: TantivyPapers
) -> None:
    library.save("a0", "word")
    for level in range(1, 15):
        library.save(
            f"a{level}",
            " OR ".join([f"saved:a{level - 1}"] + [f"(saved:a{level - 1} x{n})" for n in range(9)]),
        )
    with pytest.raises(QueryError, match="more than 2,000 words"):
        papers.search("saved:a14")


def test_two_processes_see_each_others_changes(tmp_path: Path) -> None:
    one, other = (open_library(tmp_path / "library.db") for _ in range(2))
    with one, other:
        papers = open_papers(PAPERS, overlay=other)
        assert found(papers, "is:starred") == []
        one.star(PAPERS[:1])
        assert found(papers, "is:starred") == [0]


def test_a_change_can_be_undone(library: Library, papers: TantivyPapers) -> None:
    library.note(PAPERS[:1], "first")
    change = library.note(PAPERS[:2], "second")
    assert (change.count, change.unchanged) == (2, 0)
    assert library.undo(change) == 2
    assert found(papers, "note:first") == [0]
    assert found(papers, "is:noted") == [0]
    starred = library.star(PAPERS[:3])
    library.star(PAPERS[:1], remove=True)
    library.star(PAPERS[:1])
    # What somebody did since stays.
    assert library.undo(starred) == 2
    assert found(papers, "is:starred") == [0]


@pytest.mark.parametrize("name", ["", "none", 'a"b', "x" * 101, "\x1b[31m"])
def test_a_tag_that_no_query_could_ask_for_is_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        library.tag(PAPERS[:1], [name])
    assert not Path(library.path).exists()


@pytest.mark.parametrize(
    "content", [b"no library at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_file_that_is_no_library_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    library = open_library(path)
    papers = open_papers(PAPERS, overlay=library)
    with pytest.raises(LibraryDamaged):
        papers.search("is:starred")
    with pytest.raises(LibraryDamaged):
        library.star(PAPERS[:1])
    assert papers.search("").total == 6
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "library.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    with pytest.raises(LibraryDamaged, match="no library of Quire"):
        open_library(path).star(PAPERS[:1])
    assert path.read_bytes() == content


def test_what_was_done_with_a_page_of_papers_is_found_by_all_their_names(
    library: Library, papers: TantivyPapers
) -> None:
    library.star(PAPERS[:1])
    library.tag(PAPERS[:2], ["b", "a"])
    library.note(PAPERS[2:3], "strong")
    library.mark_read(PAPERS[3:4])
    library.mark(PAPERS[4:5])
    found = library.marks_of(PAPERS, papers)
    assert found == [
        PaperMarks(new=True, starred=True, tags=("a", "b")),
        PaperMarks(new=True, tags=("a", "b")),
        PaperMarks(new=True, note="strong"),
        PaperMarks(read=True),
        PaperMarks(new=True, marked=True),
        PaperMarks(new=True),
    ]


def test_a_page_is_looked_up_at_once_however_much_is_known(
    library: Library, papers: TantivyPapers
) -> None:
    many = numbered(3_000)[len(PAPERS) :]
    library.mark_read([*many, *PAPERS[:2]])
    numbers = papers.known_as(PAPERS)
    assert set(numbers) == {PAPERS[0].key, PAPERS[1].key}
    # Of the others no name was looked for in the index.
    assert len(papers.compiler.overlay._keys) == 2
    assert [one.read for one in library.marks_of(PAPERS, papers)] == [True, True] + [False] * 4


def test_a_query_of_an_earlier_version_copes_with_papers_that_are_younger(
    library: Library, papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.star(PAPERS[:1])
    assert found(papers, "is:starred") == [0]
    version = library.version()
    monkeypatch.setattr(library, "version", lambda: version)
    library.mark_read(PAPERS[1:2])
    assert found(papers, "is:starred") == [0]
    assert found(papers, "is:read") == [1]

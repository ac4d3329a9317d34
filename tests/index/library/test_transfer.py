"""Libraries of two machines become one, whichever is merged into the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import InputError
from index.library.library import Library
from index.paper import Paper

PAPERS = [Paper(key=f"2401.0000{n}", arxiv_id=f"2401.0000{n}", title=f"On {n}") for n in range(4)]


def two(folder: Path) -> tuple[Library, Library]:
    """Libraries in which much was done, the second later in some respects."""
    times = iter(range(1_000, 2_000))
    one, other = (
        Library(str(folder / name), clock=lambda: next(times)) for name in ("one.db", "other.db")
    )
    one.star(PAPERS[:3])
    other.star(PAPERS[1:])
    other.star(PAPERS[1:2], remove=True)
    one.tag(PAPERS[:2], ["RL"])
    other.tag(PAPERS[:1], ["rl"])
    other.note(PAPERS[:1], "earlier")
    one.note(PAPERS[:1], "later")
    one.save("mine", "agents")
    other.save("Mine", "rivers")
    one.save("gone", "x")
    one.forget("gone")
    return one, other


def test_either_order_of_merging_gives_the_same_library(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    first, second = one.export(), other.export()
    merged = set()
    for name, order in (("a", (first, second)), ("b", (second, first, second))):
        library = Library(str(tmp_path / name))
        assert [library.merge(lines) > 0 for lines in order][:2] == [True, True]
        merged.add(library.export())
    one.merge(second)
    other.merge(first)
    assert merged == {one.export()} == {other.export()}
    noted, starred = one.marks_of(PAPERS[:2])
    assert (noted.note, starred.starred) == ("later", False)
    assert [(saved.name, saved.query) for saved in one.saved()] == [("Mine", "rivers")]
    assert one.merge(second) == 0


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON",
        b"{}",
        b'{"paper":"x","names":[],"marks":[]}',
        b'{"paper":"key:x","names":[],"marks":[{"kind":"wish","time":1,"set":true}]}',
        b'{"paper":"key:x","names":[],"marks":[{"kind":"star","time":-1,"set":true}]}',
        b'{"saved":"none","query":"x","time":1,"set":true}',
    ],
)
def test_a_line_that_is_none_is_told_and_nothing_is_merged(tmp_path: Path, line: bytes) -> None:
    one, other = two(tmp_path)
    before = other.export()
    with pytest.raises(InputError, match=r"^mine\.jsonl:\d+: .*nothing was imported;"):
        other.merge(one.export() + line, "mine.jsonl")
    assert other.export() == before


def test_a_library_is_checked(tmp_path: Path) -> None:
    one, _ = two(tmp_path)
    assert one.check() == {"papers": 3, "marks": 6, "saved searches": 1}

"""Which machine reads which record: all of one paper go to one, and none to none."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building import number_queue
from index.building.number_queue import NumberQueue
from index.building.part import Part
from index.building.record_sharing import RecordSharing
from index.errors import InputError
from index.identity import fold_title
from index.paper import Paper
from index.sources import Input, find_inputs, read_lines

RECORDS = st.lists(
    st.tuples(
        st.sampled_from([None, "2401.00001", "2401.00002", "2401.00003", "hep-th/9901001"]),
        st.sampled_from(["Maps", "maps!", "Rivers", "Of Rivers", "Ovens", "Größe", "groesse"]),
    ),
    min_size=1,
    max_size=12,
)


def written(folder: Path, records: Sequence[tuple[str | None, str]]) -> list[Input]:
    path = folder / "records.jsonl"
    lines = [{"title": title} | ({"arxiv_id": name} if name else {}) for name, title in records]
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return find_inputs([path])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@contextmanager
def shared(
    folder: Path, part: Part, items: Sequence[Input], small: Sequence[Paper] = ()
) -> Iterator[RecordSharing]:
    sharing = RecordSharing(part, str(folder))
    try:
        sharing.share_out(small, items)
        yield sharing
    finally:
        sharing.close()


def own(sharing: RecordSharing, item: Input) -> list[int]:
    return [number for number, _ in sharing.own_lines(read_lines(item), item.name)]


def groups_of(records: Sequence[tuple[str | None, str]]) -> Iterator[set[int]]:
    """Which lines may be of one paper, worked out the plain way."""
    left = [
        ({number}, {name} - {None}, {fold_title(title)})
        for number, (name, title) in enumerate(records, 1)
    ]
    while left:
        lines, names, titles = left.pop()
        joined = True
        while joined:
            joined = False
            for other in list(left):
                if names & other[1] or titles & other[2]:
                    left.remove(other)
                    lines, names, titles = lines | other[0], names | other[1], titles | other[2]
                    joined = True
        yield lines


@given(RECORDS, st.integers(2, 4))
def test_records_that_may_be_of_one_paper_go_to_one_machine(
    folder: Path, records: list[tuple[str | None, str]], machines: int
) -> None:
    (item,) = written(folder, records)
    titled = [Paper(key="", title=title) for _, title in records]
    shares = []
    for number in range(1, machines + 1):
        with shared(folder, Part(number, machines), [item]) as sharing:
            lines = own(sharing, item)
            assert sharing.elsewhere == len(records) - len(lines)
            shares.append(set(lines))
            has = {line for line, paper in enumerate(titled, 1) if sharing.has(paper)}
            assert has == set(lines)
    assert sorted(line for share in shares for line in share) == list(range(1, len(records) + 1))
    for group in groups_of(records):
        assert sum(bool(group & share) for share in shares) == 1


def test_papers_of_other_inputs_tell_which_titles_are_one(folder: Path) -> None:
    (item,) = written(folder, [(None, f"Maps {number}") for number in range(40)])
    renamed = [Paper(key="", title=f"Maps {number}", arxiv_id="2401.00001") for number in range(40)]
    counts = []
    for number in (1, 2):
        with shared(folder, Part(number, 2), [item], renamed) as sharing:
            counts.append(len(own(sharing, item)))
    assert sorted(counts) == [0, 40]


def test_an_input_that_changes_meanwhile_costs_no_other_one_its_records(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (first,) = written(tmp_path / "a", [(None, f"Maps {number}") for number in range(30)])
    (second,) = written(tmp_path / "b", [(None, f"Ovens {number}") for number in range(30)])
    with shared(tmp_path, Part(1, 2), [first, second]) as sharing:
        own(sharing, first)
        expected = own(sharing, second)
    assert 0 < len(expected) < 30
    for lines in (12, 90):
        with shared(tmp_path, Part(1, 2), [first, second]) as sharing:
            found = [(number, b"{}") for number in range(1, lines + 1)]
            if lines > 30:
                with pytest.raises(InputError, match=r"a\.jsonl was changed while it was read"):
                    list(sharing.own_lines(found, "a.jsonl"))
            else:
                list(sharing.own_lines(found, "a.jsonl"))
            assert own(sharing, second) == expected


def test_what_is_no_paper_is_of_one_part_and_organisations_of_all(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    alone = {"arxiv_id": "2401.00001", "orgs": [{"name": "Pond School"}]}
    path.write_text(json.dumps(alone) + "\n" + "".join(f"no JSON {one}\n" for one in range(20)))
    (item,) = find_inputs([path], format="quire")
    shares = []
    for number in (1, 2):
        with shared(tmp_path, Part(number, 2), [item]) as sharing:
            shares.append(own(sharing, item))
    assert shares[0][0] == shares[1][0] == 1
    assert sorted(shares[0][1:] + shares[1][1:]) == list(range(2, 22))


def test_numbers_come_back_in_order_from_memory_and_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_queue, "_IN_MEMORY", 64)
    chance = random.Random(1)
    numbers = [chance.randrange(-(2**63), 2**63) for _ in range(10_000)]
    queue = NumberQueue(str(tmp_path))
    for number in numbers:
        queue.append(number)
    assert list(queue) == numbers
    assert list(queue) == numbers
    queue.close()

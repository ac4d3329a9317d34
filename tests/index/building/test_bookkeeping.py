"""The small structures a build keeps its books with: ledger, filter, queue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.bloom_filter import BloomFilter
from index.building.record_digests import Ledger, record_digest
from index.building.record_queue import RecordQueue
from index.paper import Paper
from tests.support.records import papers

digests = st.lists(st.integers(0, 2**64 - 1))


@given(digests, digests)
def test_a_ledger_holds_what_was_added(
    tmp_path_factory: pytest.TempPathFactory, first: list[int], second: list[int]
) -> None:
    path = str(tmp_path_factory.mktemp("ledger") / "ledger")
    ledger = Ledger()
    for digest in first:
        ledger.add(digest)
    ledger.save(path)
    again = Ledger.load(path)
    assert all(digest in again for digest in first)
    assert len(again) == len(set(first))
    for digest in second:
        again.add(digest)
    again.save(path)
    both = Ledger.load(path)
    assert len(both) == len({*first, *second})
    assert all(digest in both for digest in second)
    assert (12345 in both) == (12345 in first or 12345 in second)


def test_a_ledger_too_large_for_a_set_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.building import record_digests as module

    ledger = Ledger()
    for number in range(0, 3_000, 3):
        ledger.add(number << 50)
    ledger.save(str(tmp_path / "ledger"))
    monkeypatch.setattr(module, "_QUICK", 10)
    again = Ledger.load(str(tmp_path / "ledger"))
    assert [n for n in range(3_000) if n << 50 in again] == list(range(0, 3_000, 3))


def test_a_torn_ledger_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_bytes(b"1234567")
    with pytest.raises(ValueError, match="not a multiple"):
        Ledger.load(str(tmp_path / "ledger"))


def test_records_have_different_digests() -> None:
    assert record_digest(b"a") != record_digest(b"b")
    assert 0 <= record_digest(b"a") < 2**64


@given(st.lists(st.integers()))
def test_seen_never_says_no_wrongly(hashes: list[int]) -> None:
    seen = BloomFilter()
    met: set[int] = set()
    for hashed in hashes:
        assert seen.add(hashed) or hashed not in met
        met.add(hashed)
        assert hashed in seen


def test_seen_tells_new_from_old() -> None:
    seen = BloomFilter()
    assert not any(seen.add(number * 7919) for number in range(10_000))


@given(st.lists(papers(), max_size=7), st.integers(1, 4))
def test_a_spool_gives_back_what_it_took(
    tmp_path_factory: pytest.TempPathFactory, records: list[Paper], size: int
) -> None:
    queue = RecordQueue(str(tmp_path_factory.getbasetemp()), Paper)
    for record in records:
        queue.append(record)
    assert len(queue) == len(records)
    batches = list(queue.batches(size))
    assert [record for batch in batches for record in batch] == records
    assert all(len(batch) == size for batch in batches[:-1])
    queue.close()


def test_a_large_spool_goes_to_disk(tmp_path: Path) -> None:
    queue = RecordQueue(str(tmp_path), Paper)
    paper = Paper(title="Long", abstract="word " * 4_000)
    for _ in range(1_000):
        queue.append(paper)
    assert sum(map(len, queue.batches(300))) == 1_000
    queue.close()
    assert list(tmp_path.iterdir()) == []

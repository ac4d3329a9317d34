"""What an update makes of its records does not depend on where its batches end."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Paper, open_index, rebuild, update
from index.building import generation_builder
from index.building.record_queue import RecordQueue
from index.building.whole_groups import whole_groups
from index.engine import schema
from tests.support.json_lines import json_lines
from tests.support.papers import numbered
from tests.support.records import papers
from tests.support.thorough import tries


@pytest.fixture
def no_papers() -> tantivy.Searcher:
    return tantivy.Index(schema.build_schema()).searcher()


def batches(
    records: list[Paper], searcher: tantivy.Searcher, folder: Path, size: int
) -> list[list[Paper]]:
    with closing(RecordQueue(str(folder), Paper)) as queue:
        for record in records:
            queue.append(record)
        return list(whole_groups(queue, searcher, size, str(folder)))


def test_records_of_one_paper_are_in_one_batch(tmp_path: Path, no_papers: tantivy.Searcher) -> None:
    once = numbered(40)
    renamed = [msgspec.structs.replace(paper, title=f"{paper.title}, again") for paper in once[:9]]
    loose = [Paper(title=paper.title) for paper in (*renamed[:4], *once[20:25])]
    records = [*once, *renamed, *loose]
    random.Random(3).shuffle(records)
    made = batches(records, no_papers, tmp_path, 5)
    flat = [paper for batch in made for paper in batch]
    assert sorted(map(repr, flat)) == sorted(map(repr, records))
    assert max(map(len, made)) <= 5
    places: dict[str, set[int]] = {}
    for number, batch in enumerate(made):
        for paper in batch:
            for name in filter(None, (paper.arxiv_id, paper.title)):
                places.setdefault(name, set()).add(number)
    assert all(len(found) == 1 for found in places.values())


def test_a_title_that_only_papers_with_ids_have_holds_nothing_together(
    tmp_path: Path, no_papers: tantivy.Searcher
) -> None:
    alike = [Paper(title="Erratum", arxiv_id=f"9901.{number:05}") for number in range(1, 30)]
    assert max(map(len, batches(alike, no_papers, tmp_path, 4))) == 4
    loose = Paper(title="Erratum")
    assert max(map(len, batches([*alike, loose], no_papers, tmp_path, 4))) == 30


def built(folder: Path, older: Path, newer: Path) -> tuple[dict[str, Paper], Any]:
    """The papers of an index that was made and updated, and the counts of the update."""
    shutil.rmtree(folder, ignore_errors=True)
    rebuild([older], folder, allow_empty=True)
    report = update([newer], folder)
    with open_index(folder) as index:
        hits = index.search("", limit=1_000).hits
    # Which build brought a paper tells the time.
    found = {hit.paper.key: msgspec.structs.replace(hit.paper, added_build=None) for hit in hits}
    counts = (report.records, report.papers, report.added, report.refreshed, report.merged)
    return found, (*counts, report.unchanged)


@settings(
    max_examples=tries(10, 300),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    older=st.lists(papers(), min_size=1, max_size=8),
    newer=st.lists(papers(), min_size=4, max_size=16),
    data=st.data(),
)
def test_an_update_in_small_batches_and_any_order_makes_what_one_batch_makes(
    tmp_path_factory: pytest.TempPathFactory,
    older: list[Paper],
    newer: list[Paper],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("update")
    before = json_lines(folder / "older.jsonl", older)
    expected = built(folder / "index", before, json_lines(folder / "newer.jsonl", newer))
    order = data.draw(st.permutations(newer))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(generation_builder, "_BATCH", data.draw(st.integers(1, 3)))
        made = built(folder / "index", before, json_lines(folder / "newer.jsonl", order))
    assert made == expected

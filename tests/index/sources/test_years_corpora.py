"""Pages of real lists as they looked on their day, where no year is printed on any of them."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index import open_index, update
from index.identity import fold_title
from index.paper import Paper
from index.sources.daily_papers_page.details import Day, Details
from index.sources.daily_papers_page.records import Record
from tests.index.sources.rendering import read_files, render, render_day
from tests.support.corpora import corpus
from tests.support.thorough import tries

pytestmark = pytest.mark.corpora


EVERY = tries(3, 1)
"""Of how many days one is taken."""


def save_pages(folder: Path, *, is_dated: bool) -> dict[str, Paper]:
    """Lists as their pages printed them on their day, but for papers of the year before.

    Args:
        folder: Where to.
        is_dated: Whether the files tell when they were saved.
    """
    days: dict[date, list[Paper]] = {}
    for record in read_files(*sorted(corpus("daily-papers-api").glob("*.json"))[::EVERY]):
        if isinstance(record, Paper) and record.featured and record.published:
            is_printed = record.abstract and record.published <= record.featured
            if is_printed and record.published.year == record.featured.year:
                days.setdefault(record.featured, []).append(record)
    folder.mkdir()
    for day, listed in days.items():
        records = []
        for number, paper in enumerate(listed):
            assert paper.published is not None
            details = Details(
                line=0,
                author_count=paper.author_count,
                day=Day(paper.published.month, paper.published.day),
                comments=number % 4 or None,
            )
            records.append(Record(0, 0, paper.title, (paper.abstract or "",), details))
        path = folder / f"{day.month}-{day.day} {len(listed)}.txt"
        path.write_text(render(records, render_day(day.month, day.day)))
        saved = datetime(day.year, day.month, day.day, 20, tzinfo=UTC).timestamp() * is_dated
        os.utime(path, (saved, saved))
    return {fold_title(paper.title): paper for listed in days.values() for paper in listed}


@pytest.mark.parametrize("evidence", ["last change", "another source", "the index"])
def test_dates_without_a_year_have_the_right_one(evidence: str, tmp_path: Path) -> None:
    papers = save_pages(tmp_path / "pages", is_dated=evidence == "last change")
    assert len(papers) > 1_500 / EVERY
    # Of one paper in five it is known elsewhere when it came.
    known = [paper for number, paper in enumerate(papers.values()) if number % 5 == 0]
    entries = [
        {"paper": {"id": paper.arxiv_id, "title": paper.title, "publishedAt": f"{day}T09:00:00Z"}}
        for paper in known
        if (day := paper.published)
    ]
    api = tmp_path / "known.json"
    api.write_text(json.dumps(entries))
    if evidence == "the index":
        update([api], tmp_path / "index")
    sources = [tmp_path / "pages", *([api] if evidence == "another source" else [])]
    update(sources, tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        found = [hit.paper for hit in index.search("source:daily-papers-page", limit=5_000).hits]
    right = {fold_title(paper.title): paper.published for paper in papers.values()}
    dated = [paper for paper in found if paper.published is not None]
    wrong = [paper for paper in dated if paper.published != right[fold_title(paper.title)]]
    print(f"{evidence}: {len(dated)} of {len(found)} known, {len(wrong)} wrong")
    assert not wrong
    assert len(dated) >= 0.95 * len(found)

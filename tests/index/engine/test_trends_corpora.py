"""Trends of real papers beside the checkout, against counts of the files that know no engine."""

from __future__ import annotations

import datetime
import email.utils
import json
import lzma
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from index import open_index, rebuild
from index.results import PERIODS, Period
from tests.support.corpora import corpus
from tests.support.thorough import THOROUGH

pytestmark = pytest.mark.corpora

STARTS: dict[Period, Callable[[datetime.date], datetime.date]] = {
    "year": lambda day: day.replace(month=1, day=1),
    "month": lambda day: day.replace(day=1),
    "week": lambda day: datetime.date.fromisocalendar(*day.isocalendar()[:2], 1),
}


def assert_counted(folder: Path, query: str, days: list[datetime.date]) -> None:
    """What a query finds is as many papers in each period as these days say."""
    with open_index(folder) as papers:
        for period in PERIODS:
            trend = papers.trend(query, by=period)
            counts = {one.start: one.count for one in trend.periods if one.count}
            assert counts == Counter(map(STARTS[period], days))
            assert (trend.total, trend.imprecise, trend.undated) == (len(days), 0, 0)


def test_days_of_the_api(tmp_path: Path) -> None:
    folder = corpus("daily-papers-api")
    published: dict[str, datetime.date] = {}
    for path in sorted(folder.glob("*.json")):
        text = path.read_text()
        entries = json.loads(text) if text.strip() else []
        for entry in entries if isinstance(entries, list) else []:
            paper = entry.get("paper") if isinstance(entry, dict) else None
            if paper:
                day = datetime.date.fromisoformat(paper["publishedAt"][:10])
                published[paper["id"]] = min(day, published.get(paper["id"], day))
    rebuild([folder], tmp_path / "index")
    assert_counted(tmp_path / "index", "", list(published.values()))


@pytest.mark.skipif(not THOROUGH, reason="builds 100,000 papers; QUIRE_TESTS=thorough does")
def test_a_hundred_thousand_papers_of_arxiv(tmp_path: Path) -> None:
    path = corpus("arxiv-snapshot") / "arxiv-100k.jsonl.xz"
    days: list[datetime.date] = []
    learning: list[datetime.date] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            created = email.utils.parsedate_to_datetime(record["versions"][0]["created"]).date()
            days.append(created)
            if "cs.LG" in record["categories"].split():
                learning.append(created)
    rebuild([path], tmp_path / "index")
    assert_counted(tmp_path / "index", "", days)
    assert_counted(tmp_path / "index", "cat:cs.LG", learning)
    with open_index(tmp_path / "index") as papers:
        (first, *_) = papers.frequent_names("cat:cs.LG").categories
        assert (first.name, first.count) == ("cs.LG", len(learning))

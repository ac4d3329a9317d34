"""A digest of a saved search for what is near in meaning."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from index import open_library, rebuild, update
from index.cli import main
from index.engine import nearest
from index.query import dates
from tests.support.builds import write_papers
from tests.support.json_lines import json_lines


@pytest.mark.parametrize(("query", "count"), [('near:"{text}"', 4), ("like:{key}", 3)])
def test_only_new_papers_that_are_among_the_nearest_of_all_are_told(
    tmp_path: Path,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    query: str,
    count: int,
) -> None:
    monkeypatch.setattr(nearest, "NEAREST", count)
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    text = "zzz yyy xxx"
    near = [
        {"title": f"{text} {at}", "abstract": text, "arxiv_id": f"2401.0000{at}"} for at in range(4)
    ]
    known = json_lines(tmp_path / "known.jsonl", near[:3])
    others = write_papers(tmp_path / "old.jsonl", 0, 30)
    now = dates.today()
    monkeypatch.setattr(dates, "today", lambda *_: now - datetime.timedelta(3))
    rebuild([others, known], tmp_path / "index", semantic=True, model=model)
    open_library(tmp_path / "library.db").save("near", query.format(text=text, key="2401.00000"))
    monkeypatch.setattr(dates, "today", lambda *_: now - datetime.timedelta(1))
    update([write_papers(tmp_path / "later.jsonl", 50, 2)], tmp_path / "index")
    main(["digest"])
    monkeypatch.setattr(dates, "today", lambda *_: now)
    new = json_lines(tmp_path / "new.jsonl", near[3:])
    update([write_papers(tmp_path / "more.jsonl", 30, 9), new], tmp_path / "index")
    capsys.readouterr()
    main(["digest", "--json"])
    told = [paper["title"] for paper in json.loads(capsys.readouterr().out)["papers"]]
    assert told == [f"{text} 3"]

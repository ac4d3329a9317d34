"""newsboat takes a digest as a feed, and has every paper once over many digests."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from index import open_library, update
from index.cli import main
from tests.support.json_lines import json_lines

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed"),
]


def test_newsboat_reads_digest_after_digest(tmp_path: Path, home: Path) -> None:
    del home
    feed, urls, config = (tmp_path / name for name in ("quire.xml", "urls", "config"))
    urls.write_text(f"file://{feed}\n")
    config.touch()
    with open_library(tmp_path / "library.db") as library:
        library.save("rivers", "title:river")
    for number in range(3):
        record = {
            "title": f"On River & Bed {number}",
            "abstract": "Rivers <flow>.",
            "arxiv_id": f"2401.0000{number}",
        }
        update([json_lines(tmp_path / "papers.jsonl", [record])], tmp_path / "index")
        at = ["--index", str(tmp_path / "index"), "--library", str(tmp_path / "library.db")]
        assert main(["digest", "--format", "atom", "--output", str(feed), *at]) == 0
        subprocess.run(
            ["newsboat", "-u", urls, "-C", config, "-c", tmp_path / "cache.db", "-x", "reload"],
            check=True,
            capture_output=True,
            timeout=120,
        )
    cache = sqlite3.connect(tmp_path / "cache.db")
    items = cache.execute("SELECT guid, title, url, content FROM rss_item ORDER BY guid").fetchall()
    cache.close()
    assert [(guid, title, url) for guid, title, url, _ in items] == [
        (
            f"tag:quire.invalid,2026:paper:2401.0000{number}",
            f"On River & Bed {number}",
            f"https://arxiv.org/abs/2401.0000{number}",
        )
        for number in range(3)
    ]
    assert all("<p>Rivers &lt;flow&gt;.</p>" in content for *_, content in items)

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index import IndexDamaged, open_index, rebuild
from index.engine.schema import FINGERPRINT
from index.storage import store
from tests.support.builds import assert_tidy, assert_whole, run, start, write_papers

HOLD = """
import sys
from index.storage import lock
with lock.writer_lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.end_to_end
def test_a_second_writer_is_refused_or_waits(tmp_path: Path) -> None:
    import subprocess

    index_dir = tmp_path / "index"
    papers = write_papers(tmp_path / "papers.jsonl", 0, 20)
    rebuild([papers], index_dir)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    code, output, narration = run("rebuild", papers, "--index", index_dir)
    assert (code, output) == (5, "")
    assert f"process {holder.pid}" in narration
    # Readers are not held up.
    assert assert_whole(index_dir, (20,)) == 20
    waiting = start("rebuild", papers, "--index", index_dir, "--wait")
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=1)
    holder.stdin.close()
    _, narration = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, narration
    holder.wait()
    holder.stdout.close()
    assert_tidy(index_dir)


@pytest.mark.end_to_end
def test_two_rebuilds_at_once_both_end_well(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    one = write_papers(tmp_path / "one.jsonl", 0, 2_000)
    two = write_papers(tmp_path / "two.jsonl", 0, 3_000)
    processes = [
        start("rebuild", path, "--index", index_dir, "--wait") for path in (one, two, one, two)
    ]
    for process in processes:
        _, narration = process.communicate(timeout=120)
        assert process.returncode == 0, narration
    assert assert_whole(index_dir, (2_000, 3_000))
    assert_tidy(index_dir)


def test_a_reader_stays_open_across_ten_rebuilds(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([write_papers(tmp_path / "0.jsonl", 0, 30)], index_dir)
    with open_index(index_dir) as papers:
        for number in range(10):
            rebuild([write_papers(tmp_path / "n.jsonl", 100 * number, 31 + number)], index_dir)
            assert papers.is_stale()
            assert papers.search("sample").total == 30
            hits = papers.search("", limit=30).hits
            assert all("Sample" in hit.paper.title for hit in hits)
            assert papers.facets("").total == 30
            with open_index(index_dir) as fresh:
                assert fresh.search("sample").total == 31 + number
                assert not fresh.is_stale()


@pytest.mark.parametrize("harm", ["truncate", "remove", "flip"])
def test_every_damaged_file_is_noticed(tmp_path: Path, harm: str) -> None:
    from index.check import verify

    index_dir = tmp_path / "index"
    papers = write_papers(tmp_path / "papers.jsonl", 0, 40)
    rebuild([papers], index_dir)
    live = store.live_generation(str(index_dir), FINGERPRINT)
    names = [name for name in live.manifest.files if name not in (store.LEDGER, "meta.json")]
    assert names
    for name in names:
        path = Path(live.path, name)
        whole = path.read_bytes()
        # As another file: what an earlier round has mapped must not shrink under it.
        path.unlink()
        if harm == "truncate":
            path.write_bytes(whole[: len(whole) // 2])
        elif harm == "flip":
            path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        with pytest.raises(IndexDamaged, match="quire rebuild"):
            verify(index_dir)
        if harm != "flip":
            code, output, narration = run("search", "sample", "--index", index_dir)
            assert (code, output) == (4, "")
            assert "damaged" in narration
            assert "Traceback" not in narration
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert verify(index_dir).papers == 40
    assert rebuild([papers], index_dir).papers == 40

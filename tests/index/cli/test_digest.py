"""What a digest tells counts as told once it is out, and is never told again."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import open_library, rebuild, update
from index.cli import main
from index.library.library import Library
from tests.support.json_lines import json_lines

Run = Callable[..., tuple[int, str, str]]

RIVERS = [
    {"title": f"On River {n}", "abstract": "Rivers flow.", "arxiv_id": f"2401.0000{n}"}
    for n in range(4)
]
LAKES = [
    {"title": f"On Lake {n}", "abstract": "Lakes and a river.", "arxiv_id": f"2402.0000{n}"}
    for n in range(3)
]
OLD = {"published": "2019-05-17"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    add(tmp_path, *RIVERS[:2])
    return tmp_path


@pytest.fixture
def library(place: Path) -> Library:
    opened = open_library(place / "library.db")
    opened.save("rivers", "title:river")
    return opened


@pytest.fixture
def run(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def digest(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["digest", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return digest


def add(place: Path, *records: dict[str, Any], anew: bool = False) -> None:
    build = rebuild if anew else update
    build([json_lines(place / "papers.jsonl", records)], place / "index")


def told(run: Run, *arguments: str) -> list[str]:
    """The titles that a digest tells."""
    code, output, _ = run("--json", *arguments)
    found = sorted(paper["title"] for paper in json.loads(output)["papers"])
    assert code == (0 if found else 1)
    return found


def test_every_paper_is_told_once_however_many_updates_a_day_has(
    place: Path, library: Library, run: Run
) -> None:
    assert told(run) == ["On River 0", "On River 1"]
    assert told(run) == []
    add(place, RIVERS[2] | OLD, *LAKES)
    assert told(run) == ["On River 2"]
    add(place, RIVERS[2] | OLD, {**RIVERS[3], "upvotes": 5})
    assert told(run) == ["On River 3"]
    assert run("--format", "text")[:2] == (1, "")


def test_each_search_has_its_own_news_and_a_paper_stands_once(
    place: Path, library: Library, run: Run
) -> None:
    library.save("water", "river")
    assert told(run, "water") == ["On River 0", "On River 1"]
    add(place, *LAKES)
    code, output, _ = run()
    assert code == 0
    assert output.count("\n* On River 0\n") == 1
    assert "rivers: 2 new papers since" in output
    assert "water: 3 new papers since" in output
    assert "also in" not in output
    add(place, RIVERS[2])
    report = json.loads(run("--json")[1])
    assert [(one["name"], one["new"], one["above"]) for one in report["searches"]] == [
        ("rivers", 1, 0),
        ("water", 1, 1),
    ]
    assert [paper["searches"] for paper in report["papers"]] == [["rivers", "water"]]
    assert report["new"] == 1


def test_names_choose_the_searches_and_their_order(library: Library, run: Run) -> None:
    library.save("second", "river")
    _, output, _ = run("second", "RIVERS", "--dry-run")
    assert output.index("second: 2 new papers") < output.index("rivers: 2 new papers")
    assert "also in rivers" in output
    code, output, narration = run("rivres")
    assert (code, output) == (2, "")
    assert narration == "quire: there is no saved search 'rivres': did you mean rivers?\n"


def test_without_saved_searches_it_is_said_how_to_save_one(place: Path, run: Run) -> None:
    code, _, narration = run()
    assert code == 1
    assert "`quire saved add NAME QUERY` saves one" in narration
    assert not (place / "library.db").exists()


def test_a_dry_run_and_what_fails_tell_nothing(place: Path, library: Library, run: Run) -> None:
    assert run("--dry-run")[0] == 0
    assert run("--output", str(place / "nowhere" / "x"))[0] == 3
    assert run("--output", str(place))[0] == 3
    assert run("--mail")[0] == 2
    assert run("--sendmail", "/nowhere/sendmail")[0] == 2
    assert told(run) == ["On River 0", "On River 1"]


def test_a_search_that_cannot_be_answered_stops_no_other(library: Library, run: Run) -> None:
    library.save("broken", "tag:x")
    with library._changing() as (connection, _):
        connection.execute("UPDATE saved SET query = 'date:noon' WHERE name = 'broken'")
    code, output, narration = run()
    assert code == 2
    assert "On River 1" in output
    assert narration.startswith("quire: the saved search broken can't be answered: expected a date")
    assert run()[:2] == (2, "")


def test_a_search_that_asks_for_one_that_is_gone_says_so(
    library: Library, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    library.save("mine", "saved:RIVERS OR saved:lost*")
    assert run("mine")[::2] == (0, "")
    assert main(["saved", "remove", "rivers"]) == 0
    assert capsys.readouterr().err == (
        "saved:mine still asks for saved:rivers, which finds nothing now\n"
    )
    code, _, narration = run("mine")
    assert code == 1
    assert narration.startswith(
        "quire: the saved search mine asks for saved:rivers, which there is not\n"
    )


def test_since_tells_again_and_counts_only_what_it_told(
    place: Path, library: Library, run: Run
) -> None:
    assert told(run, "--since", "today", "--dry-run") == ["On River 0", "On River 1"]
    assert told(run) == ["On River 0", "On River 1"]
    assert told(run, "--since", "7d") == ["On River 0", "On River 1"]
    assert told(run) == []
    code, _, narration = run("--since", "noon")
    assert code == 2
    assert "--since takes a day" in narration


def test_a_later_day_than_the_last_digest_leaves_what_is_in_between_untold(
    place: Path, library: Library, run: Run
) -> None:
    library.save("tomorrow", "title:river")
    assert told(run, "tomorrow", "--since", "2999-01-01") == []
    assert told(run, "tomorrow") == ["On River 0", "On River 1"]


def test_of_many_some_are_listed_and_the_others_counted_and_told(
    place: Path, library: Library, run: Run
) -> None:
    add(place, *RIVERS)
    code, output, _ = run("--limit", "1")
    assert code == 0
    assert output.count("\n* ") == 1
    (line,) = [line for line in output.splitlines() if line.startswith("and 3 more: ")]
    command = line.partition(": ")[2]
    assert command.startswith('quire search \'saved:"rivers" added:')
    assert told(run) == []
    assert run("--limit", "-1")[0] == 2


def test_a_paper_that_learns_its_id_is_not_told_again(
    place: Path, library: Library, run: Run
) -> None:
    add(place, {"title": "The Longest River", "abstract": "Rivers flow."}, anew=True)
    assert told(run) == ["The Longest River"]
    known = {"title": "The longest river", "abstract": "Rivers flow.", "arxiv_id": "2405.00001"}
    shutil.rmtree(place / "index")
    add(place, known)
    assert told(run) == []
    # Another one of the same title is new.
    add(place, {**known, "arxiv_id": "2406.00001"})
    assert [paper["arxiv_id"] for paper in json.loads(run("--json")[1])["papers"]] == ["2406.00001"]


def test_an_index_that_is_made_anew_tells_nothing_again(
    place: Path, library: Library, run: Run
) -> None:
    assert len(told(run)) == 2
    shutil.rmtree(place / "index")
    add(place, *RIVERS[:2], RIVERS[2] | OLD)
    assert told(run) == ["On River 2"]


def test_of_an_index_made_anew_old_papers_that_nobody_told_of_are_not_new(
    place: Path, library: Library, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime

    from index.query import dates

    now = dates.today()

    def on(ago: int, *records: dict[str, Any]) -> None:
        day = now - datetime.timedelta(ago)
        monkeypatch.setattr(dates, "today", lambda *_: day)
        add(place, *records)
        monkeypatch.setattr(dates, "today", lambda *_: now)

    shutil.rmtree(place / "index")
    on(60, RIVERS[0] | OLD)
    on(2, RIVERS[1] | OLD)
    assert told(run) == ["On River 1"]
    shutil.rmtree(place / "index")
    recent = {"published": str(now)}
    add(place, RIVERS[0] | OLD, RIVERS[1] | OLD, RIVERS[2] | recent, RIVERS[3])
    assert told(run) == ["On River 2", "On River 3"]


def test_a_renamed_search_keeps_what_was_told(library: Library, run: Run) -> None:
    assert len(told(run)) == 2
    library.searches.rename("rivers", "streams")
    assert told(run) == []


def test_what_was_told_goes_along_to_another_machine(
    place: Path, library: Library, run: Run
) -> None:
    assert len(told(run)) == 2
    other = open_library(place / "other.db")
    assert other.merge(library.export()) > 0
    assert other.merge(library.export()) == 0
    assert other.export() == library.export()
    assert told(run, "--library", str(place / "other.db")) == []


def test_two_at_once_do_not_tell_the_same(library: Library, run: Run) -> None:
    with library.digests.alone():
        code, output, narration = run()
        assert run("--dry-run")[0] == 0
    assert (code, output) == (5, "")
    assert "another process is telling what is new" in narration


def test_a_file_is_there_whole_with_its_mode_and_links(
    place: Path, library: Library, run: Run
) -> None:
    real = place / "real.xml"
    real.write_text("before")
    real.chmod(0o640)
    (place / "feed.xml").symlink_to(real)
    code, output, narration = run("--format", "atom", "--output", str(place / "feed.xml"))
    assert (code, output, narration) == (0, "", f"wrote {place / 'feed.xml'}\n")
    assert "<feed" in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert (place / "feed.xml").is_symlink()
    written = real.read_bytes()
    # Nothing new writes nothing.
    assert run("--format", "atom", "--output", str(place / "feed.xml"))[0] == 1
    assert real.read_bytes() == written
    assert {path.name for path in place.iterdir()} == {
        *("feed.xml", "real.xml", "index", "papers.jsonl"),
        *("library.db", "library.db-wal", "library.db-shm", "library.db.digest"),
    }


def test_a_feed_keeps_what_was_told_lately(place: Path, library: Library, run: Run) -> None:
    assert run("--format", "atom")[1].count("<entry>") == 2
    add(place, RIVERS[2])
    feed = run("--format", "atom", "--self", "https://example.org/feed.xml")[1]
    assert feed.count("<entry>") == 3
    assert feed.index("On River 2") < feed.index("On River 0")
    assert (
        '<link rel="self" type="application/atom+xml" href="https://example.org/feed.xml"/>' in feed
    )
    assert run("--format", "atom")[:2] == (1, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--mail", "--sendmail"],
        ["--mail", "--format", "text"],
        ["--json", "--format", "text"],
        ["--self", "https://example.org/x"],
        ["--self", "file:///x", "--format", "atom"],
        ["--format", "rss"],
        ["--limit", "x"],
    ],
)
def test_arguments_that_make_no_sense_are_told(
    library: Library, run: Run, arguments: list[str]
) -> None:
    code, output, narration = run(*arguments)
    assert (code, output) == (2, "")
    assert narration.startswith("quire: ")


def test_lines_of_json_are_papers_that_quire_reads(place: Path, library: Library, run: Run) -> None:
    code, output, _ = run("--format", "jsonl")
    assert code == 0
    assert [json.loads(line)["searches"] for line in output.splitlines()] == [["rivers"]] * 2
    (place / "told.jsonl").write_text(output)
    assert rebuild([place / "told.jsonl"], place / "again").papers == 2


def test_of_more_papers_than_are_kept_by_name_none_is_told_again(
    place: Path, library: Library, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.digest import gather

    monkeypatch.setattr(gather, "_MOST_LOOKED_AT", 2)
    monkeypatch.setattr(gather, "_WINDOW", 1)
    add(place, *RIVERS)
    report = json.loads(run("--json")[1])
    assert (report["new"], len(report["papers"])) == (4, 2)
    assert told(run) == []
    add(place, {**RIVERS[0], "arxiv_id": "2409.00009", **OLD}, *LAKES)
    report = json.loads(run("--json")[1])
    assert [paper["arxiv_id"] for paper in report["papers"]] == ["2409.00009"]
    assert report["new"] == 1
    assert told(run) == []


@pytest.mark.end_to_end
@pytest.mark.parametrize(("way", "code"), [("| head -c 0", 141), (">/dev/full", 3), (">&-", 3)])
def test_what_nobody_could_read_is_not_told(
    place: Path, library: Library, run: Run, way: str, code: int
) -> None:
    add(place, *({"title": f"On River {n}", "abstract": "Rivers. " * 200} for n in range(4, 300)))
    command = f'"{sys.executable}" -m index digest --limit 0 {way}'
    script = f"set -o pipefail; {command}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=120)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert len(told(run, "--limit", "0")) == 298


@pytest.mark.end_to_end
def test_what_is_in_a_file_is_told_though_nobody_reads_the_report(
    place: Path, library: Library, run: Run
) -> None:
    command = [sys.executable, "-m", "index", "digest", "--json", "--output", str(place / "out")]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120
        )
    assert done.returncode == 3
    assert "On River 1" in (place / "out").read_text()
    assert told(run) == []

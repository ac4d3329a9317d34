from __future__ import annotations

import gzip
import os
from pathlib import Path

import msgspec
import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import open_index, rebuild, update
from index.building import generation_builder
from index.building import lookup as known
from index.building.generation_builder import GenerationBuilder
from index.building.merge import join
from index.building.report import BuildRefused
from index.cli import main
from index.cli.text import note_lines
from index.engine import schema
from index.errors import IndexDamaged, IndexOutdated, InputError, UsageError
from index.identity import paper_key
from index.paper import Paper
from index.storage import store
from tests.support.json_lines import json_lines
from tests.support.papers import numbered
from tests.support.records import merge_records, papers

PAGE = """new

Daily Papers

Nov 25

A Quiet Theory of Loud Rooms

Rooms are loud, and nobody has asked them why until now.

  • 4 authors
·
Jul 10 14

Folding Maps of Small Rivers

Small rivers are folded into maps that fit a pocket, and unfolded again in the rain.

  • 2 authors
·
Sep 7, 2023 6
"""


def contents(index_dir: Path) -> dict[str, Paper]:
    """Every paper of the live generation, read past the search code; when it came is left out."""
    generation = store.live_generation(str(index_dir), schema.FINGERPRINT)
    index = tantivy.Index.open(generation.path)
    schema.register(index)
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.all_query(), limit=100_000).hits
    found = [schema.paper_from(searcher.doc(address)) for _, address in hits]
    assert len({paper.key for paper in found}) == len(found) == generation.manifest.papers
    assert None not in {one for paper in found for one in (paper.added, paper.added_build)}
    undated = [msgspec.structs.replace(one, added=None, added_build=None) for one in found]
    return {paper.key: paper for paper in undated}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def test_rebuild_reports_what_it_read(page: Path, tmp_path: Path) -> None:
    report = rebuild([page], tmp_path / "deep" / "index")
    assert (report.records, report.papers, report.added, report.merged) == (2, 2, 2, 0)
    assert (report.rejected.count, report.unchanged, report.wrote) == (0, 0, True)
    assert report.index == str(tmp_path / "deep" / "index")
    by_title = {paper.title: paper for paper in contents(tmp_path / "deep" / "index").values()}
    paper = by_title["A Quiet Theory of Loud Rooms"]
    assert (str(paper.published), paper.year_inferred) == ("2024-07-10", True)
    assert (paper.author_count, paper.comments) == (4, 14)


def test_a_year_that_contradicts_the_pages_is_noted(page: Path, tmp_path: Path) -> None:
    report = rebuild([page], tmp_path / "index", year=2020)
    assert report.notes == [f"{page} looks as if it was saved in 2024, not in 2020 as --year says"]
    assert note_lines(report) == [f"note: {report.notes[0]}"]
    report.notes *= 12
    assert note_lines(report)[-1] == "2 more notes: --json has them all"


@pytest.mark.parametrize("year", [-5, 0, 1899, 10_000, 99_999])
def test_a_year_that_is_none_is_refused_before_anything_is_read(year: int, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"--year {year} is not a year from 1900 to 9999"):
        rebuild(["nowhere"], tmp_path / "index", year=year)
    assert not (tmp_path / "index").exists()


def test_rebuild_replaces_and_update_keeps(page: Path, tmp_path: Path) -> None:
    other = json_lines(tmp_path / "other.jsonl", numbered(3))
    index_dir = tmp_path / "index"
    rebuild([page], index_dir)
    assert update([other], index_dir).papers == 5
    assert rebuild([other], index_dir).papers == 3
    assert set(contents(index_dir)) == {"9901.00000", "9901.00001", "9901.00002"}


def test_an_update_with_nothing_new_writes_nothing(page: Path, tmp_path: Path) -> None:
    other = json_lines(tmp_path / "other.jsonl", numbered(3))
    index_dir = tmp_path / "index"
    first = rebuild([page, other], index_dir)
    before = sorted((str(p), p.stat().st_mtime_ns) for p in index_dir.rglob("*") if p.is_file())
    report = update([page, other], index_dir)
    assert (report.records, report.unchanged, report.wrote) == (5, 5, False)
    assert report.generation == first.generation
    after = sorted((str(p), p.stat().st_mtime_ns) for p in index_dir.rglob("*") if p.is_file())
    assert [entry for entry in after if not entry[0].endswith("lock")] == [
        entry for entry in before if not entry[0].endswith("lock")
    ]


def test_an_update_reads_only_new_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_dir = tmp_path / "index"
    rebuild([json_lines(tmp_path / "a.jsonl", numbered(50))], index_dir)
    looked_up: list[int] = []
    original = GenerationBuilder._merge_batch

    def merge_batch(self: GenerationBuilder, batch: list[Paper], *, look_up: bool = True) -> None:
        looked_up.append(len(batch))
        original(self, batch, look_up=look_up)

    monkeypatch.setattr(GenerationBuilder, "_merge_batch", merge_batch)
    report = update([json_lines(tmp_path / "a.jsonl", numbered(53))], index_dir)
    assert (report.added, report.unchanged, report.papers) == (3, 50, 53)
    assert sum(looked_up) == 3


def test_an_update_refreshes(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([json_lines(tmp_path / "a.jsonl", numbered(3, upvotes=1))], index_dir)
    report = update([json_lines(tmp_path / "b.jsonl", numbered(2, upvotes=5))], index_dir)
    assert (report.refreshed, report.added, report.merged, report.papers) == (2, 0, 0, 3)
    assert [paper.upvotes for _, paper in sorted(contents(index_dir).items())] == [5, 5, 1]


def test_an_id_learned_later_joins_the_paper_without_one(page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([page], index_dir)
    known = Paper(title="A quiet theory of loud rooms", arxiv_id="9901.00007", upvotes=3)
    report = update([json_lines(tmp_path / "a.jsonl", [known])], index_dir)
    assert (report.refreshed, report.added, report.papers) == (1, 0, 2)
    paper = contents(index_dir)["9901.00007"]
    assert (paper.comments, paper.upvotes) == (14, 3)


def test_a_record_without_an_id_finds_its_paper_in_the_index(page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    known = Paper(title="A quiet theory of loud rooms", arxiv_id="9901.00007", upvotes=3)
    rebuild([json_lines(tmp_path / "a.jsonl", [known, *numbered(3)])], index_dir)
    report = update([page], index_dir)
    assert (report.refreshed, report.added, report.papers) == (1, 1, 5)
    assert contents(index_dir)["9901.00007"].comments == 14


def test_an_update_without_an_index_makes_one(page: Path, tmp_path: Path) -> None:
    assert update([page], tmp_path / "index").papers == 2


def test_strict_changes_nothing(page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([page], index_dir)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"title": "Good"}\n{"title": 7}\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:2 .*nothing was written"):
        rebuild([bad], index_dir, strict=True)
    assert len(contents(index_dir)) == 2
    report = rebuild([bad], index_dir)
    assert (report.records, report.papers, report.rejected.count) == (2, 1, 1)
    assert report.rejected.first[0].line == 2
    # What was rejected is told again, and not taken for known.
    assert update([bad], index_dir).rejected.count == 1


NOTHING = {
    "no-record": "[]",
    "every-record-rejected": '[{"paper": {}}]',
    "an-error-page": '{"error": "503", "title": ""}',
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_an_index_is_never_replaced_by_nothing(text: str, page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    first = rebuild([page], index_dir)
    nothing = tmp_path / "nothing.json"
    nothing.write_text(text)
    with pytest.raises(BuildRefused, match="no paper in these inputs") as caught:
        rebuild([nothing], index_dir)
    report = caught.value.report
    assert (report.wrote, report.papers, report.generation) == (False, 2, first.generation)
    assert report.rejected.count == report.records
    assert store.live_name(str(index_dir)) == first.generation
    # Beside papers it is no more than one record that is rejected, or none.
    assert rebuild([page, nothing], index_dir).papers == 2
    allowed = rebuild([nothing], index_dir, allow_empty=True)
    assert (allowed.wrote, allowed.papers) == (True, 0)


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_makes_no_first_index(text: str, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.json"
    nothing.write_text(text)
    for build_it in (rebuild, update):
        with pytest.raises(BuildRefused):
            build_it([nothing], tmp_path / "index")
        assert not (tmp_path / "index" / store.CURRENT).exists()
    assert update([nothing], tmp_path / "index", allow_empty=True).papers == 0


def test_an_update_that_only_rejects_is_refused_and_one_without_records_is_not(
    page: Path, tmp_path: Path
) -> None:
    index_dir = tmp_path / "index"
    first = rebuild([page], index_dir)
    nothing = tmp_path / "nothing.json"
    for text in (NOTHING["every-record-rejected"], NOTHING["an-error-page"]):
        nothing.write_text(text)
        with pytest.raises(BuildRefused, match=r"rejected, the first at .*nothing was written"):
            update([nothing], index_dir)
        assert update([nothing], index_dir, allow_empty=True).wrote is False
        # What is known already shows that not everything is wrong.
        assert update([page, nothing], index_dir).unchanged == 2
    nothing.write_text(NOTHING["no-record"])
    assert update([nothing], index_dir).wrote is False
    assert store.live_name(str(index_dir)) == first.generation


def test_a_damaged_archive_leaves_the_index_alone(page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([page], index_dir)
    torn = tmp_path / "torn.jsonl.gz"
    whole = gzip.compress(json_lines(tmp_path / "x.jsonl", numbered(5_000)).read_bytes())
    torn.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError):
        rebuild([torn], index_dir)
    assert len(contents(index_dir)) == 2
    assert len(os.listdir(index_dir / store.GENERATIONS)) == 1


def test_a_build_that_ends_early_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(records: int, done: int, total: int) -> None:
        raise Interrupted

    # So close after the first paper that the writer's threads are about to make their files.
    monkeypatch.setattr(generation_builder, "_FIRST", generation_builder._PROGRESS_EVERY - 4)
    many = json_lines(tmp_path / "many.jsonl", numbered(2 * generation_builder._PROGRESS_EVERY))
    for _ in range(30):
        with pytest.raises(Interrupted):
            rebuild([many], tmp_path / "index", progress=interrupt)
        assert os.listdir(tmp_path / "index" / store.GENERATIONS) == []


def test_an_update_of_a_damaged_or_older_index_is_refused(page: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    rebuild([page], index_dir)
    live = store.live_generation(str(index_dir), schema.FINGERPRINT)
    Path(live.path, store.LEDGER).write_bytes(b"torn")
    with pytest.raises(IndexDamaged):
        update([page], index_dir)
    Path(live.path, store.LEDGER).write_bytes(b"")
    meta = Path(live.path, "meta.json")
    meta.write_bytes(b"[" + meta.read_bytes()[1:])
    with pytest.raises(IndexDamaged, match="quire rebuild"):
        update([page], index_dir)
    manifest = msgspec.structs.replace(live.manifest, fingerprint="another")
    Path(live.path, store.MANIFEST).write_bytes(msgspec.json.encode(manifest))
    with pytest.raises(IndexOutdated):
        update([page], index_dir)
    assert rebuild([page], index_dir).papers == 2


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so small that a handful of records takes every path of a large build."""
    monkeypatch.setattr(generation_builder, "_FIRST", 2)
    monkeypatch.setattr(generation_builder, "_BATCH", 2)
    monkeypatch.setattr(known, "_LOOK_UP", 2)


def test_duplicates_far_apart_in_a_stream_join(tmp_path: Path, small_limits: None) -> None:
    records = numbered(20)
    again = [msgspec.structs.replace(record, upvotes=9) for record in records[:5]]
    loose = Paper(title="on the number 7", stars=2, sources=("quire",))
    path = json_lines(tmp_path / "a.jsonl", [*records, *again, loose, loose])
    report = rebuild([path], tmp_path / "index")
    assert (report.records, report.papers, report.added, report.merged) == (27, 20, 20, 7)
    found = contents(tmp_path / "index")
    assert [found[f"9901.{number:05}"].upvotes for number in range(6)] == [9] * 5 + [None]
    assert found["9901.00007"].stars == 2


def test_an_own_line_late_among_those_of_the_snapshot_joins_the_paper_of_its_title(
    tmp_path: Path, small_limits: None
) -> None:
    snapshot = [
        {"id": f"9901.{number:05}", "title": f"On the number {number}", "authors_parsed": []}
        for number in range(9)
    ]
    own = {"title": "On the number 1", "upvotes": 3, "keywords": ["counting"]}
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, [*snapshot, own])))
    report = rebuild([path], tmp_path / "index")
    assert (report.papers, report.merged) == (9, 1)
    assert contents(tmp_path / "index")["9901.00001"].upvotes == 3


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(records=st.lists(papers(), min_size=1, max_size=25), data=st.data())
def test_large_builds_agree_with_plain_merging(
    tmp_path_factory: pytest.TempPathFactory,
    small_limits: None,
    records: list[Paper],
    data: st.DataObject,
) -> None:
    """Whatever path a record takes through a build, ids end up where plain merging puts them."""
    tmp_path = tmp_path_factory.mktemp("build")
    with_ids = [record for record in records if record.arxiv_id is not None]
    cut = data.draw(st.integers(0, len(with_ids)))
    paths = [
        json_lines(tmp_path / "a.jsonl", with_ids[:cut]),
        json_lines(tmp_path / "b.jsonl", with_ids[cut:]),
    ]
    paths = [path for path in paths if path.stat().st_size]
    if not paths:
        return
    report = rebuild(paths, tmp_path / "index")
    expected = {paper.key: paper for paper in merge_records(with_ids)}
    assert contents(tmp_path / "index") == expected
    assert report.records == len(with_ids) == report.added + report.merged
    # The same again, and in the other order, changes nothing.
    again = update(list(reversed(paths)), tmp_path / "index")
    assert (again.unchanged, again.wrote) == (len(with_ids), False)


def one_titled(count: int) -> list[Paper]:
    """Papers of one title without ids, each of them another; every third has a DOI."""
    return [
        Paper(
            title="A Note on Creeping Columns" if number % 2 else "A note on creeping columns.",
            abstract=f"column{number} load{number} temper{number} creep{number}",
            doi=None if number % 3 else f"10.9999/{number}",
            sources=("quire",),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("cut", [0, 1, 2, 7, 13])
def test_papers_of_one_title_are_the_same_after_an_update_as_after_a_rebuild(
    tmp_path: Path, small_limits: None, cut: int
) -> None:
    records = one_titled(13)
    expected = {paper.key: paper for paper in merge_records(records)}
    assert len(expected) == 13
    first = json_lines(tmp_path / "first.jsonl", [*numbered(5), *records[:cut]])
    second = json_lines(tmp_path / "second.jsonl", [*records[cut:], *records[:1], *numbered(2)])
    rebuild([first], tmp_path / "index")
    report = update([second], tmp_path / "index")
    assert report.records == (
        report.added + report.merged + report.refreshed + report.unchanged + report.rejected.count
    )
    rebuild([second, first], tmp_path / "other")
    updated = contents(tmp_path / "index")
    assert updated == contents(tmp_path / "other")
    assert {key: paper for key, paper in updated.items() if paper.arxiv_id is None} == expected
    assert update([first, second], tmp_path / "index").wrote is False


def test_a_key_that_is_free_again_goes_to_the_paper_that_is_left(tmp_path: Path) -> None:
    boats, kites = one_titled(3)[1:]
    index_dir = tmp_path / "index"
    rebuild([json_lines(tmp_path / "a.jsonl", [boats])], index_dir)
    (plain,) = contents(index_dir)
    # The paper is found to have an id, and another one without any comes to stand for its title.
    found = msgspec.structs.replace(boats, arxiv_id="9901.00001")
    update([json_lines(tmp_path / "b.jsonl", [kites, found])], index_dir)
    assert {key: paper.abstract for key, paper in contents(index_dir).items()} == {
        plain: kites.abstract,
        "9901.00001": boats.abstract,
    }
    # What has a title of its own again has the plain key again.
    update([json_lines(tmp_path / "c.jsonl", one_titled(1))], index_dir)
    assert sum(key.startswith(f"{plain}-") for key in contents(index_dir)) == 2


def test_a_paper_without_an_id_is_weighed_against_all_that_have_its_title(tmp_path: Path) -> None:
    title = "A Note on Creeping Columns"
    loose = Paper(title=title, comments=3, sources=("quire",))
    known = [
        Paper(title=title, arxiv_id=f"9901.0000{n}", author_count=n, sources=("quire",))
        for n in (1, 2)
    ]
    rebuild([json_lines(tmp_path / "a.jsonl", [loose, *known])], tmp_path / "index")
    assert len(contents(tmp_path / "index")) == 3
    # That one of the two comes again makes it no more likely to be the one.
    again = msgspec.structs.replace(known[0], upvotes=7)
    update([json_lines(tmp_path / "b.jsonl", [again])], tmp_path / "index")
    assert len(contents(tmp_path / "index")) == 3


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    path = json_lines(tmp_path / "a.jsonl", numbered(2_000))
    rebuild([path], tmp_path / "index", progress=lambda *at: told.append(at))
    size = path.stat().st_size
    assert told
    assert all(total == size and 0 <= done <= size for _, done, total in told)
    assert [records for records, _, _ in told] == sorted(records for records, _, _ in told)


def test_what_search_prints_gives_the_same_index(page: Path, tmp_path: Path) -> None:
    rebuild([page, json_lines(tmp_path / "a.jsonl", numbered(5, upvotes=3))], tmp_path / "one")
    before = contents(tmp_path / "one")
    rebuild([json_lines(tmp_path / "dump.jsonl", list(before.values()))], tmp_path / "two")
    assert contents(tmp_path / "two") == before


def test_other_users_can_read_what_was_published(page: Path, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        rebuild([page], tmp_path / "index")
    finally:
        os.umask(before)
    files = {p for p in (tmp_path / "index").rglob("*") if p.is_file()}
    # Who may open the lock can keep the writer out.
    lock = tmp_path / "index" / "lock"
    assert {p.stat().st_mode & 0o777 for p in files - {lock}} == {0o644}
    assert lock.stat().st_mode & 0o777 == 0o600


def test_papers_come_back_as_merging_made_them(tmp_path: Path) -> None:
    record = Paper(
        title="Über C++ und 地図",
        abstract="One.\n\nTwo.",
        org="NorthLab",
        org_name="North Lab",
        authors=("Ada Rowe", "Bö Lind"),
        author_count=2,
        arxiv_id="9901.00001",
        sources=("arxiv",),
    )
    rebuild([json_lines(tmp_path / "a.jsonl", [record])], tmp_path / "index")
    assert list(contents(tmp_path / "index").values()) == [join([record])]
    manifest = store.live_generation(str(tmp_path / "index"), schema.FINGERPRINT).manifest
    assert manifest.organisations == {"northlab": "North Lab"}
    assert manifest.sources == {"arxiv": 1}


@pytest.mark.parametrize("written", ["What GPT-4o sees at dusk!", "what GPT4o sees at dusk"])
def test_titles_that_fold_alike_are_one_paper_in_an_update_too(
    tmp_path: Path, written: str
) -> None:
    known = Paper(title="What GPT4-o sees at dusk", arxiv_id="9901.00001", sources=("arxiv",))
    others = [msgspec.structs.replace(paper, title="What others see") for paper in numbered(40)]
    rebuild([json_lines(tmp_path / "a.jsonl", [known, *others[2:]])], tmp_path / "index")
    loose = Paper(title=written, comments=3, sources=("quire",))
    report = update([json_lines(tmp_path / "b.jsonl", [loose])], tmp_path / "index")
    assert (report.added, report.refreshed) == (0, 1)
    assert contents(tmp_path / "index")["9901.00001"].comments == 3


def test_the_key_of_a_title_tells_the_keys_of_papers_that_came_to_share_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = Paper(title="Tides at dusk", abstract="Lanterns drift over the quiet bay.")
    other = Paper(title="Tides at dusk", abstract="Winds turn each mill on northern hills.")
    path, alone = tmp_path / "index", paper_key(None, "Tides at dusk")
    rebuild([json_lines(tmp_path / "a.jsonl", [one, *numbered(3)])], path)
    with open_index(path) as papers:
        assert papers.keys_apart(alone) == []
        assert papers.get(alone) is not None
    update([json_lines(tmp_path / "b.jsonl", [other])], path)
    keys = sorted(key for key in contents(path) if key.startswith(alone))
    with open_index(path) as papers:
        assert papers.get(alone) is None
        assert papers.keys_apart(alone) == keys
        assert papers.keys_apart(keys[0]) == papers.keys_apart(".*") == []
    for command in ("show", "similar"):
        assert main([command, alone, "--index", str(path)]) == 1
        assert ", ".join(keys) in capsys.readouterr().err

"""Papers that are pushed to a cluster: all of them once, and searched when they are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import open_index
from index.building.push import push
from index.building.report import BuildRefused
from index.cli import main
from index.engine.cluster.client import Client
from index.errors import IndexDamaged, IndexMissing, IndexUnreachable, OutputError, UsageError
from tests.support.fake_cluster import FakeCluster, Fault, fake_cluster
from tests.support.json_lines import json_lines


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCluster]:
    """One that nobody waits for between attempts."""
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    monkeypatch.setattr("index.engine.cluster.bulk._FIRST_WAIT", 0.0)
    with fake_cluster() as running:
        yield running


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of three papers, one of them twice, and a line that is none."""
    path = tmp_path / "papers.jsonl"
    papers = [
        {"title": "Maps of Rivers", "arxiv_id": "9901.00001", "upvotes": 3},
        {"title": "Maps of Rivers", "abstract": "They fold."},
        {"title": "Loud Rooms", "arxiv_id": "9901.00002"},
        {"title": "Old Ovens"},
        {"abstract": "It has no title."},
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in papers))
    return path


def titles(cluster: FakeCluster) -> list[str]:
    return sorted(one["paper"]["title"] for one in cluster.live().values())


def test_a_new_index_is_searched_when_it_is_whole(cluster: FakeCluster, lines: Path) -> None:
    swapped_at: list[int] = []

    def note(method: str, path: str) -> None:
        if path == "/_aliases":
            swapped_at.append(sum(map(len, cluster.indexes.values())))

    cluster.before = note
    report = push(cluster.address(), [lines])
    assert (report.records, report.merged, report.rejected.count) == (5, 1, 1)
    assert (report.read, report.sent, report.papers, report.live) == (3, 3, 3, True)
    assert titles(cluster) == ["Loud Rooms", "Maps of Rivers", "Old Ovens"]
    # The three papers and what is said of its one part and of all of it were there before.
    assert swapped_at == [5]
    (made,) = (one for name, one in cluster.settings.items() if not name.endswith("-about"))
    assert made["settings"]["index"]["number_of_shards"] == 1
    assert made["settings"]["index"]["number_of_replicas"] == 0


def test_the_same_again_is_another_index_and_the_one_before_that_goes(
    cluster: FakeCluster, lines: Path
) -> None:
    names = [push(cluster.address(), [lines]).generation for _ in range(3)]
    assert len(set(names)) == 3
    assert cluster.aliases["papers"] == names[2]
    # Those who are reading the one before go on reading it.
    assert set(cluster.indexes) == {f"{name}{end}" for name in names[1:] for end in ("", "-about")}


def test_an_index_of_another_alias_stays(cluster: FakeCluster, lines: Path) -> None:
    other = push(cluster.address("papers-old"), [lines]).generation
    for _ in range(3):
        push(cluster.address(), [lines])
    assert other in cluster.indexes


def test_an_index_of_another_version_of_quire_is_replaced(
    cluster: FakeCluster, lines: Path
) -> None:
    first = push(cluster.address(), [lines]).generation
    for manifest in ({"fingerprint": "other"}, {}):
        cluster.indexes[f"{first}-about"]["manifest"] = manifest
        report = push(cluster.address(), [lines])
        assert report.live
        assert report.generation != first


def test_an_index_that_is_deleted_meanwhile_is_not_searched(
    cluster: FakeCluster, lines: Path
) -> None:
    def delete(_method: str, path: str) -> None:
        if path == "/_bulk":
            for name in [one for one in cluster.indexes if one.startswith("papers-")]:
                del cluster.indexes[name], cluster.settings[name]

    cluster.before = delete
    # The cluster makes it anew for what is sent, without any columns.
    for _ in range(2):
        with pytest.raises(IndexDamaged, match="was deleted while it was written to"):
            push(cluster.address(), [lines])
    assert cluster.aliases == {}


def test_a_paper_keeps_the_day_on_which_it_was_first_there(
    cluster: FakeCluster, lines: Path
) -> None:
    push(cluster.address(), [lines])
    for one in cluster.live().values():
        one["paper"]["added"] = "2020-02-03"
    push(cluster.address(), [lines])
    assert {one["paper"]["added"] for one in cluster.live().values()} == {"2020-02-03"}


def test_a_push_that_was_cut_off_goes_on_where_it_was(cluster: FakeCluster, lines: Path) -> None:
    cluster.faults.append(Fault("/_aliases", 500, {"error": "x"}, times=1))
    with pytest.raises(Exception, match="fails with papers"):
        push(cluster.address(), [lines])
    assert cluster.aliases == {}
    report = push(cluster.address(), [lines])
    assert (report.sent, report.unchanged, report.papers) == (0, 3, 3)
    assert len(titles(cluster)) == 3


def test_a_cluster_without_time_is_waited_for(cluster: FakeCluster, lines: Path) -> None:
    cluster.faults += [Fault("/_bulk", 429, {}, times=2), Fault("/_bulk", item=429, times=2)]
    report = push(cluster.address(), [lines])
    assert (report.sent, report.refused.count) == (3, 0)
    assert cluster.paths("POST").count("/_bulk") == 5


def test_a_cluster_that_never_has_time(cluster: FakeCluster, lines: Path) -> None:
    cluster.faults.append(Fault("/_bulk", 429, {}))
    with pytest.raises(IndexUnreachable, match="has no time now"):
        push(cluster.address(), [lines])
    assert cluster.aliases == {}


def test_what_is_too_much_at_once_is_sent_in_halves(cluster: FakeCluster, lines: Path) -> None:
    cluster.faults.append(Fault("/_bulk", 413, "too large", times=1))
    assert push(cluster.address(), [lines]).sent == 3
    cluster.faults.append(Fault("/_bulk", 413, "too large"))
    report = push(cluster.address("others"), [lines])
    assert (report.sent, report.refused.count) == (0, 3)
    assert "too large" in report.refused.first[0].reason
    # Nothing would be found.
    assert not report.live
    assert "others" not in cluster.aliases


def test_papers_that_a_cluster_refuses_are_told_one_by_one(
    cluster: FakeCluster, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.faults.append(Fault("/_bulk", item=400))
    # Nothing came of it, which a script must not take for done.
    assert main(["push", cluster.address(), str(lines)]) == 3
    told = capsys.readouterr().err
    assert told.count("refused by the cluster ") == 3
    assert "9901.00001: told to" in told
    assert "3 refused" in told
    assert f"quire: {cluster.address()} refused 3 papers, the first " in told
    assert main(["push", cluster.address(), str(lines), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["refused"]["count"] == 3


def test_a_paper_that_is_refused_is_no_failure_unless_that_is_asked_for(
    cluster: FakeCluster, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.bulk._MOST", 1)
    monkeypatch.setattr("index.engine.cluster.bulk._AT_ONCE", 1)
    lines.write_text("".join(lines.read_text().splitlines(keepends=True)[:-1]))
    cluster.faults.append(Fault("/_bulk", item=400, times=1))
    assert main(["push", cluster.address(), str(lines)]) == 0
    assert len(titles(cluster)) == 2
    # Those who want all or nothing get nothing, until the cluster takes them.
    cluster.faults.append(Fault("/_bulk", item=400, times=1))
    others = ["push", cluster.address("others"), str(lines), "--strict"]
    assert main(others) == 3
    assert "others" not in cluster.aliases
    assert main(others) == 0
    assert "others" in cluster.aliases


def test_a_cluster_that_is_read_only(cluster: FakeCluster, lines: Path) -> None:
    block = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage"}
    cluster.faults.append(Fault("/_bulk", 403, {"error": block | {"root_cause": [block]}}))
    with pytest.raises(OutputError, match="flood-stage"):
        push(cluster.address(), [lines])


def test_what_a_full_cluster_says_is_told_at_once(cluster: FakeCluster, lines: Path) -> None:
    block = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage"}
    for fault in (Fault("/_bulk", item=429, body=block), Fault("/_bulk", 429, {"error": block})):
        cluster.faults[:] = [fault]
        cluster.seen.clear()
        with pytest.raises(OutputError, match=r"flood-stage.*disks are full"):
            push(cluster.address(), [lines])
        assert cluster.paths("POST").count("/_bulk") == 1
    assert cluster.aliases == {}


def test_what_fails_in_the_cluster_is_no_fault_of_a_paper(
    cluster: FakeCluster, lines: Path
) -> None:
    cluster.faults.append(Fault("/_bulk", item=500, times=2))
    assert push(cluster.address(), [lines]).sent == 3
    cluster.faults.append(Fault("/_bulk", item=500))
    with pytest.raises(IndexDamaged, match="fails with others: 500 told to"):
        push(cluster.address("others"), [lines])
    assert "others" not in cluster.aliases


def test_an_index_that_can_not_be_made_is_not_written_to(cluster: FakeCluster, lines: Path) -> None:
    reason = {"type": "validation_exception", "reason": "1000 maximum shards open"}
    cluster.faults.append(Fault("/papers-[0-9a-f]{16}$", 400, {"error": reason}))
    with pytest.raises(UsageError, match="too much to ask for at once: 1000 maximum shards open"):
        push(cluster.address(), [lines])
    assert cluster.indexes == {}


def test_an_alias_that_moved_before_the_answer_was_lost(cluster: FakeCluster, lines: Path) -> None:
    moved = Fault("/_aliases", 404, {"error": {"type": "aliases_not_found_exception"}}, times=1)

    def move(_method: str, path: str) -> None:
        if path == "/_aliases":
            (name,) = (one for one in cluster.indexes if not one.endswith("-about"))
            cluster.aliases["papers"] = name

    cluster.faults.append(moved)
    cluster.before = move
    assert push(cluster.address(), [lines]).live


def test_answers_that_make_no_sense(cluster: FakeCluster, lines: Path) -> None:
    for path in ("/_cluster/health", "/_bulk", "/papers-[^/]*/_count", "/papers-[^/]*/_search_s"):
        cluster.faults[:] = [Fault(path, 200, {"hello": 1})]
        with pytest.raises(IndexDamaged, match="makes no sense"):
            push(cluster.address(), [lines])


def test_nothing_is_pushed_where_a_record_is_rejected_and_that_is_not_wanted(
    cluster: FakeCluster, lines: Path
) -> None:
    with pytest.raises(BuildRefused, match="--strict") as caught:
        push(cluster.address(), [lines], strict=True)
    assert caught.value.report.index == cluster.address()
    assert cluster.indexes == {}


def test_an_index_that_is_not_of_quire_is_left_alone(cluster: FakeCluster, lines: Path) -> None:
    cluster.indexes["papers"] = {"1": {}}
    with pytest.raises(UsageError, match="push to another name"):
        push(cluster.address(), [lines])
    assert cluster.indexes == {"papers": {"1": {}}}


def test_an_update_needs_an_index(cluster: FakeCluster, lines: Path) -> None:
    with pytest.raises(IndexMissing):
        push(cluster.address(), [lines], update=True)


def test_an_update_refreshes_what_is_there_and_renames_what_learnt_its_id(
    cluster: FakeCluster, lines: Path, tmp_path: Path
) -> None:
    push(cluster.address(), [lines])
    more = tmp_path / "more.jsonl"
    papers: list[dict[str, Any]] = [
        {"title": "Old Ovens", "arxiv_id": "9901.00003"},
        {"title": "Loud Rooms", "arxiv_id": "9901.00002"},
        {"title": "New Chairs"},
    ]
    more.write_text("".join(json.dumps(one) + "\n" for one in papers))
    report = push(cluster.address(), [more], update=True)
    assert (report.sent, report.unchanged, report.papers) == (2, 1, 4)
    assert titles(cluster) == ["Loud Rooms", "Maps of Rivers", "New Chairs", "Old Ovens"]
    assert "9901.00003" in cluster.live()
    again = push(cluster.address(), [more], update=True)
    assert (again.sent, again.unchanged) == (0, 3)


def test_an_update_keeps_apart_what_was_told_apart_when_all_records_were_at_hand(
    cluster: FakeCluster, lines: Path, tmp_path: Path
) -> None:
    push(cluster.address(), [lines])
    # The last may be of either of the two that had its title, of which one was renamed.
    records: list[dict[str, Any]] = [
        {"title": "Lamps", "arxiv_id": "9901.00007", "authors": ["Ada Ames"]},
        {"title": "Lamps in the Evening", "arxiv_id": "9901.00007"},
        {"title": "Lamps", "authors": ["Bo Berg"]},
        {"title": "Lamps"},
    ]
    more = json_lines(tmp_path / "more.jsonl", records)
    report = push(cluster.address(), [more], update=True)
    assert (report.sent, report.unchanged, report.papers) == (3, 0, 6)
    again = push(cluster.address(), [more], update=True)
    assert (again.sent, again.unchanged, again.papers) == (0, 3, 6)


def test_an_update_tells_papers_that_only_the_cluster_has_of_their_organisations(
    cluster: FakeCluster, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All is pushed in one second: what is told again still changes nothing.
    monkeypatch.setattr("index.building.build.time.time", lambda: 1_700_000_000.0)
    push(cluster.address(), [lines])
    more = tmp_path / "organisations.jsonl"
    orgs = [{"slug": "kestrel", "name": "Kestrel Institute"}]
    records: list[dict[str, Any]] = [
        {"arxiv_id": "9901.00001", "orgs": orgs},
        {"arxiv_id": "9901.00009", "orgs": orgs},
        {"title": "New Chairs", "arxiv_id": "9901.00004"},
        {"arxiv_id": "9901.00004", "orgs": [{"name": "Pond School"}]},
    ]
    more.write_text("".join(json.dumps(one) + "\n" for one in records))
    report = push(cluster.address(), [more], update=True)
    assert (report.rejected.count, report.rejected.first[0].line) == (1, 2)
    assert "no paper has the arXiv id 9901.00009" in report.rejected.first[0].reason
    named = {
        one["paper"]["title"]: [org["name"] for org in one["paper"]["orgs"]]
        for one in cluster.live().values()
        if one["paper"].get("orgs")
    }
    assert named == {"Maps of Rivers": ["Kestrel Institute"], "New Chairs": ["Pond School"]}
    manifest = cluster.indexes[f"{report.generation}-about"]["manifest"]
    assert manifest["organisations"] == {"kestrel": "Kestrel Institute"}
    again = push(cluster.address(), [more], update=True)
    assert (again.sent, again.rejected.count) == (0, 1)


def test_an_update_sends_nothing_where_organisations_are_of_no_paper_and_that_is_not_wanted(
    cluster: FakeCluster, lines: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text("".join(lines.read_text().splitlines(keepends=True)[:4]))
    push(cluster.address(), [good])
    more = tmp_path / "organisations.jsonl"
    orgs = [{"name": "Pond School"}]
    records: list[dict[str, Any]] = [
        {"arxiv_id": "9901.00001", "orgs": orgs},
        {"title": "New Chairs", "arxiv_id": "9901.00004"},
        {"arxiv_id": "9901.00004", "orgs": orgs},
    ]
    more.write_text("".join(json.dumps(one) + "\n" for one in records))
    assert push(cluster.address(), [more], update=True, strict=True).rejected.count == 0
    more.write_text(more.read_text() + json.dumps({"arxiv_id": "9901.00009", "orgs": orgs}) + "\n")
    cluster.seen.clear()
    with pytest.raises(BuildRefused, match=r"organisations.jsonl:4 .*--strict") as caught:
        push(cluster.address(), [more], update=True, strict=True)
    assert caught.value.report.rejected.count == 1
    assert "/_bulk" not in cluster.paths("POST")


def test_a_saved_page_has_its_year_from_papers_of_the_cluster(
    cluster: FakeCluster, tmp_path: Path
) -> None:
    known = tmp_path / "known.jsonl"
    known.write_text(json.dumps({"title": "Gardens of Cells", "published": "2021-09-07"}) + "\n")
    push(cluster.address(), [known])
    page = tmp_path / "page.txt"
    entry = "{}\n\nSmall gardens grow in the dark.\n\n  \u2022 4 authors\n\u00b7\nSep {}\n\n"
    titles = ("Gardens of Cells", 7), ("Loud Rooms", 6)
    page.write_text("Daily Papers\n\n" + "".join(entry.format(*one) for one in titles))
    push(cluster.address(), [page], update=True)
    days = {one["paper"]["title"]: one["paper"]["published"] for one in cluster.live().values()}
    assert days == {"Gardens of Cells": "2021-09-07", "Loud Rooms": "2021-09-06"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--shard", "0/2"],
        ["--shard", "3/2"],
        ["--shard", "x"],
        ["--shards", "0"],
        ["--replicas", "-1"],
        ["--replicas", "1"],
        ["--update", "--replicas", "0"],
        ["--update", "--shards", "2"],
        ["--update", "--shard", "1/2"],
    ],
)
def test_arguments_that_make_no_sense(
    arguments: list[str], cluster: FakeCluster, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["push", cluster.address(), str(lines), *arguments]) == 2
    assert capsys.readouterr().err.startswith("quire: --")


def test_the_report_as_json(
    cluster: FakeCluster, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["push", cluster.address(), str(lines), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["command"], report["sent"], report["refused"]["count"]) == ("push", 3, 0)


def test_an_alias_of_an_index_that_quire_did_not_make_stays(
    cluster: FakeCluster, lines: Path
) -> None:
    cluster.indexes["logs-2026"] = {"1": {"line": "x"}}
    cluster.aliases["papers"] = "logs-2026"
    with pytest.raises(UsageError, match="stands for logs-2026, which Quire did not make"):
        push(cluster.address(), [lines])
    assert cluster.aliases == {"papers": "logs-2026"}


def test_an_index_of_the_very_name_is_not_said_to_be_missing(cluster: FakeCluster) -> None:
    cluster.indexes["papers"] = {"1": {"line": "x"}}
    with pytest.raises(UsageError, match="is an index that Quire did not make"):
        open_index(cluster.address())


def test_two_updates_at_once_keep_the_names_of_both(
    cluster: FakeCluster, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(cluster.address(), [lines])
    paths = []
    for number, name in enumerate(["Nets Lab", "Ropes Lab"]):
        organisation = {"name": name.split()[0].casefold(), "fullname": name}
        title = f"About {name}"
        paper = {"id": f"2601.0000{number}", "title": title, "organization": organisation}
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps([{"paper": paper, "title": title}]))
    told: list[str] = []

    ask = Client.ask

    def ask_late(self: Client, method: str, path: str, *rest: Any, **options: Any) -> Any:
        # Another one ends between the last look at what is there and the change.
        if (method, path.endswith("/_doc/manifest"), told) == ("PUT", True, []):
            told.append(path)
            push(cluster.address(), [paths[1]], update=True)
        return ask(self, method, path, *rest, **options)

    monkeypatch.setattr(Client, "ask", ask_late)
    push(cluster.address(), [paths[0]], update=True)
    (about,) = (name for name in cluster.indexes if name.endswith("-about"))
    manifest = cluster.indexes[about]["manifest"]
    assert {"nets", "ropes"} <= manifest["organisations"].keys()
    assert manifest["records"] == 7


SHORT = {
    "number_of_data_nodes": 3,
    "status": "yellow",
    "active_shards": 4,
    "initializing_shards": 1,
    "unassigned_shards": 1,
}


def test_more_copies_than_nodes_are_refused_before_anything_is_read(
    cluster: FakeCluster, lines: Path
) -> None:
    cluster.health["number_of_data_nodes"] = 3
    with pytest.raises(UsageError, match=r"3 nodes of it keep 2 at most beside the first"):
        push(cluster.address(), [lines.with_name("nothing")], replicas=3)
    report = push(cluster.address(), [lines], replicas=2)
    made = cluster.settings[report.generation]["settings"]["index"]
    assert (made["number_of_shards"], made["number_of_replicas"]) == (3, 2)


def test_copies_that_are_missing_are_waited_for_and_told_of(
    cluster: FakeCluster, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.push_copies._BETWEEN", 0.0)
    monkeypatch.setattr("index.building.push_copies._SILENT", 0.0)
    cluster.health = dict(SHORT)
    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        cluster.health = SHORT | {"status": "green"}

    assert push(cluster.address(), [lines], say=say).notes == []
    (sentence,) = said
    assert sentence.startswith("waiting for ")
    assert "2 of the 6 copies of its parts are on no node yet" in sentence


def test_copies_that_stay_away_are_noted_in_the_report(
    cluster: FakeCluster, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.push_copies._LONGEST", 0.0)
    cluster.health = dict(SHORT)
    report = push(cluster.address(), [lines])
    assert report.live
    assert report.papers == 3
    (note,) = report.notes
    assert note.startswith("2 of the 6 copies")

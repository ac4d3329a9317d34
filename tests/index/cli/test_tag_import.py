"""A bibliography becomes a tag: on what the index has, and on what it gets later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import open_index, open_library, rebuild, update
from index.cli import main
from tests.support.json_lines import json_lines

RECORDS = [
    {"title": "On Small Rivers", "arxiv_id": "2401.00001"},
    {"title": "On Deep Lakes", "arxiv_id": "2401.00002", "doi": "10.1234/LAKES"},
    {"title": "On Wide Seas", "abstract": "Seas."},
    {"title": "On Old Ponds", "arxiv_id": "2401.00004"},
]

LISTS = {
    "bib": "@article{{x, title={{{title}}}, year={{2024}}{more}}}\n",
    "ris": "TY  - JOUR\nTI  - {title}\nPY  - 2024\nER  - \n",
    "csv": '"{title}",2024\n',
}


def written(folder: Path, ending: str, *titles: str) -> Path:
    path = folder / f"zotero.{ending}"
    head = '"Title","Publication Year"\n' if ending == "csv" else ""
    lines = [LISTS[ending].format(title=title, more="") for title in titles]
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    rebuild([json_lines(tmp_path / "papers.jsonl", RECORDS[:3])], tmp_path / "index")
    return tmp_path


def tagged(place: Path, tag: str = "zotero") -> list[str]:
    with (
        open_library(place / "library.db") as library,
        open_index(place / "index", overlay=library) as papers,
    ):
        return sorted(hit.paper.title for hit in papers.search(f"tag:{tag}").hits)


def imported(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["library", "import", *arguments, "--json"]) == 0
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return report


@pytest.mark.parametrize("ending", LISTS)
def test_a_list_is_tagged_by_title(
    place: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(place, ending, "On small rivers", "On Wide Seas", "On Old Ponds")
    report = imported(capsys, "--tag", "Zotero", str(path))
    assert (report["papers"], report["in_index"], report["remembered"]) == (3, 2, 1)
    assert tagged(place) == ["On Small Rivers", "On Wide Seas"]
    # What was nowhere has the tag as soon as it is there.
    update([json_lines(place / "more.jsonl", RECORDS[3:])], place / "index")
    assert tagged(place) == ["On Old Ponds", "On Small Rivers", "On Wide Seas"]
    again = imported(capsys, str(path), "--tag", "zotero")
    assert (again["in_index"], again["changed"], again["unchanged"]) == (3, 0, 3)


def test_any_name_of_a_paper_will_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = place / "names.bib"
    path.write_text(
        "@article{a, title={Rivers as They Were Called Before}, eprint={2401.00001v3},"
        " archivePrefix={arXiv}}\n"
        "@article{b, title={Lakes, Renamed}, doi={10.1234/lakes}}\n"
        "@article{c, author={Nobody, A.}}\n"
    )
    report = imported(capsys, str(path), "--tag", "zotero")
    assert (report["papers"], report["in_index"]) == (2, 2)
    assert report["rejected"] == {
        "count": 1,
        "first": [{"file": str(path), "line": 3, "reason": "entry 'c': it has no title"}],
    }
    assert tagged(place) == ["On Deep Lakes", "On Small Rivers"]


def test_a_file_without_a_paper_beside_others_is_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = place / "empty.json"
    empty.write_text("[]")
    alone = json_lines(place / "alone.jsonl", [{"arxiv_id": "2401.00001", "orgs": ["Pond School"]}])
    bibliography = written(place, "bib", "On Small Rivers")
    report = imported(capsys, str(bibliography), str(empty), str(alone), "--tag", "zotero")
    reasons = {
        empty: "it holds no papers",
        alone: "it says organisations alone, and a tag is for papers",
    }
    assert report["rejected"] == {
        "count": 2,
        "first": [
            {"file": str(path), "line": 1, "reason": reason} for path, reason in reasons.items()
        ],
    }
    assert tagged(place) == ["On Small Rivers"]


def test_without_an_index_all_are_remembered(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(place, "bib", "On Small Rivers")
    assert main(["library", "import", str(path), "--tag", "x", "--index", str(place / "no")]) == 0
    assert "1 will be tagged there when the index has them" in capsys.readouterr().err
    assert tagged(place, "x") == ["On Small Rivers"]


@pytest.mark.parametrize(
    ("content", "code"), [("", 3), ("no list of papers", 3), ("@article{x, year={2024}}", 3)]
)
def test_a_file_without_a_paper_changes_nothing(
    place: Path, content: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / "empty.bib"
    path.write_text(content)
    assert main(["library", "import", str(path), "--tag", "zotero"]) == code
    assert capsys.readouterr().err.startswith("quire: ")
    assert not (place / "library.db").exists()


def test_a_tag_belongs_to_an_import_and_has_a_name(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(place, "bib", "On Small Rivers"))
    assert main(["library", "check", "--tag", "x"]) == 2
    assert main(["library", "import", path, "--tag", "none"]) == 2
    assert main(["library", "import", path]) == 3
    assert "a list of papers needs --tag NAME" in capsys.readouterr().err
    assert not (place / "library.db").exists()

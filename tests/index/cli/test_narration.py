"""What commands say on standard error of an answer: true counts, and what no paper has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.cli import main
from index.cli.text import page_summary
from index.paper import Paper
from index.results import Page
from tests.support.json_lines import json_lines


def page(total: int, partial_total: int, required: int | None = None) -> Page:
    return Page(total, partial_total, [], 0.001, required=required, of=required)


@pytest.mark.parametrize(
    ("answer", "printed", "partial", "summary"),
    [
        (page(0, 0), 0, 0, "0 of 0 papers"),
        (page(1, 0), 1, 0, "1 of 1 paper"),
        (page(1_234, 0), 20, 0, "20 of 1,234 papers"),
        (page(30, 16), 20, 0, "20 of 30 papers, and 16 that match only some of the words"),
        (page(2, 16), 3, 1, "2 of 2 papers, and 1 of 16 that match only some of the words"),
        (page(2, 16), 3, 3, "0 of 2 papers, and 3 of 16 that match only some of the words"),
        (page(0, 1_600), 3, 3, "no papers, and 3 of 1,600 that match only some of the words"),
        (page(116, 900, 7), 20, 4, "20 of 1,016 papers with some of the words"),
    ],
)
def test_a_summary_counts_full_and_partial_matches_apart(
    answer: Page, printed: int, partial: int, summary: str
) -> None:
    assert page_summary(answer, printed, partial) == f"{summary} (1.0 ms)"


@pytest.fixture
def index_dir(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    papers = [
        Paper(title="Mooring lines in a harbour", org="kestrel", org_name="Kestrel"),
        Paper(title="Mooring ropes for boats", org="kestrel", org_name="Kestrel"),
        Paper(title="Kites over a quiet harbour"),
    ]
    source = json_lines(tmp_path / "papers.jsonl", papers)
    assert main(["rebuild", str(source), "--index", str(tmp_path / "ix")]) == 0
    capsys.readouterr()
    return tmp_path / "ix"


def test_a_search_sums_up_what_it_printed(
    index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "mooring harbour", "--limit", "2", "--index", str(index_dir)]) == 0
    said = capsys.readouterr().err
    assert said.startswith("1 of 1 paper, and 1 of 2 that match only some of the words (")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search", "org:kestrl"], 1),
        (["search", "mooring -org:kestrl"], 0),
        (["search", "mooring -org:kestrl", "--json"], 0),
        (["search", "mooring -org:kestrl", "--count", "--json"], 0),
        (["search", "mooring -org:kestrl", "--explain"], 0),
        (["search", "mooring -org:kestrl", "--format", "bibtex"], 0),
        (["facets", "org:kestrl"], 0),
        (["facets", "org:kestrl", "--json"], 0),
    ],
)
def test_a_value_that_no_paper_has_is_told_beside_the_answer(
    index_dir: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--index", str(index_dir)]) == code
    output, said = capsys.readouterr()
    assert said.splitlines()[0] == "quire: no organisation kestrl; nearest: kestrel"
    assert "nearest" not in output
    if "--json" in arguments and arguments[0] == "facets":
        assert "absent" not in json.loads(output)


def test_what_is_told_of_a_value_is_inert_and_short(
    index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = "zz\x1b[31m" + "z" * 5_000
    assert main(["search", f"org:{value}", "--index", str(index_dir)]) == 1
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert len(said.splitlines()[0]) < 400


@pytest.mark.parametrize("options", [[], ["--json"], ["--count"], ["--format", "csv"]])
def test_how_new_papers_are_is_told_where_none_are_of_later_days(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    index = str(tmp_path / "index")
    papers = json_lines(tmp_path / "p.jsonl", [{"title": "Mooring", "published": "2019-05"}])
    assert main(["rebuild", str(papers), "--index", index]) == 0
    capsys.readouterr()
    assert main(["search", "mooring date:7d", *options, "--index", index]) == 1
    told = "quire: the newest paper was published in May 2019; `quire sync` gets newer ones"
    assert capsys.readouterr().err.splitlines()[0] == told
    assert main(["search", "mooring date:2019", *options, "--index", index]) == 0
    assert "newest" not in capsys.readouterr().err

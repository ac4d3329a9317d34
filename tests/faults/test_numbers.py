"""Numbers out of range are wrong arguments, deep places cost no more than there are papers."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from index import UsageError, open_index, rebuild
from index.cli import main
from tests.support.builds import run, write_papers
from tui.__main__ import main as browser

HUGE = ("9223372036854775808", "100000000000000000000", "-1", "1e3", "9" * 5_000, "-" + "9" * 5_000)
LARGE = ("4294967296", "9223372036854775807", "100000000")
OPTIONS = (
    ("search", "--limit"),
    ("search", "--offset"),
    ("similar", "--limit"),
    ("facets", "--organisations"),
    ("trends", "--top"),
)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("numbers")
    rebuild([write_papers(folder / "papers.jsonl", 0, 30)], folder / "index")
    return folder / "index"


def small_memory() -> None:
    """Far less than room for as many papers as are asked for."""
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_numbers_out_of_range_are_wrong(
    name: str, option: str, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in HUGE:
        code = main([name, "9901.00001", f"{option}={number}", "--index", str(index_dir)])
        output, narration = capsys.readouterr()
        assert (code, output) == (2, ""), (number, narration)
        assert len(narration.splitlines()) == 1
        assert len(narration) < 1_000


@pytest.mark.end_to_end
@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_large_numbers_take_no_room(name: str, option: str, index_dir: Path) -> None:
    for number, way in zip(LARGE, ("--sort=date", "--sort=relevance", "--reverse"), strict=True):
        more = [way] if name == "search" else []
        words = [name, "9901.00001", *more, f"{option}={number}", "--index", str(index_dir)]
        code, output, narration = run(*words, preexec=small_memory)
        assert code == (1 if option == "--offset" else 0), narration
        assert bool(output) == (option != "--offset")


def test_the_same_from_python(index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        for number in (-1, 2**63, 10**20):
            for ask in (
                lambda n: papers.search("sample", limit=n),
                lambda n: papers.search("sample", offset=n),
                lambda n: papers.similar("9901.00001", limit=n),
                lambda n: papers.facets("sample", organisations=n),
            ):
                with pytest.raises(UsageError):
                    ask(number)
        for number in (2**32, 2**63 - 1):
            for sort in (None, "date", "comments"):
                for reverse in (False, True):
                    page = papers.search("sample", sort=sort, reverse=reverse, limit=number)
                    assert len(page.hits) == page.total == 30
                    page = papers.search("sample", sort=sort, reverse=reverse, offset=number)
                    assert (page.hits, page.total) == ([], 30)
            assert papers.similar("9901.00001", limit=number)
            assert papers.facets("sample", organisations=number).total == 30


def test_all_windows_together_are_the_whole_answer(index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        whole = papers.search("sample study", limit=2**40).hits
        parts = [
            hit
            for offset in range(0, 40, 7)
            for hit in papers.search("sample study", offset=offset, limit=7).hits
        ]
        assert parts == whole


@pytest.mark.parametrize(
    "query",
    [
        *("authors:>99999999999999999999", "comments:99999999999999999999..", "date:99999"),
        *("stars:>99999999999999k", "upvotes:" + "9" * 5_000, "date:0000", "date:2024-99"),
        "date:99999d",
    ],
)
def test_numbers_in_queries_are_answered_or_refused(
    query: str, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("search", "facets"):
        code = main([name, query, "--index", str(index_dir)])
        narration = capsys.readouterr().err
        assert code in ((0, 1) if query.endswith("k") else (2,)), narration
        if code == 2:
            assert narration.splitlines()[-1].strip() == "^"


@pytest.mark.parametrize("year", ["-5", "0", "99999", "1" * 400, "x"])
def test_a_year_out_of_range_is_wrong_for_every_command_that_reads(
    year: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("open", "rebuild", "update"):
        assert browser([name, "x.txt", f"--year={year}"]) == 2
        narration = capsys.readouterr().err
        assert "year" in narration
        assert narration.count("\n") == 1

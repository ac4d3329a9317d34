"""What the commands print of papers that are found by meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import pytest

from index import engines
from index.cli import main
from index.engine.meaning import Meaning
from index.engine.search import TantivyPapers
from index.errors import VectorsUnfit
from tests.support.concepts import with_meaning
from tests.support.reference import open_papers, paper

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS = [
    paper("cars", "A cheap car", "For everybody"),
    paper("lorries", "Lorry", "Affordable, too"),
    paper("harbours", "Harbours", "And a cheap bridge"),
]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on an index in memory: its exit code, what it printed, what it narrated."""

    def run(
        *arguments: str, vectors: bool = True, unfit: str | None = None
    ) -> tuple[int, str, str]:
        def fail() -> NoReturn:
            raise VectorsUnfit(str(unfit))

        def opened(*_: object, **__: object) -> TantivyPapers:
            papers = open_papers(PAPERS)
            if vectors:
                with_meaning(papers)
            if unfit is not None:
                papers.compiler.meaning = Meaning(fail)
            return papers

        monkeypatch.setattr(engines, "open_index", opened)
        code = main(list(arguments))
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_each_line_says_whether_only_meaning_found_the_paper(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, _ = run("search", "cheap car", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(line["key"], line["partial"], line["by_meaning"]) for line in lines] == [
        ("cars", False, False),
        ("harbours", True, False),
        ("lorries", False, True),
    ]
    _, out, _ = run("search", "cheap car", "--json", "--no-semantic")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["key"] for line in lines] == ["cars", "harbours"]
    assert "by_meaning" not in lines[0]
    assert run("search", "cheap car", "--json", vectors=False)[1] == out


def test_the_counts_are_of_words_and_name_what_is_near_beside_them(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    _, _, err = run("search", "cheap car")
    assert err.startswith(
        "1 of 1 paper, and 1 of 1 that match only some of the words, "
        "and 1 of 1 similar in meaning ("
    )
    code, out, err = run("search", "automobile", "--limit", "1")
    assert (code, out.count("\n")) == (0, 1)
    assert err.startswith("0 of 0 papers, and 1 of 3 similar in meaning (")
    code, out, _ = run("search", "cheap car", "--count")
    assert (code, out) == (0, "1\n")
    assert run("search", "automobile", "--count")[:2] == (1, "0\n")
    assert run("search", "cheap car", "--format", "bibtex")[1].count("@") == 1


def test_an_explanation_has_both_scores_of_each_paper(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    _, out, _ = run("search", "cheap car", "--explain")
    table = out[out.index("words  meaning      mix") :].splitlines()[1:]
    assert [line.split()[3] for line in table] == ["cars", "harbours", "lorries"]
    assert table[0].split()[2] == "1.000"
    assert table[2].split()[0] == table[2].split()[2] == "-"
    _, out, _ = run("search", "cheap car", "--explain", "--json", "--limit", "2")
    papers = json.loads(out)["papers"]
    assert [(one["key"], one["by_meaning"]) for one in papers] == [
        ("cars", False),
        ("harbours", False),
    ]
    assert papers[0]["meaning"] == pytest.approx(1.0)
    for arguments in (("--no-semantic",), ("--sort", "date"), ("--reverse",)):
        assert "papers" not in json.loads(
            run("search", "cheap car", "--explain", "--json", *arguments)[1]
        )


@pytest.mark.parametrize("query", ['near:"a cheap automobile"', "like:lorries"])
def test_an_explanation_of_what_is_near_has_its_scores(
    run: Callable[..., tuple[int, str, str]], query: str
) -> None:
    _, out, _ = run("search", query, "--explain")
    table = out[out.index("words  meaning      mix") :].splitlines()[1:]
    words, meaning, mix, key, *_ = table[0].split()
    assert words == "-"
    assert key in {"cars", "lorries"}
    assert meaning == mix
    _, out, _ = run("search", f"{query} car", "--explain", "--json")
    papers = json.loads(out)["papers"]
    assert [one["key"] for one in papers] == ["cars"]
    assert papers[0]["words"] > 0
    assert papers[0]["meaning"] == papers[0]["mix"] > 0


def test_who_asks_for_meaning_is_told_where_there_is_none(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, err = run("search", "cheap car", "--semantic", vectors=False)
    assert code == 0
    assert "cars" in out
    assert "has no vectors: `quire semantic` makes them for an index that is kept" in err
    code, _, err = run("search", 'near:"a car"', vectors=False)
    assert code == 2
    assert "this index has no vectors" in err
    code, _, err = run("search", 'near:"a car"', "--no-semantic")
    assert code == 2
    assert "switched off" in err
    assert run("search", 'near:"a car"', "--count")[:2] == (0, "3\n")


def test_similar_papers_go_by_meaning(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("similar", "lorries", "--json")
    assert json.loads(out.splitlines()[0])["key"] == "cars"
    assert (
        run("similar", "lorries", "--no-semantic")[:2]
        == run("similar", "lorries", vectors=False)[:2]
    )


@pytest.mark.parametrize(
    "command",
    [
        ("search", "cheap car"),
        ("search", "cheap car", "--semantic"),
        ("search", "like:lorries"),
        ("search", "like:lorries", "--semantic"),
        ("similar", "lorries"),
        ("similar", "lorries", "--semantic"),
    ],
)
def test_vectors_that_do_not_fit_are_told_once_and_words_go_on(
    run: Callable[..., tuple[int, str, str]], command: tuple[str, ...]
) -> None:
    words = run(*command, "--json", "--no-semantic")
    _, out, err = run(*command, "--json", unfit="the vectors do not fit")
    assert out == words[1]
    assert err.count("the vectors do not fit") == 1
    assert "do not fit" not in run(*command, "--no-semantic", unfit="the vectors do not fit")[2]

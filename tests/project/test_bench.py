"""The benchmarks' own machinery: finding them, and laying out what they print."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import benchmarks, main, summary
from tests.bench.table import table


def test_figures_stand_to_the_right_of_words() -> None:
    assert table(
        ["work", "Quire", "floor", "ratio"],
        [["rebuild", 38_000.4, 40_123, 0.94712], ["search", 0.5, None, 2]],
    ).splitlines() == [
        "work      Quire   floor  ratio",
        "-------  ------  ------  -----",
        "rebuild  38,000  40,123  0.947",
        "search      0.5       -      2",
    ]


def test_rows_must_fill_every_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        table(["one", "two"], [["only"]])


def test_every_benchmark_says_what_it_compares() -> None:
    found = benchmarks()
    assert "table" not in found
    assert all(summary(run) for run in found.values())


def test_without_a_name_the_benchmarks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in benchmarks())


def test_an_unknown_name_is_answered_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nonsense"]) == 2
    assert "there is no benchmark 'nonsense'" in capsys.readouterr().err

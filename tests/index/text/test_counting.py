"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from index.text.counting import counted


@pytest.mark.parametrize(
    ("count", "more", "said"),
    [
        (0, "", "0 papers"),
        (1, "", "1 paper"),
        (2, "", "2 papers"),
        (1_234, "", "1,234 papers"),
        (1, "+", "1+ papers"),
    ],
)
def test_one_has_the_singular(count: int, more: str, said: str) -> None:
    assert counted(count, "paper", more) == said

"""What a number is followed by in a sentence: never a fixed plural, which is wrong of one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

FILES = sorted(path for name in ("index", "tui") for path in (ROOT / name).rglob("*.py"))


def fixed_plurals(source: str) -> Iterator[str]:
    """The numbers in a module's f-strings that a plural follows whatever they are.

    Numbers are known by the comma that parts their thousands; a constant is not one, nor zero.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for number, after in pairwise(node.values):
            if (
                isinstance(number, ast.FormattedValue)
                and number.format_spec is not None
                and "," in ast.unparse(number.format_spec)
                and isinstance(after, ast.Constant)
                and re.match(r" [a-z]+s\b", str(after.value))
                and not ast.unparse(number.value).strip("_").isupper()
            ):
                yield f"{ast.unparse(number.value)}{str(after.value)[:20]}"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ('f"{count:,} papers"', ["count papers"]),
        ('f"of {item.records:>9,} records read"', ["item.records records read"]),
        ('f"at most {_MOST:,} words"', []),
        ('f"{count:,} of them"', []),
        ("f\"{counted(count, 'paper')} found\"", []),
    ],
)
def test_a_fixed_plural_is_noticed(sentence: str, found: list[str]) -> None:
    assert list(fixed_plurals(sentence)) == found


def test_no_sentence_says_one_papers() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {one}"
        for path in FILES
        for one in fixed_plurals(Path(path).read_text())
    ]
    assert found == []

"""The browser looks as it did, at all sizes and in all looks.

``python -m tests.pictures snapshots`` makes the pictures anew; look at them before they are kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.__main__ import SNAPSHOTS, small, take
from tests.support.checkout import ROOT

KEPT = ROOT / "tests" / "pictures" / "snapshots"


@pytest.mark.parametrize("name", SNAPSHOTS)
async def test_the_browser_looks_as_it_did(demo_index: Path, name: str) -> None:
    svg = small(await take(SNAPSHOTS[name], demo_index))
    assert svg.splitlines() == (KEPT / f"{name}.svg").read_text(encoding="utf-8").splitlines()


def test_no_picture_is_kept_that_is_not_compared() -> None:
    assert {path.stem for path in KEPT.iterdir()} == set(SNAPSHOTS)

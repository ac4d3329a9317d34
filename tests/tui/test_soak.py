"""A short soak; ``python -m tests.bench soak`` is the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import demo_paths, rebuild
from tests.bench.soak import Soak

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [11, 13])
async def test_random_keys_sizes_and_indexes_break_nothing(tmp_path: Path, seed: int) -> None:
    rebuild(demo_paths(), tmp_path / "index")
    soak = Soak(tmp_path / "index", seed, tmp_path)
    await soak.run(300)
    assert soak.done >= 300
    assert soak.checked > 3
    assert soak.published > 0

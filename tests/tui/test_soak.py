"""A short soak; ``python -m tests.bench soak`` is the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.soak import Soak

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [11, 12])
async def test_random_keys_and_sizes_break_nothing(demo_index: Path, seed: int) -> None:
    soak = Soak(demo_index, seed)
    await soak.run(300)
    assert soak.done >= 300
    assert soak.checked > 3

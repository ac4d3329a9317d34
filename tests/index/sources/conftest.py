"""A fixture for readers: what a file with given bytes gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.sources.reading import Reading


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    """Read bytes or text as a file whose name tells nothing."""
    return Reading(tmp_path)

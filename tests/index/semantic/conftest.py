"""Indexes with vectors of a small model."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder with a small static model."""
    # Where NumPy is not installed, a test is left out, but this file is not.
    from tests.support.models import static_model

    return static_model(tmp_path / "small-model")

"""Indexes with vectors of a small model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.models import static_model


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder with a small static model."""
    return static_model(tmp_path / "small-model")

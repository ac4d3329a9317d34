"""What every test gets: a home of its own, so that no test touches the user's index or settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A shared machine may be slow at any moment; a deadline would only make tests fail at random.
settings.register_profile("quire", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quire")

USER_FOLDERS = {
    "HOME": "",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
}

OTHERS = (
    "QUIRE_INDEX", "QUIRE_LIBRARY", "QUIRE_CONFIG", "QUIRE_CLUSTER_USER", "QUIRE_CLUSTER_PASSWORD",
    "QUIRE_CLUSTER_API_KEY", "QUIRE_CLUSTER_BEARER", "QUIRE_CLUSTER_CA_FILE",
    "NO_COLOR", "TMUX", "TMUX_PANE", "COLUMNS", "LINES",
)  # fmt: skip


def pytest_xdist_auto_num_workers() -> int:
    """As many processes for ``-n auto`` as keep the processors busy: many tests wait for others."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests of one group in one process, where tests are spread over several."""
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadgroup"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, set for this process and those it starts."""
    folder = tmp_path_factory.mktemp("home")
    for variable, name in USER_FOLDERS.items():
        monkeypatch.setenv(variable, str(folder / name))
    for variable in OTHERS:
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.fixture(scope="session")
def demo_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the demonstration papers; for reading only."""
    from index import rebuild
    from index.demo import demo_paths

    folder = tmp_path_factory.mktemp("demo-index")
    rebuild(demo_paths(), folder)
    return folder

"""What every test gets: a home of its own, so that no test touches the user's index or settings."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.thorough import HAS_CLUSTER, tries

if TYPE_CHECKING:
    from tests.support.cluster import RunningCluster

# A shared machine may be slow at any moment; a deadline would only make tests fail at random.
settings.register_profile(
    "quire",
    max_examples=tries(50, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quire")

# Hundreds of tests start the program: where nothing compiled may be kept, each start would compile
# it anew. The processes among which tests are spread get the environment of this one.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

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


LONGEST_NAME = 500
"""Characters or bytes of a text that stand in the name of its test."""


def pytest_xdist_auto_num_workers() -> int:
    """As many processes for ``-n auto`` as keep the processors busy: many tests wait for others."""
    return (os.cpu_count() or 1) * 2


def pytest_make_parametrize_id(val: object) -> str | None:
    """A short name for a test of a long text: processes tell one another the names of tests."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{type(val).__name__} of {len(val)}"
    return None


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where homes are: a folder of their own, since pytest numbers folders by reading all names."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, set for this process and those it starts."""
    folder = Path(tempfile.mkdtemp(dir=homes))
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


@pytest.fixture(scope="session")
def real_cluster(request: pytest.FixtureRequest) -> Iterator[RunningCluster]:
    """Three nodes of OpenSearch on loopback, for all tests of a run; who kills one starts it again.

    Its tests are skipped where nobody asks for it, and where it can't be had.
    """
    from tests.support.cluster import Absent, running_cluster

    if not HAS_CLUSTER:
        pytest.skip("a cluster takes a while: QUIRE_TESTS=cluster")
    try:
        with running_cluster(3) as cluster:
            terminal = request.config.pluginmanager.get_plugin("terminalreporter")
            if terminal is not None:
                terminal.write_line(f"three nodes have started in {cluster.seconds:.1f} s")
            yield cluster
    except Absent as reason:
        pytest.skip(f"no cluster can be started here: {reason}")

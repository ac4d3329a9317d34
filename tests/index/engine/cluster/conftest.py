"""What tests of the client of a cluster share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fake_cluster import FakeCluster, fake_cluster, pushed_index


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCluster]:
    """One with an index that Quire pushed, whose client does not wait between attempts."""
    from index.engine.cluster.mapping import CLUSTER_FINGERPRINT

    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with fake_cluster() as running:
        pushed_index(running, CLUSTER_FINGERPRINT)
        yield running

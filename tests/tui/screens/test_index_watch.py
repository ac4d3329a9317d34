"""What is said when the list moves to a newer generation of the index."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tui.screens.index_watch import IndexWatch
from tui.session.generations import Kept


@pytest.mark.parametrize("followed", [False, True])
def test_what_was_said_of_a_change_stays_when_another_look_has_found_it_first(
    followed: bool,
) -> None:
    said: list[str] = []
    stub: Any = SimpleNamespace
    # An earlier look has opened the newer generation, and its answer is still awaited.
    searcher = stub(papers=object(), renew=lambda deliver, _: deliver(False))
    watch = IndexWatch(
        stub(announce=said.append),
        stub(papers=object(), searcher=searcher, inquiry=stub(awaited=object())),
        stub(),
        stub(papers=[]),
        stub(),
        lambda: False,
    )
    if followed:
        watch.follow_change()
    watch.moved(Kept())
    assert said == ([] if followed else ["The index has changed; this is the new one."])

"""What is kept of what takes time to make."""

from __future__ import annotations

from collections.abc import Iterator

from index.engine.recent import REMEMBERED, remember


class Shared(dict[int, str]):
    """A memory into which another thread puts something while its oldest is looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.others = 2

    def __iter__(self) -> Iterator[int]:
        numbers = super().__iter__()
        if self.others:
            self.others -= 1
            self[-self.others] = "another"
        return numbers


def test_the_latest_are_kept() -> None:
    memory: dict[int, str] = {}
    for number in range(REMEMBERED + 3):
        remember(memory, number, "made")
    assert list(memory) == list(range(3, REMEMBERED + 3))


def test_another_thread_may_remember_something_at_any_moment() -> None:
    memory = Shared()
    for number in range(1, REMEMBERED + 3):
        remember(memory, number, "made")
    assert len(memory) == REMEMBERED
    assert not memory.others

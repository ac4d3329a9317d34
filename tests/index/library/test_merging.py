"""Libraries that anything was done with become one, in whatever order they are merged."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index import UsageError
from index.library.digests import Told
from index.library.library import Library
from index.paper import Paper
from tests.support.thorough import tries

PAPERS = (
    Paper(key="2401.00001", arxiv_id="2401.00001", title="On Rivers", doi="10.1/Rivers"),
    Paper(key="2401.00001", arxiv_id="2401.00001", title="On Rivers, Again"),
    Paper(key="on-rivers-0123456789ab", title="On Rivers"),
    Paper(key="on-lakes-0123456789ab", title="On Lakes"),
)
NAMES = ("mine", "MINE", "yours", "ours")
TAGS = ("RL", "rl", "to read")

Step = tuple[str, int, int, bool, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("star", "read", "mark", "tag", "note", "save", "forget", "rename", "tell")
        ),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
        # Clocks of two machines may show the same time, and one may be set back.
        st.integers(0, 3),
    ),
    max_size=12,
)


def done(path: Path, todo: Sequence[Step]) -> Library:
    clock = [0]
    library = Library(str(path), clock=lambda: clock[0])
    for kind, one, other, flag, time in todo:
        clock[0] = time
        paper = PAPERS[one]
        if kind == "tag":
            library.tag([paper], [TAGS[other % 3]], remove=flag)
        elif kind == "note":
            library.note([paper], "" if flag else f"note {other}")
        elif kind == "save":
            library.save(NAMES[one], f"words {other}")
        elif kind == "forget":
            library.forget(NAMES[one])
        elif kind == "rename":
            try:
                library.searches.rename(NAMES[one], NAMES[other])
            except UsageError:
                continue
        elif kind == "tell":
            digest = library.digests.begin(b"place", [Told(NAMES[one], [other, one], None)])
            if flag:
                library.digests.finish(digest)
        else:
            change = {"star": library.star, "read": library.mark_read, "mark": library.mark}[kind]
            change([paper], remove=flag)
    return library


def merged(path: Path, *exports: bytes) -> bytes:
    library = Library(str(path))
    for lines in exports:
        library.merge(lines)
    return library.export()


@settings(max_examples=tries(15, 600))
@given(steps, steps, steps)
def test_libraries_of_machines_become_the_same_in_any_order(
    one: list[Step], other: list[Step], third: list[Step]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        libraries = [done(folder / f"{n}.db", todo) for n, todo in enumerate((one, other, third))]
        a, b, c = (library.export() for library in libraries)
        together = merged(folder / "abc.db", a, b, c)
        assert merged(folder / "cab.db", c, a, b, a) == together
        assert merged(folder / "bc.db", merged(folder / "b.db", b, c), a) == together
        libraries[0].merge(b)
        libraries[1].merge(a)
        assert libraries[0].export() == libraries[1].export() == merged(folder / "ab.db", a, b)
        assert libraries[0].merge(b) == 0

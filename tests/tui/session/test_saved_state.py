"""What is remembered: whole files only, private, merged from several browsers, never in the way."""

from __future__ import annotations

import fcntl
import os
import stat
import threading
from pathlib import Path

import msgspec
import pytest

from tui.session.query_history import LONGEST_QUERY, REMEMBERED_QUERIES, Recall, latest_queries
from tui.session.saved_state import (
    Looks,
    Memory,
    State,
    load_looks,
    save_looks,
)
from tui.session.session import View

VIEW = View(query="org:lantern-bay moss", sort="comments", reverse=True, cursor="2501.00001")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "quire")


def test_what_was_saved_is_there_again(folder: str) -> None:
    memory = Memory("/papers", folder)
    assert memory.load() == State()
    assert memory.save(VIEW, ["moss", "org:lantern-bay moss"], 7)
    assert Memory("/papers", folder).load() == State(
        index="/papers", view=VIEW, queries=("moss", "org:lantern-bay moss"), row=7
    )


def test_each_index_has_its_own_however_it_is_spelled(folder: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    Memory(str(tmp_path / "a"), folder).save(VIEW, [])
    assert Memory(str(tmp_path / "link"), folder).load().view == VIEW
    assert Memory(f"{tmp_path}/a/../a/", folder).load().view == VIEW
    assert Memory(str(tmp_path / "b"), folder).load() == State()


def test_two_indexes_whose_files_have_one_name_are_not_mixed_up(folder: str) -> None:
    one, other = Memory("/plumless", folder), Memory("/papers", folder)
    one.save(VIEW, ["moss"])
    other.path = one.path
    assert other.load() == State()
    other.save(View(query="fern"), [])
    assert one.load() == State()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b'{"view": 3}', b'{"view": {"sort": 1}}', b"\xff\xfe",
        b'{"queries": "x"}',
        b'{"view": {"query": "x", "sort": "size"}}',
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_as_good_as_none(folder: str, data: bytes) -> None:
    memory = Memory("/papers", folder)
    memory.save(VIEW, ["x"])
    with open(memory.path, "wb") as file:
        file.write(data)
    assert memory.load() == State()
    assert memory.save(VIEW, ["moss"])
    assert memory.load() == State(index="/papers", view=VIEW, queries=("moss",))


def test_only_its_owner_may_read_what_was_searched_for(folder: str) -> None:
    memory = Memory("/papers", folder)
    memory.save(VIEW, [])
    assert stat.S_IMODE(os.stat(memory.path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert os.listdir(folder) == [os.path.basename(memory.path)]


def test_where_nothing_can_be_saved_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory("/papers", str(tmp_path / "file" / "folder"))
    assert not memory.save(VIEW, [])
    assert memory.load() == State()
    (tmp_path / "taken").mkdir()
    memory = Memory("/papers", str(tmp_path / "taken"))
    os.mkdir(memory.path)
    assert not memory.save(VIEW, [])
    assert os.listdir(tmp_path / "taken") == [os.path.basename(memory.path)]


def test_browsers_that_save_at_once_leave_a_whole_file(folder: str) -> None:
    """Whoever reads meanwhile sees one of the saved states, never a part of one."""
    views = [View(query=letter * 500) for letter in "abcd"]
    Memory("/papers", folder).save(views[0], [])

    def save(view: View) -> None:
        memory = Memory("/papers", folder)
        for _ in range(25):
            assert memory.save(view, [view.query[:5]])

    threads = [threading.Thread(target=save, args=(view,)) for view in views]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        seen.add(Memory("/papers", folder).load().view.query)
    assert seen <= {view.query for view in views}
    assert len(os.listdir(folder)) == 1


def test_queries_of_another_browser_are_kept(folder: str) -> None:
    one, other = Memory("/papers", folder), Memory("/papers", folder)
    one.save(VIEW, ["moss"])
    other.save(View(query="fern"), ["fern"])
    state = one.load()
    assert state.queries == ("moss", "fern")
    assert state.view.query == "fern"


def test_queries_are_remembered_once_and_only_so_many() -> None:
    assert latest_queries(["a", "b", " ", ""], ["a ", "c"]) == ("b", "a", "c")
    many = latest_queries(str(number) for number in range(REMEMBERED_QUERIES + 50))
    assert len(many) == REMEMBERED_QUERIES
    assert many[-1] == str(REMEMBERED_QUERIES + 49)
    assert latest_queries(["x" * (LONGEST_QUERY + 1), "bad\x1b[2J"]) == ()


def test_the_theme_is_remembered_whatever_the_index(folder: str) -> None:
    assert load_looks(folder) is None
    assert save_looks(Looks(theme="light", instead_of="auto"), folder)
    assert load_looks(folder) == Looks(theme="light", instead_of="auto")


def test_one_walks_back_and_returns_to_what_was_typed() -> None:
    recall = Recall(["moss", "fern date:2024..", "moss org:none"])
    assert recall.newer() is None
    assert recall.older("") == "moss org:none"
    assert recall.older("moss org:none") == "fern date:2024.."
    assert recall.older("") == "moss"
    assert recall.older("") is None
    assert recall.newer() == "fern date:2024.."
    assert recall.newer() == "moss org:none"
    assert recall.newer() == ""
    assert recall.newer() is None


def test_what_was_typed_narrows_the_walk() -> None:
    recall = Recall(["Moss and fern", "fern", "moss", "MOSS fern date:2024"])
    assert recall.older("fern moss") == "MOSS fern date:2024"
    assert recall.older("x") == "Moss and fern"
    assert recall.older("x") is None
    recall.typed("Moss and fern")
    assert recall.older("moss") is None
    recall.typed("mos")
    assert recall.older("moss") == "MOSS fern date:2024"
    assert recall.older("") == "Moss and fern"


def test_queries_of_this_session_are_the_latest() -> None:
    recall = Recall(["moss", "fern"])
    recall.add("lichen")
    recall.add("moss")
    recall.add("  ")
    recall.add("lichen")
    assert recall.made == ("moss", "lichen")
    assert recall.older("") == "lichen"
    assert recall.older("") == "moss"
    assert recall.older("") == "fern"
    assert recall.older("") is None


def test_others_who_never_come_to_an_end_keep_nobody_from_saving(tmp_path: Path) -> None:
    held = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        memory = Memory("/index", str(tmp_path))
        assert memory.save(View(query="a"), ["a"])
        assert memory.load().queries == ("a",)
    finally:
        os.close(held)


def test_a_browser_waits_for_another_one_that_is_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, other = Memory("/index", str(tmp_path)), Memory("/index", str(tmp_path))
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    def finish(seconds: float) -> None:
        nonlocal held
        if held >= 0:
            theirs = msgspec.json.encode(State(index="/index", queries=("theirs",)))
            Path(other.path).write_bytes(theirs)
            os.close(held)
            held = -1

    monkeypatch.setattr("tui.session.saved_state.time.sleep", finish)
    memory.save(View(query="mine"), ["mine"])
    assert set(memory.load().queries) == {"theirs", "mine"}


def test_an_address_is_remembered_as_it_is_wherever_the_browser_starts(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Memory("https://host/papers", folder).save(VIEW, [], 7)
    monkeypatch.chdir(tmp_path)
    assert Memory("https://host/papers", folder).load().view == VIEW
    assert Memory("https://host/others", folder).load() == State()

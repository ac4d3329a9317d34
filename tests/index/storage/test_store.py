from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import (
    IndexBusy,
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    InputError,
)
from index.storage import lock, publishing, store


def publish(folder: Path, content: str = "text", fingerprint: str = "f") -> store.Generation:
    with lock.writer_lock(str(folder)), publishing.new_generation(str(folder)) as path:
        Path(path, "segment").write_text(content)
        return publishing.publish(
            str(folder),
            path,
            store.Manifest(
                fingerprint=fingerprint,
                quire="0",
                created="2026-01-01T00:00:00Z",
                papers=1,
                records=1,
                sources={},
                organisations={},
                inputs=[],
                files={"segment": len(content)},
            ),
        )


def generations(folder: Path) -> list[str]:
    return sorted(os.listdir(folder / store.GENERATIONS))


def test_a_published_generation_is_live_and_alone(tmp_path: Path) -> None:
    first = publish(tmp_path)
    assert store.live_generation(str(tmp_path), "f") == first
    second = publish(tmp_path, "other")
    assert store.live_name(str(tmp_path)) == second.name
    assert generations(tmp_path) == [second.name]


def test_an_abandoned_build_leaves_nothing(tmp_path: Path) -> None:
    live = publish(tmp_path)
    with (
        pytest.raises(ZeroDivisionError),
        lock.writer_lock(str(tmp_path)),
        publishing.new_generation(str(tmp_path)),
    ):
        raise ZeroDivisionError
    assert generations(tmp_path) == [live.name]


def test_leftovers_of_a_killed_build_go_with_the_next(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / store.GENERATIONS / "dead").mkdir()
    (tmp_path / f"{store.CURRENT}.new").write_text("half")
    live = publish(tmp_path)
    assert generations(tmp_path) == [live.name]
    assert not (tmp_path / f"{store.CURRENT}.new").exists()


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="quire rebuild"):
        store.live_generation(str(tmp_path / "nowhere"), "f")


@pytest.mark.parametrize("name", ["no\0index", "x" * 300, "y/" * 3_000])
def test_where_nothing_can_be_there_is_no_index(name: str) -> None:
    with pytest.raises(IndexMissing, match="quire rebuild"):
        store.live_name(name)


def test_another_schema(tmp_path: Path) -> None:
    publish(tmp_path, fingerprint="old")
    with pytest.raises(IndexOutdated, match="another version"):
        store.live_generation(str(tmp_path), "new")


@pytest.mark.parametrize("harm", ["truncate", "remove", "manifest", "pointer", "empty"])
def test_damage_is_a_sentence(tmp_path: Path, harm: str) -> None:
    live = publish(tmp_path)
    if harm == "truncate":
        Path(live.path, "segment").write_text("t")
    elif harm == "remove":
        Path(live.path, "segment").unlink()
    elif harm == "manifest":
        Path(live.path, store.MANIFEST).write_text("{")
    elif harm == "pointer":
        (tmp_path / store.CURRENT).write_text("../../etc")
    else:
        (tmp_path / store.CURRENT).write_text("")
    with pytest.raises(IndexDamaged, match="quire rebuild"):
        store.live_generation(str(tmp_path), "f")


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    code = (
        "import sys; from index.storage import lock\n"
        "with lock.writer_lock(sys.argv[1]):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(IndexBusy, match=f"process {holder.pid}"),
            lock.writer_lock(str(tmp_path)),
        ):
            pass
        holder.kill()
        holder.wait()
        with lock.writer_lock(str(tmp_path)):
            pass


@pytest.mark.parametrize(
    ("folder_mode", "lock_mode"), [(0o755, 0o600), (0o775, 0o660), (0o777, 0o666), (0o700, 0o600)]
)
def test_only_those_who_may_write_can_open_the_lock(
    folder_mode: int, lock_mode: int, tmp_path: Path
) -> None:
    tmp_path.chmod(folder_mode)
    # An earlier version left it to everybody.
    (tmp_path / lock.LOCK).touch(mode=0o644)
    with lock.writer_lock(str(tmp_path)):
        assert (tmp_path / lock.LOCK).stat().st_mode & 0o777 == lock_mode


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_disk_without_locks_is_told(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(descriptor: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    with (
        pytest.raises(InputError, match=r"can't lock .* on another disk"),
        lock.writer_lock(str(tmp_path)),
    ):
        pass


@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.ENOMEM])
def test_what_may_not_be_read_is_not_damaged(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = publish(tmp_path)

    def closed(path: str, *arguments: object, **options: object) -> object:
        if path.startswith((live.path, str(tmp_path / store.CURRENT))):
            raise OSError(number, os.strerror(number), path)
        return open(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(store, "open", closed, raising=False)
    with pytest.raises(IndexClosed, match=os.strerror(number).lower()):
        store.live_generation(str(tmp_path), "f")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(InputError, match="can't write"),
        lock.writer_lock(str(tmp_path / "file")),
    ):
        pass

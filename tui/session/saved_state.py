"""What the browser remembers from one start to the next: the view, the queries, the theme.

One small file per index, in the platform's folder for state, replaced as a whole: of two browsers
the later one wins, and nobody ever reads half a file. A file that can't be read is as good as none.
"""

from __future__ import annotations

import fcntl
import os
import time
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import msgspec

from index import SORTS, index_scheme
from tui.session.layout import Panes
from tui.session.query_history import latest_queries
from tui.session.session import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_WAIT = 0.2
LOOK_AGAIN = 0.002
"""Seconds to wait for other browsers that are saving, and between looks."""


class State(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered of one index.

    Attributes:
        index: Its folder.
        view: What was shown last.
        queries: What was searched for, the latest last.
        row: The row of the list that the cursor stood on.
    """

    index: str = ""
    view: View = View()
    queries: tuple[str, ...] = ()
    row: int | None = None


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """The theme that was chosen with a key, whatever the index.

    Attributes:
        theme: Its name.
        instead_of: What the settings said then; when they say something else, that is newer.
    """

    theme: str
    instead_of: str


class PanesChosen(msgspec.Struct, frozen=True, kw_only=True):
    """The panes as they were arranged with keys, whatever the index.

    Attributes:
        panes: Which are shown, and how they share the room.
        instead_of: What the settings said then; when they say something else, that is newer.
    """

    panes: Panes
    instead_of: Panes


def state_folder() -> str:
    """Where an operating system keeps such things."""
    from platformdirs import user_state_dir

    return user_state_dir("quire", appauthor=False)


class Memory:
    """The file of one index.

    Args:
        index_dir: The index, however it is spelled.
        folder: Where the files are; by default the platform's folder for state.
    """

    def __init__(self, index_dir: str, folder: str | None = None) -> None:
        if not index_scheme(index_dir):
            index_dir = os.path.realpath(os.path.expanduser(index_dir))
        place = os.fsencode(index_dir)
        self._index = place.decode("utf-8", "replace")
        # Short and quick to make. The file says which index it is of, should two have one name.
        name = zlib.crc32(place)
        self.path = os.path.join(folder or state_folder(), f"index-{name:08x}.json")

    def load(self) -> State:
        """What was saved last; nothing where there is no file, or one that makes no sense."""
        state = _read(self.path, State)
        if state is None or state.index != self._index:
            return State()
        view = state.view
        if view.sort is not None and view.sort not in SORTS:
            view = View()
        queries = latest_queries(state.queries)
        return State(index=state.index, view=view, queries=queries, row=state.row)

    def save(self, view: View, queries: Sequence[str], row: int | None = None) -> bool:
        """Remember what is shown, and add queries to those that are remembered.

        Returns:
            Whether it could be saved. A browser works without.
        """
        with _alone(os.path.dirname(self.path)):
            # Another browser may have added some meanwhile.
            before = self.load().queries
            made = latest_queries(before, queries)
            state = State(index=self._index, view=view, queries=made, row=row)
            return _write(self.path, state)


def load_looks(folder: str | None = None) -> Looks | None:
    """The theme that was chosen last, None where none was."""
    return _read(os.path.join(folder or state_folder(), "theme.json"), Looks)


def save_looks(looks: Looks, folder: str | None = None) -> bool:
    """Remember a theme; whether it could be saved."""
    return _write(os.path.join(folder or state_folder(), "theme.json"), looks)


class Start(msgspec.Struct, frozen=True):
    """That the browser was started once, and its first keys were shown."""


def is_first_start(folder: str | None = None) -> bool:
    """Whether nothing is remembered of any earlier start."""
    try:
        with os.scandir(folder or state_folder()) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def save_start(folder: str | None = None) -> bool:
    """Remember that the browser was started; whether it could be saved."""
    return _write(os.path.join(folder or state_folder(), "started.json"), Start())


def load_panes(folder: str | None = None) -> PanesChosen | None:
    """The panes as they were arranged last, None where they never were."""
    return _read(os.path.join(folder or state_folder(), "panes.json"), PanesChosen)


def save_panes(chosen: PanesChosen, folder: str | None = None) -> bool:
    """Remember how the panes are arranged; whether it could be saved."""
    return _write(os.path.join(folder or state_folder(), "panes.json"), chosen)


Kind = TypeVar("Kind", State, Looks, PanesChosen)


def _read(path: str, kind: type[Kind]) -> Kind | None:
    try:
        with open(path, "rb") as file:
            return msgspec.json.decode(file.read(), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        # What a crash or another version left; the next save replaces it.
        return None


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Be the only one who changes what is in a folder; the end of a process frees it.

    Nobody waits for long: rather may a query be forgotten than a browser not end.
    """
    descriptor = -1
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(LOOK_AGAIN)
    try:
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _write(path: str, value: msgspec.Struct) -> bool:
    """Replace a file as a whole. Only its owner may read it: queries are a private matter."""
    # Loaded when there is something to save: starting must not wait for it.
    from tempfile import mkstemp

    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor, fresh = mkstemp(prefix=".saving-", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(value))
            os.replace(fresh, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(fresh)
            raise
    except OSError:
        return False
    return True

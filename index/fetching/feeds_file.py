"""Adds a feed to the settings file; what stands there already is left as it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from index.fetching.downloads import keep
from index.fetching.feeds import base_of, fetch_settings
from index.settings import (
    SettingsError,
    SettingsFile,
    decode_settings,
    read_settings_file,
    settings_path,
)

if TYPE_CHECKING:
    from index.fetching.feeds import Feed, Kind


def add_feed(kind: Kind, categories: Sequence[str] = (), *, named: str | None = None) -> str:
    """Have a feed in the settings: one of that kind that is there, else a new one at their end.

    Args:
        kind: ``daily-papers`` or ``arxiv``.
        categories: arXiv categories that it has to bring, all of them.
        named: The settings file given on the command line; it is made where it is missing.

    Returns:
        The feed's name, for ``quire sync``.

    Raises:
        SettingsError: The file is wrong, or nothing can be added to its end.
        InputError: It can't be written.
    """
    path, _ = settings_path(named)
    file = read_settings_file(path) or SettingsFile(path, "", {})
    settings = fetch_settings(file)
    own = settings.feeds if file.table.get("feeds") else ()
    for feed in own:
        if feed.kind == kind and set(categories) <= set(feed.categories or categories):
            return feed.name
    name = _free_name(kind, own)
    lines = [f"name = {_quoted(name)}", f"from = {_quoted(kind)}"]
    if categories:
        lines.append(f"categories = [{', '.join(map(_quoted, categories))}]")
    if base := base_of(own, kind):
        lines.append(f"base = {_quoted(base)}")
    text = file.text
    if text:
        text = text.rstrip("\n") + "\n\n"
    text += "\n".join(["[[feeds]]", *lines]) + "\n"
    try:
        after = fetch_settings(decode_settings(text, path)).feeds
    except SettingsError:
        after = ()
    if name not in [feed.name for feed in after]:
        reason = f"a feed {name} can't be added to its end: write it there yourself"
        raise SettingsError(path, 0, reason)
    # Where the file is a link, the file that it leads to is the user's.
    path = os.path.realpath(path)
    mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else None
    keep(path, text.encode())
    if mode is not None:
        os.chmod(path, mode)
    return name


def _quoted(text: str) -> str:
    """A text as TOML writes it; what JSON writes is right there, too (https://toml.io/en/v1.0.0)."""
    return msgspec.json.encode(text).decode()


def _free_name(kind: Kind, feeds: Sequence[Feed]) -> str:
    taken = {feed.name for feed in feeds}
    names = (kind, *(f"{kind} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)

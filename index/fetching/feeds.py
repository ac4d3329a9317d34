"""The feeds that the settings name: what is fetched, from where, and for how far back.

``[[feeds]]`` is an array of tables, each with ``from`` and what that kind takes::

    [[feeds]]
    name = "learning"
    from = "arxiv"
    categories = ["cs.LG", "stat.ML"]
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

import msgspec

from index.errors import UsageError
from index.fetching.arxiv_sets import set_of
from index.query import dates
from index.settings import (
    FETCH_SETTINGS,
    SettingsFile,
    read_settings_file,
    settings_path,
    toml_text,
)

Kind: TypeAlias = Literal["daily-papers", "arxiv", "arxiv-query", "url"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_TAKEN: Final[dict[Kind, tuple[str, ...]]] = {
    "daily-papers": ("since", "base"),
    "arxiv": ("categories", "since", "base"),
    "arxiv-query": ("categories", "query", "ids", "since", "base"),
    "url": ("url",),
}
"""What each kind takes beside ``name`` and ``from``."""

_KEYS: Final = ("name", "from", *dict.fromkeys(key for keys in _TAKEN.values() for key in keys))

_DAY: Final = "a date such as 2024-03-15, 2024-03 or 30d"

_NAME: Final = re.compile(r"[^\W_][\w .+-]{0,63}")


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What to fetch.

    Attributes:
        name: What commands and the folder of its downloads call it.
        kind: How it is fetched.
        categories: arXiv categories such as ``cs.LG``; empty for all.
        query: In the language of arXiv's API, such as ``ti:attention AND cat:cs.CL``.
        ids: arXiv ids.
        url: An address of anything that Quire reads.
        since: The first day that is wanted; None for the last week.
        base: Another server that speaks the same, without a slash at its end; "" for the usual.
    """

    name: str
    kind: Kind
    categories: tuple[str, ...] = ()
    query: str = ""
    ids: tuple[str, ...] = ()
    url: str = ""
    since: datetime.date | None = None
    base: str = ""


DEFAULT: Final = (Feed(name="daily-papers", kind="daily-papers"),)
"""What is fetched where the settings name no feed."""


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings say of fetching.

    Attributes:
        feeds: What to fetch.
        ca_file: Certificates to trust beside the system's, in PEM; "" for none.
        pdf_folder: Where papers are downloaded to; "" for the current folder.
    """

    feeds: tuple[Feed, ...] = DEFAULT
    ca_file: str = ""
    pdf_folder: str = ""


FETCH_EXPLANATIONS: Final = {
    "ca_file": "A file of certificates (PEM) to trust beside the system's, for servers or proxies\n"
    "of your own.",
    "pdf_folder": "The folder that papers are downloaded to; without it, the one you are in.",
    "feeds": "What `quire sync` fetches; without any, the Daily Papers. Each is a table that\n"
    "begins with [[feeds]] and stands at the end of this file. What they are from: daily-papers,\n"
    "arxiv (all that changes in its categories), arxiv-query (a query, or ids) or a url.",
}

FETCH_EXAMPLE: Final = """\
[[feeds]]
name = "daily-papers"
from = "daily-papers"
"""
"""What holds where the settings name no feed."""


def load_fetch_settings(named: str | None = None) -> FetchSettings:
    """Read what the settings say of fetching.

    Args:
        named: The settings file given on the command line.

    Raises:
        SettingsError: What is wrong with it.
    """
    path, expected = settings_path(named)
    file = read_settings_file(path, expected=expected)
    return FetchSettings() if file is None else fetch_settings(file)


def fetch_settings(file: SettingsFile) -> FetchSettings:
    """What a settings file says of fetching; other settings are passed over.

    Raises:
        SettingsError: What is wrong with it.
    """
    table = file.table
    for name in table:
        # A feed in a table that nobody reads would be missed only much later.
        if name not in FETCH_SETTINGS and (
            close := get_close_matches(name, FETCH_SETTINGS, 1, 0.85)
        ):
            raise file.error(name, f"there is no setting {name}; did you mean {close[0]}?")
    texts: dict[str, str] = {}
    for name in ("ca_file", "pdf_folder"):
        texts[name] = table.get(name, "")
        if not isinstance(texts[name], str):
            raise file.error(name, f"{name} is a path, not {toml_text(texts[name])}")
    feeds = table.get("feeds", [])
    if not isinstance(feeds, list) or not all(isinstance(feed, dict) for feed in feeds):
        raise file.error("feeds", 'feeds are tables: [[feeds]], then lines like from = "arxiv"')
    found: list[Feed] = []
    for number, feed in enumerate(feeds):
        try:
            found.append(_feed(feed))
        except _Wrong as wrong:
            line = f"feeds.{number}.{wrong.key}" if wrong.key in feed else f"feeds.{number}"
            raise file.error(line, wrong.reason) from None
        if found[-1].name in [other.name for other in found[:-1]]:
            reason = f"two feeds have the name {found[-1].name}: give one another with name = ..."
            raise file.error(f"feeds.{number}", reason)
    return FetchSettings(feeds=tuple(found) or DEFAULT, **texts)


def chosen(feeds: Sequence[Feed], names: Sequence[str]) -> list[Feed]:
    """The feeds that have these names, or all.

    Raises:
        UsageError: There is no such feed.
    """
    by_name = {feed.name: feed for feed in feeds}
    for name in names:
        if name not in by_name:
            close = get_close_matches(name, by_name, 1)
            meant = f"did you mean {close[0]}?" if close else f"there is {', '.join(by_name)}"
            raise UsageError(f"there is no feed {name!r}: {meant}")
    return [by_name[name] for name in dict.fromkeys(names)] if names else list(feeds)


def base_of(feeds: Sequence[Feed], *kinds: Kind) -> str:
    """The server that the first feed of some kinds names; "" for the usual one."""
    return next((feed.base for feed in feeds if feed.kind in kinds), "")


def day_of(value: object, *, last: bool = False) -> datetime.date | None:
    """The first day, or the last, of a date as people write it; None where it is none.

    Args:
        value: Text as in queries (``2024-05``, ``30d``, ``yesterday``), or a day.
        last: Whether the last day of a month or a year is meant.
    """
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    written = dates.canonical(value) if isinstance(value, str) else None
    return None if written is None else dates.days(written, dates.today())[last]


class _Wrong(Exception):
    """Something wrong with a key of a feed."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason


def _feed(table: Mapping[str, Any]) -> Feed:
    """A feed of its table.

    Raises:
        _Wrong: What is wrong with it.
    """
    for key in table:
        if key not in _KEYS:
            close = get_close_matches(key, _KEYS, 1)
            hint = f"; did you mean {close[0]}?" if close else f": it takes {', '.join(_KEYS)}"
            raise _Wrong(key, f"a feed has no {key}{hint}")
    kind = table.get("from")
    if kind not in KINDS:
        *most, last = KINDS
        close = get_close_matches(kind, KINDS, 1) if isinstance(kind, str) else []
        hint = f"; did you mean {close[0]}?" if close else ""
        found = "missing" if kind is None else f"not {toml_text(kind)}"
        raise _Wrong("from", f"from is {', '.join(most)} or {last}, {found}{hint}")
    for key in table:
        if key not in ("name", "from", *_TAKEN[kind]):
            raise _Wrong(key, f"a feed from {kind} takes no {key}")
    feed = Feed(
        name=_value(table, "name", _name, "letters, digits, spaces and . + - _", kind),
        kind=kind,
        categories=_value(table, "categories", _categories, 'a list like ["cs.LG", "hep-th"]', ()),
        query=_value(table, "query", _text, "a text like ti:attention", ""),
        ids=_value(table, "ids", _ids, 'a list of arXiv ids like ["2401.01234"]', ()),
        url=_value(table, "url", _address, "an address that begins with http:// or https://", ""),
        since=_value(table, "since", day_of, _DAY, None),
        base=_value(table, "base", _address, "an address that begins with http:// or https://", ""),
    )
    for category in feed.categories:
        if set_of(category) is None:
            raise _Wrong("categories", f"arXiv has no category {category}")
    if kind == "url" and not feed.url:
        raise _Wrong("url", 'a feed from url needs its address: url = "https://..."')
    if kind == "arxiv-query" and not (feed.query or feed.ids or feed.categories):
        raise _Wrong("query", "a feed from arxiv-query needs a query, ids or categories")
    if feed.ids and (feed.query or feed.categories or feed.since):
        raise _Wrong("ids", "ids stand alone: make another feed of the query")
    return feed


def _value(
    table: Mapping[str, Any],
    key: str,
    read: Callable[[Any], Any],
    expected: str,
    default: Any,
) -> Any:
    if key not in table:
        return default
    value = read(table[key])
    if value is None:
        raise _Wrong(key, f"{key} is {expected}, not {toml_text(table[key])}")
    return value


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if not isinstance(value, str) or _NAME.fullmatch(value) is None or value != value.strip():
        return None
    return None if value.endswith(".") else value


def _address(value: object) -> str | None:
    found = isinstance(value, str) and re.fullmatch(r"https?://[^\s/?#]+\S*", value.strip(), re.I)
    with suppress(ValueError):
        # A host or a port that no address has is found where it is taken apart.
        if found and urlsplit(found[0]).port != 0:
            return found[0].rstrip("/")
    return None


def _texts(value: object) -> tuple[str, ...] | None:
    """The texts of a list; one text alone is a list, too."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return None
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip())) or None


def _categories(value: object) -> tuple[str, ...] | None:
    return _texts(value)


def _ids(value: object) -> tuple[str, ...] | None:
    from index.sources.identifiers import clean_arxiv_id

    ids = [clean_arxiv_id(text) for text in _texts(value) or ()]
    return tuple(dict.fromkeys(name for name in ids if name)) if ids and all(ids) else None

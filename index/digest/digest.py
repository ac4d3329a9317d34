"""What a digest says: plain values, of which every format is made."""

from __future__ import annotations

import datetime

import msgspec

from index.paper import Paper
from index.text.cleaning import one_line


class Listed(msgspec.Struct, frozen=True):
    """A paper of a digest.

    Attributes:
        paper: Which.
        also: The names of the other saved searches of which it is new, too.
    """

    paper: Paper
    also: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """What is new of one saved search.

    Attributes:
        name: Of the saved search.
        query: What it looks for.
        since: The first day on which the index can have got what is new.
        count: New papers.
        listed: Those that stand here, the newest first.
        above: How many of the others stand under earlier searches.
        earlier: Papers that were told of before and are to stand in a feed still, newest first.
    """

    name: str
    query: str
    since: datetime.date
    count: int
    listed: tuple[Listed, ...]
    above: int = 0
    earlier: tuple[Paper, ...] = ()

    @property
    def more(self) -> int:
        """New papers that stand nowhere."""
        return self.count - len(self.listed) - self.above

    @property
    def command(self) -> str:
        """What a shell takes to show those that stand nowhere."""
        from shlex import quote

        query = f'saved:"{self.name}" added:{self.since}..'
        return f"quire search {quote(one_line(query))}"


class Digest(msgspec.Struct, frozen=True):
    """What is new of several saved searches.

    Attributes:
        time: When it was found out, in UTC.
        sections: Of each search of which something is new; of a feed also others with papers that
            were told of before.
    """

    time: datetime.datetime
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """New papers; one that stands nowhere counts for each search that it is new of."""
        return sum(len(section.listed) + section.more for section in self.sections)

    @property
    def new_sections(self) -> tuple[Section, ...]:
        """The searches of which something is new."""
        return tuple(section for section in self.sections if section.count)

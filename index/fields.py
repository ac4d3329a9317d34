"""Every field of the query language, once: parser, help, filters, orders and columns derive.

A field is an entry here. What is asked of a paper stands in ``Paper`` (``attribute``); the engine
keeps a column for it (``column``).
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

import msgspec

Kind: TypeAlias = Literal["text", "name", "date", "number", "library"]
"""What a field holds: words to look for, names that are the same or not, days, or counts.

Of a field of the kind ``library`` the index has nothing: it is about what the reader did.
"""

Sort: TypeAlias = Literal[
    "relevance", "date", "comments", "upvotes", "authors", "stars", "featured", "added"
]
"""An order in which papers can be asked for: relevance, or by a field that has an ``order``."""


class Example(msgspec.Struct, frozen=True, gc=False):
    """One thing that can be written.

    Attributes:
        topic: The section it belongs to.
        syntax: How it is written, in general.
        meaning: What it finds.
        example: A query that does it.
    """

    topic: str
    syntax: str
    meaning: str
    example: str


class Field(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A field of the query language.

    Attributes:
        name: As it is written before the colon.
        kind: What it holds.
        attribute: The attribute of ``Paper`` that it is about; empty for one that is about none.
        column: The column of the index that has it; a date's or a number's is made from this.
        last: For dates that may be only a month or a year: the attribute of ``Paper`` that has the
            last day, and the column for those that are no day.
        narrows: Whether it narrows the results without being words to look for.
        order: What the order by it is called, the largest first, and the other way round; None
            where papers can't be put in its order.
        heading: What stands above a column of it, in at most four letters.
        absent: The word for papers of which it is not known; empty where nobody asks for them.
        names_one: Whether a value names one paper, so that no beginning of it means anything.
        aliases: Other names of it in the language.
        also_called: What people call it elsewhere: what they meant where there is no such field.
        expected: What stands where a value is expected, for messages.
        values: Values that mean the same to everybody, for completion.
        example: Its line in help; None where another field's speaks for it.
    """

    name: str
    kind: Kind
    attribute: str = ""
    column: str = ""
    last: str = ""
    narrows: bool = True
    order: tuple[str, str] | None = None
    heading: str = ""
    absent: str = ""
    names_one: bool = False
    aliases: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    expected: str
    values: tuple[str, ...] = ()
    example: Example | None = None


_WORD: Final = "a word"
_DATE: Final = "a date such as 2024, 2024-03-15, 7d or today"
_NUMBER: Final = "a number such as 10, >10 or 3..5"
_DAYS: Final = ("today", "yesterday", "7d", "30d", "1y", "unknown")

_ALL: Final = (
    Field(
        name="title",
        kind="text",
        attribute="title",
        column="title",
        narrows=False,
        aliases=("ti",),
        expected=_WORD,
        example=Example(
            "Fields", "title:  abstract:", "only there; short ti: and abs:", "title:survey"
        ),
    ),
    Field(
        name="abstract",
        kind="text",
        attribute="abstract",
        column="abstract",
        narrows=False,
        aliases=("abs",),
        also_called=("text", "summary"),
        expected=_WORD,
    ),
    Field(
        name="author",
        kind="text",
        attribute="authors",
        column="authors",
        narrows=False,
        aliases=("au",),
        also_called=("name", "by"),
        expected="a name",
        example=Example("Fields", "author:", "a name; short au:", 'author:"Emmy Noether"'),
    ),
    Field(
        name="org",
        kind="name",
        attribute="orgs",
        column="org",
        absent="none",
        also_called=(
            *("organisation", "organization", "organizations", "organisations"),
            *("affiliation", "company", "lab"),
        ),
        expected="an organisation",
        values=("none",),
        example=Example(
            "Fields", "org:", "an organisation: its slug, name or a word of it", "org:kestrel"
        ),
    ),
    Field(
        name="cat",
        kind="name",
        attribute="categories",
        column="cat",
        absent="none",
        also_called=("category", "categories", "subject", "primary"),
        expected="a category such as cs.CL",
        example=Example("Fields", "cat:", "an arXiv category; cs is all of cs.*", "cat:cs.CL"),
    ),
    Field(
        name="venue",
        kind="name",
        attribute="venue",
        column="venue",
        absent="none",
        also_called=("journal", "conference", "booktitle", "proceedings"),
        expected="a journal or a conference",
        values=("none",),
        example=Example(
            "Fields", "venue:", "words of a journal or a conference", 'venue:"machine learning"'
        ),
    ),
    Field(
        name="id",
        kind="name",
        attribute="arxiv_id",
        column="id",
        narrows=False,
        names_one=True,
        aliases=("arxiv", "doi"),
        also_called=("key",),
        expected="an arXiv id or a DOI",
        example=Example("Fields", "id:", "an arXiv id or a DOI", "id:2401.01234"),
    ),
    Field(
        name="source",
        kind="name",
        attribute="sources",
        column="source",
        expected="the name of a source",
        example=Example("Fields", "source:", "a format that knew the paper", "source:quire"),
    ),
    Field(
        name="date",
        kind="date",
        attribute="published",
        column="published",
        last="published_last",
        order=("newest first", "oldest first"),
        absent="unknown",
        also_called=("year", "published", "month", "day", "after", "before", "since"),
        expected=_DATE,
        values=_DAYS,
        example=Example(
            "Dates", "date:", "when it was published: a year, a month or a day", "date:2024-03"
        ),
    ),
    Field(
        name="featured",
        kind="date",
        attribute="featured",
        column="featured",
        order=("newest featured first", "oldest featured first"),
        absent="unknown",
        expected=_DATE,
        values=_DAYS,
        example=Example("Dates", "featured:", "when it was on Daily Papers", "featured:2024"),
    ),
    Field(
        name="added",
        kind="date",
        attribute="added",
        column="added",
        order=("newest added first", "oldest added first"),
        absent="unknown",
        also_called=("new", "indexed"),
        expected=_DATE,
        values=_DAYS,
        example=Example("Dates", "added:", "when this index first had it", "added:7d"),
    ),
    Field(
        name="authors",
        kind="number",
        attribute="author_count",
        column="author_count",
        order=("most authors first", "fewest authors first"),
        heading="Auth",
        absent="unknown",
        expected=_NUMBER,
        values=("unknown",),
        example=Example("Numbers", "authors:", "how many people wrote it", "authors:3..5"),
    ),
    Field(
        name="comments",
        kind="number",
        attribute="comments",
        column="comments",
        order=("most comments first", "fewest comments first"),
        heading="Com",
        absent="unknown",
        expected=_NUMBER,
        example=Example("Numbers", "comments:  upvotes:", "on Daily Papers", "upvotes:>=10"),
    ),
    Field(
        name="upvotes",
        kind="number",
        attribute="upvotes",
        column="upvotes",
        order=("most upvotes first", "fewest upvotes first"),
        heading="Up",
        absent="unknown",
        also_called=("votes", "likes"),
        expected=_NUMBER,
    ),
    Field(
        name="stars",
        kind="number",
        attribute="stars",
        column="stars",
        order=("most stars first", "fewest stars first"),
        heading="Star",
        absent="unknown",
        also_called=("github",),
        expected=_NUMBER,
        example=Example("Numbers", "stars:", "of the code; 1.5k is 1500", "stars:>1.5k"),
    ),
    Field(
        name="like",
        kind="name",
        narrows=False,
        names_one=True,
        also_called=("similar",),
        expected="the id of a paper",
        example=Example("Fields", "like:", "papers like the one with this id", "like:2401.01234"),
    ),
    Field(
        name="near",
        kind="name",
        narrows=False,
        names_one=True,
        also_called=("meaning", "semantic", "about"),
        expected="a text in quotes",
        example=Example(
            "Fields",
            "near:",
            "the hundred papers nearest to a text in meaning",
            'near:"robots that learn by watching people"',
        ),
    ),
    Field(
        name="is",
        kind="library",
        also_called=("has", "status", "state"),
        expected="new, read, unread, starred, noted or marked",
        values=("new", "read", "unread", "starred", "noted", "marked"),
        example=Example(
            "Your library",
            "is:",
            "new, read, unread, starred, noted or marked",
            "is:unread is:starred",
        ),
    ),
    Field(
        name="tag",
        kind="library",
        absent="none",
        also_called=("tags", "tagged", "label", "collection"),
        expected="one of your tags",
        values=("none",),
        example=Example("Your library", "tag:", "one of your tags; none: without any", "tag:rl"),
    ),
    Field(
        name="note",
        kind="library",
        absent="none",
        also_called=("notes",),
        expected="a word of your notes",
        values=("none",),
        example=Example("Your library", "note:", "a word of your notes", "note:baseline"),
    ),
    Field(
        name="saved",
        kind="library",
        also_called=("search", "query"),
        expected="the name of a saved search",
        example=Example("Your library", "saved:", "what a saved search finds", "saved:agents"),
    ),
)

FIELDS: Final = {field.name: field for field in _ALL}
"""Every field by its name, in the order help lists them."""

ALIASES: Final = {alias: field.name for field in _ALL for alias in field.aliases}
"""Other names of fields, and which."""

MEANT: Final = {called: field.name for field in _ALL for called in field.also_called}
"""What people call fields elsewhere, and which they mean."""

TEXT_FIELDS: Final = tuple(field.name for field in _ALL if field.kind == "text")
NAME_FIELDS: Final = tuple(field.name for field in _ALL if field.kind == "name")
DATE_FIELDS: Final = tuple(field.name for field in _ALL if field.kind == "date")
NUMBER_FIELDS: Final = tuple(field.name for field in _ALL if field.kind == "number")
LIBRARY_FIELDS: Final = tuple(field.name for field in _ALL if field.kind == "library")
"""Names of the fields of each kind."""

OWN_NAMES: Final = ("tag", "saved")
"""Fields whose values are names that the reader has given."""

QUANTITIES: Final = tuple(field for field in _ALL if field.kind in ("date", "number"))
"""Fields of days and counts: they have comparisons, ranges and a column of integers."""

COUNTS: Final = tuple(field.attribute for field in _ALL if field.kind == "number")
"""The attributes of ``Paper`` that are counts."""

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
"""The names of all orders."""

ORDER_LABELS: Final[dict[str, tuple[str, str]]] = {
    "relevance": ("best match first", "worst match first")
} | {field.name: field.order for field in _ALL if field.order is not None}
"""What each order is called, and the other way round."""

SORTING: Final = tuple(field for field in _ALL if field.order is not None)
"""Fields in whose order papers can be asked for."""

FILTER_FIELDS: Final = tuple(field.name for field in _ALL if field.narrows)
"""Names of fields that narrow the results without being words to look for."""


def absent_word(name: str | None) -> str:
    """How to ask a field for papers of which it is not known; empty where that is no question."""
    return FIELDS[name].absent if name is not None else ""

"""The one description of the query language: its syntax, with meanings and examples.

``quire help query``, the README and the browser's help are made of it.
"""

from __future__ import annotations

from typing import Final

import msgspec


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


QUERY_EXAMPLES: Final = (
    Example("Words", "words", "papers with all of the words", "sparse attention"),
    Example("Words", '"a phrase"', "these words next to each other", '"mixture of experts"'),
    Example("Words", "begin*", "words that begin like this", "quanti*"),
    Example("Words", "near~", "this spelling and those close to it", "tokenizr~"),
    Example("Words", "C++  GPT-4o  O(n log n)", "symbols are part of a word", "O(n log n)"),
    Example("Words", "pre-training", "also pretraining and pre training", "pre-training"),
    Example(
        "Words", "an id, a DOI or an address", "that paper", "https://arxiv.org/abs/2401.01234v2"
    ),
    Example("Joining", "a b  or  a AND b", "both", "retrieval AND speech"),
    Example("Joining", "a OR b", "at least one of them", "speech OR audio"),
    Example("Joining", "-a  or  NOT a", "all but these", "speech -survey"),
    Example("Joining", "( ... )", "what belongs together", "retrieval (speech OR audio)"),
    Example("Fields", "title:  abstract:", "only there; short ti: and abs:", "title:survey"),
    Example("Fields", "author:", "a name; short au:", 'author:"Emmy Noether"'),
    Example("Fields", "org:", "an organisation: its slug, name or a word of it", "org:kestrel"),
    Example("Fields", "cat:", "an arXiv category; cs is all of cs.*", "cat:cs.CL"),
    Example("Fields", "id:", "an arXiv id or a DOI", "id:2401.01234"),
    Example("Fields", "source:", "a format that knew the paper", "source:quire"),
    Example("Fields", "like:", "papers like the one with this id", "like:2401.01234"),
    Example("Fields", "field:(a OR b)", "any of several values", "org:(kestrel OR tidepool)"),
    Example("Fields", "-field:value", "all but this value", "-org:kestrel"),
    Example("Dates", "date:", "when it was published: a year, a month or a day", "date:2024-03"),
    Example("Dates", "featured:", "when it was on Daily Papers", "featured:2024"),
    Example("Dates", "from..to", "both included; either may be left out", "date:2023-05..2024-02"),
    Example("Dates", ">  >=  <  <=", "after, since, before, until", "date:>=2024-03-01"),
    Example("Dates", "7d  2w  3m  1y", "the last days, weeks, months, years", "date:2w"),
    Example("Dates", "today  yesterday", "that day, as it is in UTC", "date:today"),
    Example("Numbers", "authors:", "how many people wrote it", "authors:3..5"),
    Example("Numbers", "comments:  upvotes:", "on Daily Papers", "upvotes:>=10"),
    Example("Numbers", "stars:", "of the code; 1.5k is 1500", "stars:>1.5k"),
    Example("Unknown", "field:unknown", "where the sources do not say", "date:unknown"),
    Example("Unknown", "org:none", "the same, for organisations", "org:none"),
    Example("Unknown", "field:*", "where the sources say something", "comments:*"),
)
"""Everything that can be written, in the order help shows it."""

_NOTES: Final = """
Case and accents do not matter: scholkopf finds Schölkopf. Words are found in every form and
spelling: model finds models, LLM finds LLMs, colour finds color, tau finds τ.

A word that names an organisation finds its papers too: kestrel diffusion.

By relevance, papers that match all of the words come first; those that match only some follow
with a count of their own. Where no paper has all of six or more words, those with most of them
are the matches; how many words that takes is said.

Very common words (the, of, a) are left out unless there is nothing else, or they stand in quotes.
"""
QUERY_NOTES: Final = tuple(" ".join(note.split()) for note in _NOTES.split("\n\n"))
"""What holds for all of them."""


def help_text() -> str:
    """The help as plain lines of at most eighty columns."""
    width = max(len(example.syntax) for example in QUERY_EXAMPLES)
    lines: list[str] = []
    topic = ""
    for example in QUERY_EXAMPLES:
        if example.topic != topic:
            topic = example.topic
            lines += ["", topic] if lines else [topic]
        lines.append(f"  {example.syntax:<{width}}  {example.meaning}")
        if example.example != example.syntax:
            lines.append(f"  {'':<{width}}    {example.example}")
    from textwrap import fill

    for note in QUERY_NOTES:
        lines += ["", fill(note, 80)]
    return "\n".join(lines) + "\n"


def help_markdown() -> str:
    """The help as a Markdown table, for the README."""
    lines = ["| write | to find | for example |", "|---|---|---|"]
    for example in QUERY_EXAMPLES:
        syntax, meaning = (text.replace("|", "\\|") for text in (example.syntax, example.meaning))
        lines.append(f"| `{syntax}` | {meaning} | `{example.example}` |")
    return "\n".join(lines) + "\n"

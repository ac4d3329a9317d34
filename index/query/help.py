"""The one description of the query language: its syntax, with meanings and examples.

``quire help query``, the README and the browser's help are made of it.
"""

from __future__ import annotations

from typing import Final

from index.fields import FIELDS, Example

_WORDS: Final = (
    Example("Words", "words", "papers with all of the words", "sparse attention"),
    Example("Words", '"a phrase"', "these words next to each other", '"mixture of experts"'),
    Example("Words", "begin*", "words that begin like this: a wildcard", "quanti*"),
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
)
_ANY_FIELD: Final = (
    Example("Fields", "field:(a OR b)", "any of several values", "org:(kestrel OR tidepool)"),
    Example("Fields", "-field:value", "all but this value", "-org:kestrel"),
)
_ANY_DATE: Final = (
    Example("Dates", "from..to", "both included; either may be left out", "date:2023-05..2024-02"),
    Example("Dates", ">  >=  <  <=", "after, since, before, until", "date:>=2024-03-01"),
    Example("Dates", "7d  2w  3m  1y", "the last days, weeks, months, years", "date:2w"),
    Example("Dates", "today  yesterday", "that day, as it is in UTC", "date:today"),
)
_UNKNOWN: Final = (
    Example("Unknown", "field:unknown", "where the sources do not say", "date:unknown"),
    Example("Unknown", "org:none  venue:none", "the same, for names", "org:none"),
    Example("Unknown", "field:*", "where the sources say something", "comments:*"),
)


def _of(topic: str) -> tuple[Example, ...]:
    """The lines of the fields on one topic."""
    examples = (field.example for field in FIELDS.values())
    return tuple(one for one in examples if one is not None and one.topic == topic)


QUERY_EXAMPLES: Final = (
    *_WORDS,
    *_of("Fields"),
    *_ANY_FIELD,
    *_of("Dates"),
    *_ANY_DATE,
    *_of("Numbers"),
    *_of("Your library"),
    *_UNKNOWN,
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

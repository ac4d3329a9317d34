"""Tells titles from abstracts where a saved page does not: by order first, then by shape.

Blocks of text between two blocks of details belong to one paper or, on pages that leave some
details out, to several. The first block is a title. After that every block is either the next
title or one more paragraph of the abstract; the likeliest sequence of all is taken (Viterbi's
algorithm over two states). What counts is

- order: a title and one block of abstract, over and over, costs nothing; more paragraphs cost a
  little; a new paper without details in between some more; a title without an abstract most;
- shape: titles are short, have no full stop, no second sentence, no address, no "we", and often
  Capital Letters; paragraphs are long, end in a full stop, or go on in lower case.

Where every paper has its details, order alone decides: the costs of a title in the middle are
higher when details close the sequence.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_TITLE_AFTER_TITLE: Final = {True: 8.0, False: 3.0}
_TITLE_AFTER_ABSTRACT: Final = {True: 3.0, False: 1.0}
_ONE_MORE_PARAGRAPH: Final = 1.5
_ENDS_IN_TITLE: Final = {True: 6.0, False: 1.5}
_STARTS_WITHOUT_TITLE: Final = 12.0
_LENGTHS: Final = ((120, 2.0), (200, 1.0), (300, -0.5), (500, -3.0), (2_000, -7.0), (10**9, -14.0))


@cache
def _second_sentence() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]{3}[)\]\"'”’]?\.[)\]\"'”’]?\s+[A-Z\d(\"“]|[。！？].")


@cache
def _first_person() -> re.Pattern[str]:
    return re.compile(r"\b(?:we|our)\b|^(?:We|Our|This (?:paper|work|study|report)|In this)\b")


def title_likeness(text: str) -> float:
    """How much a text has the shape of a title: above 0 it rather is one, below rather not."""
    length = len(text)
    score = next(score for limit, score in _LENGTHS if length <= limit)
    if text.endswith((".", "。", '."', ".)")) and not text.endswith("..."):
        score -= 3.0
    elif text.endswith((":", ";", ",")):
        score -= 4.0
    # Of what is long already, the beginning tells the rest.
    text = text[:600]
    sentences = len(_second_sentence().findall(text))
    score -= min(sentences, 2) * 2.0
    if "://" in text or "github.com" in text:
        score -= 3.0
    if _first_person().search(text) is not None:
        score -= 1.5
    first = text[:1]
    if first.islower():
        score -= 0.5
    elif first in "•-–*" or re.match(r"\(?\d{1,2}[.)]\s", text):
        score -= 4.0
    if length > 600:
        return score
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    if len(words) > 1 and sum(word[0].isupper() for word in words) >= 0.6 * len(words):
        score += 1.5
    return score


def find_titles(texts: list[str], *, closed: bool) -> list[bool | None]:
    """For each block of a sequence whether it is a title.

    Args:
        texts: The blocks of text between two blocks of details, at least one.
        closed: Whether details follow the last one.

    Returns:
        True for a title, False for a paragraph of an abstract, None for a paragraph that has
        no title in front of it.
    """
    as_title, as_abstract = 0.0, 0.0
    choices: list[tuple[bool, bool]] = []
    for number, text in enumerate(texts):
        score = title_likeness(text)
        following = len(texts[number + 1]) if number + 1 < len(texts) else 0
        if score >= -1.0 and len(text) <= 200 and following >= 4 * len(text):
            score += 1.0
        if number == 0:
            as_title, as_abstract = score, -score - _STARTS_WITHOUT_TITLE
            continue
        title_after_title = as_title - _TITLE_AFTER_TITLE[closed]
        title_after_abstract = as_abstract - _TITLE_AFTER_ABSTRACT[closed]
        more = as_abstract - _ONE_MORE_PARAGRAPH
        choices.append((title_after_title > title_after_abstract, as_title >= more))
        as_title, as_abstract = (
            max(title_after_title, title_after_abstract) + score,
            max(as_title, more) - score,
        )
    is_title = as_title - _ENDS_IN_TITLE[closed] * (len(texts) > 1) > as_abstract
    labels: list[bool | None] = [is_title]
    for after_title in reversed(choices):
        is_title = after_title[0] if is_title else after_title[1]
        labels.append(is_title)
    labels.reverse()
    for number, label in enumerate(labels):
        if label:
            break
        labels[number] = None
    return labels

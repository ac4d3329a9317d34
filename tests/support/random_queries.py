"""Queries made by chance of what papers have: words, phrases, beginnings, names and filters."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from index.paper import Paper

_WORD = re.compile(r"[^\W_][\w+#'-]*")


def random_query(chance: random.Random, papers: Sequence[Paper], depth: int = 2) -> str:
    """A query in the query language, which is understood, and which may match nothing.

    Args:
        chance: Decides.
        papers: What they have is asked for.
        depth: How deep groups stand in groups.
    """
    if depth == 0 or chance.random() < 0.3:
        return _leaf(chance, papers)
    parts = [random_query(chance, papers, depth - 1) for _ in range(chance.choice((1, 2, 2, 3)))]
    if len(parts) == 1:
        return f"-{_grouped(parts[0])}"
    return (" OR " if chance.random() < 0.4 else " ").join(map(_grouped, parts))


def _grouped(query: str) -> str:
    return f"({query})" if " " in query and not query.startswith("(") else query


def _leaf(chance: random.Random, papers: Sequence[Paper]) -> str:
    paper = chance.choice(papers)
    return chance.choice((_word, _word, _word, _phrase, _beginning, _near, _name, _filter, _date))(
        chance, paper
    )


def _words(chance: random.Random, paper: Paper) -> list[str]:
    text = paper.title if chance.random() < 0.5 else paper.abstract or paper.title
    return _WORD.findall(text) or ["model"]


def _word(chance: random.Random, paper: Paper) -> str:
    word = chance.choice(_words(chance, paper))
    field = chance.choice(("", "", "", "title:", "abs:"))
    return f'{field}"{word}"' if word.isupper() or field else word


def _phrase(chance: random.Random, paper: Paper) -> str:
    words = _words(chance, paper)
    start = chance.randrange(len(words))
    return f'"{" ".join(words[start : start + chance.choice((2, 3))])}"'


def _beginning(chance: random.Random, paper: Paper) -> str:
    long = [word for word in _words(chance, paper) if word.isalpha() and len(word) > 4]
    return f"{chance.choice(long)[: chance.randint(3, 5)].lower()}*" if long else "neur*"


def _near(chance: random.Random, paper: Paper) -> str:
    long = [word for word in _words(chance, paper) if word.isalpha() and len(word) > 5]
    return f"{chance.choice(long).lower()}~" if long else "neural~"


def _name(chance: random.Random, paper: Paper) -> str:
    names = (chance.choice(paper.authors) if paper.authors else "smith").split()
    return f'author:"{chance.choice((names[-1], " ".join(names)))}"'.replace("*", "")


def _filter(chance: random.Random, paper: Paper) -> str:
    said = [
        f"authors:{chance.choice(('', '>', '<='))}{paper.author_count or 1}",
        "authors:unknown",
        "venue:unknown",
        "doi:10.1*",
    ]
    if paper.categories:
        said += [f"cat:{chance.choice(paper.categories)}", f"cat:{paper.categories[0][:2]}"]
    if paper.arxiv_id:
        said.append(f'id:"{paper.arxiv_id}"')
    if paper.doi:
        said.append(f'doi:"{paper.doi}"')
    if paper.venue and (words := _WORD.findall(paper.venue)):
        said.append(f'venue:"{chance.choice(words)}"')
    return chance.choice(said)


def _date(chance: random.Random, paper: Paper) -> str:
    day = paper.published
    if day is None:
        return "date:unknown"
    return chance.choice(
        (
            f"date:{day.year}",
            f"date:{day:%Y-%m}",
            f"date:<={day.isoformat()}",
            f"date:{day.year - 1}..{day:%Y-%m}",
        )
    )

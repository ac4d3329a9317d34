"""``quire library import --tag``: a bibliography, or any other list of papers, as a tag."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import IndexMissing, InputError
from index.identity import paper_key
from index.library.naming import main_name, tidy_name
from index.paper import OrganisationRecord, Paper, Rejected
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from index.library.library import Library
    from index.papers import Papers

_WINDOW: Final = 10_000
"""Hits that are asked for at once."""

_REJECTED_SHOWN: Final = 100
"""Rejected records that are named; all are counted."""


def import_as_tag(library: Library, options: argparse.Namespace) -> int:
    """Tag the papers of some files, those that the index does not have, too.

    A library knows papers by all their names. So whatever is tagged here, the index has it under
    the tag from the moment on when it has the paper, whichever names it knows it by.

    Args:
        library: What remembers them.
        options: With ``paths``, ``tag``, ``index`` and ``json``.

    Returns:
        The exit code.

    Raises:
        InputError: A file can't be read, or no paper is in any.
        UsageError: A query could not ask for the tag.
    """
    from index.engines import open_index

    _, tag = tidy_name(options.tag, "a tag")
    papers, rejected = _read(options.paths)
    with ExitStack() as stack:
        index: Papers | None = None
        # Where there is none they are tagged all the same, and found when there is one.
        with suppress(IndexMissing):
            index = stack.enter_context(open_index(options.index, overlay=library))
        change = library.tag(papers, [tag], index=index)
        there = 0 if index is None else _count_there(papers, tag, library, index)
    report = {
        "tag": tag,
        "papers": len(papers),
        "in_index": there,
        "remembered": len(papers) - there,
        "changed": change.count,
        "unchanged": change.unchanged,
        "rejected": {"count": len(rejected), "first": rejected[:_REJECTED_SHOWN]},
    }
    if options.json:
        print_json(report)
        return EXIT_DONE
    narrate(
        *(f"rejected {one.file}:{one.line}: {one.reason}" for one in rejected[:_REJECTED_SHOWN])
    )
    if (more := len(rejected) - _REJECTED_SHOWN) > 0:
        narrate(f"rejected {more:,} more")
    summary = f"tagged {tag}: {counted(len(papers), 'paper')}"
    if change.unchanged:
        summary += (
            f" ({change.unchanged:,} {'was' if change.unchanged == 1 else 'were'} so already)"
        )
    summary += f"; {there:,} of them {'is' if there == 1 else 'are'} in the index"
    if there < len(papers):
        summary += f", and {len(papers) - there:,} will be tagged there when the index has them"
    narrate(summary)
    return EXIT_DONE


def _read(paths: Sequence[str]) -> tuple[list[Paper], list[Rejected]]:
    """The papers of some files, each once, and the records that are none."""
    from index.sources.records import records_at

    papers: dict[str, Paper] = {}
    rejected: list[Rejected] = []
    for record in records_at(paths):
        if isinstance(record, Rejected):
            rejected.append(record)
        elif isinstance(record, OrganisationRecord):
            reason = "it says organisations alone, and a tag is for papers"
            rejected.append(Rejected(file=record.file, line=record.line, reason=reason))
        else:
            paper = msgspec.structs.replace(record, key=paper_key(record.arxiv_id, record.title))
            papers.setdefault(main_name(paper), paper)
    if not papers:
        first = (
            f" ({rejected[0].file}:{rejected[0].line}: {rejected[0].reason})" if rejected else ""
        )
        raise InputError(f"no paper is in {', '.join(paths)}{first}: nothing was tagged")
    return list(papers.values()), rejected


def _count_there(papers: Iterable[Paper], tag: str, library: Library, index: Papers) -> int:
    """How many of some papers that have a tag the index has, under whatever names."""
    numbers = {name: number for number, name in library.main_names(-1)[0]}
    there: set[int] = set()
    seen = 0
    while True:
        page = index.search(f'tag:"{tag}"', sort="date", limit=_WINDOW, offset=seen)
        for known_as in index.known_as([hit.paper for hit in page.hits]).values():
            there.update(known_as)
        seen += len(page.hits)
        if len(page.hits) < _WINDOW:
            break
    return sum(numbers[main_name(paper)] in there for paper in papers)

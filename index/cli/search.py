"""``quire search``: the papers that a query finds, as lines, JSON, a count or an export."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from index.cli.arguments import add_fuzzy, add_library, add_semantic, library_for, use_meaning
from index.cli.output import hit_object, narrate_notes
from index.errors import UsageError
from index.exporting import EXPORTERS
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import flush_output, narrate, print_json, print_text, write_output
from index.results import SORTS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from index.cli.arguments import Parser
    from index.paper import Paper
    from index.papers import Papers
    from index.results import Page


_WINDOW = 10_000
"""Hits that are asked for at once."""


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_query()
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20; 0 is all")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="skip this many")
    parser.add_argument("--sort", choices=SORTS, help="default: date without words, else relevance")
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--count", action="store_true", help="print only the number of papers")
    parser.add_argument(
        "--explain", action="store_true", help="how many papers each part of the query matches"
    )
    parser.add_argument(
        "--format",
        choices=tuple(EXPORTERS),
        help="export the papers that match in full, in this format",
    )
    add_fuzzy(parser)
    add_semantic(parser)
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    for name in ("json", "count", "explain"):
        if options.format and getattr(options, name):
            raise UsageError(f"--format and --{name} ask for different things: take one of them")
    from index.engine.limits import require_number
    from index.engines import open_index

    require_number("--limit", options.limit)
    require_number("--offset", options.offset)
    with open_index(options.index, overlay=library_for(options, options.query)) as papers:
        use_meaning(papers, options)
        if options.explain:
            return _print_explanation(papers, options)
        if options.count:
            return _print_count(papers, options)
        if options.format:
            return _export_hits(papers, options)
        return _print_hits(papers, options)


def _print_explanation(papers: Papers, options: argparse.Namespace) -> int:
    page = papers.search(options.query, sort="date", limit=0, fuzzy=options.fuzzy)
    _narrate(papers, options, page)
    explanation = papers.explain(page.corrected or options.query)
    scores = []
    if options.sort in (None, "relevance") and not options.reverse:
        limit = options.limit or papers.count
        scores = papers.meaning.scores(
            options.query, limit=limit, offset=options.offset, fuzzy=options.fuzzy
        )
    if options.json:
        import msgspec

        more = {"papers": scores} if scores else {}
        print_json({**msgspec.structs.asdict(explanation), **more})
    else:
        from index.cli.text import explanation_text

        print_text(explanation_text(explanation, scores))
    return EXIT_DONE if explanation.total else EXIT_NO_RESULTS


def _print_count(papers: Papers, options: argparse.Namespace) -> int:
    page = papers.search(options.query, sort="date", limit=0, fuzzy=options.fuzzy)
    _narrate(papers, options, page)
    if options.json:
        enough = {"required": page.required, "of": page.of} if page.required else {}
        print_json({"total": page.total, **enough})
    else:
        print_text(f"{page.total}\n")
    return EXIT_DONE if page.total else EXIT_NO_RESULTS


def _narrate(papers: Papers, options: argparse.Namespace, page: Page) -> None:
    """Say how a query was answered and, where nothing matches it, what there is of other days."""
    narrate_notes(options.query, page)
    if page.total:
        return
    from index.age import days_in_vain
    from index.storage.location import index_place, index_scheme

    # What is at an address gets its papers by `quire push`.
    newer = "" if index_scheme(os.fsdecode(index_place(options.index))) else "`quire sync`"
    for sentence in days_in_vain(options.query, papers, newer=newer):
        narrate(f"quire: {sentence[0].lower()}{sentence[1:].removesuffix('.')}")


def _pages(papers: Papers, options: argparse.Namespace, *, partial: bool = True) -> Iterator[Page]:
    """An answer in parts of bounded size, at least one, until its end or the limit."""
    seen = 0
    while True:
        window = _WINDOW if options.limit == 0 else min(_WINDOW, options.limit - seen)
        page = papers.search(
            options.query,
            sort=options.sort,
            reverse=options.reverse,
            limit=window,
            offset=options.offset + seen,
            fuzzy=options.fuzzy,
            partial=partial,
        )
        if not seen:
            _narrate(papers, options, page)
        yield page
        seen += len(page.hits)
        if len(page.hits) < window or seen == options.limit:
            return


def _export_hits(papers: Papers, options: argparse.Namespace) -> int:
    """Export what matches in full: in a bibliography nothing marks what matches in part."""
    from index.cli.text import page_summary
    from index.exporting import export

    page: Page | None = None
    exported = 0

    def found() -> Iterator[Paper]:
        nonlocal page, exported
        for page in _pages(papers, options, partial=False):
            for hit in page.hits:
                exported += 1
                yield hit.paper

    for text in export(found(), options.format):
        write_output(text.encode("utf-8", "replace"))
    flush_output()
    if page is not None:
        narrate(page_summary(page, exported))
    return EXIT_DONE if exported else EXIT_NO_RESULTS


def _print_hits(papers: Papers, options: argparse.Namespace) -> int:
    import msgspec

    from index.cli.text import hit_line
    from index.text.terminal_safe_json import inert_json

    encode = msgspec.json.Encoder().encode
    printed = partial = by_meaning = 0
    for page in _pages(papers, options):
        if options.json:
            objects = (hit_object(hit, mixed=page.mixed) for hit in page.hits)
            lines = (encode(one) + b"\n" for one in objects)
            write_output(inert_json(b"".join(lines)))
        else:
            print_text("".join(hit_line(hit) for hit in page.hits))
        printed += len(page.hits)
        partial += sum(hit.partial for hit in page.hits)
        by_meaning += sum(hit.by_meaning for hit in page.hits)
    flush_output()
    if not options.json:
        from index.cli.text import page_summary

        narrate(page_summary(page, printed, partial, by_meaning))
    return EXIT_DONE if printed else EXIT_NO_RESULTS

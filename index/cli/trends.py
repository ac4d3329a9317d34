"""``quire trends``: what queries find over time, as a picture, JSON, CSV or SVG."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_fuzzy, add_library, library_for
from index.cli.output import narrate_notes
from index.errors import OutputError, UsageError
from index.fields import DATE_FIELDS
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json, print_text
from index.results import PERIODS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from index.cli.arguments import Parser
    from index.results import FrequentNames, NameCount, Trend

_READ: Final = 100_000
"""Papers whose authors are read: about a second."""

_PIPED: Final = (80, 24)
"""Cells of a terminal where there is none."""


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_queries()
    parser.add_argument("--by", choices=PERIODS, default="month", help="default: month")
    parser.add_argument(
        "--days", choices=DATE_FIELDS, default="date", help="which date counts; default: date"
    )
    parser.add_argument(
        "--share", action="store_true", help="draw the share of all papers of each period"
    )
    parser.add_argument("--csv", action="store_true", help="print a table")
    parser.add_argument(
        "--svg", metavar="FILE", help="write a picture for slides; - is standard output"
    )
    parser.add_argument(
        "--top",
        type=int,
        default=5,
        metavar="N",
        help="list so many organisations, categories and authors; default: 5",
    )
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII only")
    add_fuzzy(parser)
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.engine.limits import require_number
    from index.engines import open_index
    from index.trends.columns import MOST_QUERIES

    require_number("--top", options.top)
    if options.json and options.csv:
        raise UsageError("--json and --csv ask for different things: take one of them")
    if options.svg == "-" and (options.json or options.csv):
        raise UsageError("--svg - prints a picture, and nothing else: name a file for it")
    queries = options.queries or [""]
    if len(queries) > MOST_QUERIES:
        raise UsageError(
            f"{len(queries)} queries are more than the {MOST_QUERIES} that one picture shows: "
            "quote each query as one argument"
        )
    with open_index(options.index, overlay=library_for(options, *queries)) as papers:
        trends = [
            papers.trend(query, by=options.by, days_by=options.days, fuzzy=options.fuzzy)
            for query in queries
        ]
        names = []
        if options.top and not options.csv and options.svg != "-":
            names = [
                papers.frequent_names(
                    query,
                    most=options.top,
                    days_by=options.days,
                    read=_READ,
                    fuzzy=options.fuzzy,
                )
                for query in queries
            ]
    for query, trend in zip(queries, trends, strict=True):
        narrate_notes(query, trend)
    answered = [trend.corrected or query for query, trend in zip(queries, trends, strict=True)]
    if options.svg is not None:
        _write_svg(answered, trends, options)
    if options.json:
        print_json(_report(queries, trends, names, options))
    elif options.csv:
        _print_csv(answered, trends, options)
    elif options.svg != "-":
        _print_picture(answered, trends, names, options)
    return EXIT_DONE if any(trend.total for trend in trends) else EXIT_NO_RESULTS


def _report(
    queries: Sequence[str],
    trends: Sequence[Trend],
    names: Sequence[FrequentNames],
    options: argparse.Namespace,
) -> dict[str, object]:
    from index.trends.columns import columns_of

    columns, _ = columns_of(trends, len(trends[0].periods))
    found = []
    for number, (query, trend) in enumerate(zip(queries, trends, strict=True)):
        one: dict[str, object] = {
            "query": query,
            "total": trend.total,
            "imprecise": trend.imprecise,
            "undated": trend.undated,
            "corrected": trend.corrected,
            "suggestion": trend.suggestion,
            "required": trend.required,
            "of": trend.of,
            "periods": [
                {
                    "period": column.label(options.by),
                    "start": column.first,
                    "count": column.counts[number],
                    "all": column.all,
                    "share": column.values(share=True)[number],
                }
                for column in columns
            ],
        }
        if names:
            counted = names[number]
            one |= {
                "since": counted.since,
                "organisations": list(map(_name_object, counted.organisations)),
                "categories": list(map(_name_object, counted.categories)),
                "authors": list(map(_name_object, counted.authors)),
                "authors_of": counted.read,
            }
        found.append(one)
    return {"by": options.by, "days": options.days, "trends": found}


def _name_object(name: NameCount) -> dict[str, object]:
    facts = {field: getattr(name, field) for field in name.__struct_fields__}
    return {**facts, "rises": name.rises}


def _print_csv(
    queries: Sequence[str], trends: Sequence[Trend], options: argparse.Namespace
) -> None:
    from index.cli.trends_text import remarks, table_lines
    from index.trends.columns import columns_of

    columns, _ = columns_of(trends, len(trends[0].periods))
    print_text("".join(table_lines(queries, columns, options.by)))
    for query, trend in zip(queries, trends, strict=True):
        narrate(*(f"{query or 'all papers'}: {told}" for told in remarks(trend, options.by)))


def _print_picture(
    queries: Sequence[str],
    trends: Sequence[Trend],
    names: Sequence[FrequentNames],
    options: argparse.Namespace,
) -> None:
    from shutil import get_terminal_size

    from index.cli.trends_text import trends_text
    from index.process.charset import speaks_utf8

    print_text(
        trends_text(
            queries,
            trends,
            names,
            period=options.by,
            days_by=options.days,
            share=options.share,
            width=get_terminal_size(_PIPED).columns,
            is_ascii=options.ascii or not speaks_utf8(os.environ),
        )
    )


def _write_svg(
    queries: Sequence[str], trends: Sequence[Trend], options: argparse.Namespace
) -> None:
    from index.cli.trends_text import heading
    from index.trends.columns import columns_of
    from index.trends.svg import MOST_COLUMNS, svg

    columns, each = columns_of(trends, MOST_COLUMNS)
    title = heading(options.by, options.days, share=options.share)
    if len(queries) == 1:
        title = f"{queries[0] or 'All papers'}: {title[0].lower()}{title[1:]}"
    if each > 1:
        title += f", {each} {options.by}s together"
    picture = svg(columns, queries, options.by, title, share=options.share)
    if options.svg == "-":
        print_text(picture)
        return
    try:
        with open(options.svg, "w", encoding="utf-8") as file:
            file.write(picture)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"can't write {options.svg}: {reason.lower()}") from None
    narrate(f"wrote {options.svg}")

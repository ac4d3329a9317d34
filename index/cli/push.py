"""``quire push``: papers to a search cluster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.cli.arguments import add_input_arguments
from index.errors import InputError, UsageError
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse

    from index.building.part import Part
    from index.building.push_report import PushReport
    from index.cli.arguments import Parser

_MOST_SHARDS = 1_024


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_argument(
        "url", metavar="URL", help="the index on the cluster, such as https://host:9200/papers"
    )
    add_input_arguments(parser)
    parser.clean_up()
    parser.add_argument(
        "--update", action="store_true", help="add to the index that is there; the rest stays"
    )
    parser.add_argument(
        "--shard",
        metavar="I/N",
        help="read and send the I-th of N parts; other machines do the others",
    )
    parser.add_argument("--shards", type=int, metavar="N", help="parts the cluster keeps")
    parser.add_argument("--replicas", type=int, metavar="N", help="copies of each part")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.building.push import push
    from index.cli.build import followed
    from index.cli.text import note_lines, passed_over_lines, rejected_lines

    _require("--shards", options.shards, 1)
    _require("--replicas", options.replicas, 0)
    part = None if options.shard is None else _part(options.shard)
    with followed(options) as bars:
        report = push(
            options.url,
            options.paths,
            update=options.update,
            part=part,
            shards=options.shards,
            replicas=options.replicas,
            format=options.format,
            year=options.year,
            strict=options.strict,
            progress=bars.reading,
            say=bars.say,
        )
    if options.json:
        print_json(report)
    else:
        narrate(*rejected_lines(report), *_refused_lines(report))
        narrate(*note_lines(report), *passed_over_lines(report))
        narrate(_summary(report), f"index: {report.index}")
    _require_taken(report, strict=options.strict)
    return EXIT_DONE


def _require_taken(report: PushReport, *, strict: bool) -> None:
    """Refuse to call done what brought no paper into the index, or under ``strict`` not all."""
    refused = report.refused
    if not refused.count or ((report.sent or report.unchanged) and not strict):
        return
    first = refused.first[0]
    raise InputError(
        f"{report.index} refused {counted(refused.count, 'paper')}, the first {first.key} "
        f"({first.reason})"
    )


def _part(text: str) -> Part:
    from index.building.part import Part

    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise UsageError(f"--shard is a part of several, such as 1/4, not {text}")
    return Part(int(found[1]), int(found[2]))


def _require(what: str, number: int | None, least: int) -> None:
    if number is not None and not least <= number <= _MOST_SHARDS:
        raise UsageError(f"{what} is a number from {least} to {_MOST_SHARDS}, not {number}")


def _refused_lines(report: PushReport) -> list[str]:
    refused = report.refused
    lines = [f"refused by the cluster {one.key}: {one.reason}" for one in refused.first]
    if (more := refused.count - len(refused.first)) > 0:
        lines.append(f"refused by the cluster {more:,} more")
    return lines


def _summary(report: PushReport) -> str:

    parts = [
        counted(report.records, "record"),
        *([f"{report.elsewhere:,} of other parts"] if report.elsewhere else []),
        f"{report.merged:,} merged",
        f"{report.rejected.count:,} rejected",
        f"{report.sent:,} sent",
        f"{report.refused.count:,} refused",
        f"{report.unchanged:,} there already",
    ]
    papers = counted(report.papers, "paper")
    summary = f"{papers} after {', '.join(parts)} in {report.seconds:.1f} s"
    if report.live:
        return summary
    return f"{summary}; {'searched when all parts are sent' if report.papers else 'not searched'}"

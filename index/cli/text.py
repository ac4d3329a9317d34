"""Answers as text for people: pure functions from what the index says to lines."""

from __future__ import annotations

import datetime
import textwrap
from typing import TYPE_CHECKING, Final

from index.fields import COUNTS, FIELDS
from index.process.quoting import shortened
from index.process.streams import printable
from index.text.cleaning import one_line
from index.text.counting import counted
from index.text.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.building.push_report import PushReport
    from index.building.report import Report
    from index.description import Description
    from index.explanation import Explained, Explanation, PaperScores
    from index.fetching.standing import Standing
    from index.paper import Organisation, Paper
    from index.results import Facets, Hit, Mine, Page, Trend
    from index.storage.store import VectorFiles

UNKNOWN = "-"

_NOTES: Final = 10
"""How many notes on its inputs a build prints."""


def hit_line(hit: Hit) -> str:
    """One line for a paper: date, key and title, so that sort and cut work on it."""
    paper = hit.paper
    date = paper.published_text or UNKNOWN
    return f"{date:<10}  {one_line(paper.key):<12}  {one_line(paper.title)}\n"


def page_summary(page: Page, printed: int, partial: int = 0, by_meaning: int = 0) -> str:
    """The counts and the time of a search, in one sentence.

    Args:
        page: The last part of the answer.
        printed: How many papers were printed of all its parts.
        partial: How many of those match only some of the words.
        by_meaning: How many of those only meaning finds.
    """
    printed -= by_meaning
    more, more_partial = ("+" if page.capped == one else "" for one in ("total", "partial_total"))
    total, some = page.total, f"{page.partial_total:,}{more_partial}"
    if page.required is not None:
        # Those with fewer words stand among the others.
        all_papers = counted(total + page.partial_total, "paper", more or more_partial)
        summary = f"{printed:,} of {all_papers}"
        if page.partial_total:
            summary += " with some of the words"
    else:
        full = printed - partial
        papers = counted(total, "paper", more)
        summary = f"{full:,} of {papers}" if total or not partial else "no papers"
        if partial:
            some = f"{partial:,} of {some}"
        if page.partial_total:
            summary += f", and {some} that match only some of the words"
    if page.meaning_total:
        near = f"{page.meaning_total:,}"
        if by_meaning:
            near = f"{by_meaning:,} of {near}"
        summary += f", and {near} similar in meaning"
    return f"{summary} ({page.seconds * 1000:.1f} ms)"


def notes(query: str, answer: Page | Facets | Trend) -> list[str]:
    """Sentences on how a query was answered, where papers lack what it asks for or excludes."""
    lines = [f"quire: {shortened(absent.sentence)}" for absent in answer.absent]
    if answer.corrected is not None:
        near = shortened(answer.corrected)
        lines.append(f"quire: nothing matches {shortened(query)}; this is for {near}")
    if answer.required is not None:
        have = "has" if answer.total == 1 else "have"
        lines.append(
            f"No paper has all {answer.of} words; {answer.total:,} {have} {answer.required} or more"
        )
    if (refusal := getattr(answer, "refusal", None)) is not None:
        lines.append(f"quire: {refusal}")
    if answer.suggestion is not None:
        near = shortened(answer.suggestion)
        lines.append(f"quire: nothing matches {shortened(query)}; --fuzzy would answer for {near}")
    return lines


def rejected_lines(report: Report | PushReport, most: int = 100) -> list[str]:
    """Which records a build rejected and why, a line each; of very many only the first."""
    first = report.rejected.first[:most]
    lines = [f"rejected {rejected.file}:{rejected.line}: {rejected.reason}" for rejected in first]
    if (more := report.rejected.count - len(first)) > 0:
        lines.append(f"rejected {more:,} more")
    return lines


def passed_over_lines(report: Report | PushReport) -> list[str]:
    """What a build passed over in folders, by kind, in a line at most."""
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in report.passed_over.items())
    return [f"passed over in folders: {kinds}"] if kinds else []


def note_lines(report: Report | PushReport) -> list[str]:
    """The notes of a build on its inputs, a line each; of very many only the first."""
    lines = [f"note: {note}" for note in report.notes[:_NOTES]]
    if (more := len(report.notes) - _NOTES) > 0:
        lines.append(f"{counted(more, 'more note')}: --json has them all")
    return lines


def report_summary(report: Report) -> str:
    """What a build did, in one sentence."""
    parts = [counted(report.records, "record")]
    if report.command == "update":
        parts += [f"{report.added:,} new", f"{report.refreshed:,} refreshed"]
    parts += [f"{report.merged:,} merged", f"{report.rejected.count:,} rejected"]
    if report.command == "update":
        parts.append(f"{report.unchanged:,} unchanged")
    if report.embedded:
        parts.append(f"{report.embedded:,} embedded")
    word = "after" if report.command == "update" else "from"
    papers = counted(report.papers, "paper")
    summary = f"{papers} {word} {', '.join(parts)} in {report.seconds:.1f} s"
    if not report.wrote:
        summary += "; nothing new, so nothing was written"
    return summary


def _names(paper: Paper) -> str | None:
    if not paper.authors:
        return None
    names = ", ".join(paper.authors)
    return names if paper.authors_beyond(len(paper.authors)) == 0 else names + " and others"


def _organisation(org: Organisation) -> str:
    if org.slug is None or org.name is None or org.name == org.slug:
        return org.name or org.slug or ""
    return f"{org.name} ({org.slug})"


def paper_text(paper: Paper) -> str:
    """A whole paper: title, known facts and abstract, 88 columns wide."""
    date = paper.published_text
    if date is not None and paper.year_inferred:
        date += " (year inferred)"
    facts = [
        ("Authors", _names(paper)),
        ("Author count", paper.author_count),
        ("Organisation", "; ".join(map(_organisation, paper.orgs)) if paper.orgs else None),
        ("Venue", paper.venue),
        ("Published", date),
        ("Featured", paper.featured),
        ("Added", paper.added),
        *((name.capitalize(), getattr(paper, name)) for name in COUNTS if name != "author_count"),
        ("Categories", " ".join(paper.categories) if paper.categories else None),
        ("Keywords", ", ".join(paper.keywords) if paper.keywords else None),
        ("arXiv", paper.arxiv_id),
        ("DOI", paper.doi),
        ("Link", paper.url),
        ("Sources", ", ".join(paper.sources)),
        ("Key", paper.key),
    ]
    lines = [*textwrap.wrap(one_line(paper.title), 88), ""]
    for name, value in facts:
        if value is not None:
            lines += textwrap.wrap(
                f"{name + ':':<14}{one_line(str(value))}",
                88,
                subsequent_indent=" " * 14,
                break_long_words=False,
                break_on_hyphens=False,
            )
    for paragraph in (paper.abstract or "").split("\n\n"):
        lines += ["", *textwrap.wrap(one_line(paragraph), 88)]
    return "\n".join(lines).rstrip() + "\n"


def info_text(described: Description) -> str:
    """The description of an index as ``quire info`` prints it."""
    age = datetime.datetime.now(datetime.UTC) - described.created
    built = f"{ago_text(age)} ({described.created:%Y-%m-%d %H:%M} UTC)"
    lines = [
        f"{counted(described.papers, 'paper')} in {printable(described.index)}",
        f"built {built} by Quire {described.quire}",
        f"{size_text(described.bytes)} on disk",
    ]
    if described.vectors is not None:
        lines.append(vectors_text(described.vectors))
    for source, count in described.sources.items():
        lines.append(f"  {count:>9,} from {source}")
    if described.inputs:
        lines.append(f"{counted(len(described.inputs), 'input')}:")
    lines.extend(
        f"  {counted(item.records, 'record'):>17}  {size_text(item.bytes):>9}  "
        f"{printable(item.name)}"
        for item in described.inputs[:_INPUTS_SHOWN]
    )
    if (more := len(described.inputs) - _INPUTS_SHOWN) > 0:
        lines.append(f"  and {more:,} more")
    return "\n".join(lines) + "\n"


_INPUTS_SHOWN = 20


def vectors_text(vectors: VectorFiles) -> str:
    """What papers are found by meaning with, as a line of ``quire info``."""
    where = f" ({vectors.model})" if vectors.model else ""
    model = printable(vectors.name + where)
    return (
        f"{size_text(sum(vectors.files.values()))} of it vectors: "
        f"{counted(vectors.papers, 'paper')} found by meaning, by {model}"
    )


def ago_text(age: datetime.timedelta) -> str:
    """How long ago something was: ``3 hours ago``."""
    minutes = int(age.total_seconds()) // 60
    for unit, length in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            count = minutes // length
            return f"{count:,} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def size_text(count: int) -> str:
    """A number of bytes as people say it: ``1.2 MB``."""
    if count < 1000:
        return counted(count, "byte")
    power = min((len(str(count)) - 1) // 3, 4)
    return f"{count / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def feeds_text(feeds: Sequence[Standing]) -> str:
    """How feeds stand, a paragraph each."""
    now = datetime.datetime.now(datetime.UTC)
    lines: list[str] = []
    for feed in feeds:
        files = f"{counted(feed.files, 'file')}, {size_text(feed.bytes)}"
        if feed.finished is None:
            state = f"never fetched to its end; {files}" if feed.files else "never fetched"
        else:
            state = f"fetched {ago_text(now - feed.finished)}; {files}"
        if feed.through is not None:
            since = f"from {feed.since} " if feed.since is not None else ""
            state += f", {since}up to {feed.through}"
        lines.append(f"{feed.name} ({feed.kind}): {state}")
        if feed.is_under_way:
            lines.append("  a run was cut off: the next goes on where it was")
        if feed.error is not None:
            lines.append(f"  the last run failed: {printable(feed.error)}")
        lines.append(f"  {printable(feed.folder)}")
    return "\n".join(lines) + "\n"


_BAR = 30


def facets_text(facets: Facets, mine: Mine | None = None) -> str:
    """Counts by date, organisation, category, venue and number of authors, each with a bar.

    Args:
        facets: The counts.
        mine: Those by what the reader did, if anything.
    """
    dates = [(str(item.year), item.count) for item in facets.years]
    if facets.months:
        dates = [(f"{MONTHS[item.month - 1]} {item.year}", item.count) for item in facets.months]
    dates.append(("unknown", facets.dates_unknown))
    organisations = [(item.name or item.value, item.count) for item in facets.organisations]
    organisations += [
        ("others", facets.organisations_rest),
        ("none", facets.organisations_unknown),
    ]
    authors = [(_people(item.low, item.high), item.count) for item in facets.authors]
    authors.append(("unknown", facets.authors_unknown))
    # Those of which only the month is known are among the months, and in none of the days.
    days = [(f"{item.day.isoformat()} {item.day:%a}", item.count) for item in facets.days]
    sections = [_section("Published", dates)]
    sections += [_section("Day", days)] if days else []
    sections.append(_section("Organisation", organisations))
    for heading, named, unknown in (
        ("Category", facets.categories, facets.categories_unknown),
        ("Venue", facets.venues, facets.venues_unknown),
    ):
        if named:
            counts = [(item.name, item.count) for item in named]
            sections.append(_section(heading, [*counts, ("none", unknown)]))
    sections.append(_section("Authors", authors))
    if mine is not None:
        states = [(state, getattr(mine, state)) for state in FIELDS["is"].values]
        tags = [(item.name, item.count) for item in mine.tags]
        sections.append(_section("Mine", states))
        sections.append(_section("Tag", [*tags, ("none", mine.untagged)]))
    return f"{counted(facets.total, 'paper')}\n\n" + "\n".join(sections)


def _people(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _section(heading: str, counts: list[tuple[str, int]]) -> str:
    shown = [(one_line(name), count) for name, count in counts if count]
    width = max((len(name) for name, _ in shown), default=0)
    most = max((count for _, count in shown), default=1)
    lines = [heading]
    for name, count in shown:
        bar = "#" * max(1, round(_BAR * count / most))
        lines.append(f"  {name:<{width}}  {count:>9,}  {bar}")
    if not shown:
        lines.append("  nothing")
    return "\n".join(lines) + "\n"


def explanation_text(explanation: Explanation, scores: Sequence[PaperScores] = ()) -> str:
    """The tree of a query with a count at each node, and what to drop when nothing is found.

    Args:
        explanation: Of the query.
        scores: Of the papers of a page, where meaning has a part in their order.
    """
    query = one_line(explanation.query) or "all"
    lines = [f"{counted(explanation.total, 'paper')} for {query}"]
    lines += _tree_lines(explanation.tree, 1)
    if len(explanation.parts) > 1:
        lines.append("")
        lines += [
            f"{one_line(part.text)}  alone matches {part.alone:,}; "
            f"removes {part.removes:,} of the {part.without:,} that the rest matches"
            for part in explanation.parts
        ]
    if explanation.drop is not None:
        part = explanation.parts[explanation.drop]
        lines.append(
            f"\nnothing matches all of it; without {one_line(part.text)} it is "
            f"{counted(part.without, 'paper')}"
        )
    if scores:
        lines += ["", "    words  meaning      mix", *map(_scores_line, scores)]
    return "\n".join(lines) + "\n"


def _scores_line(scores: PaperScores) -> str:
    known = ((scores.words, 9, 2), (scores.meaning, 9, 3), (scores.mix, 9, 3))
    columns = "".join(
        f"{UNKNOWN:>{width}}" if value is None else f"{value:>{width}.{digits}f}"
        for value, width, digits in known
    )
    return f"{columns}  {one_line(scores.key):<12}  {one_line(scores.title)}"


def _tree_lines(node: Explained, depth: int) -> list[str]:
    name = node.text if node.kind in ("clause", "saved") else node.kind.upper()
    lines = [f"{node.count:>9,}{'  ' * depth}{one_line(name) or 'everything'}"]
    for inner in node.nodes:
        lines += _tree_lines(inner, depth + 1)
    return lines

"""``quire digest``: what is new of the saved searches, printed, in a file or by mail."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_library
from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS, EXIT_USAGE
from index.process.streams import narrate, print_json, print_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from email.message import EmailMessage

    from index.cli.arguments import Parser
    from index.digest.digest import Digest
    from index.digest.gather import Failure, Gathered
    from index.library.library import Library
    from index.library.saved_searches import Saved

_LIMIT: Final = 50


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    from index.digest.formats import FORMATS

    parser.add_argument("names", nargs="*", metavar="NAME", help="only these saved searches")
    parser.add_argument("--format", choices=FORMATS, help="of what is printed; default: text")
    parser.add_argument(
        "--output", metavar="FILE", help="write it there, whole or not at all, instead of printing"
    )
    parser.add_argument(
        "--mail", action="store_true", help="send it by SMTP, as [mail] of your settings says"
    )
    parser.add_argument(
        "--sendmail",
        nargs="?",
        const="",
        metavar="PATH",
        help="send it by a program that speaks as sendmail does",
    )
    parser.add_argument(
        "--since", metavar="DAY", help="all that the index got from that day on, told or not"
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=_LIMIT,
        metavar="N",
        help=f"papers of each search that are listed; default: {_LIMIT}; 0 is all",
    )
    parser.add_argument(
        "--self", dest="self_address", metavar="URL", help="where an Atom feed will be found"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would go out; nothing counts as told"
    )
    parser.add_argument("--config", metavar="FILE", help="a settings file to take instead of yours")
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from contextlib import nullcontext

    from index.library.library import open_library

    _settle(options)
    with open_library(options.library, index=options.index) as library:
        searches = _chosen(library, options.names)
        if not searches:
            narrate("quire: no search is saved: `quire saved add NAME QUERY` saves one")
            return EXIT_NO_RESULTS
        with nullcontext() if options.dry_run else library.digests.alone():
            return _tell(library, searches, options)


def _settle(options: argparse.Namespace) -> None:
    """Make sense of the arguments together.

    Raises:
        UsageError: They make none.
    """
    from index.engine.limits import require_number
    from index.text.cleaning import web_address

    require_number("--limit", options.limit)
    if options.sendmail and not options.sendmail.startswith(("/", "./", "../", "~")):
        # It is optional, and what follows may be a name.
        options.names.insert(0, options.sendmail)
        options.sendmail = ""
    options.by_mail = options.mail or options.sendmail is not None
    if options.mail and options.sendmail is not None:
        raise UsageError("--mail and --sendmail are two ways of one mail: take one of them")
    if options.format and options.by_mail and not options.output:
        raise UsageError("a mail is text and HTML both: --format is of what --output writes")
    if options.format and options.json and not options.output:
        raise UsageError("--format and --json ask for different things: take one of them")
    if options.self_address is not None:
        if options.format != "atom":
            raise UsageError("--self says where an Atom feed will be found: add --format atom")
        if web_address(options.self_address) is None:
            raise UsageError("--self takes an address that begins with http:// or https://")
    options.since_day = None
    if options.since is not None:
        from index.query import dates

        written = dates.canonical(options.since)
        if written is None:
            raise UsageError(
                f"--since takes a day such as 2024-05-17, 2024-05 or 30d: {options.since}"
            )
        options.since_day = dates.days(written, dates.today())[0]


def _chosen(library: Library, names: Sequence[str]) -> list[Saved]:
    """The saved searches that are named, in that order, or all, in the order they were made in.

    Raises:
        UsageError: There is none of a name.
    """
    from difflib import get_close_matches

    from index.library.naming import folded_name

    known = {folded_name(one.name): one for one in sorted(library.saved(), key=lambda s: s.made)}
    for name in names:
        if folded_name(name) not in known:
            close = get_close_matches(folded_name(name), known, 1)
            meant = f": did you mean {known[close[0]].name}?" if close else ""
            raise UsageError(f"there is no saved search {name!r}{meant}")
    return [known[name] for name in dict.fromkeys(map(folded_name, names))] or [*known.values()]


def _tell(library: Library, searches: Sequence[Saved], options: argparse.Namespace) -> int:
    import datetime

    from index.digest.gather import gather
    from index.engines import open_index
    from index.storage.location import index_place

    place = index_place(options.index)
    with open_index(options.index, overlay=library) as papers:
        gathered = gather(
            papers,
            searches,
            lambda name: library.digests.standing(name, place),
            datetime.datetime.now(datetime.UTC).replace(microsecond=0),
            since=options.since_day,
            limit=options.limit,
            keep=options.format == "atom",
        )
    for failure in gathered.failures:
        _narrate_failure(failure)
    _narrate_missing(library, searches)
    outlets = _outlets(gathered, options)
    if options.dry_run:
        for outlet in outlets:
            outlet()
    else:
        number = library.digests.begin(place, gathered.told)
        for outlet in outlets:
            outlet()
        library.digests.finish(number)
    if _has_report(options):
        print_json(_report(gathered, options))
    if not gathered.digest.count:
        narrate(f"nothing is new of {', '.join(one.name for one in searches)}")
    if gathered.failures:
        return EXIT_USAGE
    return EXIT_DONE if gathered.digest.count else EXIT_NO_RESULTS


def _narrate_failure(failure: Failure) -> None:
    from index.process.quoting import pointed_at, shortened

    error = failure.error
    narrate(
        f"quire: the saved search {failure.name} can't be answered: {shortened(error.reason)}",
        *pointed_at(error.text, error.position),
    )


def _narrate_missing(library: Library, searches: Sequence[Saved]) -> None:
    """Say which searches ask for others that are gone: of those nothing is ever new."""
    from index.query.saved_searches import asked_for

    known = {one.name.casefold() for one in library.saved()}
    narrate(
        *(
            f"quire: the saved search {one.name} asks for saved:{name}, which there is not"
            for one in searches
            for name in asked_for(one.query)
            if name not in known
        )
    )


def _outlets(gathered: Gathered, options: argparse.Namespace) -> list[Callable[[], None]]:
    """What has to be done until the digest is out; each part raises where that fails.

    Whatever can be found wrong before anything is out is.

    Raises:
        UsageError: The settings do not say what a mail needs.
    """
    digest = gathered.digest
    outlets: list[Callable[[], None]] = []
    if digest.count:
        if options.output and not options.dry_run:
            outlets.append(_file_outlet(digest, options))
        if options.by_mail:
            outlets.append(_mail_outlet(digest, options))
        elif not options.json and (options.dry_run or not options.output):
            outlets.append(lambda: print_text(_written(digest, options)))
    if options.json and not _has_report(options):
        outlets.append(lambda: print_json(_report(gathered, options)))
    return outlets


def _has_report(options: argparse.Namespace) -> bool:
    """Whether the JSON only reports what else was done, and is not the digest itself."""
    return bool(options.json and (options.by_mail or options.output))


def _written(digest: Digest, options: argparse.Namespace) -> str:
    from index.digest.formats import written

    return written(digest, options.format or "text", options.names, options.self_address)


def _file_outlet(digest: Digest, options: argparse.Namespace) -> Callable[[], None]:
    from index.cli.file_output import write_file

    def write() -> None:
        write_file(options.output, _written(digest, options).encode("utf-8", "replace"))
        narrate(f"wrote {options.output}")

    return write


def _mail_outlet(digest: Digest, options: argparse.Namespace) -> Callable[[], None]:
    from index.mailing.message import message
    from index.mailing.settings import load_mail_settings, require_mail

    settings = load_mail_settings(options.config)
    require_mail(settings, host=options.mail)
    mail = message(digest, settings.sender, settings.recipients)

    def send() -> None:
        if options.dry_run:
            if not options.json:
                print_text(_as_text(mail))
            return
        if options.mail:
            from index.mailing.smtp import send_by_smtp

            send_by_smtp(mail, settings)
        else:
            from index.mailing.sendmail import send_by_sendmail

            send_by_sendmail(mail, options.sendmail)
        to = ", ".join(one.address for one in settings.recipients)
        narrate(f"sent {mail['Subject']} to {to}")

    return send


def _as_text(mail: EmailMessage) -> str:
    return mail.as_bytes().decode("ascii", "replace").replace("\r\n", "\n")


def _report(gathered: Gathered, options: argparse.Namespace) -> dict[str, object]:
    from index.digest.jsonl import papers, searches

    digest = gathered.digest
    way = "mail" if options.mail else "sendmail" if options.by_mail else None
    is_out = bool(digest.count) and not options.dry_run
    return {
        "time": digest.time,
        "new": digest.count,
        "searches": searches(digest),
        "papers": papers(digest),
        "failed": [{"name": one.name, "reason": one.error.reason} for one in gathered.failures],
        "sent": way if is_out else None,
        "output": os.fspath(options.output) if is_out and options.output else None,
    }

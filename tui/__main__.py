"""The entry of everything: scripted commands go to `index.cli`, all else is the browser.

Textual is imported last, while a thread opens the index and fetches the first page.
"""

from __future__ import annotations

import gc
import os
import sys

# Nothing that takes time is loaded before `main` can catch an interrupt, typing neither.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from contextlib import ExitStack
    from typing import NoReturn

    from index import Papers, Report
    from tui.session.initial_state import InitialState
    from tui.startup.arguments import Options
    from tui.startup.completions import Verb
    from tui.workers.task_queue import Target

BROWSING = ("open", "demo")
ASIDE = ("settings", "completions")
TERMINAL = "/dev/tty"
FRAMES = "500"
"""Frames a second: answers come a few milliseconds after a key's own echo, and soon the next frame.

Textual reads it when it is imported, and not from anywhere but the environment. Nothing is painted
that has not changed, so it is only how long a change waits for others, up to twice this.
"""
SWITCH_AFTER = 0.001
EXIT_DEFECT = 70
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run Quire.

    Args:
        argv: The arguments, without the program's name; by default the process's own, and then
            the process ends here.

    Returns:
        The exit code.
    """
    if argv is None:
        try:
            try:
                from index import end_process
            except Exception as error:
                # Something else than Quire is called `index`, or a part of it is gone.
                sys.exit(unloadable(error, sys.argv))
            end_process(lambda: main(sys.argv[1:]), keep_report="--kiosk" not in sys.argv)
        except KeyboardInterrupt:
            os._exit(EXIT_INTERRUPTED)
    from index import exit_code_of

    arguments = list(argv)
    if is_browsing(arguments):
        has_guest = "--kiosk" in arguments
        if has_guest:
            from tui.kiosk import hide_defects

            hide_defects()
        try:
            # Guests are told no paths, and nothing is written for them.
            return exit_code_of(lambda: _browse(arguments), keep_report=not has_guest)
        finally:
            gc.enable()
    if arguments[0] in ASIDE:
        return exit_code_of(lambda: _say_aside(arguments[0], arguments[1:]))
    from index.cli import main as run_command

    return run_command(arguments)


def unloadable(error: Exception, arguments: Sequence[str]) -> int:
    """Say that Quire's own code can't be loaded; the exit code for it. Guests are told no paths."""
    from contextlib import suppress

    known = type(error).__name__ if "--kiosk" in arguments else str(error)
    words = "".join(filter(str.isprintable, known))
    with suppress(OSError):
        os.write(2, f"quire: its own code can't be loaded ({words})\n".encode("utf-8", "replace"))
    return EXIT_DEFECT


def is_browsing(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the browser, and not for a command that only prints."""
    first = arguments[0] if arguments else ""
    return first in ("", *BROWSING) or (
        first.startswith("-") and first not in {"-h", "--help", "--version"}
    )


def _say_aside(name: str, arguments: list[str]) -> int:
    """Print something about the browser without opening it."""
    from tui.startup.subcommands import print_completions, print_settings

    if name == "settings":
        return print_settings(arguments)
    return print_completions(arguments, _verbs())


def _verbs() -> list[Verb]:
    """Every command with what it takes."""
    from index.cli import COMMANDS, parser_of
    from tui.startup.completions import verb_of
    from tui.startup.subcommands import completions_parser, settings_parser

    scripted = [verb_of(name, summary, parser_of(name)) for name, summary in COMMANDS.items()]
    return [
        verb_of("", "Browse your index", _parser("")),
        verb_of("open", "Browse these files", _parser("open")),
        verb_of("demo", "Browse the bundled demonstration papers", _parser("demo")),
        *scripted,
        verb_of("settings", "Say where the settings are and what can be set", settings_parser()),
        verb_of("completions", "Print completion for a shell", completions_parser()),
    ]


def _parse(arguments: list[str]) -> Options:
    from tui.startup.arguments import Options, plain_options

    verb = arguments[0] if arguments and arguments[0] in BROWSING else ""
    plain = None if verb else plain_options(arguments)
    rest = arguments[1:] if verb else arguments
    return plain or Options(verb=verb, **vars(_parser(verb).parse_intermixed_args(rest)))


def _parser(verb: str) -> argparse.ArgumentParser:
    import argparse

    from index import SORTS, UsageError, print_text
    from tui.startup.chooser import add_arguments

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise UsageError(f"{message} (see `quire --help`)")

        def print_help(self, file: object = None) -> None:
            del file
            print_text(self.format_help())

    parser = Parser(prog=f"quire {verb}".strip(), allow_abbrev=False)
    parser.add_argument("--query", metavar="Q", help="what to search for first")
    parser.add_argument("--sort", choices=SORTS, help="the order to begin with")
    parser.add_argument("--config", metavar="FILE", help="the settings file")
    if verb:
        parser.description = "Browse without touching your index."
    else:
        parser.add_argument("--index", metavar="DIR", help="the index folder")
        parser.add_argument(
            "--kiosk", action="store_true", help="read only, for guests: no files, no programs"
        )
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    parser.add_argument("--ascii", action="store_true", help="draw with nothing but ASCII")
    add_arguments(parser, verb)
    if verb == "open":
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or -")
        parser.add_argument("--year", type=int, help="year the pages were saved in")
    return parser


def _browse(arguments: list[str]) -> int:
    # Much is loaded and little thrown away until the first screen is painted.
    gc.disable()
    from tui.startup.libraries import load_asyncio, load_foundation

    load_foundation()
    from contextlib import ExitStack

    from index import UsageError, require_unicode
    from tui.session.initial_state import initial_state, load_settings
    from tui.startup.chooser import settle
    from tui.terminal.capabilities import INCAPABLE, settle_colour
    from tui.terminal.shutdown import SHUTDOWN
    from tui.terminal.window import prefer_window

    options = _parse(arguments)
    for name in ("query", "sort", "format"):
        require_unicode(f"--{name}", getattr(options, name))
    if options.year is not None:
        from index import check_year

        check_year(options.year)
    if options.verb:
        # Papers are read first, and those are many.
        gc.enable()
    settle(options)
    if sys.__stdin__ is None:
        raise UsageError(
            "the browser needs a keyboard, and standard input is closed; start it without `<&-`, "
            "or take `quire search QUERY`"
        )
    if not _has_terminal(drawn_on=options.printing):
        raise UsageError("the browser needs a terminal; `quire search QUERY` does without one")
    if os.environ.get("TERM", "") in INCAPABLE:
        raise UsageError(
            "the browser needs a terminal that can move its cursor, and TERM says it is "
            f"{os.environ['TERM']}; `quire search QUERY` does without"
        )
    SHUTDOWN.watch()
    prefer_window(os.environ)
    load_asyncio()
    settle_colour(os.environ)
    # Panes keep the keys that they are loaded with.
    settings, trouble = load_settings(options.config, kiosk=options.kiosk)
    if options.kiosk:
        # It names the host's file, and is nothing that a guest could mend.
        trouble = ""
    with ExitStack() as stack:
        address, word, report = _index_to_browse(options, stack)
        gc.disable()
        _take_keyboard()
        initial = initial_state(
            settings,
            trouble,
            os.environ,
            index_dir=None if options.verb else address,
            query=options.query,
            sort=options.sort,
            kiosk=options.kiosk,
        )
        return _run(address, initial, word, report, options)


def _has_terminal(*, drawn_on: bool) -> bool:
    """Whether there is a screen, and a keyboard even where standard input is something else.

    Args:
        drawn_on: Whether the terminal is drawn on even where standard error is something else.
    """
    drawable = sys.__stderr__ is not None and sys.__stderr__.isatty()
    try:
        os.close(os.open(TERMINAL, os.O_RDWR))
    except OSError:
        return drawable and os.isatty(0)
    return drawable or drawn_on


def _take_keyboard() -> None:
    """Let standard input be the terminal after papers were read from it."""
    if not os.isatty(0):
        terminal = os.open(TERMINAL, os.O_RDWR)
        os.dup2(terminal, 0)
        os.close(terminal)


def _index_to_browse(options: Options, stack: ExitStack) -> tuple[str, str, Report | None]:
    """The index to browse, built first for ``open`` and ``demo``; and what that came to."""
    if not options.verb:
        from index import default_index, index_folder

        address = options.index or default_index()
        if options.kiosk:
            from tui.kiosk import harmless_environment, raise_fence
            from tui.limits import limit_process

            harmless_environment()
            folder = index_folder(address)
            limit_process(folder)
            raise_fence(folder)
        return address, "", None

    from threading import Thread

    from tui.startup.libraries import load_screens
    from tui.workers.build import build_for_browsing, build_summary, demo_word
    from tui.workers.temporary_index import scratch_index

    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    # Reading files and loading the screens takes about as long: do both at once.
    Thread(target=load_screens, daemon=True).start()
    scratch = stack.enter_context(scratch_index())
    if options.verb == "demo":
        from index import demo_paths

        build_for_browsing(demo_paths(), scratch)
        return str(scratch), "" if options.printing else demo_word(), None
    report = build_for_browsing(options.paths, scratch, format=options.format, year=options.year)
    return str(scratch), build_summary(report), report


def _target(address: str, options: Options) -> Target:
    """The index that what is fetched goes into; of what is only looked at, why nothing is."""
    from index import index_scheme
    from tui.commands.conditions import NO_FETCHING, NO_FILES
    from tui.workers.task_queue import ELSEWHERE, INVENTED, ONLY_OPENED, Target

    config = os.path.abspath(options.config) if options.config else ""
    if options.verb == "demo":
        return INVENTED
    if options.kiosk:
        return Target(refusal=NO_FETCHING, pdf_refusal=NO_FILES)
    refusal = ONLY_OPENED if options.verb else ELSEWHERE if index_scheme(address) else ""
    return Target(index_dir=address, config=config, refusal=refusal)


def _run(
    address: str, initial: InitialState, word: str, report: Report | None, options: Options
) -> int:
    from index import IndexMissing, index_scheme, narrate, report_defect
    from tui.startup.chooser import print_chosen, screen_on
    from tui.startup.libraries import load_textual
    from tui.terminal.capabilities import abilities, began_with
    from tui.terminal.shutdown import SHUTDOWN, abandon_terminal
    from tui.terminal.window import screen_lines
    from tui.workers.own_library import OwnLibrary
    from tui.workers.page_request import PAGE_SIZE, request_for
    from tui.workers.searcher import Searcher

    def open_it() -> Papers:
        if library is not None:
            return library.open_index()
        from index import open_index

        return open_index(address)

    def told(error: Exception) -> Exception:
        from tui.kiosk import for_guests

        return for_guests(error) if options.kiosk else error

    # Guests have no library: what its owner keeps there is nobody else's.
    library = None
    if not options.kiosk:
        keeps_marks = not options.printing
        library = OwnLibrary(address, lasting=not options.verb, keeps_marks=keeps_marks)

    # A key is not to wait for Python's usual 5 ms while a search makes its answer ready.
    sys.setswitchinterval(SWITCH_AFTER)
    view = initial.session.view
    first = request_for(view, limit=screen_lines(PAGE_SIZE))
    searcher = Searcher(
        open_it,
        first,
        keep=view.cursor,
        tell=told,
        by_meaning=initial.settings.semantic,
        begin_answer=library.asked.begin_answer if library is not None else lambda query: None,
    )
    searcher.start()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    terminal = abilities(
        os.environ,
        began_with=began_with(),
        mouse=initial.settings.mouse and not options.no_mouse,
        utf8=not (initial.settings.ascii or options.ascii),
        links=initial.settings.takes_links,
        escape_delay=initial.settings.escape_milliseconds,
    )
    load_textual()
    from tui.app import QuireApp

    error = searcher.opening_error()
    nothing_to_make = options.kiosk or options.printing or index_scheme(address)
    if error is not None and (nothing_to_make or not isinstance(error, IndexMissing)):
        raise error
    app = QuireApp(
        searcher if error is None else None,
        initial=initial,
        greeting=word,
        report=report,
        terminal=terminal,
        kiosk=options.kiosk,
        printing=options.printing,
        library=library,
        target=_target(address, options),
    )
    if options.kiosk:
        from tui.limits import Watch

        Watch(searcher.begun, lambda words: app.call_later(app.exit, 1, 1, words)).start()
    SHUTDOWN.at_last(initial.saver.save)
    SHUTDOWN.at_last(app.end_visit)
    with screen_on(TERMINAL):
        result = app.run()
    abandon_terminal(SHUTDOWN.code)
    # After a defect the next start is better a fresh one.
    if result is not None:
        initial.saver.save()
    if unkept := app.end_visit(lambda: narrate("quire: waiting for your library")):
        narrate(f"quire: {unkept}")
    # What runs for long is not waited for: it ends with the process.
    searcher.close(timeout=0)
    if result is None:
        return report_defect(app.defect, keep_report=not options.kiosk)
    return print_chosen(app.chosen, options.print_format, result) if options.printing else result


if __name__ == "__main__":
    main()

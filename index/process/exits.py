"""How commands end: their exit codes, and one sentence for whatever ends them early."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from index.errors import EngineFailed, QueryError, QuireError, UsageError
from index.process.streams import narrate, open_missing_streams

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

EXIT_DONE: Final = 0
EXIT_NO_RESULTS: Final = 1
EXIT_USAGE: Final = 2
EXIT_STARVED: Final = 3
EXIT_UNREACHABLE: Final = 6
EXIT_DEFECT: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_CLOSED_PIPE: Final = 141

STARVING: Final = frozenset(
    {
        *(errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC),
        errno.EROFS,
    }
)
"""Errors of an operating system that has no more of something, which are no defects of Quire."""


def exit_code_of(work: Callable[[], int], *, keep_report: bool = True) -> int:
    """Do some work; whatever ends it early becomes one sentence on standard error.

    Args:
        work: What to do. Returns an exit code.
        keep_report: Whether the report of a defect may be written to a file.

    Returns:
        The exit code. Nothing is raised but an interrupt that comes while another is reported.
    """
    try:
        open_missing_streams()
        return work()
    except QueryError as error:
        from index.process.quoting import pointed_at, shortened

        narrate(f"quire: {shortened(error.reason)}", *pointed_at(error.text, error.position))
        return error.exit_code
    except UsageError as error:
        from index.process.quoting import shortened

        narrate(f"quire: {shortened(str(error))}")
        return error.exit_code
    except EngineFailed as error:
        return report_defect(error, keep_report=keep_report)
    except QuireError as error:
        narrate(f"quire: {error}")
        return error.exit_code
    except BrokenPipeError:
        return EXIT_CLOSED_PIPE
    except KeyboardInterrupt:
        narrate("quire: interrupted")
        return EXIT_INTERRUPTED
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else EXIT_DONE
    except MemoryError:
        narrate("quire: there is not enough memory for this")
        return EXIT_STARVED
    except BaseException as error:
        # A panic in Rust is no Exception.
        if isinstance(error, OSError) and error.errno in STARVING:
            narrate(f"quire: {os.strerror(error.errno).lower()}")
            return EXIT_STARVED
        return report_defect(error, keep_report=keep_report)


def report_defect(error: BaseException | None, *, keep_report: bool = True) -> int:
    """Say that there is a defect, and where its report lies.

    Args:
        error: What was raised, None where that is not known.
        keep_report: Whether a report may be written to a file.

    Returns:
        The exit code for it.
    """
    if error is None or not keep_report:
        narrate(f"quire: this is a defect in Quire, and it had to end: {type(error).__name__}")
    else:
        from index.process.defects import keep_report as keep

        narrate(f"quire: {keep(error)}")
    return EXIT_DEFECT


def end_process(work: Callable[[], int], *, keep_report: bool = True) -> NoReturn:
    """Do some work, and end the process with the exit code that ``exit_code_of`` gives it.

    An interrupt ends the process at once: what runs in Tantivy can't be stopped.

    Args:
        work: As for ``exit_code_of``.
        keep_report: As for ``exit_code_of``.
    """
    try:
        code = exit_code_of(work, keep_report=keep_report)
        if code != EXIT_INTERRUPTED:
            # What is done is done. From here on an interrupt would only leave a traceback.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _end(code)
    except KeyboardInterrupt:
        pass
    os._exit(EXIT_INTERRUPTED)


def _end(code: int) -> NoReturn:
    """End the process whatever its threads do.

    While Python shuts down it ends each thread that comes back to it from a library, out of the
    midst of this: ONNX Runtime then aborts the process.
    """
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        # What can't be written is told of where Python shuts down.
        with suppress(OSError, ValueError):
            for stream in (sys.stdout, sys.stderr):
                # It is None where the process was started without it.
                if stream is not None:
                    stream.flush()
            os._exit(code)
    sys.exit(code)

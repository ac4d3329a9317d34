"""The errors that users can meet, each one sentence with an exit code."""

from __future__ import annotations


class QuireError(Exception):
    """Base of all errors that are told to a user as one sentence, without a traceback.

    Attributes:
        exit_code: What a command that meets this error exits with.
    """

    exit_code = 1


class QueryError(QuireError):
    """A query that can't be understood.

    Attributes:
        text: The whole query.
        position: Where in ``text`` the trouble starts, in characters from 0 to ``len(text)``.
        reason: What is wrong there and what was expected.
    """

    exit_code = 2

    def __init__(self, text: str, position: int, reason: str) -> None:
        super().__init__(reason)
        self.text = text
        self.position = position
        self.reason = reason


class UsageError(QuireError):
    """Arguments that do not make sense together."""

    exit_code = 2


class InputError(QuireError):
    """An input that can't be read as papers at all, or rejected records under ``strict``."""

    exit_code = 3


class OutputError(QuireError):
    """Standard output can't be written to."""

    exit_code = 3


class IndexMissing(QuireError):
    """There is no index at the place that was named."""

    exit_code = 4


class IndexDamaged(QuireError):
    """An index that can't be opened or fails its checks."""

    exit_code = 4


class IndexClosed(QuireError):
    """An index, damaged or not, that this process has not the means or the rights to open."""

    exit_code = 3


class IndexOutdated(QuireError):
    """An index that another version of Quire made."""

    exit_code = 4


class EngineFailed(QuireError):
    """Tantivy failed although the index is whole: a defect, but no reason to end a browser."""

    exit_code = 70


class IndexBusy(QuireError):
    """Another process is writing this index."""

    exit_code = 5


class IndexUnreachable(QuireError):
    """The cluster that has the index can't be reached, or has no time."""

    exit_code = 6


class SemanticUnavailable(QuireError):
    """Papers can't be found by meaning here: a package or a model is missing or can't be read."""

    exit_code = 3


class VectorsUnfit(QuireError):
    """The vectors of an index do not fit it: they are of another model, or not as written."""

    exit_code = 4


class FetchFailed(QuireError):
    """A source can't be reached, or answers something else than what was asked."""

    exit_code = 6


class FetchBusy(QuireError):
    """Another process is fetching."""

    exit_code = 5


class LibraryUnusable(QuireError):
    """The reader's library can't be read or written: no room, no rights, no such folder."""

    exit_code = 3


class LibraryDamaged(QuireError):
    """A file that is no library, a broken one, or one of a later version of Quire."""

    exit_code = 4


class LibraryBusy(QuireError):
    """Other processes have kept the reader's library locked for too long."""

    exit_code = 5


class MailFailed(QuireError):
    """A mail that nobody took."""

    exit_code = 6

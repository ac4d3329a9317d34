"""A PDF on its way: what of it is there is kept, and goes on where it broke off.

Beside the file that it will be stand ``NAME.part`` and ``NAME.part.json``, which says what the
server called the version that the bytes are of. https://www.rfc-editor.org/rfc/rfc9110#name-range
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import msgspec

from index.errors import FetchFailed
from index.fetching.answers import Answer, not_asked_for
from index.fetching.failures import MayPass
from index.storage import durable
from index.text.counting import counted

_MAGIC: Final = b"%PDF-"
"""How every PDF begins (ISO 32000-1, 7.5.2)."""

_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")

_WITHOUT_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""How file systems say that they have no hard links."""


class _Version(msgspec.Struct, frozen=True):
    """Of which version the bytes are.

    Attributes:
        url: Where they are from.
        validator: A strong ETag, or the time of the last change.
    """

    url: str
    validator: str


class PartFile:
    """Receives a PDF, over several attempts and runs.

    Attributes:
        size: Bytes that are there.
        total: Bytes that there will be; 0 where that is not known.

    Args:
        path: The file that it will be.
        url: Where it is.
        tell: Told the bytes that are there, and those that will be.

    Raises:
        OSError: The folder can't be written to.
    """

    def __init__(
        self, path: str, url: str, tell: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        self.size = 0
        self.total = 0
        self._path = path
        self._part = f"{path}.part"
        self._noted = f"{path}.part.json"
        self._url = url
        self._tell = tell
        self._validator = self._known_validator()
        if not self._is_own():
            os.unlink(self._part)
        self._file = open(self._part, "ab", buffering=0)  # noqa: SIM115
        self.size = self._file.tell()
        if not self._validator or not self._has_magic():
            self.forget()

    def headers(self) -> Mapping[str, str]:
        """Ask for what is missing, if it is of the same version still; else for all."""
        # A part of compressed data could not be told from a part of others.
        headers = {"Accept-Encoding": "identity"}
        if self.size:
            headers |= {"Range": f"bytes={self.size}-", "If-Range": self._validator}
        return headers

    def begin(self, answer: Answer) -> None:
        """Go on where the server does, or from the beginning where it begins there.

        Raises:
            MayPass: It goes on elsewhere.
        """
        self._answer = answer
        is_packed = answer.headers.get("content-encoding", "identity") != "identity"
        if answer.status == 206:
            found = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
            if found is None or int(found[1]) != self.size or not self.size or is_packed:
                self.forget()
                raise MayPass(FetchFailed(f"a part was sent that was not asked for: {self._url}"))
            self.total = 0 if found[2] == "*" else int(found[2])
            return
        self.forget()
        length = answer.headers.get("content-length", "")
        self.total = int(length) if length.isdecimal() and not is_packed else 0
        self._validator = "" if is_packed else _validator_of(answer)
        if self._validator:
            with open(self._noted, "wb") as file:
                file.write(msgspec.json.encode(_Version(self._url, self._validator)))

    def write(self, data: bytes) -> None:
        """Write the next bytes.

        Raises:
            FetchFailed: They are not those of a PDF.
        """
        if self.size < len(_MAGIC):
            start = _MAGIC[self.size :]
            if data[: len(start)] != start[: len(data)]:
                self.forget()
                raise not_asked_for(msgspec.structs.replace(self._answer, data=data), "a PDF")
        rest = memoryview(data)
        while rest:
            written = self._file.write(rest) or 0
            rest = rest[written:]
            self.size += written
        self._tell(self.size, self.total)

    def publish(self) -> bool:
        """Give what is there its name, unless that has been taken since.

        Returns:
            Whether it was given.

        Raises:
            FetchFailed: It is no whole PDF.
            OSError: It can't be written.
        """
        if self.size < len(_MAGIC):
            self.forget()
            raise not_asked_for(self._answer, "a PDF")
        if self.total and self.size != self.total:
            self.forget()
            announced, came = counted(self.total, "byte"), f"{self.size:,} came"
            raise FetchFailed(f"of {announced} that should come {came}: {self._url}")
        os.fsync(self._file.fileno())
        try:
            _give_name(self._part, self._path)
        except FileExistsError:
            self.forget()
            return False
        os.unlink(self._part)
        self._validator = ""
        durable.sync(os.path.dirname(self._path))
        return True

    def forget(self) -> None:
        """Begin anew, with another file: the one that is there may have a second name by now."""
        self._file.close()
        with suppress(FileNotFoundError):
            os.unlink(self._part)
        self._file = open(self._part, "xb", buffering=0)  # noqa: SIM115
        self.size = self.total = 0
        self._validator = ""
        with suppress(FileNotFoundError):
            os.unlink(self._noted)

    def close(self) -> None:
        """Close the file; what no later run could go on with is removed."""
        self._file.close()
        if not self.size or not self._validator:
            for path in (self._noted, self._part):
                with suppress(FileNotFoundError):
                    os.unlink(path)

    def _is_own(self) -> bool:
        """Whether what is there may be written to.

        A run that was killed when it had given the file its name leaves two names of one file.
        """
        try:
            found = os.lstat(self._part)
        except FileNotFoundError:
            return True
        return stat.S_ISREG(found.st_mode) and found.st_nlink <= 1

    def _known_validator(self) -> str:
        try:
            with open(self._noted, "rb") as file:
                version = msgspec.json.decode(file.read(), type=_Version)
        except (OSError, msgspec.DecodeError):
            return ""
        return version.validator if version.url == self._url else ""

    def _has_magic(self) -> bool:
        with open(self._part, "rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC


def _validator_of(answer: Answer) -> str:
    """What ``If-Range`` may name: an ETag that is not weak, or a date."""
    etag = answer.headers.get("etag", "")
    return etag if etag.startswith('"') else answer.headers.get("last-modified", "")


def _give_name(part: str, path: str) -> None:
    """Give a file a second name that no file has.

    Raises:
        FileExistsError: One has it.
        OSError: It can't be given.
    """
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _WITHOUT_LINKS:
            raise
        _copy(part, path)


def _copy(part: str, path: str) -> None:
    with open(part, "rb") as source, open(path, "xb") as copy:
        try:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        except BaseException:
            os.unlink(path)
            raise

"""Reads invented files: their papers, what was rejected, and the whole in one look."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from index.paper import Paper, Rejected
from index.sources import Input, find_inputs, gather_evidence, read_papers
from index.sources.inputs.piped import PipedFile
from tests.support.records import papers_and_rejected


class Reading:
    """Reads files with given content below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.item: Input | None = None

    def __call__(self, content: str | bytes, format: str | None = None) -> list[Paper | Rejected]:
        """All records of a file, in its order; the input is kept as ``item``."""
        path = self.folder / "file.dat"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (self.item,) = find_inputs([path], format=format)
        return papers_and_rejected(read_papers(self.item, gather_evidence([self.item]).settle()))

    def papers(self, content: str | bytes, format: str | None = None) -> list[Paper]:
        """The papers of a file of which nothing is rejected."""
        records = self(content, format)
        assert [record for record in records if isinstance(record, Rejected)] == []
        return [record for record in records if isinstance(record, Paper)]

    def paper(self, content: str | bytes, format: str | None = None) -> Paper:
        """The one paper of a file."""
        (paper,) = self.papers(content, format)
        return paper

    def told(self, content: str | bytes, format: str | None = None) -> list[str]:
        """Titles, and lines with reasons in angle brackets."""
        return [
            record.title if isinstance(record, Paper) else f"<{record.line}: {record.reason}>"
            for record in self(content, format)
        ]


def records_of(path: Path) -> list[Paper | Rejected]:
    """All records of a real file."""
    (item,) = find_inputs([path])
    return papers_and_rejected(read_papers(item, gather_evidence([item]).settle()))


class Pieces(io.RawIOBase):
    """A stream made of pieces, which remembers how many bytes it gave."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        piece = next(self.pieces, b"")
        self.given += len(piece)
        view[: len(piece)] = piece
        return len(piece)

    def tell(self) -> int:
        return self.given


class _Passing(PipedFile):
    """An input that is kept nowhere."""

    def __init__(self, stream: Pieces) -> None:
        self.stream = stream

    def reader(self) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(self.stream, 1024))


def streamed(pieces: Iterator[bytes]) -> tuple[Input, Pieces]:
    """An input of pieces of less than a kilobyte, perhaps without an end, that is read once."""
    stream = Pieces(pieces)
    return Input(name="x", piped=_Passing(stream)), stream

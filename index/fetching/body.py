"""Decompresses what comes, within bounds, and notices where it ends too early.

urllib3 takes compressed data that are cut off for whole ones.
"""

from __future__ import annotations

import zlib
from typing import Final

from index.errors import FetchFailed
from index.fetching.failures import MayPass

_GZIP: Final = 31
"""What zlib calls that format."""


class Body:
    """The body of one answer as it comes.

    Args:
        encoding: Its ``Content-Encoding``.
        host: Who sends it, for messages.

    Raises:
        FetchFailed: It is compressed in a way that was not asked for.
    """

    def __init__(self, encoding: str, host: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip"):
            raise FetchFailed(f"{host} compresses in a way that was not asked for: {name[:40]}")
        self._host = host
        self._is_packed = name.endswith("gzip")
        self._unpacker = zlib.decompressobj(_GZIP)
        self._has_begun = False

    def unpack(self, data: bytes, most: int) -> bytes:
        """The next bytes of the body.

        Args:
            data: As they came.
            most: How many are wanted at most; where there are more, they are lost.

        Raises:
            MayPass: They are damaged.
        """
        if not self._is_packed:
            return data
        self._has_begun = True
        parts: list[bytes] = []
        try:
            while data and most > 0:
                if self._unpacker.eof:
                    self._unpacker = zlib.decompressobj(_GZIP)
                parts.append(self._unpacker.decompress(data, most))
                most -= len(parts[-1])
                data = self._unpacker.unused_data
        except zlib.error:
            raise self._damaged() from None
        return b"".join(parts)

    def finish(self) -> None:
        """Tell that nothing more comes.

        Raises:
            MayPass: There should be more.
        """
        if self._has_begun and not self._unpacker.eof:
            raise self._damaged()

    def _damaged(self) -> MayPass:
        return MayPass(FetchFailed(f"what {self._host} sends is damaged: it can't be decompressed"))

"""Where an ONNX file has weights that it does not hold itself, as those of large models do.

A tensor names the file beside the model that holds it in an entry with the key ``location``
(https://onnx.ai/onnx/repo-docs/ExternalData.html), in the encoding of Protocol Buffers.
"""

from __future__ import annotations

import os
import re
from mmap import ACCESS_READ, mmap
from typing import Final

from index.semantic.failures import unusable
from index.storage.store import reason_of

_LOCATION: Final = re.compile(rb"\n\x08location\x12([\x80-\xff]?[\x00-\x7f])", re.DOTALL)
"""The key, then the length of the name that follows: seven bits a byte, the lowest ones first."""


def weights_beside(path: str) -> list[str]:
    """The paths of the files with weights that an ONNX file names.

    ONNX Runtime opens none that lies outside of its folder, and so they are left out.

    Args:
        path: Of the ONNX file.

    Raises:
        SemanticUnavailable: It can't be read.
    """
    try:
        if not os.path.getsize(path):
            # It is no model, which whoever loads it will say; nothing is not mapped.
            return []
        with open(path, "rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            names = {_name(content, one) for one in _LOCATION.finditer(content)}
    except (OSError, ValueError) as error:
        raise unusable(path, reason_of(error)) from None
    places = sorted(os.path.normpath(name) for name in names)
    folder = os.path.dirname(path)
    return [
        os.path.join(folder, place)
        for place in places
        if not os.path.isabs(place) and not place.startswith(os.pardir)
    ]


def _name(content: mmap, found: re.Match[bytes]) -> str:
    length = sum((byte & 127) << 7 * at for at, byte in enumerate(found[1]))
    return os.fsdecode(content[found.end() : found.end() + length])

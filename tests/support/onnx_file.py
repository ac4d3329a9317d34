"""Writes small ONNX files, in the encoding of Protocol Buffers that onnx.proto describes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

_FLOAT, _INT32, _INT64 = 1, 6, 7
_EXTERNAL = 1


def write_lookup(
    path: Path,
    rows: Iterable[Iterable[float]],
    *,
    output: str = "last_hidden_state",
    inputs: Iterable[str] = ("input_ids",),
    of_text: bool = False,
    short: bool = False,
    beside: str = "",
) -> Path:
    """Write a model that looks a row up for each number it is given.

    Args:
        path: Of the file.
        rows: The row of each number.
        output: What the result is called.
        inputs: What it asks for; only the first makes a difference.
        of_text: Whether the result is the sum over a text's numbers, and not a row each.
        short: Whether its inputs are integers of 32 bits, and not of 64.
        beside: The name of a file beside it that gets the rows; in the model itself by default.
    """
    table = [list(row) for row in rows]
    names = list(inputs)
    values = b"".join(struct.pack(f"<{len(row)}f", *row) for row in table)
    if beside:
        (path.parent / beside).write_bytes(values)
        location = _field(1, b"location") + _field(2, beside.encode())
        held = _field(13, location) + _number(14, _EXTERNAL)
    else:
        held = _field(9, values)
    initializer = (
        _number(1, len(table)) + _number(1, len(table[0])) + _number(2, _FLOAT)
        + _field(8, b"table") + held
    )  # fmt: skip
    found = b"found" if of_text else output.encode()
    nodes = _field(1, _node("Gather", [b"table", names[0].encode()], found))
    if of_text:
        axes = _number(1, 1) + _number(2, _INT64) + _field(8, b"axes") + _field(7, b"\x01")
        keep = _field(1, b"keepdims") + _number(3, 0) + _number(20, 2)
        nodes += _field(1, _node("ReduceSum", [b"found", b"axes"], output.encode(), keep))
        nodes += _field(5, axes)
    given = _INT32 if short else _INT64
    shape: list[str | int] = (
        ["batch", len(table[0])] if of_text else ["batch", "pieces", len(table[0])]
    )
    graph = (
        nodes + _field(2, b"lookup") + _field(5, initializer)
        + b"".join(_field(11, _value(name, given, ["batch", "pieces"])) for name in names)
        + _field(12, _value(output, _FLOAT, shape))
    )  # fmt: skip
    path.write_bytes(_number(1, 8) + _field(7, graph) + _field(8, _number(2, 13)))
    return path


def _node(kind: str, inputs: Iterable[bytes], output: bytes, attribute: bytes = b"") -> bytes:
    given = b"".join(_field(1, name) for name in inputs)
    said = _field(5, attribute) if attribute else b""
    return given + _field(2, output) + _field(4, kind.encode()) + said


def _value(name: str, kind: int, shape: Iterable[str | int]) -> bytes:
    sizes = b"".join(
        _field(1, _number(1, one) if isinstance(one, int) else _field(2, one.encode()))
        for one in shape
    )
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, sizes)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])

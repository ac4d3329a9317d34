"""Tables of figures: what was measured, beside what it is measured against."""

from __future__ import annotations

from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay out rows under their headings; words to the left, figures to the right.

    Args:
        headings: One for each column.
        rows: Cells are shown with ``str``, floats with three significant digits, None as a dash.

    Returns:
        Lines of equal structure, without a closing newline.
    """
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    right = [any(isinstance(row[n], int | float) for row in rows) for n in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def _shown(cell: object) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.3g}"
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return str(cell)

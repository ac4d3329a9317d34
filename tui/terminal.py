"""What the terminal can do, read from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def theme_for(environment: Mapping[str, str]) -> str:
    """The theme that suits a terminal, told from its environment variables.

    Without colour, or with 16 of them, the terminal's own colours are used: mixing colours that it
    does not have gives mud. A light background is known only where ``COLORFGBG`` tells of it.
    """
    term = environment.get("TERM", "")
    many = (
        "256" in term
        or "direct" in term
        or environment.get("COLORTERM", "")
        in {
            "truecolor",
            "24bit",
        }
    )
    if "NO_COLOR" in environment or not many:
        return "quire-terminal"
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "quire-light" if background in {"7", "15"} else "quire-dark"

"""How much is tried where chance decides what: enough every day, and more when asked for."""

from __future__ import annotations

import os
from typing import Final

THOROUGH: Final = os.environ.get("QUIRE_TESTS") == "thorough"
"""Whether this run has time; set by whoever starts it."""

HAS_CLUSTER: Final = THOROUGH or os.environ.get("QUIRE_TESTS") == "cluster"
"""Whether this run starts a real search cluster, which takes a minute and both processors."""


def tries(everyday: int, thorough: int) -> int:
    """How often to try in this run: ``everyday``, or ``thorough`` with ``QUIRE_TESTS=thorough``."""
    return thorough if THOROUGH else everyday

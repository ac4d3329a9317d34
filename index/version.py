"""The version of Quire. The package is built with it, so nobody need look for what is installed."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"

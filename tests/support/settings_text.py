"""Settings as the text of a file."""

from __future__ import annotations

from index import decode_settings
from tui.settings import Settings, settings_of


def parse_settings(text: str, path: str = "settings.toml") -> Settings:
    """The settings of a file with this text."""
    return settings_of(decode_settings(text, path))

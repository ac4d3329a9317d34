"""Papers and choices as lines of styled text, and the themes. Pure."""

"""All that happens before the first screen, none of which needs Textual."""

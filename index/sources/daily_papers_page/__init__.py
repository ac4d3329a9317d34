"""Saved Daily Papers pages: their blocks, titles, details and years."""

"""Inputs: which files there are, what is in them, and their bytes, decompressed."""

"""The query language: text to tree, tree to text, edits of the text, and tree to Tantivy query."""

from __future__ import annotations

from index.fields import FIELDS
from index.query.parse import parse, parse_parts
from index.query.tree import Node, Parsed, Part
from index.query.unparse import to_text

__all__ = ["FIELDS", "Node", "Parsed", "Part", "parse", "parse_parts", "to_text"]

"""What the reader did with papers: stars, read marks, tags, notes and saved searches, on disk."""

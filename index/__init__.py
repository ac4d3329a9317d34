"""Papers in, answers out: parsing, indexing and searching, without a terminal."""

"""XML: one streaming reader for every format that is written in it, and what a document is."""

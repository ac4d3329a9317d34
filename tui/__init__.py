"""The Textual application: it parses nothing and never touches Tantivy."""

"""The search engine: a query's tree becomes Tantivy queries, and what they find becomes answers."""

"""Search clusters that speak the dialect of OpenSearch and Elasticsearch, as an engine.

What a query means, what it scores and what is counted is decided by the modules of the package
above; here it becomes JSON, and the answers of the cluster become what those modules expect.
"""

"""Papers by themselves: fetches what feeds name, and keeps the answers for builds to read.

Nothing else in Quire opens connections to fetch.
"""

"""Benchmarks: each compares Quire with a floor or a peer in the same run and prints a table.

``python -m tests.bench`` lists them, ``python -m tests.bench NAME`` runs one, ``all`` runs all. A
benchmark is a module here that offers ``run(arguments)``, which takes the remaining words of the
command line and prints tables. Pytest runs none of them: times mean something only beside each
other and on a quiet machine.
"""

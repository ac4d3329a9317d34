"""Vectors of papers, by which they are found by meaning: models, files, the search among them.

It is an extra, ``pip install 'quire[semantic]'``: NumPy, ONNX Runtime and tokenizers are imported
here alone, and only when an index that has vectors is asked for them.
"""

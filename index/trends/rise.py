"""Whether a share has grown: the log odds ratio in standard errors."""

from __future__ import annotations

from math import log, sqrt

_ADDED = 0.5
"""Added to each count, so that none is 0 (Haldane 1956, Anscombe 1956)."""


def rise(older: int, of_older: int, newer: int, of_newer: int) -> float | None:
    """How many standard errors a share is higher in one group than in another.

    It is the logarithm of the odds ratio, with a half added to each of the four counts (J. B. S.
    Haldane, "The estimation and significance of the logarithm of a ratio of frequencies", Annals
    of Human Genetics 20, 1956), over its standard error (B. Woolf, "On estimating the relation
    between blood group and disease", Annals of Human Genetics 19, 1955).

    Args:
        older: Papers of the older group that have something.
        of_older: All papers of the older group.
        newer: Papers of the newer group that have it.
        of_newer: All papers of the newer group.

    Returns:
        Above 0 where the share has grown; None where one of the groups is empty.
    """
    if not of_older or not of_newer:
        return None
    a, b = newer + _ADDED, of_newer - newer + _ADDED
    c, d = older + _ADDED, of_older - older + _ADDED
    return log(a * d / (b * c)) / sqrt(1 / a + 1 / b + 1 / c + 1 / d)

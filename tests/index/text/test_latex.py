"""Accents to Unicode, and LaTeX that a person can read in a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.latex import readable, to_unicode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Erd\H{o}s and R\'enyi", "Erdős and Rényi"),
        (r"C. Bal\'azs, {\"o}, \"{u}", "C. Balázs, ö, ü"),
        (r"na\"{\i}ve, \'\i, \^\i le, \u\i, \v{\j}", "naïve, í, île, ĭ, ǰ"),
        (r"\c{c} \c c \v{S}koda \v Skoda", "ç ç Škoda Škoda"),
        (r"Gro\ss e Stra{\ss}e", "Große Straße"),
        (r"\O rsted, Bj{\o}rn, \AA{}ngstr\"om", "Ørsted, Bjørn, Ångström"),
        (r"\L{}\'od\'z, Pawe\l{} Wa\l\k{e}sa", "Łódź, Paweł Wałęsa"),
        (r"{\'{E}}tienne, d'\'Ecole, Universit\`a", "Étienne, d'École, Università"),
        (r"\~n \~{} \^{}", "ñ ~ ^"),
        (r"\'{\^e}", "ế"),
        (r"\k{a}\r{a}\d{a}\b{b}\=a\.z\u{g}", "ąåạḇāżğ"),
        (r"\ae\oe\AE{} \dh \TH", "æœÆ ð Þ"),
        (r"5\% \& \_ \#1", "5% & _ #1"),
        (r"the authors\' estimate \" and", r"the authors\' estimate \" and"),
        (r"a -- b --- c", "a -- b --- c"),
        (
            r"the \"language space\", \"all\" of it; \"Uber Schr\"odinger",
            'the "language space", "all" of it; Über Schrödinger',
        ),
        (r"\'x \"l \b{o}", r"\'x \"l \b{o}"),
    ],
)
def test_accents_and_signs(latex: str, text: str) -> None:
    assert to_unicode(latex) == text


@pytest.mark.parametrize(
    "text",
    [
        "plain text, with {braces} and 100% of it",
        r"$\'e = \%$ and \(\v{a}\)",
        r"\alpha \beta \bar{x} \url{x} \cite{y}",
        r"costs \$5 and \$6",
        "\\",
        "A\\'",
        r"\textbf{x} \times \left( \right)",
    ],
)
def test_mathematics_and_the_unknown_stay(text: str) -> None:
    assert to_unicode(text) == text


def test_accents_beside_mathematics_are_found() -> None:
    assert to_unicode(r"$\'x$ by M\"uller \$ and Erd\H{o}s") == r"$\'x$ by Müller \$ and Erdős"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"$\alpha$-divergence, $x^2 \leq y_{i+1}$", "α-divergence, x² ≤ yᵢ₊₁"),
        (r"\emph{really} \textbf{bold \textit{both}}", "really bold both"),
        (r"$\mathcal{O}(n \log n)$", "O(n log n)"),
        (r"see~\cite{foo} and \cite[p.~3]{bar}.", "see and."),
        (r"$\frac{a+b}{2}$, $\frac12$, $\sqrt{x+1}$, $\sqrt2$", "(a+b)/2, 1/2, √(x+1), √2"),
        (r"$\ell_2$, $x^{-1}$, $A^\top$, $L_\infty$", "ℓ₂, x⁻¹, Aᵀ, L_∞"),
        (r"$\mathbb{R}^d$, $\hat{x}$, $\tilde y$", "ℝᵈ, x̂, ỹ"),
        (r"$SU(2)_L\times U(1)$, $B\to K^*$", "SU(2)_L×U(1), B→K*"),
        (r"$10^{th}$, $K_{AB}$, $G_{n,p}$", "10ᵗʰ, K_AB, G_(n,p)"),
        ("``quoted''", "“quoted”"),
        (
            r"about ~50 {GPT}s (~10 \mu m) or ~ 5 at $x$~eV",
            "about ~50 GPTs (~10 μ m) or ~ 5 at x eV",
        ),
        (r"~7 {GPT}s, Fig.~3, {~}b", "~7 GPTs, Fig. 3, { }b"),
        (r"{\bf Bold} {\it x} {BERT}", "Bold x BERT"),
        (r"5\% and \$3", "5% and $3"),
        (r"$$E=mc^2$$ \(x\) \[y\]", "E=mc² x y"),
        (r"$\unknown{y}$ \mystery{z}", r"\unknown{y} \mystery{z}"),
        (r"\href{https://example.org}{this page}", "this page"),
        (r"$a \pmod{n}$, $\not\in$", "a (mod n), ∉"),
    ],
)
def test_readable(latex: str, text: str) -> None:
    assert unicodedata.normalize("NFC", readable(latex)) == text


@pytest.mark.parametrize(
    "text",
    [
        "S^2IP-LLM, snake_case, {a, b}",
        "Train It with $100K Budget",
        "from $5 to $10",
        "~ 3 '' ` _ ^",
        "$",
        "{{{{",
        "}",
        "",
    ],
)
def test_text_that_only_looks_like_latex_stays(text: str) -> None:
    assert readable(text) == text


def test_plain_text_comes_back_as_the_same_object() -> None:
    text = "".join(["plain ", "text"])
    assert readable(text) is text
    assert to_unicode(text) is text


PIECES = r"""$ $$ \ { } ^ _ ~ a Z 9 é [ ] ` ' " \frac \hat \cite \' \H \i \alpha \text \( \) \sqrt
\left \not \begin \href \$ \\ `` '' 漢""".split()

latex_like = st.lists(st.sampled_from([*PIECES, " ", "\n", "\\ ", "\u0301"])).map("".join)


@given(st.one_of(latex_like, st.text()))
def test_whatever_comes_nothing_raises(text: str) -> None:
    assert isinstance(readable(text), str)
    once = to_unicode(text)
    assert len(once) <= 2 * len(text) + 2
    if "\\" not in text:
        assert once == text


@pytest.mark.parametrize("unit", [*PIECES, r"\hat{", "$a", r"\' ", r"{\o", "$ $", r"\cite[", "$x_"])
def test_absurd_text_is_soon_done(unit: str) -> None:
    # Anything quadratic takes minutes here.
    assert isinstance(readable(unit * 45_000), str)
    assert isinstance(to_unicode(unit * 45_000), str)
    assert isinstance(readable("$" + unit * 25_000 + "$"), str)

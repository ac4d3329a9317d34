"""TeX in values becomes the text it means."""

from __future__ import annotations

import pytest

from index.sources.bibtex.tex import tex_text, verbatim


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{A} {{Study}} of {NLP}", "A Study of NLP"),
        ("{\\'E}t{\\'e} \\o{} {\\ss}", "Été ø ß"),
        ("10\\,\\% of $n^2$ in $\\{1, 2\\}$", "10 % of $n^2$ in $\\{1, 2\\}$"),
        ("\\emph{very} \\textbf{bold {Words}}", "very bold Words"),
        ("pages 1--2---``q'' a~b", "pages 1–2—“q” a b"),
        ("{\\textbraceleft}x{\\textbraceright} {\\textbackslash} \\{y\\}", "{x} \\ {y}"),
        (
            "{\\textasciitilde} {\\textless} {\\textgreater} {\\ldots} \\$5 to \\$6",
            "~ < > … $5 to $6",
        ),
        ("{$-$}1 H\\textsubscript{2}O 10\\textsuperscript{th}", "−1 H₂O 10ᵗʰ"),
        ("\\mkbibemph{Law} by \\enquote{her}", "Law by her"),
        ("Ro\\textcommabelow sia", "Roșia"),
        ("\\unknown{x}", "\\unknownx"),
        (
            "the 5\\({}^{\\mbox{th}}\\) Meeting, the 2$^{nd}$ and 3$^{\\textrm{rd}}$",
            "the 5th Meeting, the 2nd and 3rd",
        ),
        ("$n^{th}$ and 2$^n$", "$n^{th}$ and 2$^n$"),
        ("plain", "plain"),
    ],
)
def test_text(value: str, text: str) -> None:
    assert tex_text(value) == text


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://example.org/{\\_}a\\_b\\%20\\&c", "https://example.org/_a_b%20&c"),
        ("\\url{https://example.org/{\\textasciitilde}moss}", "https://example.org/~moss"),
        ("10.1000/a{\\textunderscore}b", "10.1000/a_b"),
    ],
)
def test_addresses(value: str, address: str) -> None:
    assert verbatim(value) == address

"""What LaTeX commands look like in plain text: the tables behind ``index.text.latex.readable``."""

from __future__ import annotations

from typing import Final


def _pairs(table: str) -> dict[str, str]:
    """Commands and what they look like, alternating."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _names(table: str) -> frozenset[str]:
    return frozenset(table.split())


SYMBOLS: Final = _pairs("""
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ħ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ wp ℘ partial ∂
nabla ∇ infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥
times × div ÷ pm ± mp ∓ cdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
dagger † ddagger ‡ wedge ∧ land ∧ vee ∨ lor ∨ cap ∩ cup ∪ setminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎
leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ~ simeq ≃ cong ≅
equiv ≡ propto ∝ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ triangleq ≜
subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ in ∈ ni ∋ notin ∉ mid ∣ nmid ∤ parallel ∥
perp ⊥ vdash ⊢ models ⊨ to → rightarrow → longrightarrow → leftarrow ← gets ← longleftarrow ←
leftrightarrow ↔ Rightarrow ⇒ Longrightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔
mapsto ↦ hookrightarrow ↪ uparrow ↑ downarrow ↓ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀
ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … prime ′ degree ° angle ∠ triangle △ square □
Box □ blacksquare ■ diamond ⋄ Diamond ◇ checkmark ✓ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊
rfloor ⌋ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | lbrace { rbrace } colon : sharp ♯ flat ♭
textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _ textbar | textless <
textgreater > textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ” textendash –
textemdash — textellipsis … textdegree ° textmu µ textregistered ® texttrademark ™
copyright © pounds £ euro € S § P ¶ dag † ddag ‡ LaTeX LaTeX TeX TeX Box □ backslash \\ lbrack [
rbrack ] slash / eps ε item • AA Å aa å i ı j ȷ
""")

FUNCTIONS: Final = _names("""
    arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf ker
    lg lim liminf limsup ln log max min mod Pr sec sin sinh sup tan tanh""")

# Their argument is what they show.
TRANSPARENT: Final = _names("""
    emph text textbf textit texttt textsc textrm textsf textsl textup textnormal textmd
    underline mbox hbox fbox mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal
    boldsymbol bm pmb operatorname ensuremath url path uline smash overbrace underbrace
    overrightarrow widehat widetilde boldmath uppercase lowercase title section subsection
    paragraph""")

# They and their argument serve the typesetter.
REMOVED_WITH_ARGUMENT: Final = _names("""
    cite citep citet citealp citealt citeauthor citeyear label ref eqref autoref cref Cref
    footnote footnotemark thanks begin end vspace hspace phantom hphantom vphantom includegraphics
    bibliography bibliographystyle color""")

# They alone serve the typesetter.
REMOVED: Final = _names("""
    left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle displaystyle textstyle
    scriptstyle limits nolimits noindent indent par bf it em rm sc sf tt sl cal normalfont bfseries
    itshape tiny scriptsize small normalsize large Large LARGE huge Huge centering newline protect
    relax maketitle xspace nonumber notag hfill newpage bigskip medskip smallskip""")

SPACES: Final = _names("quad qquad space thinspace enspace enskip")

COMBINING: Final = {
    "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "vec": "\u20d7", "dot": "\u0307",
    "ddot": "\u0308", "overline": "\u0304", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "widehat": "\u0302",
    "widetilde": "\u0303",
}  # fmt: skip

BLACKBOARD: Final = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ1", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ𝟙", strict=True)
)

SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzTαβ′*∘†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵅᵝ′*°†",
        strict=True,
    )
) | {"−": "⁻", "⊤": "ᵀ"}

SUBSCRIPTS: Final = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
) | {"−": "₋"}

r"""Mathematics from strangers, made safe to compile: known commands, balanced braces.

Unknown commands, among them all that could read or write files or redefine others, become upright
words. Whatever TeX would stumble over is refused, and is plain text then.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.latex_symbols import BLACKBOARD, COMBINING, FUNCTIONS, SYMBOLS


def _names(table: str) -> list[str]:
    return table.split()


# Of the symbols that Quire can show, those that LaTeX knows in mathematics without any package.
_PLAIN_SIGNS: Final = _names("""
    alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    ell hbar aleph wp partial nabla infty emptyset forall exists neg top bot times div pm mp cdot
    star circ bullet oplus ominus otimes odot dagger ddagger wedge vee cap cup setminus leq geq neq
    ll gg approx simeq cong equiv propto prec succ preceq succeq subset supset subseteq supseteq
    in ni notin mid parallel vdash models rightarrow leftarrow leftrightarrow Rightarrow Leftarrow
    Leftrightarrow mapsto uparrow downarrow sum prod coprod int oint cdots langle rangle lceil
    rceil lfloor rfloor triangle diamond sharp flat surd""")

SIGNS: Final = {
    SYMBOLS[name]: name for name in _PLAIN_SIGNS if name in SYMBOLS and not SYMBOLS[name].isascii()
}
"""Characters and the mathematical commands that make them."""
SIGNS.update({"µ": "mu", "ϵ": "epsilon", "ϕ": "phi"})
SIGNS.update((sign, f"mathbb{{{letter}}}") for letter, sign in BLACKBOARD.items())

_TAKES_ARGUMENT: Final = frozenset(COMBINING) | frozenset(
    _names("""frac dfrac tfrac sqrt binom mathbb mathbf mathcal mathfrak mathit mathrm mathscr
    mathsf mathtt boldsymbol text textbf textit textrm textsf texttt textsc textnormal mbox emph
    operatorname overbrace overrightarrow stackrel underbrace underline underset overset
    pmod""")
)
_KNOWN: Final = (
    frozenset(SYMBOLS)
    - frozenset(["item", "eps", "i", "j", "AA", "aa", "textdegree", "textmu", "euro"])
    | FUNCTIONS - {"argmax", "argmin"}
    | _TAKES_ARGUMENT
    | frozenset(
        _names("""left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr quad qquad
        displaystyle textstyle scriptstyle limits nolimits bf it rm sf tt cal not bmod
        lbrack rbrack lbrace rbrace colon""")
    )
)
_ALIASES: Final = {
    "bm": "boldsymbol", "Bbb": "mathbb", "mathds": "mathbb", "mathbbm": "mathbb",
    "frak": "mathfrak",
}  # fmt: skip
_BRACES: Final = {"\\{": r"\lbrace ", "\\}": r"\rbrace "}


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(r"\\[A-Za-z]+|\\.?|[^\\]", re.DOTALL)


@cache
def _incomplete() -> re.Pattern[str]:
    """A script without anything in it, or one on another."""
    return re.compile(r"[\^_]\s*(?:[\^_}]|$)")


def is_money(inner: str, following: str) -> bool:
    """Whether the dollars around this stand for prices and not for mathematics.

    Args:
        inner: As in "from $5 to $6", which is "5 to ".
        following: What comes after the second dollar.
    """
    if any(mark in inner for mark in "\\^_"):
        return False
    if inner[0].isdigit():
        return inner[-1].isspace() or following[:1].isdigit()
    # As in "$ per $1".
    return inner[0].isspace() and following[:1].isdigit() and any(map(str.isalpha, inner))


def mathematics(inner: str) -> str | None:
    """What stands between dollars, safe to stand there again; None where TeX would stumble.

    Args:
        inner: Without the dollars, as "x^2".
    """
    tokens: list[str] = _tokens().findall(inner.strip())
    if not tokens:
        return None
    if tokens.count("\\left") != tokens.count("\\right") or _incomplete().search(inner):
        return None
    made: list[str] = []
    depth = 0
    wants_argument = False
    for token in tokens:
        if wants_argument and token == "}":
            return None
        wants_argument = (
            token[1:] in _TAKES_ARGUMENT
            or token[1:] in _ALIASES
            or (wants_argument and token.isspace())
        )
        depth += {"{": 1, "}": -1}.get(token, 0)
        tex = _token(token)
        if depth < 0 or tex is None:
            return None
        made.append(tex)
    if depth or wants_argument:
        return None
    return "".join(made).strip()


def _token(token: str) -> str | None:
    if token[0] == "\\":
        if token in _BRACES:
            return _BRACES[token]
        name = _ALIASES.get(token[1:], token[1:])
        if name in ("begin", "end", ""):
            return None
        if name.isalpha() and name.isascii():
            return f"\\{name}" if name in _KNOWN else f"\\mathrm{{{name}}}"
        if name == "\\":
            return " "
        return token if name in ",;:!> |%#&_$/-" else None
    if token in "%#&":
        return "\\" + token
    if token == '"':
        return "''"
    if token in SIGNS:
        return f"\\{SIGNS[token]} "
    return token

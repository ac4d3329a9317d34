r"""Mathematics from strangers, made safe to compile: known commands, balanced braces.

Unknown commands, among them all that could read or write files or redefine others, become upright
words. Whatever TeX would stumble over is refused, and is plain text then.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from index.text.latex_symbols import BLACKBOARD, COMBINING, FUNCTIONS, SYMBOLS


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
SIGNS.update({
    "µ": "mu", "ϵ": "epsilon", "ϕ": "phi", "ϑ": "vartheta", "ϖ": "varpi", "ϱ": "varrho",
    "∆": "Delta",
    "√": "surd", "∼": "sim", "⋅": "cdot", "∙": "bullet", "∗": "ast", "∠": "angle", "⟂": "perp",
    "≍": "asymp", "≐": "doteq", "≜": "triangleq", "⩽": "leq", "⩾": "geq", "≲": "lesssim",
    "≳": "gtrsim", "⊊": "subsetneq", "⊎": "uplus", "⊓": "sqcap", "⊔": "sqcup", "⊑": "sqsubseteq",
    "⊒": "sqsupseteq", "⋂": "bigcap", "⋃": "bigcup", "⋀": "bigwedge", "⋁": "bigvee",
    "⨁": "bigoplus", "⨂": "bigotimes", "⋈": "bowtie", "⋊": "rtimes", "⋉": "ltimes",
    "⊠": "boxtimes", "⋮": "vdots", "⋱": "ddots", "‖": "|", "ℜ": "Re", "ℑ": "Im",
    "⟶": "longrightarrow",
    "⟵": "longleftarrow", "⟹": "Longrightarrow", "⟺": "Longleftrightarrow", "⇑": "Uparrow",
    "⇓": "Downarrow", "⇕": "Updownarrow", "↕": "updownarrow", "↗": "nearrow", "↘": "searrow",
    "↙": "swarrow", "↖": "nwarrow", "↪": "hookrightarrow", "↩": "hookleftarrow",
    "⇀": "rightharpoonup", "⇌": "rightleftharpoons", "⇝": "leadsto", "★": "star", "☆": "star",
    "○": "circ", "●": "bullet", "□": "Box", "■": "blacksquare", "◇": "Diamond", "▲": "triangle",
    "♣": "clubsuit", "♢": "diamondsuit", "♦": "diamondsuit", "♡": "heartsuit", "♥": "heartsuit",
    "♠": "spadesuit", "♮": "natural", "✓": "checkmark", "✔": "checkmark",
})  # fmt: skip
SIGNS.update((sign, f"mathbb{{{letter}}}") for letter, sign in BLACKBOARD.items())
SIGNS["𝟙"] = "mathbf{1}"
SIGNS.update(
    (sign, f"mathcal{{{letter}}}") for sign, letter in zip("ℬℰℱℋℐℒℳℛ", "BEFHILMR", strict=True)
)
# Greek capitals that look like Latin ones have no commands.
SIGNS.update(
    (sign, f"mathrm{{{letter}}}")
    for sign, letter in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True)
)

_TAKES_ARGUMENT: Final = frozenset(COMBINING) | frozenset(
    _names("""frac dfrac tfrac sqrt binom mathbb mathbf mathcal mathfrak mathit mathrm
    mathsf mathtt boldsymbol text textbf textit textrm textsf texttt textsc textnormal mbox emph
    operatorname overbrace overrightarrow stackrel underbrace underline underset overset
    pmod mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner""")
)
_KNOWN: Final = (
    frozenset(SYMBOLS)
    - frozenset(["item", "eps", "i", "j", "AA", "aa", "textdegree", "textmu", "euro"])
    | FUNCTIONS - {"argmax", "argmin"}
    | _TAKES_ARGUMENT
    | frozenset(
        _names("""left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr quad qquad
        displaystyle textstyle scriptstyle bf it rm sf tt cal not bmod
        lbrack rbrack lbrace rbrace colon wr ltimes rtimes boxtimes clubsuit diamondsuit heartsuit
        spadesuit""")
    )
)
_ALIASES: Final = {
    "bm": "boldsymbol", "Bbb": "mathbb", "mathds": "mathbb", "mathbbm": "mathbb",
    "frak": "mathfrak", "mathscr": "mathcal", "EuScript": "mathcal", "Cal": "mathcal",
}  # fmt: skip
_TAKES_TWO: Final = frozenset(_names("frac dfrac tfrac binom stackrel underset overset"))
# They can stand before another command that takes an argument.
_ACCENTS: Final = frozenset(COMBINING) | frozenset(
    _names("mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner")
)
_HOLDS_WORDS: Final = frozenset(
    _names("text textbf textit textrm textsf texttt textsc textnormal mbox emph")
)
_FONTS_OF_SIGNS: Final = frozenset(
    _names("mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt")
)
# They make one thing of what they take, which can be a script as it is.
_WHOLE: Final = _FONTS_OF_SIGNS | _HOLDS_WORDS | frozenset(_names("frac dfrac tfrac operatorname"))
# They take what stands alone in a script, too.
_SPARING: Final = _FONTS_OF_SIGNS | frozenset(["frac", "dfrac", "tfrac"])
_FENCES: Final = frozenset([r"\left", r"\right"])
_BIG: Final = frozenset(
    _names(
        "sum prod coprod int iint oint bigcap bigcup bigoplus bigotimes bigwedge bigvee lim"
        " sup inf max min limsup liminf det gcd Pr lbrace rbrace"
    )
)
_FONTS: Final = frozenset(_names("bf it rm sf tt"))
_SIZES: Final = frozenset(
    _names("tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge")
)
_SCRIPTS: Final = frozenset("^_'")
_ESCAPES: Final = "%#&_$"
# They would have to follow certain signs and nothing else.
_PLACES_OF_LIMITS: Final = frozenset([r"\limits", r"\nolimits", r"\displaylimits"])
_PLAIN: Final = dict.fromkeys("−–‐‑‒", "-") | {"′": "'", "″": "''"}
_BRACES: Final = {"\\{": r"\lbrace ", "\\}": r"\rbrace "}


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(r"\\[A-Za-z]+|\\.?|[^\\]", re.DOTALL)


@cache
def _blackboard_others() -> re.Pattern[str]:
    """What the letters of a blackboard don't have: small ones and digits."""
    return re.compile(r"\\mathbb\s*\{([a-z0-9]+)\}")


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
    if _incomplete().search(inner):
        return None
    reading = _Reading()
    if not all(map(reading.take, tokens)) or reading.unfinished:
        return None
    # Nothing between dollars would be the beginning of something else.
    return _blackboard_others().sub(r"\\mathbf{\1}", "".join(reading.made)).strip() or None


class _Group(msgspec.Struct, frozen=True):
    """What goes on after an open brace is closed.

    Attributes:
        scripts: The places of scripts that are taken.
        in_words: Whether words are around.
        in_script: Whether a script still needs something.
        command: The command whose argument the group is.
        lacking: How many arguments it needs after this one.
        fences: How many growing delimiters are open.
    """

    scripts: frozenset[str]
    in_words: bool
    in_script: bool
    command: str
    lacking: int
    fences: int


class _Reading:
    """Mathematics as far as it has been read.

    Attributes:
        made: What has been made of it.
    """

    def __init__(self) -> None:
        self.made: list[str] = []
        self._groups: list[_Group] = []
        self._scripts: frozenset[str] = frozenset()
        self._in_words = False
        self._in_script = False
        self._command = ""
        self._lacking = 0
        self._fences = 0

    @property
    def unfinished(self) -> bool:
        """Whether something more would have to come."""
        return bool(self._groups or self._in_script or self._lacking or self._fences)

    def take(self, token: str) -> bool:
        """Read on; False where TeX would stumble."""
        if token.isspace() or token == "\\\\":
            self.made.append(" ")
            return True
        if token == "}":
            return self._close()
        if token == "{":
            self._open()
            return True
        if token == '"':
            return self.take("'") and self.take("'")
        if token in _SCRIPTS:
            return self._script(token)
        if token in _FENCES and not self._fence(token):
            return False
        if token in _PLACES_OF_LIMITS:
            return not (self._in_script or self._lacking)
        return self._take_sign(token)

    def _fence(self, token: str) -> bool:
        """Count what grows with what it holds; False where it is closed before it is opened."""
        self._fences += {"\\left": 1, "\\right": -1}[token]
        return self._fences >= 0 and not (self._in_script or self._lacking)

    def _take_sign(self, token: str) -> bool:
        tex = _word(token) if self._in_words else _token(token)
        name = _ALIASES.get(token[1:], token[1:]) if token[0] == "\\" else ""
        takes = name in (_HOLDS_WORDS if self._in_words else _TAKES_ARGUMENT)
        if tex is None or not self._may_follow(token, name if takes else "", tex):
            return False
        if not tex:
            return True
        stands_alone = token != "~" and (len(tex) == 1 or _is_small_command(tex))
        braced = self._needs_one and not stands_alone
        self.made.append(f"{{{tex}}}" if braced and not takes else tex)
        if takes:
            self._command, self._lacking = name, 2 if name in _TAKES_TWO else 1
        else:
            self._lacking = max(self._lacking - 1, 0)
            self._end_of_sign(token)
        return True

    def _may_follow(self, token: str, taking: str, tex: str) -> bool:
        """Whether a sign, or a command that takes an argument, may stand here without braces."""
        if token[1:] in _FONTS:
            return not self._needs_one
        if self._needs_one and not tex:
            return False
        if not self._lacking:
            return not (self._in_script and taking) or taking in _WHOLE
        if self._in_script and self._command not in _SPARING:
            return False
        if taking:
            return self._command in _ACCENTS and taking in _FONTS_OF_SIGNS
        return self._command not in _HOLDS_WORDS or len(token) == 1 == len(tex)

    @property
    def _needs_one(self) -> bool:
        return self._in_script or self._lacking > 0

    def _end_of_sign(self, token: str) -> None:
        if not self._lacking and token[1:] not in _FONTS:
            self._scripts = self._scripts if self._in_script else frozenset()
            self._in_script = False

    def _open(self) -> None:
        scripts = self._scripts if self._in_script else frozenset()
        lacking = max(self._lacking - 1, 0)
        in_script = self._in_script and lacking > 0
        self._groups.append(
            _Group(scripts, self._in_words, in_script, self._command, lacking, self._fences)
        )
        self._fences = 0
        self._in_words = self._in_words or (self._lacking > 0 and self._command in _HOLDS_WORDS)
        self._scripts, self._in_script, self._lacking = frozenset(), False, 0
        self.made.append("{")

    def _close(self) -> bool:
        if not self._groups or self._needs_one or self._fences:
            return False
        group = self._groups.pop()
        self._fences = group.fences
        self._scripts, self._in_words = group.scripts, group.in_words
        self._in_script, self._command, self._lacking = (
            group.in_script, group.command, group.lacking
        )  # fmt: skip
        self.made.append("}")
        return True

    def _script(self, token: str) -> bool:
        if self._in_words:
            self.made.append(token)
            return token == "'"
        if self._in_script or self._lacking or self.made[-1:] == ["\\not"]:
            return False
        side = "_" if token == "_" else "^"
        goes_on = side == "^" and self.made[-1:] == ["'"]
        if side in self._scripts and not goes_on:
            # A second one belongs to what follows: the 1 of "6s^2 ^1S".
            self.made.append("{}")
            self._scripts = frozenset()
        self._scripts |= {side}
        self._in_script = token != "'"
        self.made.append(token)
        return True


def _is_small_command(tex: str) -> bool:
    """Whether this is one command that a script or an argument can be without braces."""
    name = tex[1:].rstrip()
    return tex[0] == "\\" and (name in _ESCAPES or (name.isalpha() and name not in _BIG))


def _word(token: str) -> str | None:
    """A token among words, where mathematics does not go."""
    if token[0] != "\\":
        return "\\" + token if token in "%#&" else None if token in SIGNS else token
    name = token[1:]
    if name in _HOLDS_WORDS or name in _FONTS:
        return token
    if name in _SIZES:
        return ""
    if not name.isalpha():
        return token if name in _ESCAPES or name in ",; " else None
    return name if name.isascii() and name not in _KNOWN else None


def _token(token: str) -> str | None:
    if token[0] == "\\":
        if token in _BRACES:
            return _BRACES[token]
        name = _ALIASES.get(token[1:], token[1:])
        if name in ("begin", "end", ""):
            return None
        if name in _SIZES:
            return ""
        if name.isalpha() and name.isascii():
            return f"\\{name}" if name in _KNOWN else f"\\mathrm{{{name}}}"
        return token if name in _ESCAPES or name in ",;:!> |/-" else None
    if token in "%#&":
        return "\\" + token
    if token in _PLAIN:
        return _PLAIN[token]
    if token in SIGNS:
        return f"\\{SIGNS[token]} "
    # Letters with accents and signs of prose don't go with mathematics.
    return token if token.isascii() else f"\\mbox{{{token}}}"

"""Other spellings of a word, of which the index decides whether any paper has them.

Plurals that the stemmer leaves apart (``LLMs``, ``spectra``), British and American spellings,
Greek letters and their names, umlauts written out. Whatever spelling of a word one begins with, the
others are the same, so that all of them find the same papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

_MOST: Final = 12
"""Spellings of one word beside itself."""
_LONGEST: Final = 32

_GREEK: Final = """
    α alpha  β beta  γ gamma  δ delta  ε epsilon  ζ zeta  η eta  θ theta  ι iota  κ kappa  λ lambda
    μ mu  ν nu  ξ xi  ο omicron  π pi  ρ rho  σ sigma  τ tau  υ upsilon  φ phi  χ chi  ψ psi
    ω omega
"""

# Both of each pair mean the same, alone or at the end of a longer word.
_PAIRS: Final = """
    spectrum spectra  nucleus nuclei  hypothesis hypotheses  analysis analyses  synthesis syntheses
    crisis crises  stimulus stimuli  locus loci  radius radii  modulus moduli  phenomenon phenomena
    criterion criteria  maximum maxima  minimum minima  optimum optima  extremum extrema
    momentum momenta  continuum continua  equilibrium equilibria  automaton automata
    polyhedron polyhedra  lemma lemmata  corpus corpora  formula formulae  antenna antennae
    nova novae  nebula nebulae  larva larvae  bacterium bacteria  quantum quanta  torus tori
    child children  mouse mice  tooth teeth  woman women  leaf leaves  fungus fungi
    disc disk  discs disks  grey gray  greyscale grayscale  greys grays  aluminium aluminum
    sulphur sulfur  sulphide sulfide  sulphate sulfate  programme program  programmes programs
    defence defense  defences defenses  offence offense  licence license  plough plow
    mould mold  moulds molds  moulding molding  sceptic skeptic  sceptical skeptical
    sceptics skeptics  judgement judgment  judgements judgments  ageing aging
    artefact artifact  artefacts artifacts  towards toward  enrolment enrollment  fulfil fulfill
    skilful skillful  manoeuvre maneuver  manoeuvres maneuvers  manoeuvring maneuvering
    uber ueber  focussed focused  focussing focusing  practise practice  amongst among
    learnt learned
"""

# A word with one of these in it has the other instead in America.
_ROOTS: Final = """
    leukaem leukem  anaem anem  anaesth anesth  haemo hemo  haemat hemat  haemorrh hemorrh
    paediatr pediatr  orthopaed orthoped  oestr estr  foetu fetu  foetal fetal  aetiolog etiolog
    archaeo archeo  palaeo paleo  gynaec gynec  oedem edem  oesoph esoph  diarrhoea diarrhea
    encyclopaed encycloped  ischaem ischem  glycaem glycem  caesium cesium  mediaeval medieval
"""
_OUR: Final = """
    arm behavi cand clam col demean endeav fav ferv flav harb hon hum lab neighb od ranc rig rum
    savi sav splend tum val vap vig
"""
_RE: Final = "cent fib met lit theat calib sab spect lust meag tit"
_OGUE: Final = "catal dial anal monol epil prol homol"
_DOUBLED: Final = """
    cancel channel counsel dial duel equal fuel initial label level marshal marvel model panel
    pencil rival signal spiral total travel tunnel unravel
"""

# Three consonants and more, or two and a vowel: of these the stemmer takes no plural off.
_ACRONYM: Final = r"[b-df-hj-np-tv-xz]{3,5}|[b-df-hj-np-tv-xz]{2,4}[aeiou]"
_NO_PLURALS: Final = frozenset(("plus", "thus", "https"))
# Written out, an umlaut stands between consonants, and not just before the ending of a plural.
_WRITTEN_OUT: Final = (
    r"(?:(?<=[b-df-hj-np-rtv-xz])|(?<=s)|^(?=u))(?<!q)([aou])e(?=[b-df-hj-np-tv-z]\w)"
)
_UMLAUT: Final = r"(?:(?<=[b-df-hj-np-rtv-xz])|(?<=s)|^(?=u))(?<!q)([aou])(?=[b-df-hj-np-tv-z]\w)"
# Letters of a written-out word: shorter ones are others, as loess is no loss. Names are shorter.
_SHORTEST_WRITTEN_OUT: Final = 6
_SHORTEST_NAME: Final = 5
_MOST_UMLAUTS: Final = 4
_NO_UMLAUT: Final = ("michael", "raphael", "guest", "guess", "coe", "poet", "influen", "fluen")
"""Beginnings of words in which a vowel and an ``e`` are no umlaut, and of words like them."""


@lru_cache(maxsize=4096)
def respellings(word: str) -> tuple[tuple[str, ...], ...]:
    """Other ways to spell a folded word, each a sequence of folded words that stands for it."""
    # An umlaut is looked for in words that have no other spellings: most have some vowel.
    others = _others(word, _RULES) or _other_umlauts(word, _SHORTEST_WRITTEN_OUT)
    return tuple((other,) for other in others)


@lru_cache(maxsize=4096)
def respellings_of_name(word: str) -> tuple[str, ...]:
    """Other ways to spell a folded word of a person's name."""
    return _other_umlauts(word, _SHORTEST_NAME)


def _other_umlauts(word: str, shortest: int) -> tuple[str, ...]:
    written = list(_umlauts(word, shortest))
    # Of a word with several vowels no two are written out by chance.
    if any(_others(other, _RULES) for other in written if len(other) < len(word)):
        return ()
    return tuple(dict.fromkeys(other for other in written if other != word))


def regrouped(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Folded words with names and their numbers joined, or apart: Qwen-2.5 and Qwen2.5."""
    apart: list[str] = []
    joined: list[str] = []
    for word in words:
        if found := _pattern(r"([a-z]{2,})(\d+[a-z]?)").fullmatch(word):
            apart += found.groups()
        else:
            apart.append(word)
        if joined and word[:1].isdigit() and _pattern("[a-z]{2,}").fullmatch(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    others = dict.fromkeys((tuple(apart), tuple(joined)))
    return [other for other in others if other != tuple(words)]


def _others(word: str, rules: tuple[Callable[[str], Iterator[str]], ...]) -> tuple[str, ...]:
    """All spellings that the rules lead to, one after the other, but the word itself."""
    if not word or len(word) > _LONGEST:
        return ()
    found = {word: None}
    waiting = [word]
    while waiting and len(found) <= _MOST:
        one = waiting.pop(0)
        for rule in rules:
            for other in rule(one):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
    return tuple(other for other in found if other != word)


def _greek(word: str) -> Iterator[str]:
    for one, other in _both_ways(_GREEK):
        if word == one:
            yield other


def _acronyms(word: str) -> Iterator[str]:
    """LLM and LLMs."""
    if word in _NO_PLURALS or word[:-1] in ("plu", "thu"):
        return
    if _pattern(_ACRONYM).fullmatch(word) and not word.endswith("s"):
        yield f"{word}s"
    elif word.endswith("s") and not word.endswith("ss") and _pattern(_ACRONYM).fullmatch(word[:-1]):
        yield word[:-1]


def _pairs(word: str) -> Iterator[str]:
    for ending, other in _both_ways(_PAIRS):
        # A longer word ends like one of some length only if it is made of it.
        if word == ending or (len(ending) > 5 and word.endswith(ending)):
            yield word[: len(word) - len(ending)] + other


def _roots(word: str) -> Iterator[str]:
    for root, other in _both_ways(_ROOTS):
        if root in word:
            yield word.replace(root, other)


def _endings(word: str) -> Iterator[str]:
    """British and American endings."""
    for pattern, replacement in _ENDINGS:
        other, count = _pattern(pattern).subn(replacement, word)
        if count and other != word:
            yield other


def _umlauts(word: str, shortest: int) -> Iterator[str]:
    """Written out and not: Schroedinger, and Schrödinger as it is folded."""
    if word.startswith(_NO_UMLAUT) or not word.isascii() or not word.isalpha():
        return
    plain = _pattern(_WRITTEN_OUT).sub(r"\1", word)
    if plain != word:
        if len(word) >= shortest:
            yield plain
        return
    spots = [found.end() for found in _pattern(_UMLAUT).finditer(word)][:_MOST_UMLAUTS]
    for spot in spots:
        written = f"{word[:spot]}e{word[spot:]}"
        if len(written) >= shortest and not written.startswith(_NO_UMLAUT):
            yield written


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@cache
def _both_ways(table: str) -> tuple[tuple[str, str], ...]:
    words = table.split()
    pairs = tuple(zip(words[::2], words[1::2], strict=True))
    return (*pairs, *((second, first) for first, second in pairs))


def _any(words: str) -> str:
    return "|".join(words.split())


_AFTER_ISE: Final = "(e|ed|er|ers|es|ing|ation|ations|ational|able|ability)$"
_ENDINGS: Final = (
    ("(?<=...)is" + _AFTER_ISE, r"iz\1"),
    ("(?<=...)iz" + _AFTER_ISE, r"is\1"),
    ("(?<=.l)ys(e|ed|er|ers|es|ing)$", r"yz\1"),
    ("(?<=.l)yz(e|ed|er|ers|es|ing)$", r"ys\1"),
    (f"({_any(_OUR)})our", r"\1or"),
    (f"({_any(_OUR)})or(?!y$|ig|at|em|n)", r"\1our"),
    (f"({_any(_RE)})re(s?)$", r"\1er\2"),
    (f"({_any(_RE)})er(s?)$", r"\1re\2"),
    (f"({_any(_RE)})red$", r"\1ered"),
    (f"({_any(_RE)})ered$", r"\1red"),
    (f"({_any(_RE)})ring$", r"\1ering"),
    (f"({_any(_RE)})ering$", r"\1ring"),
    (f"({_any(_OGUE)})ogue?(s|d|r|rs)?$", r"\1og\2"),
    (f"({_any(_OGUE)})og(s?)$", r"\1ogue\2"),
    (f"({_any(_DOUBLED)})l(ed|ing|er|ers)$", r"\1\2"),
    (f"({_any(_DOUBLED)})(ed|ing|er|ers)$", r"\1l\2"),
)
_RULES: Final = (_greek, _acronyms, _pairs, _roots, _endings)

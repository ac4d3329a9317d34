"""Other spellings of a word, of which the index decides whether any paper has them.

Plurals that the stemmer leaves apart (``LLMs``, ``spectra``), British and American spellings,
Greek letters and their names, umlauts written out. Whatever spelling of a word one begins with, the
others are the same, so that all of them find the same papers.

Nothing here is a regular expression but for words with digits: to compile one for each rule takes
a tenth of a short search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

_MOST: Final = 12
"""Spellings of one word beside itself."""
_LONGEST: Final = 32


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


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
    man men  foot feet  goose geese  louse lice  half halves  wolf wolves  knife knives
    shelf shelves  focus foci  cactus cacti  calculus calculi  annulus annuli  nucleolus nucleoli
    syllabus syllabi  alumnus alumni  genus genera  taxon taxa  ganglion ganglia
    mitochondrion mitochondria  datum data  erratum errata  addendum addenda  stratum strata
    curriculum curricula  symposium symposia  memorandum memoranda  ovum ova
    millennium millennia  cilium cilia  flagellum flagella  schema schemata  stigma stigmata
    diagnosis diagnoses  prognosis prognoses  oasis oases  metamorphosis metamorphoses
    eigenbasis eigenbases
    disc disk  discs disks  grey gray  greyscale grayscale  greys grays  aluminium aluminum
    sulphur sulfur  sulphide sulfide  sulphate sulfate  programme program  programmes programs
    defence defense  defences defenses  offence offense  licence license  plough plow
    mould mold  moulds molds  moulding molding  sceptic skeptic  sceptical skeptical
    sceptics skeptics  judgement judgment  judgements judgments  ageing aging
    artefact artifact  artefacts artifacts  towards toward  enrolment enrollment  fulfil fulfill
    skilful skillful  manoeuvre maneuver  manoeuvres maneuvers  manoeuvring maneuvering
    uber ueber  focussed focused  focussing focusing  practise practice  amongst among
    learnt learned  tyre tire  tyres tires  pretence pretense  counsellor counselor
    jewellery jewelry  pyjamas pajamas
"""

# A word with one of these in it has the other instead in America.
_ROOTS: Final = """
    leukaem leukem  anaem anem  anaesth anesth  haemo hemo  haemat hemat  haemorrh hemorrh
    paediatr pediatr  orthopaed orthoped  oestr estr  foetu fetu  foetal fetal  aetiolog etiolog
    archaeo archeo  palaeo paleo  gynaec gynec  oedem edem  oesoph esoph  diarrhoea diarrhea
    encyclopaed encycloped  ischaem ischem  glycaem glycem  caesium cesium  mediaeval medieval
    parametris parameteris  parametriz parameteriz
"""
_OUR: Final = _words("""
    arm behavi cand clam col demean endeav fav ferv flav harb hon hum lab neighb od ranc rig rum
    savi sav splend tum val vap vig
""")
# So a word goes on that is written the same everywhere.
_NO_OUR: Final = ("ig", "at", "em", "n")
_RE: Final = _words("cent fib met lit theat calib sab spect lust meag tit")
_OGUE: Final = _words("catal dial anal monol epil prol homol")
_DOUBLED: Final = _words("""
    cancel channel counsel dial duel equal fuel initial label level marshal marvel model panel
    pencil rival signal spiral total travel tunnel unravel
""")

_CONSONANTS: Final = frozenset("bcdfghjklmnpqrstvwxz")
_SHORT_NAME: Final = 3
_SHORTEST_ENDING: Final = 5
# Two consonants whose plural hardly ever is another acronym, as GPs are GPS and MCs MCS.
_TWO_CONSONANTS: Final = _words("bh bs db gc kg lm lp nn np pc qd qp tf vm wd")
_NO_PLURALS: Final = frozenset(("plus", "thus", "https"))
_BEFORE_UMLAUT: Final = _CONSONANTS - {"q"}
_AFTER_UMLAUT: Final = _CONSONANTS | {"y"}
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
    return (*((other,) for other in others), *_greek_apart(word))


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
    if all(map(str.isalpha, words)):
        return []
    apart: list[str] = []
    joined: list[str] = []
    for word in words:
        if found := _named_number().fullmatch(word):
            apart += found.groups()
        else:
            apart.append(word)
        if joined and word[:1].isdigit() and _is_name(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    others = dict.fromkeys((tuple(apart), tuple(joined)))
    return [other for other in others if other != tuple(words)]


@cache
def _named_number() -> re.Pattern[str]:
    return re.compile(r"([a-z]{2,})(\d+[a-z]?)")


def _is_name(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isalpha() and word.islower()


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
    """Letters and their names, also where other letters follow or go before: ΛCDM, Hα."""
    for one, other, rest, follows in _greek_in(word):
        # That a word has a short name in it says nothing: a number is no νmber.
        if len(one) == 1 or len(one) > _SHORT_NAME or not set("aeiou").intersection(rest):
            yield other + rest if follows else rest + other


def _greek_in(word: str) -> Iterator[tuple[str, str, str, bool]]:
    """Greek in a word: as it is, its other spelling, the rest, whether that follows."""
    for one, other in _both_ways(_GREEK):
        if word == one:
            yield one, other, "", True
            return
    if not word.startswith(_greek_words()) and not word.endswith(_greek_words()):
        return
    for one, other in _both_ways(_GREEK):
        if word.startswith(one):
            yield one, other, word[len(one) :], True
        elif word.endswith(one):
            yield one, other, word[: len(word) - len(one)], False


def _greek_apart(word: str) -> Iterator[tuple[str, str]]:
    """The name of a Greek letter beside the rest, as TeX has them: Lambda CDM."""
    for one, other, rest, follows in () if word.isascii() else _greek_in(word):
        if rest and len(one) == 1:
            yield (other, rest) if follows else (rest, other)


def _acronyms(word: str) -> Iterator[str]:
    """LLM and LLMs."""
    if word in _NO_PLURALS or word[:-1] in ("plu", "thu"):
        return
    if word in _TWO_CONSONANTS or (_is_acronym(word) and not word.endswith("s")):
        yield f"{word}s"
    elif word.endswith("s") and (
        word[:-1] in _TWO_CONSONANTS or (not word.endswith("ss") and _is_acronym(word[:-1]))
    ):
        yield word[:-1]


def _is_acronym(word: str) -> bool:
    """Three consonants and more, or two and a vowel: of these the stemmer takes no plural off."""
    return (
        3 <= len(word) <= 5
        and _CONSONANTS.issuperset(word[:-1])
        and (word[-1] in _CONSONANTS or word[-1] in "aeiou")
    )


def _pairs(word: str) -> Iterator[str]:
    if word.endswith("s") and word[:-1] in _first_of_pairs():
        yield word[:-1]
    for other in _words_of_pairs().get(word, ()):
        yield other
    # A longer word ends like one of some length only if it is made of it.
    if word.endswith(_long_endings()):
        for ending, other in _both_ways(_PAIRS):
            if len(ending) > _SHORTEST_ENDING and word != ending and word.endswith(ending):
                yield word[: len(word) - len(ending)] + other


def _roots(word: str) -> Iterator[str]:
    for root, other in _both_ways(_ROOTS):
        if root in word:
            yield word.replace(root, other)


def _endings(word: str) -> Iterator[str]:
    """British and American endings."""
    for length in range(1, min(len(word), _longest_ending()) + 1):
        for before, fewest, other in _by_ending().get(word[-length:], ()):
            start = word[:-length]
            if len(start) >= fewest and start.endswith(before):
                yield start + other
    for british, american in (("our", "or"), ("or", "our")):
        at = word.find(british)
        while at >= 0:
            start, rest = word[:at], word[at + len(british) :]
            if start.endswith(_OUR) and not (
                british == "or" and (rest == "y" or rest.startswith(_NO_OUR))
            ):
                yield start + american + rest
            at = word.find(british, at + 1)


def _umlauts(word: str, shortest: int) -> Iterator[str]:
    """Written out and not: Schroedinger, and Schrödinger as it is folded."""
    if word.startswith(_NO_UMLAUT) or not word.isascii() or not word.isalpha():
        return
    if written := _umlaut_places(word, "e"):
        if len(word) >= shortest:
            yield "".join(one for at, one in enumerate(word) if at - 1 not in written)
        return
    for at in _umlaut_places(word)[:_MOST_UMLAUTS]:
        other = f"{word[: at + 1]}e{word[at + 1 :]}"
        if len(other) >= shortest and not other.startswith(_NO_UMLAUT):
            yield other


def _umlaut_places(word: str, written: str = "") -> list[int]:
    """Where an umlaut, or one written out, may be.

    That is between consonants, and not just before the ending of a plural.
    """
    return [
        at
        for at, letter in enumerate(word[: -2 - len(written)])
        if letter in "aou"
        and (word[at - 1] in _BEFORE_UMLAUT if at else letter == "u")
        and word.startswith(written, at + 1)
        and word[at + 1 + len(written)] in _AFTER_UMLAUT
    ]


@cache
def _both_ways(table: str) -> tuple[tuple[str, str], ...]:
    words = table.split()
    pairs = tuple(zip(words[::2], words[1::2], strict=True))
    return (*pairs, *((second, first) for first, second in pairs))


@cache
def _words_of_pairs() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for word, other in _both_ways(_PAIRS):
        words.setdefault(word, []).append(other)
    return words


@cache
def _long_endings() -> tuple[str, ...]:
    return tuple(word for word in _PAIRS.split() if len(word) > _SHORTEST_ENDING)


@cache
def _greek_words() -> tuple[str, ...]:
    return tuple(_GREEK.split())


@cache
def _first_of_pairs() -> frozenset[str]:
    return frozenset(_PAIRS.split()[::2])


_AFTER_ISE: Final = _words("e ed er ers es ing ation ations ational able ability")
_AFTER_YSE: Final = _words("e ed er ers es ing")


@cache
def _by_ending() -> dict[str, list[tuple[tuple[str, ...], int, str]]]:
    """By how a word may end: what has to stand before that, how long it is, the other ending."""
    found: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}

    def add(ending: str, other: str, before: tuple[str, ...], fewest: int = 1) -> None:
        found.setdefault(ending, []).append((before, fewest, other))
        found.setdefault(other, []).append((before, fewest, ending))

    for rest in _AFTER_ISE:
        add(f"is{rest}", f"iz{rest}", ("",), 3)
    for rest in _AFTER_YSE:
        add(f"ys{rest}", f"yz{rest}", ("l",), 2)
    for ending, other in (("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering")):
        add(ending, other, _RE)
    for ending, other in (("ogue", "og"), ("ogues", "ogs"), ("ogued", "oged"), ("oguing", "oging")):
        add(ending, other, _OGUE)
    for rest in ("ed", "ing", "er", "ers"):
        add(f"l{rest}", rest, _DOUBLED)
    return found


@cache
def _longest_ending() -> int:
    return max(map(len, _by_ending()))


_RULES: Final = (_greek, _acronyms, _pairs, _roots, _endings)

"""Text to tree: the grammar of the query language.

::

    any    := all ("OR" all)*             all    := not (["AND"] not)*
    not    := ("NOT" | "-") not | "(" any ")" | clause
    clause := [field ":"] value
    value  := word | word"*" | word"~" | '"'phrase'"' | cmp v | v".."v | v".." | ".."v
            | "(" value ("OR" value)* ")"

Comparisons and ranges exist in the fields that hold dates and numbers; elsewhere their characters
are part of a word. A word may hold any symbol; brackets belong to it where they are glued to it,
hold no operator and are closed: ``O(n log n)`` is one word.
"""

from __future__ import annotations

from typing import Final

from index.errors import QueryError
from index.fields import (
    ALIASES,
    DATE_FIELDS,
    FIELDS,
    LIBRARY_FIELDS,
    NAME_FIELDS,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    absent_word,
)
from index.query.brackets import Brackets
from index.query.characters import (
    OPERATORS,
    QUOTES,
    is_bare_word,
    is_space,
    tidy,
    without_trailing_space,
)
from index.query.fields import expected, state, unknown_field
from index.query.nearness import misplaced_nearness
from index.query.quantities import COMPARISONS, quantity
from index.query.tree import (
    EVERYTHING,
    Beginning,
    Clause,
    Near,
    Node,
    Parsed,
    Part,
    Phrase,
    Prefix,
    Single,
    Unknown,
    Word,
    conjunction,
    disjunction,
    negation,
)
from index.query.wildcards import misplaced

LONGEST_QUERY: Final = 20_000
"""Characters; a whole abstract fits several times."""
MOST_CLAUSES: Final = 2_000
MOST_NEAR: Final = 20
"""Near words, each of which is looked for among all words that there are."""
MOST_PHRASES: Final = 100
DEEPEST: Final = 50
"""How many brackets may be open at once, and how many exclusions of a field stand in each other."""

_LONGEST_FIELD: Final = 20

_EXCLUDING: Final = (*TEXT_FIELDS, *NAME_FIELDS, *LIBRARY_FIELDS)
"""Fields that take a value to leave out: ``title:-survey``."""


def parse(text: str, *, typing: bool = False) -> Node:
    """The tree of a query. An empty query asks for every paper.

    Args:
        text: What was typed.
        typing: Whether more may follow: the last word, unless it is excluded, then stands for
            every word that begins with it.

    Raises:
        QueryError: The text is no query; the error knows the spot and what was expected.
    """
    return parse_parts(text, typing=typing).tree


def parse_parts(text: str, *, typing: bool = False) -> Parsed:
    """The tree of a query together with its outermost parts.

    Raises:
        QueryError: As ``parse`` does.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            text, LONGEST_QUERY, f"the query is longer than {LONGEST_QUERY:,} characters"
        )
    return _Parser(text, typing).whole()


class _Parser:
    """One pass over one text. ``at`` is the next character to read."""

    def __init__(self, text: str, typing: bool) -> None:
        self.text = text
        self.end = len(text)
        self.at = 0
        self.depth = 0
        self.exclusions = 0
        self.clauses = self.near = self.phrases = 0
        self.typing = typing
        self.negative = False
        # The field whose values the brackets around ``at`` list.
        self.field: str | None = None
        self._brackets = Brackets(text)

    def whole(self) -> Parsed:
        self._skip_space()
        start = self.at
        parts = self._all_of()
        if self._operator() == "OR":
            tree = disjunction([_joined(parts), *self._alternatives()])
            end = start + len(without_trailing_space(self.text[start : self.at]))
            parts = [Part(tree, start, end)]
        if self.at < self.end:
            raise self._error(self.at, "this ) closes nothing: remove it, or write ( before it")
        if misplaced := misplaced_nearness([part.node for part in parts]):
            at, reason = misplaced
            raise self._error(parts[at].start, reason)
        return Parsed(_joined(parts) if parts else EVERYTHING, tuple(parts))

    def _error(self, position: int, reason: str) -> QueryError:
        return QueryError(self.text, position, reason)

    def _skip_space(self) -> None:
        while self.at < self.end and is_space(self.text[self.at]):
            self.at += 1

    def _operator(self) -> str | None:
        """The operator that stands at ``at``, which does not move."""
        if self.at < self.end and self.text[self.at] in "AON":
            for operator in OPERATORS:
                if self.text.startswith(operator, self.at):
                    after = self.text[self.at + len(operator) : self.at + len(operator) + 1]
                    if not after or after in "()" or after in QUOTES or is_space(after):
                        return operator
        return None

    def _expect_operand(self, name: str) -> None:
        self._skip_space()
        if self.at == self.end or self.text[self.at] == ")" or self._operator() in ("OR", "AND"):
            raise self._error(self.at, f"expected a word after {name}")

    def _any_of(self) -> Node:
        nodes = [_joined(self._all_of()), *self._alternatives()]
        return disjunction(nodes) if len(nodes) > 1 else nodes[0]

    def _alternatives(self) -> list[Node]:
        nodes = []
        while self._operator() == "OR":
            self.at += 2
            self._expect_operand("OR")
            parts = self._all_of()
            if not parts:
                raise self._error(self.at, "expected a word after OR")
            nodes.append(_joined(parts))
        return nodes

    def _all_of(self) -> list[Part]:
        parts: list[Part] = []
        while True:
            self._skip_space()
            if self.at == self.end or self.text[self.at] == ")":
                break
            operator = self._operator()
            if operator in ("OR", "AND"):
                if not parts:
                    raise self._error(self.at, f"expected a word before {operator}")
                if operator == "OR":
                    break
                self.at += 3
                self._expect_operand("AND")
            else:
                start = self.at
                node = self._not()
                if node is not None:
                    parts.append(Part(node, start, self.at))
        if self.depth and not parts and self.at < self.end:
            raise self._error(self.at, "expected a word between ( and )")
        return parts

    def _not(self) -> Node | None:
        """An operand with its negations; None for a dash that stands alone, as in a title."""
        outside = negative = self.negative
        while True:
            if self.text[self.at] == "-":
                after = self.at + 1
                if after == self.end or self.text[after] == ")":
                    raise self._error(after, "expected what to leave out after -")
                self.at = after
                if is_space(self.text[after]):
                    return None
                if self._operator() in ("OR", "AND"):
                    raise self._error(after, "expected what to leave out after -")
            elif self._operator() == "NOT":
                self.at += 3
                self._expect_operand("NOT")
            else:
                break
            negative = not negative
        self.negative = negative
        node = self._operand()
        self.negative = outside
        return negation(node) if negative != outside else node

    def _operand(self) -> Node:
        if self.text[self.at] == "(" and self._brackets.in_word(self.at, inside=False) is None:
            return self._group()
        if self.field is not None:
            return self._clause(self.field)
        return self._clause(self._field_name())

    def _group(self) -> Node:
        opened = self.at
        if self.depth == DEEPEST:
            raise self._error(opened, f"more than {DEEPEST} brackets are open here")
        self.depth += 1
        self.at += 1
        node = self._any_of()
        if self.at == self.end:
            raise self._error(opened, "this ( is not closed: expected )")
        self.at += 1
        self.depth -= 1
        return node

    def _clause(self, field: str | None) -> Node:
        if field is not None:
            # "id:arXiv:2401.01234" names its field twice; two different ones make no sense.
            self._skip_space()
            start = self.at
            while (inner := self._field_name(strict=False)) is not None:
                if inner != field:
                    raise self._error(start, f"expected a value of {field}:, not another field")
                self._skip_space()
            if self.at == self.end or self.text[self.at] == ")" or self._operator() is not None:
                raise self._error(self.at, f"expected {expected(field)} after {field}:")
            if self.text[self.at] == "(" and self._brackets.in_word(self.at, inside=False) is None:
                outside, self.field = self.field, field
                node = self._group()
                self.field = outside
                return node
            if self.text[self.at] == "-" and field in _EXCLUDING:
                if self.exclusions == DEEPEST:
                    raise self._error(self.at, f"more than {DEEPEST} exclusions are nested here")
                self.exclusions += 1
                self.field, outside = field, self.field
                excluded = self._not()
                self.field = outside
                self.exclusions -= 1
                if excluded is None:
                    raise self._error(self.at, f"expected {expected(field)} after {field}:")
                return excluded
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise self._error(self.at, f"the query has more than {MOST_CLAUSES:,} words")
        start = self.at
        value = self._value(field)
        self.near += isinstance(value, Near)
        self.phrases += isinstance(value, Phrase)
        if self.near > MOST_NEAR:
            raise self._error(start, f"a query has at most {MOST_NEAR} words with ~")
        if self.phrases > MOST_PHRASES:
            raise self._error(start, f"a query has at most {MOST_PHRASES} phrases")
        return Clause(field, value)

    def _field_name(self, *, strict: bool = True) -> str | None:
        """The field that is named at ``at``, which moves behind its colon."""
        colon = self.text.find(":", self.at, self.at + _LONGEST_FIELD + 1)
        if colon < 0:
            return None
        name = self.text[self.at : colon]
        if len(name) < 2 or not (name.isascii() and name.isalpha()):
            return None
        folded = name.lower()
        field = ALIASES.get(folded, folded)
        if field in FIELDS:
            self.at = colon + 1
            return field
        after = self.text[colon + 1 : colon + 3]
        # "Attention: all you need", "http://..." and "std::vector" are words.
        if not strict or not after or after == "//" or after[0] in ":)" or is_space(after[0]):
            return None
        raise self._error(self.at, unknown_field(name))

    def _value(self, field: str | None) -> Single:
        start = self.at
        quoted = self.text[start] in QUOTES
        text = self._quoted() if quoted else self._word()
        if field in DATE_FIELDS or field in NUMBER_FIELDS:
            if text in COMPARISONS:
                self._skip_space()
                if self.at < self.end and self.text[self.at] not in ("(", ")"):
                    text += self._quoted() if self.text[self.at] in QUOTES else self._word()
            return quantity(self.text, field, text, start)
        if field == "is":
            return state(self.text, text, start, is_open=self._is_open())
        if quoted:
            named = field in NAME_FIELDS or field in LIBRARY_FIELDS
            return Word(text) if named and is_bare_word(text) else Phrase(text)
        if found := misplaced(self.text[start : self.at], self.text[self.at :]):
            raise self._error(start + found[0], found[1])
        return self._word_value(field, text)

    def _quoted(self) -> str:
        opened = self.at
        self.at += 1
        while self.at < self.end and self.text[self.at] not in QUOTES:
            self.at += 1
        if self.at == self.end:
            raise self._error(opened, 'this " is not closed: expected another "')
        self.at += 1
        return tidy(self.text[opened + 1 : self.at - 1])

    def _word(self) -> str:
        """The characters up to white space, a quote or a bracket that is not the word's own."""
        start = self.at
        while self.at < self.end:
            character = self.text[self.at]
            if character == "(":
                closed = self._brackets.in_word(self.at, inside=self.at > start)
                if closed is None:
                    if self.at > start and self._brackets.closing_of(self.at) is None:
                        # A formula that is being typed, not a group: the bracket says nothing.
                        self.at += 1
                        return tidy(self.text[start : self.at - 1])
                    break
                self.at = closed
            elif character == ")" or character in QUOTES or is_space(character):
                break
            self.at += 1
        return tidy(self.text[start : self.at])

    def _word_value(self, field: str | None, text: str) -> Single:
        if text[-1] == "*":
            beginning = text.rstrip("*")
            if not beginning and (field in TEXT_FIELDS or _names_one(field)):
                raise self._error(self.at - 1, "expected letters before *")
            return Prefix(beginning)
        if text[-1] == "~" and (whole := text.rstrip("~")):
            return Near(whole)
        if absent_word(field) and text.lower() in ("none", "unknown"):
            return Unknown()
        return Beginning(text) if self._is_open() and not _names_one(field) else Word(text)

    def _is_open(self) -> bool:
        """Whether what ends at ``at`` may go on while somebody types."""
        return self.typing and self.at == self.end and not self.negative


def _names_one(field: str | None) -> bool:
    return field is not None and FIELDS[field].names_one


def _joined(parts: list[Part]) -> Node:
    return conjunction([part.node for part in parts])

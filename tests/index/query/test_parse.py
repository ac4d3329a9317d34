"""What texts mean, and what is said of texts that mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import QueryError
from index.fields import FIELDS
from index.query.parse import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_CLAUSES,
    MOST_NEAR,
    MOST_PHRASES,
    parse,
    parse_parts,
)
from index.query.tree import (
    EVERYTHING,
    And,
    AnyOf,
    Beginning,
    Clause,
    Compare,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Unknown,
    Word,
    clauses_of,
)
from index.query.unparse import to_text
from tests.support.work import calls_in


def word(text: str) -> Clause:
    return Clause(None, Word(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("  \t\n", EVERYTHING),
        ("deep", word("deep")),
        ("deep learning", And((word("deep"), word("learning")))),
        ("deep AND learning", And((word("deep"), word("learning")))),
        ("deep OR learning", Or((word("deep"), word("learning")))),
        ("a b OR c", Or((And((word("a"), word("b"))), word("c")))),
        ("a (b OR c)", And((word("a"), Or((word("b"), word("c")))))),
        ("a (b (c d))", And((word("a"), word("b"), word("c"), word("d")))),
        ("a OR (b OR c)", Or((word("a"), word("b"), word("c")))),
        ("-a", Not(word("a"))),
        ("NOT a", Not(word("a"))),
        ("--a", word("a")),
        ("NOT NOT NOT a", Not(word("a"))),
        ("-(a b)", Not(And((word("a"), word("b"))))),
        ("NOT(a OR b)", Not(Or((word("a"), word("b"))))),
        ("a OR(b)", Or((word("a"), word("b")))),
        ("trans*", Clause(None, Prefix("trans"))),
        ("word~", Clause(None, Near("word"))),
        ("*", Clause(None, Prefix(""))),
        ('"mixture  of experts"', Clause(None, Phrase("mixture of experts"))),
        ("“mixture of experts”", Clause(None, Phrase("mixture of experts"))),
        ('a"b c"d', And((word("a"), Clause(None, Phrase("b c")), word("d")))),
        ("title:graph", Clause("title", Word("graph"))),
        ("TI:graph", Clause("title", Word("graph"))),
        ("abs: graph", Clause("abstract", Word("graph"))),
        ('au:"Ada Lovelace"', Clause("author", Phrase("Ada Lovelace"))),
        ("title:(a -b)", And((Clause("title", Word("a")), Not(Clause("title", Word("b")))))),
        ("title:-a", Not(Clause("title", Word("a")))),
        ("org:nvidia", Clause("org", Word("nvidia"))),
        ('org:"nvidia"', Clause("org", Word("nvidia"))),
        ('org:"none"', Clause("org", Phrase("none"))),
        ('org:"Some Lab"', Clause("org", Phrase("Some Lab"))),
        ("org:(a OR b)", Clause("org", AnyOf((Word("a"), Word("b"))))),
        ("org:a OR org:b", Clause("org", AnyOf((Word("a"), Word("b"))))),
        ("org:(a OR a)", Clause("org", Word("a"))),
        ("org:none", Clause("org", Unknown())),
        ("cat:cs.*", Clause("cat", Prefix("cs."))),
        ("date:unknown", Clause("date", Unknown())),
        ("date:2024", Clause("date", Word("2024"))),
        ("date:2024-3-5", Clause("date", Word("2024-03-05"))),
        ("date:2023-05..2024-02", Clause("date", Range("2023-05", "2024-02"))),
        ("date:2024..", Clause("date", Range("2024", None))),
        ("date:..2024", Clause("date", Range(None, "2024"))),
        ("date:>=2024-03-01", Clause("date", Compare(">=", "2024-03-01"))),
        ("date:≥2024", Clause("date", Compare(">=", "2024"))),
        ("date:7D", Clause("date", Word("7d"))),
        ("date:today", Clause("date", Word("today"))),
        ("featured:1y..3m", Clause("featured", Range("1y", "3m"))),
        ("authors:>10", Clause("authors", Compare(">", "10"))),
        ("authors:> 10", Clause("authors", Compare(">", "10"))),
        ("authors:3..5", Clause("authors", Range("3", "5"))),
        ("authors:007", Clause("authors", Word("7"))),
        ("stars:>=1.81k", Clause("stars", Compare(">=", "1810"))),
        ("upvotes:2M", Clause("upvotes", Word("2000000"))),
        ("comments:*", Clause("comments", Prefix(""))),
        (
            "date:(2019 OR 2021..)",
            Clause("date", AnyOf((Word("2019"), Range("2021", None)))),
        ),
        ("like:2401.01234", Clause("like", Word("2401.01234"))),
        ('near:"robots that learn"', Clause("near", Phrase("robots that learn"))),
        ('near:"robots"', Clause("near", Word("robots"))),
        (
            '(near:"how robots learn" tides) date:2024',
            And(
                (
                    Clause("near", Phrase("how robots learn")),
                    Clause(None, Word("tides")),
                    Clause("date", Word("2024")),
                )
            ),
        ),
        ("arXiv:2401.01234v2", Clause("id", Word("2401.01234v2"))),
        ("id:arXiv:2401.01234", Clause("id", Word("2401.01234"))),
        ("doi:10.1234/ab(c)d", Clause("id", Word("10.1234/ab(c)d"))),
    ],
)
def test_meaning(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "C++",
        "C#",
        "GPT-4o",
        "3D",
        "LLaMA-2",
        "$k$-means",
        "R^2",
        "state-of-the-art",
        "O(n)",
        "O(n log n)",
        "f(g(x))",
        "(1+ε)-approximation",
        "https://arxiv.org/abs/2401.01234v2",
        "http://example.org/a?b=c&d=(e)",
        "hep-th/9901001",
        "10.1000/xyz123",
        "12:30",
        "C++:",
        "std::vector",
        "f:X",
        "Attention:",
        "a..b",
        ">3",
        "50%",
        "l’Hôpital",
        "🦙",
        "深層学習",
        "C*ns",
        "x=1",
        "@home",
        "&",
    ],
)
def test_symbols_are_part_of_a_word(text: str) -> None:
    assert parse(text) == word(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a - b", "a b"),
        ("a -- b", "a b"),
        ("O(n", "O n"),
        ("sort O(n log", "sort O n log"),
        ("foo(bar OR baz)", "foo (bar OR baz)"),
        ('f(x "a)"', 'f x "a)"'),
        ("a\x00b", "a b"),
        ("a\ud800b", "a b"),
        ("Attention: all you need", "Attention: all you need"),
    ],
)
def test_unclear_texts_are_read_kindly(text: str, same: str) -> None:
    assert to_text(parse(text)) == same
    assert parse(same) == parse(text)


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ('deep "learning', 5, 'this " is not closed'),
        ("deep (learning", 5, "this ( is not closed"),
        ("deep) learning", 4, "this ) closes nothing"),
        ("()", 1, "expected a word between ( and )"),
        ("(", 0, "this ( is not closed"),
        ("OR deep", 0, "expected a word before OR"),
        ("AND", 0, "expected a word before AND"),
        ("deep OR", 7, "expected a word after OR"),
        ("deep OR OR x", 8, "expected a word after OR"),
        ("deep OR - ", 10, "expected a word after OR"),
        ("deep AND ", 9, "expected a word after AND"),
        ("NOT", 3, "expected a word after NOT"),
        ("deep -", 6, "expected what to leave out"),
        ("-OR", 1, "expected what to leave out"),
        ("org:", 4, "expected an organisation after org:"),
        ("(org:)", 5, "expected an organisation after org:"),
        ("org:OR", 4, "expected an organisation"),
        ("title:*", 6, "expected letters before *"),
        ("auther:x", 0, "did you mean author:?"),
        ("a year:2024", 2, "did you mean date:?"),
        ("tides sort:upvotes", 6, "that is chosen by --sort, and in the browser by the key s"),
        ("orderby:date", 0, "not in which order"),
        ("tides tok*n", 9, "write tok*"),
        ("w*rd", 1, "write w*"),
        ("tides title:tok?n", 15, "? does not stand for letters inside a word: write tok*"),
        ("org:kes*el", 7, "write kes*"),
        ("quanti*ation*", 6, "write quanti*"),
        ("quanti*ation~", 6, "write quanti*"),
        ("tides *ization", 6, "only at the end of a word"),
        ("-*ization", 1, "only at the end of a word"),
        ("zzzz:x", 0, "the fields are title, abstract"),
        ("org:(title:x)", 5, "not another field"),
        ("date:2024-13", 5, "expected a date"),
        ("date:2023-02-29", 5, "expected a date"),
        ("date:soon", 5, "not “soon”"),
        ("date:2023-2024", 5, "a range is 2023..2024"),
        ("date:2024..2023", 5, "ends before it starts"),
        ("date:2024-05..2024-04", 5, "ends before it starts"),
        ("date:today..yesterday", 5, "write yesterday..today"),
        ("date:3d..2w", 5, "write 2w..3d"),
        ("date:40d..2m", 5, "write 2m..40d"),
        ("date:11m..1y", 5, "write 1y..11m"),
        ("date:..", 5, "before or after .."),
        ("date:2023..x", 11, "expected a date"),
        ("authors:>", 9, "expected a number"),
        ("authors:many", 8, "expected a number"),
        ("authors:٣", 8, "expected a number"),
        ("authors:9..2", 8, "write 2..9"),
        ("authors:" + "9" * 5000, 8, "expected a number"),
        ("authors:>unknown", 9, "expected a number"),
        ("date:-7d", 5, "expected a date"),
        ("near:", 5, "expected a text in quotes"),
        ('tides near:"…"', 6, "expected a text in quotes"),
        ('tides -near:"how robots learn"', 6, "can't leave any out"),
        ('near:-"how robots learn"', 0, "can't leave any out"),
        ('tides OR near:"how robots learn"', 0, "must hold beside all other parts"),
        ('tides (a OR near:"how robots learn")', 6, "must hold beside all other parts"),
        ('near:("how robots learn" OR tides)', 0, "must hold beside all other parts"),
    ],
)
def test_errors_know_the_spot_and_what_was_expected(text: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.text == text
    assert caught.value.position == position
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "C*-algebras",
        "C*algebra",
        "the *words* that matter",
        "*several words*",
        "2*3",
        "f*g",
        "TESLA*HERA",
        "what? why",
        "https://kestrel.example/a?b=c",
        "quanti*",
        '"tok*n"',
    ],
)
def test_stars_and_question_marks_that_are_no_wildcards_are_read(text: str) -> None:
    assert list(clauses_of(parse(text)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("deep learn", And((word("deep"), Clause(None, Beginning("learn"))))),
        ("deep learn ", And((word("deep"), word("learn")))),
        ("title:lear", Clause("title", Beginning("lear"))),
        ("org:goo", Clause("org", Beginning("goo"))),
        ("org:none", Clause("org", Unknown())),
        ("deep -lear", And((word("deep"), Not(word("lear"))))),
        ("-(deep OR lear", None),
        ("id:2401", Clause("id", Word("2401"))),
        ('"deep learn', None),
    ],
)
def test_the_last_word_may_be_unfinished_while_typing(text: str, tree: Node | None) -> None:
    if tree is None:
        with pytest.raises(QueryError):
            parse(text, typing=True)
    else:
        assert parse(text, typing=True) == tree


def test_parts_know_where_they_stand() -> None:
    text = ' deep  org:"Some Lab" AND -(a OR b)  authors: > 3 '
    parts = parse_parts(text).parts
    assert [text[part.start : part.end] for part in parts] == [
        "deep",
        'org:"Some Lab"',
        "-(a OR b)",
        "authors: > 3",
    ]
    assert parts[3].node == Clause("authors", Compare(">", "3"))


def test_alternatives_are_one_part() -> None:
    text = " a OR b c  "
    (part,) = parse_parts(text).parts
    assert text[part.start : part.end] == "a OR b c"


PIECES = st.sampled_from(
    [
        *("(", ")", '"', "-", ":", "*", "~", "..", ">", "<=", " ", "  ", "\n", "\x00", "\ud800"),
        *("AND", "OR", "NOT", " AND ", " OR ", " NOT ", "O(n", "C++", "“", "”", "🦙", "é", "中文"),
        *(
            "deep",
            "2024",
            "2024-05",
            "7d",
            "none",
            "unknown",
            "today",
            "10",
            "1.5k",
            "http://x.y/z",
        ),
        *(f"{field}:" for field in FIELDS),
        *("ti:", "auther:", "doi:", "x:"),
    ]
)
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


def answer(text: str, *, typing: bool = False) -> Node | QueryError:
    try:
        return parse(text, typing=typing)
    except QueryError as error:
        return error


@given(QUERIES)
@example("((a))")
@example('foo:("')
@example("a(b:c) d")
@example("org:(a(b c) OR d)")
@example("id:doi:arxiv:x")
@example("(a OR foo:) b")
def test_printing_and_parsing_are_inverse(text: str) -> None:
    tree = answer(text)
    if isinstance(tree, QueryError):
        assert 0 <= tree.position <= len(text)
        assert tree.reason
        return
    printed = to_text(tree)
    assert parse(printed) == tree
    assert to_text(parse(printed)) == printed


@given(QUERIES)
def test_every_beginning_is_answered(text: str) -> None:
    for end in range(len(text) + 1):
        tree = answer(text[:end], typing=True)
        if isinstance(tree, QueryError):
            assert 0 <= tree.position <= end
        else:
            parse(to_text(tree), typing=True)


MONSTROUS = (
    "(" * 1_000_000,
    "-(" * 5_000,
    "(" * DEEPEST + "a",
    "(" * 9_000 + "a" + ")" * 9_000,
    "-" * 19_999 + "a",
    "NOT " * 4_000 + "a",
    "a(" * 9_000,
    "a(b" * 3_000 + ")" * 3_000,
    '"' * 19_999,
    "a:" * 9_000,
    "title:" * 3_000,
    "title:(" * 2_000,
    "title:-" * 330 + "x",
    "title:-" * 2_850,
    "org:-(cat:-" * 1_800,
    "title:-(" * DEEPEST + "title:-" * DEEPEST + "x" + ")" * DEEPEST,
    "a OR " * 1_000 + "b",
    "x " * (MOST_CLAUSES + 1),
    "\x00" * 20_000,
    "🦙" * 20_000,
    "w" * LONGEST_QUERY,
    "w " * 1_000_000,
)


@pytest.mark.parametrize("number", range(len(MONSTROUS)))
def test_monstrous_texts_are_read_with_bounded_work(number: int) -> None:
    text = MONSTROUS[number]
    # A quadratic reader would need thousands for each character.
    assert calls_in(lambda: answer(text)) < 40 * min(len(text), LONGEST_QUERY) + 2_000
    tree = answer(text)
    if isinstance(tree, QueryError):
        assert 0 <= tree.position <= len(text)
    else:
        assert parse(to_text(tree)) == tree


def test_brackets_may_be_deep_but_not_bottomless() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == word("a")
    with pytest.raises(QueryError, match="brackets are open"):
        parse("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1))


def test_exclusions_may_be_nested_but_not_bottomless() -> None:
    assert parse("title:-" * DEEPEST + "a") == parse("title:a")
    with pytest.raises(QueryError, match="exclusions are nested") as caught:
        parse("title:-" * (DEEPEST + 1) + "a")
    assert caught.value.position == len("title:-") * DEEPEST + len("title:")


@pytest.mark.parametrize(("clause", "most"), [("wrod~", MOST_NEAR), ('"of the"', MOST_PHRASES)])
@pytest.mark.parametrize("joint", [" ", " OR ", " -"])
def test_what_is_dear_is_counted(clause: str, most: int, joint: str) -> None:
    parse(joint.join([clause] * most))
    with pytest.raises(QueryError, match=f"at most {most}") as caught:
        parse(joint.join([clause] * (most + 1)))
    assert caught.value.position == most * (len(clause) + len(joint))

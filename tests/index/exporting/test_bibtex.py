"""BibTeX: right for accents, names, capitals and mathematics, and safe whatever papers hold."""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import bibtex_entry, export, open_index, rebuild
from index.exporting import tex_escape as tex
from index.exporting.bibtex import citation_key
from index.exporting.person_names import bibtex_name
from index.exporting.proper_nouns import proper_nouns
from index.paper import Paper
from index.text.cleaning import one_line
from tests.support.bibtex_reader import (
    Entry,
    depths,
    read_entries,
    split_name,
    split_names,
    undo_tex,
)

FULL = Paper(
    key="2404.01234",
    title="On the Würde of GPT-4o: 100% Proof & Other $x^2$ Tales",
    abstract="Never exported.",
    published=datetime.date(2024, 4, 2),
    authors=("Ödön von Horvat", "Bo Lind"),
    author_count=2,
    arxiv_id="2404.01234",
    categories=("cs.CL", "math.PR"),
    doi="10.1000/a_b(c)%d",
    url="https://papers.example.org/x",
)


def entry_of(paper: Paper) -> Entry:
    (entry,) = read_entries(bibtex_entry(paper))
    return entry


def export_all(*papers: Paper) -> list[Entry]:
    return read_entries("".join(export(papers, "bibtex")))


# Entries


def test_an_arxiv_paper_has_the_fields_that_arxiv_recommends() -> None:
    assert bibtex_entry(FULL) == (
        "@misc{vonhorvat2024wurde,\n"
        '  author        = {von Horvat, {\\"O}d{\\"o}n and Lind, Bo},\n'
        '  title         = {On the W{\\"u}rde of {GPT}-4o: 100\\% Proof \\& Other {$x^2$} Tales},\n'
        "  year          = {2024},\n"
        "  month         = apr,\n"
        "  day           = {02},\n"
        "  eprint        = {2404.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass  = {cs.CL},\n"
        "  doi           = {10.1000/a_b(c)%25d},\n"
        "  url           = {https://arxiv.org/abs/2404.01234}\n"
        "}\n"
    )


def test_keywords_are_a_list_as_biblatex_wants_it() -> None:
    paper = Paper(title="Alone", keywords=("cells & moss", "moss, green", "a; b"))
    assert entry_of(paper).fields["keywords"] == "cells \\& moss, {moss, green}, {a; b}"
    assert entry_of(Paper(title="Alone", keywords=("a, b",))).fields["keywords"] == "{a, b},"


def test_what_is_unknown_has_no_field() -> None:
    assert entry_of(Paper(title="Alone", author_count=7)).fields == {"title": "Alone"}


def test_a_paper_from_elsewhere_has_its_own_address() -> None:
    fields = entry_of(Paper(title="A", doi="10.1/x", url="https://x.example/?a=1&b=é_[c]")).fields
    assert fields == {
        "title": "A",
        "doi": "10.1/x",
        "url": "https://x.example/?a=1&b=%C3%A9_%5Bc%5D",
    }


@pytest.mark.parametrize("venue", ["Letters of Moss & Fern", "Proc. of ÉTÉ_24: 100% {Ponds}"])
def test_the_venue_comes_back(venue: str, tmp_path: Path) -> None:
    file = tmp_path / "one.bib"
    file.write_text(bibtex_entry(Paper(title="Alone", venue=venue)), encoding="utf-8")
    rebuild([str(file)], str(tmp_path / "index"))
    with open_index(str(tmp_path / "index")) as papers:
        assert [hit.paper.venue for hit in papers.search("").hits] == [venue]


def test_an_address_that_is_none_is_left_out() -> None:
    assert "url" not in entry_of(Paper(title="A", url="javascript:alert(1)")).fields


@pytest.mark.parametrize(
    ("arxiv_id", "when"),
    [
        ("2312.00001", ("2023", "dec")),
        ("0704.0001", ("2007", "apr")),
        ("hep-th/9901001", ("1999", "jan")),
        ("math/0507001", ("2005", "jul")),
        ("9901.00101", (None, None)),
        ("2313.00001", (None, None)),
    ],
)
def test_an_arxiv_id_tells_the_month(arxiv_id: str, when: tuple[str | None, str | None]) -> None:
    fields = entry_of(Paper(title="A", arxiv_id=arxiv_id)).fields
    assert (fields.get("year"), fields.get("month")) == when


@pytest.mark.parametrize(
    ("count", "names"), [(2, "Rowe, Ada and Lind, Bo"), (None, "Rowe, Ada and Lind, Bo and others")]
)
def test_authors_who_are_not_named_are_others(count: int | None, names: str) -> None:
    paper = Paper(title="A", authors=("Ada Rowe", "Bo Lind"), author_count=count)
    assert entry_of(paper).fields["author"] == names
    assert entry_of(msgspec.structs.replace(paper, author_count=9)).fields["author"] == (
        "Rowe, Ada and Lind, Bo and others"
    )


def test_entries_are_parted_by_a_blank_line() -> None:
    text = "".join(export([Paper(title="One"), Paper(title="Two")], "bibtex"))
    assert (
        text == "@misc{one,\n  title         = {One}\n}\n\n@misc{two,\n  title         = {Two}\n}\n"
    )


# Citation keys


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (Paper(title="The k-Means of Life", authors=("Zoë Müller-Łukasz",)), "mullerlukaszkmeans"),
        (Paper(title="Towards an Art", authors=("Jan van der Berg",)), "vanderbergart"),
        (
            Paper(title="Pre-training, Again", published=datetime.date(2020, 1, 1)),
            "pretraining2020",
        ),
        (Paper(title="What Is It?"), "what"),
        (Paper(title="深い池", authors=("白石 遥",)), "paper"),
        (Paper(title="深い池", published=datetime.date(2020, 1, 1)), "paper2020"),
        (Paper(title="Big Run", authors=("The ORCHARD Collaboration", "A B")), "orchardbig"),
        (Paper(title="Don't Panic", authors=("Håkon Åse",)), "asedont"),
        (Paper(title="$\\alpha$-Stable Öfen"), "stable"),
        (Paper(title="2048 Games"), "paper2048"),
        (Paper(title="Warm at 70℉", authors=("℉",)), "fwarm"),
    ],
)
def test_citation_keys(paper: Paper, key: str) -> None:
    assert citation_key(paper) == key


def test_equal_keys_get_letters_in_order() -> None:
    papers = [Paper(title="Deep Wells") for _ in range(30)]
    keys = [entry.key for entry in export_all(*papers)]
    assert keys[:3] == ["deep", "deepb", "deepc"]
    assert keys[25:28] == ["deepz", "deepaa", "deepab"]
    assert len(set(keys)) == 30
    assert keys == [entry.key for entry in export_all(*papers)]


def test_a_key_with_a_letter_does_not_meet_one_that_has_it_anyway() -> None:
    titles = ["Deep", "Deepb", "Deep", "Deepb", "Deep"]
    keys = [entry.key for entry in export_all(*(Paper(title=title) for title in titles))]
    assert keys == ["deep", "deepb", "deepc", "deepbb", "deepd"]


# Titles


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("BERT, C++ and GPT-4o", "{BERT}, {C}++ and {GPT}-4o"),
        ("A Study of T5 and Q-Learning", "A Study of {T5} and {Q}-Learning"),
        ("Do I Know What I'm Doing?", "Do {I} Know What {I'm} Doing?"),
        ("O'Hara at the McDonald Lake", "{O'Hara} at the {McDonald} Lake"),
        ("Routing as in A* and A-Star", "Routing as in {A}* and {A}-Star"),
        ("Regression with Gaussian processes", "Regression with {Gaussian} processes"),
        ("A new idea: Mountains seen from below", "A new idea: Mountains seen from below"),
        ("Attention Is What Most of Us Need", "Attention Is What Most of Us Need"),
        ("ÉCOLE Éire", r"{{\'E}COLE} {\'E}ire"),
    ],
)
def test_capitals_that_matter_are_protected(title: str, wanted: str) -> None:
    assert tex.title(title) == wanted


ABSTRACT = (
    "Quiet walks in Paris are modelled with Gaussian noise and the Kimura-Ota equation. "
    "Sparse maps, as in Hollow Road Mapping (HRM), are drawn. We follow Ilse Vantongeren. "
    "In large rooms we use a Hearth-like kernel; gardens are not the Garden."
)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Quiet Walks in Paris", "Quiet Walks in {Paris}"),
        ("Walks: Paris and Its Gardens", "Walks: {Paris} and Its Gardens"),
        ("The Gaussians of Kimura's Garden", "The {Gaussians} of {Kimura's} Garden"),
        ("Paris Is Where the Ota Equation Fails", "Paris Is Where the {Ota} Equation Fails"),
        ("Sparse Hollow Roads and Quiet Mapping", "Sparse Hollow Roads and Quiet Mapping"),
        ("Large Rooms, after Vantongeren", "Large Rooms, after {Vantongeren}"),
        ("A Hearth in Every Room", "A {Hearth} in Every Room"),
        ("Splatting Fourier Features", "Splatting {Fourier} Features"),
    ],
)
def test_the_abstract_tells_which_words_are_names(title: str, wanted: str) -> None:
    entry = bibtex_entry(Paper(title=title, abstract=ABSTRACT))
    assert f"title         = {{{wanted}}}" in entry


@given(st.text(alphabet="Aa Bb.-(\n", max_size=80))
def test_any_abstract_is_read(abstract: str) -> None:
    assert all(word[0].isupper() for word in proper_nouns(abstract))


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Erdős naïve ça Åse Łódź", r"Erd{\H{o}}s na{\"{\i}}ve {\c{c}}a {\AA}se {\L}{\'o}d{\'z}"),
        ("ế ǿ ạ̀", r"{\'{\^e}} {\'{\o}} {\`{\d{a}}}"),
        ("groß – “so” — ‘da’…", r"gro{\ss} -- ``so'' --- `da'{\ldots}"),
        ('The "big" one', "The ``big'' one"),
        ("50% of #1 & a_b ~ c^d", r"50\% of \#1 \& a\_b {\textasciitilde} c{\textasciicircum}d"),
        ("a < b | c > d", r"a {\textless} b {\textbar} c {\textgreater} d"),
        ("深い池 и мир ả", "深い池 и мир ả"),
        ("α-decay at 5 μm × 2", r"{$\alpha$}-decay at 5 {$\mu$}m {$\times$} 2"),
        ("10³ and CO₂", r"10{$^{3}$} and {CO{$_{2}$}}"),
        ("Ελλάδα", "Ελλάδα"),
        ("over ℝ", r"over {{$\mathbb{R}$}}"),
        ("at −5 and 3′ and 3+√5", r"at {$-$}5 and 3{$'$} and 3+{$\surd$}5"),
        ("ΔΣ and λΔ-calculus", r"{{$\Delta$}{$\Sigma$}} and {{$\lambda$}{$\Delta$}}-calculus"),
        ("a lone Χ and ℒ", r"a lone {{$\mathrm{X}$}} and {{$\mathcal{L}$}}"),
        ("H⁺ and xₙ₊₁ by 10⁻³", r"{H{$^{+}$}} and x{$_{n+1}$} by 10{$^{-3}$}"),
        ("part Ⅲ and ⅓ at 5 ℃", "part {III} and 1⁄3 at 5 °{C}"),
        ("the word λόγος", "the word λόγος"),
    ],
)  # fmt: skip
def test_characters_become_commands(title: str, wanted: str) -> None:
    assert tex.title(title) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        (r"$O(n^2)$ sorting", "{$O(n^2)$} sorting"),
        (r"\(x\) and \[y\] and $$z$$", "{$x$} and {$y$} and {$z$}"),
        (r"The $\{a,b\}$ case", r"The {$\lbrace a,b\rbrace$} case"),
        (r"A $\{$ alone", r"A {$\lbrace$} alone"),
        (r"On $\Hom(G)$ and $\bm{x}$", r"On {$\mathrm{Hom}(G)$} and {$\boldsymbol{x}$}"),
        (r"From $5 to $6", r"From \$5 to \$6"),
        (r"From $5 to $x$", r"From \$5 to {$x$}"),
        (r"For $10-$20 in $ per $1", r"For \$10-\$20 in \$ per \$1"),
        (r"2$\times$1 and 3$+$1 and $ x$", r"2{$\times$}1 and 3{$+$}1 and {$x$}"),
        (r"Costs \$5 or $x$", r"Costs \$5 or {$x$}"),
        (r"The $\bar \partial $-problem", r"The {$\bar \partial$}-problem"),
        (r"Half $x_{1 open", r"Half \$x\_{\textbraceleft}1 open"),
        (r"Trailing $x^$ script", r"Trailing \$x{\textasciicircum}\$ script"),
        (r"$\frac$ and $\left($", r"{\textbackslash}frac and ("),
        (r"$50% & #1_a$", r"{$50\% \& \#1_a$}"),
        (r"{\em Plain} \emph{words with $x$} and {BERT}", r"Plain words with {$x$} and {BERT}"),
        (r"Erd\H{o}s \& Sons", r"Erd{\H{o}}s \& Sons"),
        (r"\alpha outside", r"{$\alpha$} outside"),
        # LaTeX knows no such letters without further packages.
        (r"Spaces $\mathscr L_\infty$", r"Spaces {$\mathcal L_\infty$}"),
        (r"The group $G \wr H \rtimes K$", r"The group {$G \wr H \rtimes K$}"),
        (r"Of $\mathbb{1}$ and $\mathbb{R}$", r"Of {$\mathbf{1}$} and {$\mathbb{R}$}"),
        # Limits go with operators only.
        (r"On $\mathop{W}\limits^\circ_2$", r"On {$\mathop{W}^\circ_2$}"),
        # Two scripts in one place.
        (r"The $6s^2 ^1S_0$ line", r"The {$6s^2 {}^1S_0$} line"),
        (r"Of $x'^2$ and $x^2'$", r"Of {$x'^2$} and {$x^2{}'$}"),
        (r"Of $x_{a_b^c}^{d^e}$", r"Of {$x_{a_b^c}^{d^e}$}"),
        (r"Of $x_1^2 y_1^2$", r"Of {$x_1^2 y_1^2$}"),
        # What takes an argument gets none.
        (r"Operators on $\bm_2(x)$", r"Operators on \_2(x)"),
        (r"Of $\frac12$ and $\frac{1}$ alone", r"Of {$\frac12$} and {\textbackslash}frac1 alone"),
        (r"Of $\tilde\mathcal{O}(n)$", r"Of {$\tilde\mathcal{O}(n)$}"),
        (r"Of $\sqrt\Fnord$", r"Of {$\sqrt{\mathrm{Fnord}}$}"),
        (r"Of $x^\bm{n}$ and $x^\mathrm{n}$", r"Of x{$^{n}$} and {$x^\mathrm{n}$}"),
        (r"Of $x^\sum$ and $\sqrt é$", r"Of {$x^{\sum}$} and {$\sqrt {\mbox{é}}$}"),
        # Nothing, where two dollars would begin a display, and what is closed before it is open.
        (r"Of $\LARGE$ nothing", "Of nothing"),
        (r"Of $\right)\left($", "Of )("),
        (r"Of ${\left(}\right)$", "Of ()"),
        # Words in mathematics are no mathematics.
        (r"In $\mbox{\LARGE P}^n$", r"In {$\mbox{ P}^n$}"),
        (r"In $\text{\rm GL}_n$", r"In {$\text{\rm GL}_n$}"),
        (r"In $\mbox{\Fnord P}$", r"In {$\mbox{Fnord P}$}"),
        # Signs of prose within mathematics.
        ("On $x − y$ and $n–k$", "On {$x - y$} and {$n-k$}"),
        ("The $π′$ and $é$", r"The {$\pi '$} and {$\mbox{é}$}"),
    ],
)  # fmt: skip
def test_latex_in_titles(title: str, wanted: str) -> None:
    assert tex.title(title) == wanted


HOSTILE = [
    "}, evil = {x",
    "}\n}\n@misc{evil, title = {x}",
    "{{{{", "}}}}", "\\}", "\\{", "\\", "\\\\", "$", "$$", "$}$", "${$", "$\\}$", "$\\{$", "%", "#",
    "@",
    "$^^5cinput{x}$", "$\\input{/etc/passwd}$", "\\input{x}", "$\\immediate\\write18{ls}$",
    "$\\catcode`\\%=12$", "\\def\\x{\\x}\\x", "$\\csname input\\endcsname$", "$\\begin{verbatim}$",
    "\ufdd0", "\ufdd00\ufdd1", "\x1b]52;c;x\x07", "\u202e", "\ud800", " and ", ",", "others", "a",
    "B",
    "é", "ß", "ﬁ", "i\u0307", "\u0301", "日", "α", " ",
]  # fmt: skip

hostile_text = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=12).map("".join)
FORBIDDEN = re.compile(
    r"\\(?:input|include|write|immediate|def|edef|gdef|let|catcode|csname|endcsname|begin|end|read|"
    r"openin|openout|special|directlua|loop|expandafter|newcommand|usepackage)(?![A-Za-z])|\^\^"
)


def test_a_tilde_for_about_stays_one_beside_braces() -> None:
    title = entry_of(Paper(title="Some ~50 gardens of {GPT} in Fig.~3")).fields["title"]
    assert title == "Some {\\textasciitilde}50 gardens of {GPT} in Fig. 3"


@given(hostile_text, st.lists(hostile_text, max_size=4), hostile_text)
@example("$\ufdd00\ufdd1$ $x$", ["{", "}"], "")
def test_nothing_breaks_out_of_an_entry(title: str, authors: list[str], other: str) -> None:
    paper = Paper(
        title=title,
        authors=tuple(authors) or None,
        author_count=sum(bool(one_line(name)) for name in authors) or None,
        arxiv_id=other or None,
        categories=(other,),
        doi=other,
        venue=other,
        url=f"https://x.example/{other}",
    )
    text = bibtex_entry(paper)
    entry = entry_of(paper)
    assert entry.kind == "misc"
    assert re.fullmatch("[a-z][a-z0-9]*", entry.key)
    assert set(entry.fields) <= {
        "author", "title", "journal", "year", "month", "eprint", "archivePrefix", "primaryClass",
        "doi", "url",
    }  # fmt: skip
    for value in entry.fields.values():
        levels = depths(value)
        assert min(levels, default=0) >= 0
    assert FORBIDDEN.search(text) is None
    assert one_line(text.replace("\n", " ").strip(), 10**6) == " ".join(text.split())
    assert len(text.splitlines()) == len(entry.fields) + 2
    names = [name for name in authors if one_line(name)]
    if names:
        assert len(split_names(entry.fields["author"])) == len(names)
        for name in split_names(entry.fields["author"]):
            assert split_name(name)[1]


@given(hostile_text)
def test_dollars_are_always_in_pairs_and_percent_signs_escaped(title: str) -> None:
    made = tex.title(title)
    bare = re.sub(r"\\.", "", made)
    assert bare.count("$") % 2 == 0
    assert not set(bare) & {"%", "#", "&", "\ufdd0", "\ufdd1"}


LETTERS = (
    "abcdefgz ABCZ .,:;!?()[]/+=*0123456789-'%&#_^~<>|@éüñçÅåøØßœæłŁőŘžụếīıđð日本и\u0301\u0323"
)


def printed(text: str) -> str:
    """The text as a reader of the typeset page sees it."""
    text = unicodedata.normalize("NFC", text.replace("ı", "i"))
    return text.replace("---", "—").replace("--", "–").replace("''", '"')


@given(st.text(LETTERS, max_size=40))
def test_titles_without_latex_come_back_to_the_letter(title: str) -> None:
    made = tex.title(title)
    assert printed(undo_tex(made)) == printed(one_line(title))


@given(st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: bool(one_line(text))))
def test_names_keep_every_letter(name: str) -> None:
    made = undo_tex(bibtex_name(name))
    assert sorted(filter(str.isalnum, printed(made))) == sorted(
        filter(str.isalnum, printed(one_line(name)))
    )


# Names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Rowe", ("", "Rowe", "", "Ada")),
        ("A. B. Rowe", ("", "Rowe", "", "A. B.")),
        ("Laurens van der Berg", ("van der", "Berg", "", "Laurens")),
        ("María de la Cruz", ("de la", "Cruz", "", "Mar{\\'{\\i}}a")),
        ("Luc Van Berg", ("", "Van Berg", "", "Luc")),
        ("Van Nguyen", ("", "Nguyen", "", "Van")),
        ("Jean de La Roche", ("de", "La Roche", "", "Jean")),
        ("Peter Van den Berg", ("", "{Van den Berg}", "", "Peter")),
        ("José Ruiz y Pavía", ("", "{Ruiz y Pav{\\'{\\i}}a}", "", "Jos{\\'e}")),
        ("Sam Rowe Jr.", ("", "Rowe", "Jr.", "Sam")),
        ("Sam Rowe, Jr.", ("", "Rowe", "Jr.", "Sam")),
        ("Sam van Rowe III", ("van", "Rowe", "III", "Sam")),
        ("Rowe, Sam", ("", "Rowe", "", "Sam")),
        ("Rowe, Jr., Sam", ("", "Rowe", "Jr.", "Sam")),
        ("ann bell", ("", "bell", "", "ann")),
        ("van Berg", ("van", "Berg", "", "")),
        ("白石 遥", ("", "白石", "", "遥")),
        ("김 민준", ("", "김", "", "민준")),
        ("Guido d'Aosta", ("", "d'Aosta", "", "Guido")),
        ("Ada Rowe,", ("", "Rowe", "", "Ada")),
    ],
)
def test_people(name: str, parts: tuple[str, str, str, str]) -> None:
    assert split_name(bibtex_name(name)) == parts


@pytest.mark.parametrize(
    "name",
    [
        "Plato",
        "OpenOrchard",
        "Lagoon-AI",
        "Orchard Team",
        "The ORCHARD Collaboration",
        "Orchard, Inc.",
        "Institute of Small Rivers",
        "Rowe and Lind",
        "others",
        "白石遥",
        "Rowe (Orchard)",
        "A, B, C, D",
        "Carlos III",
        "Orchard 7B",
        "{Orchard Group}",
    ],
)
def test_what_must_not_be_parted_is_in_braces(name: str) -> None:
    made = bibtex_name(name)
    assert made == "{" + name.strip("{}") + "}"
    assert split_names(f"Rowe, Ada and {made}")[1:] == [made]


def test_a_given_name_that_looks_like_an_article() -> None:
    assert bibtex_name("The Anh Ho") == "Ho, The Anh"


def test_accents_in_names_may_come_as_latex() -> None:
    assert bibtex_name(r"Zo\"e {\O}stergaard") == r"{\O}stergaard, Zo{\"e}"

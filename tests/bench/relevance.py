"""How well the right papers come first, beside a plain Tantivy query over the same index.

Three measurements, all through the search that users call: a public test collection (SciFact:
nDCG@10 and recall@100), known items (a paper is looked for by what one may remember of it: mean
reciprocal rank, and how often it comes first), and known items of Daily Papers, which are looked
for by their organisation too.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import tantivy

from index.building.build import rebuild
from index.engine import schema
from index.engine.analysis import STOP_WORDS
from index.engine.search import TantivyPapers, open_folder
from index.errors import QueryError
from index.paper import Paper
from tests.bench.table import table
from tests.support.corpora import CORPORA

SCIFACT = CORPORA / "relevance" / "scifact"
PAPERS_WITH_VECTORS = 1_500
"""As many get vectors in a minute or two."""

ARXIV = CORPORA / "arxiv-snapshot" / "arxiv-100k.jsonl.xz"
DAILY_PAPERS = CORPORA / "daily-papers-api"

Search = Callable[[str, int], list[str]]
"""Gives the keys of the best papers for a query, at most as many as asked for."""


def quire_search(papers: TantivyPapers) -> Search:
    def search(query: str, limit: int) -> list[str]:
        try:
            page = papers.search(query, sort="relevance", limit=limit, fuzzy=True)
        except QueryError:
            # A claim with a bracket or a quote that is not closed: its words alone.
            page = papers.search(" ".join(re.findall(r"\w+", query)), limit=limit, fuzzy=True)
        return [hit.paper.key for hit in page.hits]

    return search


def plain_search(papers: TantivyPapers) -> Search:
    """Any of the words in title or abstract, as Tantivy scores it without more ado."""
    searcher, analyse = papers.searcher, schema.analyzer("en").analyze

    def search(query: str, limit: int) -> list[str]:
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(schema.build_schema(), field, term, "freq"),
            )
            for term in analyse(query)
            for field in ("title", "abstract")
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [str(searcher.doc(address).get_first("key")) for _, address in hits]

    return search


# Test collection


def read_judgements(path: Path) -> dict[str, set[str]]:
    """Relevant documents by query."""
    relevant: dict[str, set[str]] = {}
    for line in path.read_text().splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(query, set()).add(document)
    return relevant


def ndcg(found: Sequence[str], relevant: set[str], depth: int) -> float:
    gain = sum(1 / math.log2(rank + 2) for rank, key in enumerate(found[:depth]) if key in relevant)
    best = sum(1 / math.log2(rank + 2) for rank in range(min(depth, len(relevant))))
    return gain / best


def words_search(papers: TantivyPapers) -> Search:
    """As users search where meaning is switched off."""

    def search(query: str, limit: int) -> list[str]:
        papers.meaning.use(False)
        try:
            return quire_search(papers)(query, limit)
        finally:
            papers.meaning.use(True)

    return search


def searches_of(papers: TantivyPapers) -> list[tuple[str, Search]]:
    """The searches that are compared, by name."""
    compared = [("quire", quire_search(papers)), ("plain Tantivy", plain_search(papers))]
    if papers.meaning.has_vectors:
        compared.insert(1, ("quire --no-semantic", words_search(papers)))
    return compared


def measure_collection(folder: Path, work: Path, *, semantic: bool = False) -> None:
    lines = [msgspec.json.decode(line) for line in (folder / "corpus.jsonl").open("rb")]
    source = work / f"{folder.name}.jsonl"
    by_key: dict[str, str] = {}
    with source.open("wb") as file:
        for line in lines:
            # A document's number becomes a DOI of its own, which survives indexing.
            paper = {"title": line["title"], "abstract": line["abstract"]}
            paper["doi"] = f"10.0000/{line['id']}"
            file.write(msgspec.json.encode(paper) + b"\n")
    rebuild([source], work / folder.name, semantic=semantic or None)
    relevant = read_judgements(folder / "qrels.tsv")
    queries = {
        line["_id"]: line["text"]
        for line in map(msgspec.json.decode, (folder / "queries.jsonl").open("rb"))
        if line["_id"] in relevant
    }
    with open_folder(work / folder.name) as papers:
        every = papers.search("", limit=papers.count).hits
        for hit in every:
            by_key[hit.paper.key] = (hit.paper.doi or "").removeprefix("10.0000/")
        print(f"{folder.name}: {len(lines):,} documents, {len(queries):,} queries")
        rows = []
        for name, search in searches_of(papers):
            gains, recalls = [], []
            started = time.perf_counter()
            for identifier, text in queries.items():
                found = [by_key[key] for key in search(text, 100)]
                gains.append(ndcg(found, relevant[identifier], 10))
                recalls.append(len(relevant[identifier] & set(found)) / len(relevant[identifier]))
            took = (time.perf_counter() - started) / len(queries) * 1000
            rows.append([name, f"{mean(gains):.4f}", f"{mean(recalls):.4f}", f"{took:.2f}"])
        print(table(["search", "nDCG@10", "recall@100", "ms/query"], rows))


# What says it in other words

SENTENCE = re.compile(r"(?<=[a-z0-9)][.?!]) (?=[A-Z])")


def without_a_part(
    papers: Sequence[Paper], chance: random.Random
) -> tuple[list[dict[str, object]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Records of papers, half of which lack what they are looked for by.

    Returns:
        The records; sentences taken out of abstracts, and titles that were replaced by a number,
        each with the DOI of its record.
    """
    records: list[dict[str, object]] = []
    sentences: list[tuple[str, str]] = []
    titles: list[tuple[str, str]] = []
    for number, paper in enumerate(papers):
        title, doi = paper.title, f"10.0000/{number}"
        parts = SENTENCE.split(" ".join((paper.abstract or "").split()))
        if number % 4 == 0 and len(parts) >= 4:
            sentences.append((parts.pop(chance.randrange(1, len(parts) - 1)), doi))
        elif number % 4 == 1:
            titles.append((title, doi))
            title = f"Untitled {number}"
        records.append({"title": title, "abstract": " ".join(parts), "doi": doi})
    return records, sentences, titles


def measure_without_a_part(source: Path, work: Path, count: int) -> None:
    """Find papers by a sentence or a title that they lack, by words and by meaning."""
    chance = random.Random(20240229)
    rebuild([source], work / "whole")
    with open_folder(work / "whole") as papers:
        every = papers.search("", limit=papers.count).hits
        chosen = [hit.paper for hit in chance.sample(every, min(count, len(every)))]
    records, sentences, titles = without_a_part(chosen, chance)
    lines = work / "without.jsonl"
    lines.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    rebuild([lines], work / "without", semantic=True)
    print(f"{source.name}: {len(records):,} papers, half of them without a sentence or the title")
    rows = []
    with open_folder(work / "without") as papers:
        dois = {hit.paper.key: hit.paper.doi for hit in papers.search("", limit=count).hits}
        for what, queries in (("a sentence", sentences), ("a title", titles)):
            for name, search in searches_of(papers):
                gains, recalls = [], []
                for text, doi in queries:
                    found = [str(dois[key]) for key in search(plain_title(text), 100)]
                    gains.append(ndcg(found, {doi}, 10))
                    recalls.append(float(doi in found))
                row = [what, len(queries), name, f"{mean(gains):.3f}", f"{mean(recalls):.3f}"]
                rows.append([str(cell) for cell in row])
    print(table(["by", "queries", "search", "nDCG@10", "recall@100"], rows))


# Known items


def mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else math.nan


def telling_words(text: str) -> list[str]:
    """Distinct words of four letters and more that are no stop words and no markup."""
    words = re.findall(r"(?<![\\\w$])[A-Za-z]{4,}(?![\w$])", text)
    return list(dict.fromkeys(word for word in words if word.lower() not in STOP_WORDS))


def misspell(word: str, chance: random.Random) -> str:
    """The word with two letters swapped, or one left out, doubled or replaced."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
        )
    )


def known_items(
    papers: Sequence[Paper], chance: random.Random
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each way to remember a paper, with queries and the keys that they are meant to find."""
    yield "full title", [(plain_title(paper.title), paper.key) for paper in papers]
    four, misspelt, abstracts, mixed = [], [], [], []
    for paper in papers:
        title, abstract = telling_words(paper.title), telling_words(paper.abstract or "")
        only = [word for word in abstract if word not in title]
        if len(title) >= 4:
            words = chance.sample(title, 4)
            four.append((" ".join(words), paper.key))
            at = chance.randrange(4)
            words[at] = misspell(words[at], chance)
            misspelt.append((" ".join(words), paper.key))
        if len(only) >= 6:
            abstracts.append((" ".join(chance.sample(only, 6)), paper.key))
            if len(title) >= 3:
                mixed_words = chance.sample(title, 3) + chance.sample(only, 2)
                chance.shuffle(mixed_words)
                mixed.append((" ".join(mixed_words), paper.key))
    yield "four words of the title", four
    yield "one of the four misspelt", misspelt
    yield "six words of the abstract", abstracts
    yield "three of title, two of abstract", mixed


def known_by_organisation(
    papers: Sequence[Paper], chance: random.Random
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Papers by organisation and words of the title, and by the same words alone."""
    with_organisation, alone = [], []
    for paper in papers:
        title = telling_words(paper.title)
        if paper.org_name and len(title) >= 3:
            words = " ".join(chance.sample(title, 3))
            with_organisation.append((f"{plain_title(paper.org_name)} {words}", paper.key))
            alone.append((words, paper.key))
    yield "organisation, three words of the title", with_organisation
    yield "the same three words alone", alone


def plain_title(title: str) -> str:
    """A title as someone would type it: without brackets, quotes and leading dashes."""
    return " ".join(re.sub(r'[()":“”„«»]|(?<!\S)-', " ", title).split())


Ways = Callable[[Sequence[Paper], random.Random], Iterator[tuple[str, list[tuple[str, str]]]]]
"""Ways to remember papers, each with queries and the keys that they are meant to find."""


def measure_known_items(
    source: Path, work: Path, ways: Ways, count: int, *, semantic: bool = False
) -> None:
    index = work / source.name
    rebuild([source], index, semantic=semantic or None)
    with open_folder(index) as papers:
        chance = random.Random(20240229)
        every = papers.search("", limit=papers.count).hits
        chosen = [hit.paper for hit in chance.sample(every, min(count, len(every)))]
        print(f"known items: {papers.count:,} papers, {len(chosen):,} looked for")
        rows = []
        for way, queries in ways(chosen, chance):
            for name, search in searches_of(papers):
                ranks: list[float] = []
                started = time.perf_counter()
                for query, key in queries:
                    found = search(query, 100)
                    ranks.append(1 / (found.index(key) + 1) if key in found else 0.0)
                took = (time.perf_counter() - started) / max(1, len(queries)) * 1000
                first = mean([float(rank == 1) for rank in ranks])
                rows.append([way, name, f"{mean(ranks):.3f}", f"{first:.3f}", f"{took:.2f}"])
        print(table(["remembered", "search", "MRR", "first", "ms/query"], rows))


def run(arguments: list[str]) -> None:
    """Print all measurements."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench relevance")
    parser.add_argument("--items", type=int, default=500, help="papers looked for; default: 500")
    parser.add_argument(
        "--collection", type=Path, action="append", help="folder of a collection like SciFact"
    )
    parser.add_argument(
        "--semantic",
        action="store_true",
        help="by meaning too; vectors take minutes, and known items of arXiv are left out",
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as folder:
        for collection in options.collection or [SCIFACT]:
            measure_collection(collection, Path(folder), semantic=options.semantic)
        if options.semantic:
            for number, source in enumerate((ARXIV, DAILY_PAPERS)):
                (work := Path(folder) / str(number)).mkdir()
                measure_without_a_part(source, work, PAPERS_WITH_VECTORS)
        if options.items:
            if not options.semantic:
                measure_known_items(ARXIV, Path(folder), known_items, options.items)
            for ways in (
                (known_items, known_by_organisation)
                if options.semantic
                else (known_by_organisation,)
            ):
                measure_known_items(
                    DAILY_PAPERS, Path(folder), ways, 2 * options.items, semantic=options.semantic
                )

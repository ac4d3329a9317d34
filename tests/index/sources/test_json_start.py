"""What JSON is, by the keys of its objects: papers of a format, or what else it looks like."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.errors import InputError
from index.paper import Paper
from index.sources import find_inputs, gather_evidence, line_decoder, read_lines, read_papers
from index.sources.json_kinds import kind_of_record


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"paper": {"id": "2401.00001"}}, "daily-papers-api"),
        ({"id": "2401.00001", "title": "x", "summary": "y"}, "daily-papers-api"),
        ({"id": "2401.00001", "title": "x", "published_at": "2024-01-01"}, "daily-papers-api"),
        ({"id": "2401.00001", "title": "x", "authors_parsed": []}, "arxiv"),
        ({"id": "2401.00001", "title": "x", "categories": ["cs.LG"]}, "arxiv"),
        ({"id": "x1", "title": "x", "categories": "cs.LG stat.ML"}, "arxiv"),
        ({"id": "2401.00001v1", "title": "x", "summary": "y", "categories": ["cs.LG"]}, "arxiv"),
        ({"entry_id": "http://arxiv.org/abs/2401.00001v1", "title": "x", "summary": ""}, "arxiv"),
        ({"id": "https://openalex.org/W1", "title": "x"}, "openalex"),
        ({"title": "x", "abstract_inverted_index": {}}, "openalex"),
        ({"title": "x", "paperId": "1"}, "semantic-scholar"),
        ({"title": "x", "corpusid": 1}, "semantic-scholar"),
        ({"title": "x", "url_abs": "https://arxiv.org/abs/2401.00001"}, "papers-with-code"),
        ({"title": "x", "author": "Ada Moss;Bo Fern", "aff": "Zoo;"}, "paperlists"),
        ({"title": "x", "author": "Ada Moss", "status": "Poster", "track": "main"}, "paperlists"),
        ({"title": "x", "author": [{"family": "Moss"}]}, "csl"),
        ({"title": "x", "type": "webpage", "id": "moss2024"}, "csl"),
        ({"title": ["x"], "DOI": "10.1000/1", "type": "journal-article"}, "csl"),
        ({"forum": "1", "content": {"title": {"value": "x"}}}, "openreview"),
        ({"cdate": 1, "content": {"title": "x"}}, "openreview"),
        ({"title": "x"}, "quire"),
        ({"title": "x", "id": "2401.00001", "upvotes": 3}, "quire"),
        ({"title": "x", "author": "Ada Moss"}, None),
        ({"title": "x", "ENTRYTYPE": "article"}, None),
        ({"name": "x"}, None),
    ],
)
def test_keys_tell_formats_apart(record: dict[str, Any], kind: str | None) -> None:
    assert kind_of_record(record) == kind


def refusal(folder: Path, value: Any) -> str:
    path = folder / "input.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=2))
    with pytest.raises(InputError) as caught:
        find_inputs([path])
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path} is JSON, but none Quire knows: ")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            {"name": "garden", "version": "1.0.0", "dependencies": {"moss": "^1"}},
            "it looks like a package's description",
        ),
        (
            {"name": "garden", "lockfileVersion": 3, "packages": {"": {"name": "garden"}}},
            "it looks like a lock file of a package manager",
        ),
        (
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {"title": "A Pond"}}],
            },
            "it looks like GeoJSON",
        ),
        (
            {"cells": [{"source": ["# A title"]}], "metadata": {"title": "x"}, "nbformat": 4},
            "it looks like a Jupyter notebook",
        ),
        (
            {
                "title": "Garden",
                "type": "object",
                "properties": {"name": {"title": "Name"}, "light": {"title": "Light"}},
            },
            "it looks like a JSON Schema",
        ),
        (
            {"openapi": "3.1.0", "info": {"title": "The Garden API", "version": "1"}, "paths": {}},
            "it looks like an OpenAPI description",
        ),
        (
            {"contributes": {"commands": [{"command": "a", "title": "A"}]}, "activation": ["*"]},
            'its keys are "contributes", "activation"',
        ),
        ([{"title": "A Bug", "body": "x", "node_id": "1", "html_url": "x"}], "GitHub's JSON"),
        (
            {"title": "Start page", "subtitle": "Welcome", "button": "Go"},
            "has nothing of a paper but a title",
        ),
        ({"menu": {"home": {"title": "Home"}, "about": {"title": "About"}}}, 'its keys are "menu"'),
        ({"error": "Too many requests", "code": 429}, 'a message of a server: "Too many requests"'),
        ([1, 2, 3], "there are no objects in it"),
        ({"compilerOptions": {"strict": True}}, "it looks like a TypeScript configuration"),
        (
            [{"itemType": "journalArticle", "title": "x", "creators": []}],
            "Zotero's own JSON (export it as CSL JSON)",
        ),
        ({}, "an empty object"),
        (
            '{"title": "My posts", "items": [{"title": "A post", "content_html": "x"}]}',
            "has nothing of a paper but a title",
        ),
        (
            {"items": [{"snippet": {"title": "A film", "publishedAt": "2024-01-01T00:00:00Z"}}]},
            'its keys are "items"',
        ),
        ([{"title": "News", "link": "x", "summary": "y"}], "an entry of a news feed"),
        (
            [{"title": "x", "author": "Ada Moss", "year": 2024}],
            "a bibliography in a form of its own",
        ),
    ],
)
def test_json_without_papers_is_refused_as_what_it_looks_like(
    tmp_path: Path, value: Any, sentence: str
) -> None:
    assert sentence in refusal(tmp_path, value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            [{"title": "Gardens of Cells", "abstract": "x", "authors": ["Ada Moss"]}],
            {"sources": ("quire",), "authors": ("Ada Moss",)},
        ),
        ({"title": "Gardens of Cells"}, {"sources": ("quire",)}),
        (
            {"title": "Gardens of Cells", "published": "2024-01-02T10:00:00.000Z"},
            {"published": date(2024, 1, 2)},
        ),
        (
            [
                {
                    "id": "2401.00001",
                    "title": "Gardens of Cells",
                    "summary": "x",
                    "authors": [{"name": "Ada Moss"}],
                    "published_at": "2024-01-02 10:00:00+00:00",
                    "upvotes": 3,
                    "comments": 2,
                    "organization": {"name": "zoo", "fullname": "Zoo of Ideas"},
                }
            ],
            {
                "arxiv_id": "2401.00001",
                "published": date(2024, 1, 2),
                "comments": 2,
                "org": "zoo",
                "sources": ("daily-papers-api",),
            },
        ),
        (
            {
                "id": "2401.00001",
                "title": "Gardens of Cells",
                "categories": ["cs.LG"],
                "versions": ["v1"],
            },
            {"arxiv_id": "2401.00001", "categories": ("cs.LG",), "sources": ("arxiv",)},
        ),
        (
            {
                "id": "https://openalex.org/W1",
                "title": "Gardens of Cells",
                "abstract_inverted_index": {"They": [0], "grow.": [1]},
                "authorships": [{"author": {"display_name": "Ada Moss"}}],
                "publication_date": "2024-01-02",
            },
            {"abstract": "They grow.", "authors": ("Ada Moss",), "published": date(2024, 1, 2)},
        ),
        (
            [
                {
                    "publishedAt": "2024-01-14T22:30:00.000Z",
                    "paper": {
                        "id": "2401.00001",
                        "title": "Gardens of Cells",
                        "publishedAt": "2024-01-10T10:00:00.000Z",
                    },
                }
            ],
            {"published": date(2024, 1, 10), "featured": date(2024, 1, 15)},
        ),
        (
            {
                "arxiv_id": "2401.00001",
                "title": "Gardens of Cells",
                "abstract": "x",
                "publishedAt": "2024-01-02T10:00:00Z",
            },
            {"arxiv_id": "2401.00001", "abstract": "x", "published": date(2024, 1, 2)},
        ),
        (
            {"2024-01-15": [{"paper": {"id": "2401.00001", "title": "Gardens of Cells"}}]},
            {"featured": date(2024, 1, 15)},
        ),
        (
            {"2401.00001": {"title": "Gardens of Cells", "abstract": "x"}},
            {"arxiv_id": "2401.00001", "url": "https://arxiv.org/abs/2401.00001"},
        ),
        (
            [
                {
                    "entry_id": "http://arxiv.org/abs/2401.00001v2",
                    "title": "Gardens of Cells",
                    "summary": "They\n grow.",
                    "published": "2024-01-02T10:00:00+00:00",
                    "authors": [{"name": "Ada Moss"}, "Bo Fern"],
                    "primary_category": "cs.LG",
                    "categories": ["cs.AI", "cs.LG"],
                }
            ],
            {
                "arxiv_id": "2401.00001",
                "abstract": "They grow.",
                "authors": ("Ada Moss", "Bo Fern"),
                "categories": ("cs.LG", "cs.AI"),
                "published": date(2024, 1, 2),
            },
        ),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_records_that_were_misread_are_read_whole(
    tmp_path: Path, value: Any, expected: dict[str, Any], indent: int | None
) -> None:
    path = tmp_path / "input.json"
    path.write_text(json.dumps(value, indent=indent))
    (item,) = find_inputs([path])
    if item.is_bulk:
        decode = line_decoder(item)
        (found,) = [decode(line, number) for number, line in read_lines(item)]
    else:
        (found,) = read_papers(item, gather_evidence([]).settle())
    assert isinstance(found, Paper)
    assert found.title == "Gardens of Cells"
    assert {name: getattr(found, name) for name in expected} == expected

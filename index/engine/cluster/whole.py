"""Tells whole answers of a cluster from those that some of its shards are missing in.

A cluster answers with success when only a part of it does. What is missing is never taken for
what there is not.
https://docs.opensearch.org/2.19/api-reference/common-parameters/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.engine.cluster.failures import refused
from index.errors import IndexUnreachable, QuireError


def what_is_missing(answer: Any, host: str, name: str) -> QuireError | None:
    """Why an answer is not the whole one; None where it is.

    Args:
        answer: Decoded JSON of a search, several searches, documents, or of a change.
        host: Who answered.
        name: Of the index that was asked for.
    """
    if not isinstance(answer, dict):
        return None
    parts = answer.get("responses") or answer.get("docs")
    for part in parts if isinstance(parts, list) else [answer]:
        if isinstance(part, dict) and (missing := _missing(part, host, name)) is not None:
            return missing
    return None


def _missing(part: dict[str, Any], host: str, name: str) -> QuireError | None:
    if isinstance(part.get("error"), dict):
        # A document has no status of its own, and only what is lost keeps one from being read.
        return refused(part.get("status", 503), part, host, name)
    shards = part.get("_shards")
    if isinstance(shards, dict) and shards.get("failed"):
        return _of_shards(shards, host, name)
    if part.get("timed_out") is True:
        return IndexUnreachable(f"{host} takes too long to answer for all of {name}")
    return None


def _of_shards(shards: dict[str, Any], host: str, name: str) -> QuireError:
    for reason in _reasons(shards):
        told = refused(400, {"error": reason}, host, name)
        if str(reason.get("type", "")).startswith("too_many"):
            return told
    why = next((f" ({text})" for one in _reasons(shards) if (text := one.get("reason"))), "")
    return IndexUnreachable(
        f"of the parts of {name}, {shards['failed']} of {shards.get('total', 0)} gave no answer "
        f"on {host}: a node of the cluster seems to be lost{why[:200]}"
    )


def _reasons(shards: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for failure in shards.get("failures") or ():
        reason = failure.get("reason") if isinstance(failure, dict) else None
        if isinstance(reason, dict):
            yield reason

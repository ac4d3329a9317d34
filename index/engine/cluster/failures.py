"""What goes wrong with a cluster, in sentences with the exit codes of ``index.errors``."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from urllib3 import exceptions as http

from index.engine.cluster.address import Address
from index.engine.cluster.credentials import Credentials
from index.errors import (
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexUnreachable,
    OutputError,
    QuireError,
    UsageError,
)

# A place may be no address at all, and has at most a user and a password before its host.
_PLACE: Final = re.compile(r"((?:[\w.+-]+:)?//)(?:[^/?#]*@)?([^/?#]*)")

BUSY: Final = frozenset({408, 429, 502, 503, 504})
"""Statuses of a cluster, or of what stands before it, that has no time now."""


def unreachable(error: Exception, host: str) -> QuireError:
    """What a failure of the network means."""
    if isinstance(error, (http.SSLError, ssl.SSLError)):
        if "certificate verify failed" in str(error).lower():
            return IndexUnreachable(
                f"{host} can't prove who it is ({_reason(error)}): for a cluster of your own name "
                "its certificates with ca_file in [cluster] of the settings"
            )
        return IndexUnreachable(
            f"{host} can't be talked to in secret ({_reason(error)}): the address of a cluster "
            "without TLS begins with http://"
        )
    if isinstance(error, http.NameResolutionError):
        return IndexUnreachable(f"{host} can't be found: is this machine offline?")
    if isinstance(error, (http.ConnectTimeoutError, http.NewConnectionError)):
        return IndexUnreachable(f"{host} can't be reached ({_reason(error)})")
    if isinstance(error, (http.TimeoutError, TimeoutError)):
        return IndexUnreachable(f"{host} takes too long to answer")
    return IndexUnreachable(f"{host} breaks off in the middle of an answer ({_reason(error)})")


def refused(status: int, body: Any, host: str, name: str) -> QuireError:
    """What an answer with an error means.

    Args:
        status: Of the answer.
        body: Decoded JSON; None where it is something else, as of a proxy or a web server.
        host: Who answered.
        name: Of the index that was asked for.
    """
    error = body.get("error") if isinstance(body, dict) else None
    cause = error if isinstance(error, dict) else {}
    roots = _roots(cause)
    kind = str(cause.get("type", ""))
    reason = str(roots[0].get("reason") or cause.get("reason") or error or "")[:300]
    kinds = _kinds(cause)
    if status == 401:
        return unknown_user(host, Credentials())
    if status == 403 and not is_blocked(body):
        return IndexClosed(f"{host} does not let you do that with {name}: {reason or 'no rights'}")
    if body is None and status not in BUSY:
        return not_a_cluster(host, f"it answers {status} and no JSON")
    if "index_not_found_exception" in kinds:
        return IndexMissing(
            f"there is no index {name} on {host}: make one with `quire push URL PATH...`"
        )
    if is_blocked(body):
        return OutputError(
            f"{host} takes no changes now ({reason}): it is read-only, or its disks are full"
        )
    if "index_closed_exception" in kinds:
        return IndexClosed(f"{name} on {host} is closed: whoever keeps the cluster can open it")
    if "maximum shards" in reason or any("too_many" in one for one in (reason, *kinds)):
        return UsageError(f"{host} finds this too much to ask for at once: {reason}")
    if status in BUSY:
        return IndexUnreachable(f"{host} has no time now ({status} {reason})".replace(" )", ")"))
    if status == 400 and any("search_phase" in one for one in (kind,)):
        return UsageError(f"{host} can't answer that: {reason}")
    return IndexDamaged(f"{host} fails with {name}: {status} {reason}".rstrip())


def unknown_user(host: str, credentials: Credentials) -> QuireError:
    """What it means that a cluster wants to know who asks, or does not take who asked."""
    if credentials.authorization:
        return IndexClosed(
            f"{host} does not know you by the name or key that it is sent: what "
            "QUIRE_CLUSTER_... says in the environment goes before [cluster] of the settings"
        )
    if credentials.is_withheld:
        return IndexClosed(
            f"{host} does not know you: what [cluster] of the settings holds is only sent to its "
            "hosts, and this is none of them"
        )
    return IndexClosed(
        f"{host} does not know you: put your name or key into [cluster] of the settings"
    )


def is_blocked(body: Any) -> bool:
    """Whether an error says that no changes are taken, which does not pass by itself."""
    cause = body.get("error") if isinstance(body, dict) else None
    return isinstance(cause, dict) and any("block" in one for one in _kinds(cause))


def redirected(host: str, place: str) -> QuireError:
    """What answers names another place to ask, where credentials must not follow by themselves."""
    found = _PLACE.match(place)
    shown = f"{found[1]}{found[2]}" if found else place
    return not_a_cluster(host, f"it leads to {shown[:200] or 'nowhere'}; name the cluster itself")


@contextmanager
def sense_expected(address: Address, *modules: str) -> Iterator[None]:
    """Turns what goes wrong over an answer that lacks what every cluster tells into a sentence.

    Args:
        address: Of the index.
        modules: What looks into answers beside the package of this module, by name.

    Raises:
        IndexDamaged: The answer makes no sense.
    """
    try:
        yield
    except (LookupError, TypeError, ValueError) as error:
        # What another module raised is a defect.
        if not _raised_in(error).startswith(("index.engine.cluster.", *modules)):
            raise
        raise IndexDamaged(
            f"{address.cluster} answers with something that makes no sense: {error!r}"
        ) from error


def _raised_in(error: BaseException) -> str:
    trace, name = error.__traceback__, ""
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    return name


def not_a_cluster(host: str, why: str) -> QuireError:
    """What answers is nothing that can be searched."""
    return IndexDamaged(f"{host} is no OpenSearch or Elasticsearch: {why}")


def _roots(cause: dict[str, Any]) -> list[dict[str, Any]]:
    found = cause.get("root_cause")
    roots: list[dict[str, Any]] = [
        one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict)
    ]
    return roots or [{}]


def _kinds(cause: dict[str, Any]) -> set[str]:
    return {str(one.get("type", "")) for one in (cause, *_roots(cause))}


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError) and cause.errno:
        return os.strerror(cause.errno).lower()
    text = str(error)
    if found := re.search(r"certificate verify failed: ([^(]+)", text):
        return found[1].strip().lower()
    if found := re.search(r"\[Errno (-?\d+)\] ([^')]+)", text):
        return found[2].strip().lower()
    return re.sub(r"^.*?>: |\[SSL[^\]]*\]\s*|\s*\(_ssl\.c:\d+\)", "", text)[:200].strip().lower()

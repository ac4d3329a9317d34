"""Who asks a cluster over TLS is told to it and to nobody else."""

from __future__ import annotations

import shutil
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.building.push import push
from index.cli import main
from index.engine.cluster.address import parse_address
from index.engine.cluster.client import Client
from index.engine.cluster.credentials import credentials_for
from index.engine.cluster.searcher import ClusterSearcher
from index.errors import UsageError
from tests.support.certificates import self_signed
from tests.support.fake_cluster import FakeCluster, fake_cluster
from tests.support.json_lines import json_lines

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not on this machine"
)

SECRET = "s3cr3t-t0ken"
BASIC = b64encode(f"ada:{SECRET}".encode()).decode()
KINDS = {
    "user": f"Basic {BASIC}",
    "api_key": f"ApiKey {SECRET}",
    "bearer": f"Bearer {SECRET}",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return self_signed(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def cluster(
    certificate: tuple[Path, ssl.SSLContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeCluster]:
    """One over TLS with two papers, which nobody vouches for."""
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    file, context = certificate
    with fake_cluster(context) as running:
        monkeypatch.setenv("QUIRE_CLUSTER_CA_FILE", str(file))
        push(running.address(), [json_lines(tmp_path / "a.jsonl", [{"title": "Old Ovens"}])])
        monkeypatch.delenv("QUIRE_CLUSTER_CA_FILE")
        monkeypatch.setenv("QUIRE_INDEX", running.address())
        running.seen.clear()
        yield running


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes [cluster] of the settings."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("QUIRE_CONFIG", str(path))
    path.touch()

    def write(text: str) -> None:
        path.write_text(f"[cluster]\n{text}\n")

    return write


def told(kind: str) -> dict[str, str]:
    return {"user": "ada", "password": SECRET} if kind == "user" else {kind: SECRET}


@pytest.mark.parametrize("place", ["settings", "environment"])
@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_is_known_over_tls(
    kind: str,
    place: str,
    cluster: FakeCluster,
    certificate: tuple[Path, ssl.SSLContext],
    settings: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cluster.authorization = KINDS[kind]
    values = told(kind) | {"ca_file": str(certificate[0])}
    if place == "settings":
        hosts = f'hosts = ["{cluster.host}"]'
        settings("\n".join([hosts, *(f"{key} = '{value}'" for key, value in values.items())]))
    else:
        for key, value in values.items():
            # As a file that was read has it.
            monkeypatch.setenv(f"QUIRE_CLUSTER_{key.upper()}", f"{value}\n")
    for arguments in (["search", "ovens"], ["info"], ["info", "--json"], ["facets", "ovens"]):
        assert main(arguments) == 0
    assert {headers["Authorization"] for _, _, headers in cluster.seen} == {KINDS[kind]}
    printed = capsys.readouterr()
    assert "Old Ovens" in printed.out
    assert SECRET not in printed.out + printed.err


def test_who_is_told_of_in_the_settings_for_other_hosts_is_said_to_be(
    cluster: FakeCluster,
    settings: Callable[[str], None],
    certificate: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("QUIRE_CLUSTER_CA_FILE", str(certificate[0]))
    cluster.authorization = BASIC
    settings("hosts = ['other.example']\nuser = 'ada'")
    assert main(["search", "ovens"]) == 3
    assert "is only sent to its hosts, and this is none of them" in capsys.readouterr().err
    assert not any("Authorization" in headers for _, _, headers in cluster.seen)


def test_what_goes_wrong_tells_no_secret(
    cluster: FakeCluster,
    certificate: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    home: Path,
) -> None:
    monkeypatch.setenv("QUIRE_CLUSTER_USER", "ada")
    monkeypatch.setenv("QUIRE_CLUSTER_PASSWORD", SECRET)
    said = []

    def run() -> int:
        code = main(["search", "ovens"])
        printed = capsys.readouterr()
        said.append(printed.out + printed.err)
        return code

    # Nobody vouches for the cluster: it is not even asked.
    assert run() == 6
    assert "can't prove who it is" in said[-1]
    assert not cluster.seen
    monkeypatch.setenv("QUIRE_CLUSTER_CA_FILE", str(certificate[0]))
    cluster.authorization = "Basic other"
    assert run() == 3
    assert "does not know you by the name or key that it is sent" in said[-1]
    cluster.authorization = ""

    def defect(self: ClusterSearcher, *_: object, **__: object) -> None:
        raise RuntimeError(f"a defect with {self._client!r} and {vars(self._client).keys()}")

    monkeypatch.setattr(ClusterSearcher, "search", defect)
    assert run() == 70
    (report,) = home.rglob("*.txt")
    assert "a defect with" in report.read_text()
    everything = "".join([*said, report.read_text()])
    assert SECRET not in everything
    assert BASIC not in everything


def test_a_wrong_name_is_not_the_one_that_the_certificate_is_for(
    cluster: FakeCluster, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIRE_CLUSTER_CA_FILE", str(certificate[0]))
    address = parse_address(cluster.address().replace("localhost", "127.0.0.1"))
    with pytest.raises(Exception, match="can't prove who it is"):
        Client(address, credentials_for(address)).version()


HTTPS = parse_address("https://lab.example:9200/papers")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"API_KEY": "a\nb"}, "QUIRE_CLUSTER_API_KEY is a text of one line"),
        ({"BEARER": "kéy"}, "letters that no key has"),
        ({"PASSWORD": "p"}, "needs a user"),
        ({"USER": "a:b", "PASSWORD": "p"}, "can't have a colon"),
        ({"USER": "a", "API_KEY": "b"}, "takes one of user and api_key"),
    ],
)
def test_what_can_not_be_sent_is_told(
    values: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in values.items():
        monkeypatch.setenv(f"QUIRE_CLUSTER_{key}", value)
    with pytest.raises(UsageError, match=why):
        credentials_for(HTTPS)


def test_the_environment_goes_before_the_settings(
    settings: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings("user = 'ada'\npassword = 'p'\nhosts = ['lab.example']")
    assert credentials_for(HTTPS).authorization == f"Basic {b64encode(b'ada:p').decode()}"
    assert credentials_for(parse_address("https://other.example/papers")).authorization == ""
    monkeypatch.setenv("QUIRE_CLUSTER_PASSWORD", "q")
    assert credentials_for(HTTPS).authorization == f"Basic {b64encode(b'ada:q').decode()}"
    monkeypatch.delenv("QUIRE_CLUSTER_PASSWORD")
    monkeypatch.setenv("QUIRE_CLUSTER_API_KEY", "k")
    assert credentials_for(HTTPS).authorization == "ApiKey k"

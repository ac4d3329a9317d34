"""A real OpenSearch on loopback, of the jars that Maven has, for tests and measurements."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import urllib3

_FOLDER = Path(__file__).with_name("opensearch")
_HEAP = "384m"
_STARTING = 120.0


class Absent(Exception):
    """A cluster can't be started on this machine; the sentence says why."""


@cache
def class_path() -> str:
    """The jars of the server, which Maven fetches if it has not got them yet.

    Raises:
        Absent: Java or Maven is not there, or does not get them.
    """
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise Absent(f"{program} is not on this machine")
    kept = Path(tempfile.gettempdir()) / f"quire-cluster-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    listed = kept / f"jars-{(_FOLDER / 'pom.xml').stat().st_mtime_ns}"
    if listed.exists() and all(Path(jar).exists() for jar in listed.read_text().split(":")):
        return listed.read_text()
    command = ["mvn", "-q", "-B", "-f", str(_FOLDER / "pom.xml"), "dependency:build-classpath"]
    part = kept / f"jars-{os.getpid()}"
    try:
        done = subprocess.run(
            [*command, f"-Dmdep.outputFile={part}"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise Absent("Maven does not get the jars of OpenSearch in time") from None
    if done.returncode:
        raise Absent(f"Maven can't get the jars of OpenSearch: {done.stdout[-300:]}")
    part.rename(listed)
    return listed.read_text()


class Node:
    """One node: a process of its own."""

    def __init__(self, folder: Path, port: int, settings: Sequence[str]) -> None:
        self.name = folder.name
        self.host = f"127.0.0.1:{port}"
        for name in ("config", "data", "logs", "modules", "plugins", "tmp"):
            (folder / name).mkdir(parents=True)
        log = (folder / "output").open("wb")
        self._output = folder / "output"
        self._process = subprocess.Popen(
            [
                *("nice", "-n", "10", "java", f"-Xms{_HEAP}", f"-Xmx{_HEAP}"),
                *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Djava.io.tmpdir={folder}/tmp"),
                *("-Dlog4j2.disable.jmx=true", "-Dopensearch.cgroups.hierarchy.override=/"),
                *("-cp", class_path(), str(_FOLDER / "ClusterNode.java"), str(folder)),
                *settings,
            ],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, as a lost machine does."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def said(self) -> str:
        """The end of what it said."""
        return self._output.read_text(errors="replace")[-2000:]


class RunningCluster:
    """Some nodes that know each other.

    Attributes:
        nodes: They.
    """

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def address(self, name: str) -> str:
        """The address of an index, by all nodes."""
        return f"http://{','.join(node.host for node in self.nodes)}/{name}"

    def helper(self) -> Node:
        """A node that does not manage the cluster: one that does is missed for longer."""
        manager = self.ask("GET", "/_cat/cluster_manager?format=json")[0]["node"]
        return next(node for node in self.nodes if node.name != manager)

    def ask(self, method: str, path: str, body: object = None, node: int = 0) -> Any:
        """Ask a node."""
        sent = None if body is None else msgspec.json.encode(body)
        response = urllib3.request(
            method,
            f"http://{self.nodes[node].host}{path}",
            body=sent,
            headers={"Content-Type": "application/json"},
            timeout=60.0,
            retries=False,
        )
        return msgspec.json.decode(response.data)


@contextmanager
def running_cluster(count: int, *settings: str) -> Iterator[RunningCluster]:
    """Start a cluster of some nodes; they are gone afterwards.

    Raises:
        Absent: It can't be started on this machine.
    """
    class_path()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quire-cluster-")))
        web, inner = _free_ports(count), _free_ports(count)
        names = [f"node{number}" for number in range(count)]
        nodes = []
        for number, name in enumerate(names):
            node = Node(
                folder / name,
                web[number],
                [
                    "cluster.name=quire-tests",
                    f"node.name={name}",
                    "network.host=127.0.0.1",
                    f"http.port={web[number]}",
                    f"transport.port={inner[number]}",
                    "transport.type=netty4",
                    "http.type=netty4",
                    f"discovery.seed_hosts={','.join(f'127.0.0.1:{port}' for port in inner)}",
                    f"cluster.initial_cluster_manager_nodes={','.join(names)}",
                    "cluster.routing.allocation.disk.threshold_enabled=false",
                    *settings,
                ],
            )
            stack.callback(node.kill)
            nodes.append(node)
        cluster = RunningCluster(nodes)
        _wait_for(cluster, count)
        yield cluster


def _wait_for(cluster: RunningCluster, count: int) -> None:
    until = time.monotonic() + _STARTING
    while time.monotonic() < until:
        for node in cluster.nodes:
            if not node.is_running:
                raise Absent(f"a node of the cluster does not start: {node.said()}")
        try:
            health = cluster.ask("GET", "/_cluster/health")
            if health.get("number_of_nodes") == count:
                return
        except (urllib3.exceptions.HTTPError, msgspec.DecodeError):
            pass
        time.sleep(0.2)
    raise Absent(f"the cluster does not start in time: {cluster.nodes[0].said()}")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]

"""A real OpenSearch on loopback, of the jars that Maven has, for tests and measurements."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import urllib3

_FOLDER: Final = Path(__file__).with_name("opensearch")
_HEAP: Final = "384m"
_STARTING: Final = 150.0
"""Seconds that nodes may take to find each other, on a machine that does much else."""
_FETCHING: Final = 180.0
"""Seconds that Maven may take to get the jars, 90 MB, where it has none."""


class Absent(Exception):
    """A cluster can't be started on this machine; the sentence says why."""


def java() -> str:
    """The program that runs a node: of ``JAVA_HOME``, where that is set, as Maven takes it.

    Raises:
        Absent: There is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if found is None:
        raise Absent(f"java is not in {home}/bin" if home else "java is not on this machine")
    return found


@cache
def class_path() -> str:
    """The jars of the server, which Maven fetches if it has not got them yet.

    Raises:
        Absent: Java or Maven is not there, or does not get them.
    """
    java()
    if shutil.which("mvn") is None:
        raise Absent("mvn is not on this machine")
    kept = Path(tempfile.gettempdir()) / f"quire-cluster-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    listed = kept / f"jars-{sha256((_FOLDER / 'pom.xml').read_bytes()).hexdigest()[:16]}"
    if listed.exists() and all(Path(jar).exists() for jar in listed.read_text().split(":")):
        return listed.read_text()
    command = ["mvn", "-q", "-B", "-f", str(_FOLDER / "pom.xml"), "dependency:build-classpath"]
    part = kept / f"jars-{os.getpid()}"
    try:
        done = subprocess.run(
            [*command, f"-Dmdep.outputFile={part}"],
            capture_output=True,
            text=True,
            timeout=_FETCHING,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise Absent("Maven does not get the jars of OpenSearch in time") from None
    if done.returncode:
        said = re.sub(r"\x1b\[[\d;]*m", "", done.stdout).strip() or "it says nothing"
        raise Absent(f"Maven can't get the jars of OpenSearch: {said.splitlines()[0][:300]}")
    part.rename(listed)
    return listed.read_text()


class Node:
    """One node: a process of its own, which ends with this one.

    Attributes:
        name: Which it is.
        host: Where it answers, once it listens; the same after another start.
        inner_host: Where other nodes ask it.
    """

    def __init__(self, folder: Path, settings: Sequence[str]) -> None:
        self.name = folder.name
        self.host = self.inner_host = ""
        self._folder = folder
        self._settings = settings
        for name in ("config", "data", "logs", "modules", "plugins", "tmp"):
            (folder / name).mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process: the first time on ports that are free, later where it was."""
        self._ports.unlink(missing_ok=True)
        ports = [part.rpartition(":")[2] or "0" for part in (self.host, self.inner_host)]
        with (self._folder / "output").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("nice", "-n", "10", java(), f"-Xms{_HEAP}", f"-Xmx{_HEAP}"),
                    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"),
                    f"-Djava.io.tmpdir={self._folder}/tmp",
                    "-Dlog4j2.disable.jmx=true",
                    "-Dopensearch.cgroups.hierarchy.override=/",
                    *("-cp", class_path(), str(_FOLDER / "ClusterNode.java"), str(self._folder)),
                    *self._settings,
                    *(f"http.port={ports[0]}", f"transport.port={ports[1]}"),
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_listening(self) -> bool:
        """Whether the ports are known, which they are once it listens."""
        if not self._ports.exists():
            return False
        web, inner = self._ports.read_text().split()
        self.host, self.inner_host = f"127.0.0.1:{web}", f"127.0.0.1:{inner}"
        return True

    def tell_others(self, hosts: Sequence[str]) -> None:
        """Tell it where the nodes are; it looks again and again while it misses some."""
        # https://docs.opensearch.org/2.19/tuning-your-cluster/discovery-cluster-formation/
        part = self._folder / "config" / "unicast_hosts.part"
        part.write_text("".join(f"{host}\n" for host in hosts))
        part.rename(part.with_suffix(".txt"))

    def kill(self) -> None:
        """End it at once, as a lost machine does."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    def said(self) -> str:
        """The end of what it said."""
        return (self._folder / "output").read_text(errors="replace")[-2000:]

    @property
    def _ports(self) -> Path:
        return self._folder / "ports"


class RunningCluster:
    """Some nodes that know each other.

    Attributes:
        nodes: They.
        seconds: How long they took to start.
    """

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.seconds = 0.0

    def address(self, name: str) -> str:
        """The address of an index, by all nodes."""
        return f"http://{','.join(node.host for node in self.nodes)}/{name}"

    def manager(self) -> Node:
        """The node that manages the cluster."""
        name = self.ask("GET", "/_cat/cluster_manager?format=json")[0]["node"]
        return next(node for node in self.nodes if node.name == name)

    def helper(self) -> Node:
        """A node that does not manage the cluster: one that does is missed for longer."""
        manager = self.manager()
        return next(node for node in self.nodes if node is not manager and node.is_running)

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all know each other.

        Raises:
            Absent: They can't be started on this machine.
        """
        started = time.monotonic()
        for node in self.nodes:
            if not node.is_running:
                node.start()
        self._wait(lambda: all(node.is_listening() for node in self.nodes))
        for node in self.nodes:
            node.tell_others([one.inner_host for one in self.nodes])
        self._wait(self._is_whole)
        self.seconds = time.monotonic() - started

    def settle(self) -> None:
        """Wait until every part of every index has all its copies."""
        self._wait(
            lambda: (
                self.ask("GET", "/_cluster/health?wait_for_status=green&timeout=5s")["status"]
                == "green"
            )
        )

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask a node that runs."""
        node = next(node for node in self.nodes if node.is_running)
        response = urllib3.request(
            method,
            f"http://{node.host}{path}",
            body=None if body is None else msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
            timeout=60.0,
            retries=False,
        )
        return msgspec.json.decode(response.data)

    def _is_whole(self) -> bool:
        with suppress(urllib3.exceptions.HTTPError, msgspec.DecodeError):
            found = self.ask("GET", "/_cluster/health").get("number_of_nodes")
            return bool(found == len(self.nodes))
        return False

    def _wait(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + _STARTING
        while not holds():
            for node in self.nodes:
                if not node.is_running:
                    raise Absent(f"{node.name} of the cluster has ended: {node.said()}")
            if time.monotonic() > until:
                raise Absent(f"the cluster does not start in time: {self.nodes[0].said()}")
            time.sleep(0.1)


@contextmanager
def running_cluster(count: int, *settings: str) -> Iterator[RunningCluster]:
    """Start a cluster of some nodes; they are gone afterwards.

    Raises:
        Absent: It can't be started on this machine.
    """
    class_path()
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="quire-cluster-", ignore_cleanup_errors=True)
        )
        names = [f"node{number}" for number in range(count)]
        common = [
            "cluster.name=quire-tests",
            "network.host=127.0.0.1",
            "transport.type=netty4",
            "http.type=netty4",
            # The ports are known when all listen.
            "discovery.seed_providers=file",
            "discovery.initial_state_timeout=0s",
            f"cluster.initial_cluster_manager_nodes={','.join(names)}",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            *settings,
        ]
        nodes = [Node(Path(folder) / name, [f"node.name={name}", *common]) for name in names]
        for node in nodes:
            stack.callback(node.kill)
        cluster = RunningCluster(nodes)
        cluster.start()
        yield cluster


def main(arguments: list[str]) -> None:
    """Run a cluster until it is interrupted, to try Quire on."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.cluster")
    parser.add_argument("nodes", type=int, nargs="?", default=1, help="how many nodes")
    count = parser.parse_args(arguments).nodes
    try:
        with running_cluster(count) as cluster, suppress(KeyboardInterrupt):
            print(f"export QUIRE_INDEX={cluster.address('papers')}", flush=True)
            signal.pause()
    except Absent as reason:
        raise SystemExit(f"left out: {reason}") from None


if __name__ == "__main__":
    main(sys.argv[1:])

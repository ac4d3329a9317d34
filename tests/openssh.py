"""An OpenSSH server of one's own on the loopback, with keys and settings made for one test.

It lets in whoever runs the tests, to one command that it forces upon them.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

PATIENCE = 15.0

SETTINGS = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/reader_key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
LogLevel DEBUG
ForceCommand {command}
AllowTcpForwarding no
AllowAgentForwarding no
X11Forwarding no
PermitUserRC no
"""


class Server:
    """A running server.

    Args:
        folder: Where keys and settings are made.
        command: What every reader gets, whatever they ask for.
    """

    def __init__(self, folder: Path, command: Sequence[str | Path]) -> None:
        programs = [find(name) for name in ("sshd", "ssh", "ssh-keygen")]
        self._daemon, self._client, keygen = programs
        if os.getuid() == 0:
            # Where the daemon, as root, locks up its unprivileged half.
            try:
                Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
            except OSError as error:
                pytest.skip(f"sshd needs /run/sshd: {error}")
        self._folder = folder
        self._user = pwd.getpwuid(os.getuid()).pw_name
        for name in ("host_key", "reader_key"):
            subprocess.run(
                [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
            )
        with socket.create_server(("127.0.0.1", 0)) as reserved:
            self._port: int = reserved.getsockname()[1]
        settings = folder / "sshd_config"
        forced = shlex.join(map(str, command))
        settings.write_text(SETTINGS.format(port=self._port, folder=folder, command=forced))
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [self._daemon, "-D", "-e", "-f", str(settings)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        self._wait_until_it_listens()

    def command(self, *wanted: str) -> list[str]:
        """How to go there; what is wanted is sent along, for the server to ignore."""
        settings = {
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "IdentityFile": self._folder / "reader_key",
            "LogLevel": "ERROR",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
        }
        options = [f"-o{name}={value}" for name, value in settings.items()]
        where = [f"-p{self._port}", f"{self._user}@127.0.0.1"]
        return [self._client, "-F", "none", "-tt", *options, *where, *wanted]

    def log(self) -> str:
        """What the server has said so far."""
        return (self._folder / "log").read_text(errors="replace")

    def skip_if_nobody_is_let_in(self) -> None:
        """Skip where the account that runs the tests may not log in at all, even with a key."""
        if "account is locked" in self.log() or "not allowed because" in self.log():
            pytest.skip("the account that runs the tests is locked for SSH")

    def close(self) -> None:
        """End the server; connections that are open end by themselves."""
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _wait_until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"sshd does not listen: {self.log()}") from error
                time.sleep(0.02)


def find(name: str) -> str:
    """The path of a program of OpenSSH; the server must be started by its whole path."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path

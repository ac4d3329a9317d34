"""An OpenSSH server of one's own on the loopback, with keys and settings made for one test.

``Server`` lets in whoever runs the tests, to one command that it forces upon them. ``Host`` has
accounts of its own, which are known to nobody but it.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pytest

from tests.support.checkout import ROOT

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
        self.folder = folder
        self._user = pwd.getpwuid(os.getuid()).pw_name
        forced = shlex.join(map(str, command))
        self._start(SETTINGS.format(port="{port}", folder=folder, command=forced))

    def _start(self, settings: str, within: Sequence[str | Path] = ()) -> None:
        """Start the daemon.

        Args:
            settings: Its settings, with a gap for the port.
            within: A program that starts it, with its arguments.
        """
        self._daemon, self._client, keygen = map(find, ("sshd", "ssh", "ssh-keygen"))
        if os.getuid() == 0:
            # Where the daemon, as root, locks up its unprivileged half.
            try:
                Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
            except OSError as error:
                pytest.skip(f"sshd needs /run/sshd: {error}")
        for name in ("host_key", "reader_key"):
            subprocess.run(
                [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / name)],
                check=True,
            )
        with socket.create_server(("127.0.0.1", 0)) as reserved:
            self._port: int = reserved.getsockname()[1]
        path = self.folder / "sshd_config"
        path.write_text(settings.format(port=self._port))
        self._log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            [*within, self._daemon, "-D", "-e", "-f", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        self._wait_until_it_listens()

    def command(self, *wanted: str, user: str | None = None, terminal: bool = True) -> list[str]:
        """How to go there; what is wanted is sent along, for the server to do or to ignore."""
        settings = {
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "IdentityFile": self.folder / "reader_key",
            "LogLevel": "ERROR",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
        }
        options = [f"-o{name}={value}" for name, value in settings.items()]
        where = [f"-p{self._port}", f"{user or self._user}@127.0.0.1"]
        asked = "-tt" if terminal else "-T"
        return [self._client, "-F", "none", asked, *options, *where, *wanted]

    def log(self) -> str:
        """What the server has said so far."""
        return (self.folder / "log").read_text(errors="replace")

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

    def __exit__(self, *_: object) -> None:
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


HOST_SETTINGS = """\
Port {{port}}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/keys/%u
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
LogLevel DEBUG
"""

PRIVATELY = """\
set -e
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/shadow" /etc/shadow
mount --bind "$2" "$1/python"
mount --bind "$3" "$1/code"
mount --bind "$4" "$1/packages"
shift 4
exec "$@"
"""
"""Starts a program that alone sees other accounts, and Python where these may read it."""

FIRST_UID = 47_110


class Host(Server):
    """A server with accounts of its own, and with Quire in a folder that all of them may read.

    The accounts are in files that only the server and what it starts see in the place of the
    system's: nothing of the system is changed, and nothing is left of them however a test ends.

    Args:
        folder: Where keys, settings and homes are made; every account must be able to reach it.
        settings: Further settings of the daemon, after those that it needs.
        keys: By account, what stands before the key in its file: options, or nothing.

    Attributes:
        python: A Python that has Quire, like that of a virtual environment.
        uids: The number of each account.
    """

    def __init__(self, folder: Path, settings: str, keys: Mapping[str, str]) -> None:
        if os.getuid() != 0:
            pytest.skip("only a superuser's server can let in others")
        tried = subprocess.run(
            ["unshare", "--mount", "mount", "--bind", "/", "/mnt"], capture_output=True, check=False
        )
        if tried.returncode:
            pytest.skip("mounting takes rights this user does not have")
        self.folder = folder
        self._user = next(iter(keys))
        self.uids = {name: FIRST_UID + at for at, name in enumerate(keys)}
        passwd, shadow = Path("/etc/passwd").read_text(), Path("/etc/shadow").read_text()
        for name, uid in self.uids.items():
            home = folder / f"home-{name}"
            home.mkdir()
            os.chown(home, uid, uid)
            passwd += f"{name}:x:{uid}:{uid}::{home}:/bin/sh\n"
            shadow += f"{name}:*:20000:0:99999:7:::\n"
        (folder / "passwd").write_text(passwd)
        (folder / "shadow").write_text(shadow)
        for name in ("python", "code", "packages", "keys"):
            (folder / name).mkdir()
        self.python = self._environment()
        root, packages = ROOT, sysconfig.get_path("purelib")
        places = map(str, (folder, sys.base_prefix, root, packages))
        self._start(
            HOST_SETTINGS.format(folder=folder) + settings,
            [
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                PRIVATELY,
                "sh",
                *places,
            ],
        )
        key = (folder / "reader_key.pub").read_text()
        for name, options in keys.items():
            (folder / "keys" / name).write_text(f"{options} {key}")

    def _environment(self) -> Path:
        """A virtual environment, made by hand: its Python is not there yet."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        home = self.folder / "environment"
        site = home / "lib" / version / "site-packages"
        site.mkdir(parents=True)
        (home / "pyvenv.cfg").write_text(f"home = {self.folder / 'python' / 'bin'}\n")
        for name in ("code", "packages"):
            (site / f"{name}.pth").write_text(f"{self.folder / name}\n")
        python = home / "bin" / "python"
        python.parent.mkdir()
        python.symlink_to(self.folder / "python" / "bin" / version)
        return python

    def run(self, user: str, *arguments: str | Path) -> str:
        """Run Quire's scripted commands as one of the accounts; what it printed."""
        wanted = shlex.join(map(str, (self.python, "-I", "-m", "index", *arguments)))
        done = subprocess.run(
            self.command(wanted, user=user, terminal=False),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stdout + done.stderr + self.log()[-2000:]
        return done.stdout


def find(name: str) -> str:
    """The path of a program of OpenSSH; the server must be started by its whole path."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path

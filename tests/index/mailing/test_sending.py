"""A digest leaves by mail for all or for nobody, and only what was accepted counts as told."""

from __future__ import annotations

import json
import shlex
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from index import open_library, rebuild
from index.cli import main
from index.mailing import smtp
from tests.support.certificates import self_signed
from tests.support.json_lines import json_lines
from tests.support.mail_server import PASSWORD, USER, mail_server

Run = Callable[..., tuple[int, str]]
Secure = tuple[Path, ssl.SSLContext]

PAPERS: list[dict[str, Any]] = [
    {"title": "On Rivers and Their Beds", "abstract": "Rivers flow.", "arxiv_id": "2401.00001"},
    {"title": "流れる川について", "authors": ["Jürgen Müller", "李"], "arxiv_id": "2401.00002"},
]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Secure:
    return self_signed(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setenv("QUIRE_CONFIG", str(tmp_path / "settings.toml"))
    rebuild([json_lines(tmp_path / "papers.jsonl", PAPERS)], tmp_path / "index")
    with open_library(tmp_path / "library.db") as library:
        library.save("rivières", "river OR id:2401.00002")
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\nno password any more\n")
    password.chmod(0o600)
    return tmp_path


@pytest.fixture
def run(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def digest(*arguments: str, **settings: Any) -> tuple[int, str]:
        table = {"from": "Ada Lovelace <ada@example.org>", "to": "ada@example.org", **settings}
        lines = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
        (place / "settings.toml").write_text("\n".join(["[mail]", *lines]) + "\n")
        capsys.readouterr()
        code = main(["digest", *arguments])
        return code, capsys.readouterr().err

    return digest


def assert_untold(run: Run) -> None:
    """Whatever happened, the next digest tells it all."""
    assert run("--dry-run", "--output", "/dev/null")[0] == 0


def test_a_mail_goes_by_starttls_to_all_and_is_told_once(
    place: Path, run: Run, secure: Secure
) -> None:
    certificate, context = secure
    with mail_server(starttls=context, sign_in=True) as server:
        settings = {
            "host": "localhost",
            "port": server.port,
            "user": USER,
            "password_file": str(place / "password"),
            "ca_file": str(certificate),
            "to": ["ada@example.org", "Grace Hopper <grace@example.org>"],
        }
        code, narration = run("--mail", **settings)
        assert (code, narration) == (
            0,
            "sent Quire, " + narration[12:22] + ": 2 new papers: rivières (2) to "
            "ada@example.org, grace@example.org\n",
        )
        assert run("--mail", **settings)[0] == 1
    (mail,) = server.mails
    assert server.signed_in == [USER]
    assert server.under_tls == [True]
    assert mail.sender == "ada@example.org"
    assert mail.recipients == ("ada@example.org", "grace@example.org")
    message = mail.message
    assert message["From"] == "Ada Lovelace <ada@example.org>"
    assert message["To"] == "ada@example.org, Grace Hopper <grace@example.org>"
    assert message["Subject"].endswith("2 new papers: rivières (2)")
    assert message["Auto-Submitted"] == "auto-generated"
    assert mail.data.isascii()
    assert max(map(len, mail.data.split(b"\r\n"))) <= 78
    assert b"\n" not in mail.data.replace(b"\r\n", b"")
    plain, html = message.iter_parts()
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    for part in (plain, html):
        assert "流れる川について" in part.get_content()
        assert "Jürgen Müller" in part.get_content()


# The server does not know that TLS is there already.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_mail_goes_by_tls_with_a_password_that_a_program_prints(
    place: Path, run: Run, secure: Secure
) -> None:
    certificate, context = secure
    with mail_server(tls=context, sign_in=True) as server:
        code, narration = run(
            "--mail",
            host="localhost",
            port=server.port,
            security="tls",
            user=USER,
            password_command=f"head -n 1 {shlex.quote(str(place / 'password'))} | cat",
            ca_file=str(certificate),
        )
        assert code == 0, narration
    assert server.under_tls == [True]
    assert server.signed_in == [USER]
    assert PASSWORD not in narration


def test_a_server_on_this_machine_needs_neither(run: Run) -> None:
    with mail_server() as server:
        assert run("--mail", host="127.0.0.1", port=server.port, security="none")[0] == 0
    assert server.under_tls == [False]


def test_a_recipient_who_is_refused_keeps_it_from_all(run: Run) -> None:
    with mail_server() as server:
        server.refused = {"no@example.org"}
        settings = {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "none",
            "to": ["ada@example.org", "no@example.org"],
        }
        code, narration = run("--mail", **settings)
        assert (code, server.mails) == (6, [])
        assert narration == (
            f"quire: the mail was not sent: 127.0.0.1:{server.port} does not take no@example.org "
            "(550 there is no such box)\n"
        )
        server.refused = set()
        assert run("--mail", **settings)[0] == 0
    (mail,) = server.mails
    assert "On Rivers" in mail.message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_connection_that_is_lost_with_the_mail_tells_nothing(run: Run) -> None:
    with mail_server() as server:
        server.breaks_off = True
        code, narration = run("--mail", host="127.0.0.1", port=server.port, security="none")
    assert code == 6
    assert narration == (f"quire: the mail was not sent: 127.0.0.1:{server.port} broke off\n")
    assert_untold(run)


def test_a_certificate_that_nobody_knows_or_for_another_name_is_refused(
    run: Run, secure: Secure
) -> None:
    certificate, context = secure
    for security, kind in (("starttls", "starttls"), ("tls", "tls")):
        with mail_server(**{kind: context}) as server:  # type: ignore[arg-type]
            for more in ({"host": "localhost"}, {"host": "127.0.0.1", "ca_file": str(certificate)}):
                code, narration = run("--mail", port=server.port, security=security, **more)
                assert code == 6
                assert "can't prove who it is" in narration
                assert "ca_file names certificates to trust" in narration
            assert server.mails == []
    code, narration = run("--mail", host="localhost", ca_file="/nowhere.pem")
    assert (code, narration) == (
        2, "quire: ca_file /nowhere.pem can't be read (no such file or directory)\n",
    )  # fmt: skip
    assert_untold(run)


def test_a_server_that_offers_no_starttls_gets_nothing(run: Run) -> None:
    with mail_server() as server:
        code, narration = run("--mail", host="127.0.0.1", port=server.port)
        assert server.mails == []
    assert code == 6
    assert "STARTTLS" in narration
    assert_untold(run)


def test_a_wrong_password_is_told_and_not_shown(place: Path, run: Run, secure: Secure) -> None:
    certificate, context = secure
    with mail_server(starttls=context, sign_in=True) as server:
        for wrong in ("wrong", "schändlich"):
            code, narration = run(
                "--mail",
                host="localhost",
                port=server.port,
                user=USER,
                password_command=["echo", wrong],
                ca_file=str(certificate),
            )
            assert code == 6
            assert "refuses the user or the password (535" in narration
            assert wrong not in narration
    assert_untold(run)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_is_left(
    run: Run, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "PATIENCE", 0.05)
    code, narration = run("--mail", host="127.0.0.1", port=silent, security="none")
    assert code == 6
    assert narration.endswith("does not answer in time\n")
    assert_untold(run)


def test_a_server_that_never_comes_to_an_end_is_left(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LONGEST", 0.2)

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            try:
                while True:
                    connection.sendall(b"220-and so on\r\n")
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, args=(server,), daemon=True)
        thread.start()
        port = server.getsockname()[1]
        code, narration = run("--mail", host="127.0.0.1", port=port, security="none")
        thread.join()
    assert code == 6
    assert narration.startswith("quire: the mail was not sent: ")
    assert_untold(run)


def test_nobody_there_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    code, narration = run("--mail", host="127.0.0.1", port=port, security="none")
    assert (code, narration) == (
        6,
        f"quire: the mail was not sent: 127.0.0.1:{port} can't be reached: connection refused\n",
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"password": "x"}, "a password has no place here"),
        ({"hots": "x"}, "mail has no hots; did you mean host?"),
        ({"host": "x:25"}, "host is the name of a server"),
        ({"port": 0}, "port is a number from 1 to 65535, not 0"),
        ({"port": True}, "port is a number"),
        ({"security": "ssl"}, "security is starttls, tls or none"),
        ({"to": []}, "to is an address"),
        ({"to": "nobody at all"}, "to is an address"),
        ({"to": "a@example.org\nBcc: b@example.org"}, "to is an address"),
        ({"from": "a@example.org, b@example.org"}, "from is an address"),
        ({"password_command": ""}, "password_command is a line"),
        ({"security": "none", "user": "u", "host": "mail.example.org"}, "for all to read"),
        ({"user": "ada"}, "but neither password_command nor password_file"),
        ({"host": "localhost", "user": "u", "password_command": "false"}, "exit code 1"),
        ({"host": "localhost", "user": "u", "password_command": ["/nowhere"]}, "can't be run"),
        ({"host": "localhost", "user": "u", "password_command": "true"}, "has no password"),
        ({"host": "localhost", "user": "u", "password_file": "/nowhere"}, "can't be read"),
    ],
)
def test_settings_that_are_wrong_are_told(run: Run, settings: dict[str, Any], told: str) -> None:
    code, narration = run("--mail", **{"host": "localhost", **settings})
    assert code == 2
    assert told in narration
    assert narration.count("\n") == 1
    assert_untold(run) if "password" not in settings and "hots" not in settings else None


def test_a_password_that_others_may_read_is_refused(place: Path, run: Run) -> None:
    (place / "password").chmod(0o640)
    code, narration = run(
        "--mail", host="localhost", user="ada", password_file=str(place / "password")
    )
    assert code == 2
    assert "has mode 640" in narration
    assert "chmod 600" in narration


def test_what_is_missing_is_named(place: Path, run: Run) -> None:
    (place / "settings.toml").write_text("")
    assert main(["digest", "--mail", "--config", str(place / "settings.toml")]) == 2
    assert main(["digest", "--mail", "--config", str(place / "none.toml")]) == 2
    (place / "mail.toml").write_text("[mail]\n")
    assert main(["digest", "--mail", "--config", str(place / "mail.toml")]) == 2


def program(place: Path, code: str) -> str:
    """A program that is called as sendmail is."""
    path = place / "sendmail"
    path.write_text(f"#!{sys.executable}\nimport sys\n{code}\n")
    path.chmod(0o755)
    return str(path)


def test_sendmail_gets_the_mail_with_plain_line_ends(place: Path, run: Run) -> None:
    taken = place / "taken"
    path = program(
        place,
        f"open({str(taken)!r}, 'wb').write(sys.stdin.buffer.read())\n"
        "sys.exit(0 if sys.argv[1:] == ['-t', '-oi'] else 64)",
    )
    assert run("rivières", "--sendmail", path, **{"from": "ada@example.org"})[0] == 0
    data = taken.read_bytes()
    assert b"\r" not in data
    mail = BytesParser(policy=policy.default).parsebytes(data)
    assert mail["To"] == "ada@example.org"
    assert "Jürgen Müller" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert run("--sendmail", path)[0] == 1


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("sys.stderr.write('no such\\x1b[31m user'); sys.exit(67)", "exit code 67, no such user"),
        ("sys.stdin.close(); sys.exit(75)", "exit code 75"),
        ("import os; os.kill(os.getpid(), 9)", "exit code -9"),
    ],
)
def test_a_sendmail_that_fails_tells_nothing(place: Path, run: Run, code: str, told: str) -> None:
    exit_code, narration = run("--sendmail", program(place, code))
    assert exit_code == 6
    assert narration.startswith("quire: the mail was not sent: ")
    assert told in narration
    assert "\x1b" not in narration
    assert run("--sendmail", "/nowhere/sendmail")[0] == 6
    assert_untold(run)


def test_the_name_of_a_search_after_sendmail_is_no_path(
    place: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program(place, "sys.stdin.read()")
    monkeypatch.setattr("index.mailing.sendmail._USUAL", (path,))
    assert run("--sendmail", "rivières")[0] == 0


def test_a_mail_and_a_file_in_one_go(place: Path, run: Run) -> None:
    feed = place / "feed.xml"
    arguments = ("--format", "atom", "--output", str(feed), "--sendmail")
    failing = program(place, "sys.exit(1)")
    assert run(*arguments, failing)[0] == 6
    assert run(*arguments, program(place, "sys.stdin.read()"))[0] == 0
    assert feed.read_text().count("<entry>") == 2


def test_a_dry_run_prints_the_mail(
    place: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "settings.toml").write_text('[mail]\nto = "ada@example.org"\n')
    assert main(["digest", "--sendmail", "--dry-run"]) == 0
    mail = BytesParser(policy=policy.default).parsebytes(capsys.readouterr().out.encode())
    assert mail["To"] == "ada@example.org"
    assert_untold(run)


@pytest.mark.parametrize(
    ("written", "boxes"),
    [
        ("ada@example.org", [("", "ada@example.org")]),
        ("Ada <ada@example.org>,grace@x.org", [("Ada", "ada@example.org"), ("", "grace@x.org")]),
        ('"Lovelace, Ada" <ada@x.org>', [("Lovelace, Ada", "ada@x.org")]),
        (["Jürgen Müller <jm@x.org>", "me"], [("Jürgen Müller", "jm@x.org"), ("", "me")]),
        ("a@x.org b@x.org", None),
        ("a@x.org,", None),
        ("<>", None),
        ("ä@x.org", None),
        ("a@x.org\r\nBcc: b@x.org", None),
        (7, None),
        ([], None),
    ],
)
def test_addresses_are_read_as_people_write_them(written: object, boxes: object) -> None:
    from index.mailing.settings import mail_settings
    from index.settings import SettingsError, SettingsFile

    file = SettingsFile("settings.toml", "", {"mail": {"to": written}})
    if boxes is None:
        with pytest.raises(SettingsError, match="to is an address, or a list of some"):
            mail_settings(file)
    else:
        found = mail_settings(file).recipients
        assert [(one.name, one.address) for one in found] == boxes

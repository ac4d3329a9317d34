"""Who a cluster is asked as: ``[cluster]`` of the settings, or the environment."""

from __future__ import annotations

import os
from base64 import b64encode
from difflib import get_close_matches
from typing import Any, Final

import msgspec

from index.engine.cluster.address import Address, is_host, with_port
from index.errors import UsageError
from index.settings import SettingsFile, read_settings_file, settings_path, toml_text

CLUSTER_KEYS: Final = ("hosts", "user", "password", "api_key", "bearer", "ca_file", "count_to")
"""What ``[cluster]`` takes."""

CLUSTER_EXPLANATION: Final = """\
Who asks a search cluster: a user with a password, an api_key or a bearer token. With hosts, none
other is told. ca_file names certificates to trust beside the system's. What more papers match than
count_to is not counted to the end while papers are listed: 100,000+.
[cluster]
hosts = ["search.lab.example:9200"]
user = "ada"
password = "..."
ca_file = "/etc/lab/ca.pem"
count_to = 100000
"""
"""What the settings file says of it; every line is a comment there."""

LEAST_COUNTED: Final = 20_000
"""Papers that are counted in every answer: beyond, what is listed needs the exact number."""

MOST_COUNTED: Final = 2**31 - 2
_COUNTED: Final = 100_000

_KINDS: Final = ("user", "api_key", "bearer")
"""Ways to say who asks; there is one at a time."""
_VARIABLES: Final = {
    key: f"QUIRE_CLUSTER_{key.upper()}"
    for key in ("user", "password", "api_key", "bearer", "ca_file")
}


class Credentials(msgspec.Struct, frozen=True):
    """What a cluster asks for before it answers. Its representation shows nothing secret.

    Attributes:
        authorization: The header field of that name; empty for none.
        ca_file: Certificates to trust beside the system's; empty for none.
        is_withheld: Whether the settings say who asks, but name other hosts.
    """

    authorization: str = ""
    ca_file: str = ""
    is_withheld: bool = False

    def __repr__(self) -> str:
        return f"Credentials(ca_file={self.ca_file!r})"


def credentials_for(address: Address) -> Credentials:
    """The credentials for a cluster: those of the environment, else those of the settings.

    What the settings hold is sent to no other host than they name, if they name some, and nothing
    is sent where others could read it on the way.

    Raises:
        UsageError: The settings are wrong, or the address is not one to send a password to.
    """
    told = _from_environment()
    table = _settings_table()
    is_named = _names(table, address)
    values: dict[str, str] = {key: table[key] for key in _VARIABLES if is_named and key in table}
    if told.keys() & _KINDS:
        # Another kind in the settings is not meant then.
        others = set(_KINDS) - told.keys()
        others |= {"password"} if "user" in others else set()
        values = {key: value for key, value in values.items() if key not in others}
    authorization = _authorization(values | told)
    values |= told
    if authorization and not address.is_private:
        raise UsageError(
            f"http would show your password to everybody on the way to {address.cluster}: "
            "take an address with https"
        )
    ca_file = os.path.expanduser(values.get("ca_file", ""))
    is_withheld = not is_named and any(key in table for key in _KINDS)
    return Credentials(authorization, ca_file, is_withheld)


def count_limit() -> int:
    """Up to how many papers are counted while papers are listed, as the settings say.

    Raises:
        UsageError: The settings are wrong.
    """
    return int(_settings_table().get("count_to", _COUNTED))


def cluster_settings(file: SettingsFile) -> dict[str, Any]:
    """The table ``[cluster]`` of a settings file; empty where it has none.

    Raises:
        SettingsError: What is wrong with it.
    """
    table = file.table.get("cluster", {})
    if not isinstance(table, dict):
        raise file.error("cluster", f"[cluster] is a table, not {toml_text(table)}")
    for key, value in table.items():
        if key not in CLUSTER_KEYS:
            close = get_close_matches(key, CLUSTER_KEYS, 1)
            hint = f"did you mean {close[0]}?" if close else f"it takes {', '.join(CLUSTER_KEYS)}"
            raise file.error(f"cluster.{key}", f"[cluster] has no {key}; {hint}")
        if key == "hosts":
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                reason = f'hosts is a list like ["host:9200"], not {toml_text(value)}'
                raise file.error("cluster.hosts", reason)
            if wrong := [one for one in value if not is_host(one)]:
                # What names no host would keep a password from being sent, without a word.
                reason = f'hosts has names like "host:9200", not {toml_text(wrong[0])}'
                raise file.error("cluster.hosts", reason)
        elif key == "count_to":
            if not isinstance(value, int) or not LEAST_COUNTED <= value <= MOST_COUNTED:
                reason = f"count_to is a number from {LEAST_COUNTED} to {MOST_COUNTED}"
                raise file.error("cluster.count_to", f"{reason}, not {toml_text(value)}")
        elif not isinstance(value, str) or not value.isprintable():
            # Its value may be a secret.
            raise file.error(f"cluster.{key}", f"{key} is a text of one line")
    return table


def _names(table: dict[str, Any], address: Address) -> bool:
    """Whether what the settings hold is for the hosts of an address."""
    hosts = table.get("hosts")
    return hosts is None or set(address.hosts).issubset(map(with_port, hosts))


def _settings_table() -> dict[str, Any]:
    path, expected = settings_path()
    file = read_settings_file(path, expected=expected)
    return {} if file is None else cluster_settings(file)


def _from_environment() -> dict[str, str]:
    """What the environment says; a line's end after it, as a file that was read has, is none of it.

    Raises:
        UsageError: A value can't be sent.
    """
    found = {}
    for key, variable in _VARIABLES.items():
        value = os.environ.get(variable, "").rstrip("\r\n")
        if not value.isprintable():
            # Its value may be a secret.
            raise UsageError(f"{variable} is a text of one line")
        if value:
            found[key] = value
    return found


def _authorization(values: dict[str, str]) -> str:
    kinds = [key for key in _KINDS if values.get(key)]
    if len(kinds) > 1:
        raise UsageError(f"[cluster] takes one of {' and '.join(kinds)}, not both")
    if values.get("password") and "user" not in kinds:
        raise UsageError("a password for a cluster needs a user: name one beside it")
    if "user" in kinds:
        if ":" in values["user"]:
            # https://www.rfc-editor.org/rfc/rfc7617#section-2
            raise UsageError("the name of a cluster's user can't have a colon in it")
        pair = f"{values['user']}:{values.get('password', '')}"
        return f"Basic {b64encode(pair.encode()).decode()}"
    for kind in kinds:
        if not values[kind].isascii():
            raise UsageError(f"{kind} of a cluster has letters that no key has")
    if "api_key" in kinds:
        return f"ApiKey {values['api_key']}"
    return f"Bearer {values['bearer']}" if kinds else ""

"""Completion for shells, made from the parsers of the commands themselves.

The scripts hold everything they need, but for names that the user has given: only to complete those
of saved searches and of tags they start a process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from tui.startup.completion_scripts import BASH, FISH, ZSH

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

Kind = Literal["nothing", "file", "folder", "query", "choice", "saved", "tag"]

_KINDS: dict[str, Kind] = {
    "PATH": "file",
    "FILE": "file",
    "DIR": "folder",
    "QUERY": "query",
    "Q": "query",
    "TAG": "tag",
}
"""What stands for an argument in help, and so what it is completed with."""


class Option(msgspec.Struct, frozen=True):
    """An option of a command.

    Attributes:
        names: As it is written: ``--sort``, ``-h``.
        help: What it does, in a few words.
        kind: What follows it.
        choices: What can follow it, where that is a choice.
    """

    names: tuple[str, ...]
    help: str
    kind: Kind
    choices: tuple[str, ...] = ()


class Verb(msgspec.Struct, frozen=True):
    """A command.

    Attributes:
        name: As it is written; empty for the browser, which needs no command.
        help: What it does, in a few words.
        options: Its options.
        kind: What its arguments are.
        choices: What its arguments can be, where that is a choice; the first of them alone, where
            the others are of another kind.
    """

    name: str
    help: str
    options: tuple[Option, ...]
    kind: Kind
    choices: tuple[str, ...] = ()


def verb_of(name: str, help: str, parser: argparse.ArgumentParser) -> Verb:
    """What a parser takes."""
    options: list[Option] = []
    kind: Kind = "nothing"
    choices: tuple[str, ...] = ()
    for action in parser._actions:
        metavar = action.metavar if isinstance(action.metavar, str) else ""
        takes: Kind = _KINDS.get(metavar, "nothing")
        given = tuple(str(choice) for choice in action.choices or ())
        if given:
            takes = "choice"
        if not action.option_strings:
            kind = "saved" if metavar == "NAME" else takes
            choices = given or choices
            continue
        text = " ".join((action.help or "").replace("%%", "%").split())
        options.append(Option(tuple(action.option_strings), text, takes, given))
        if action.nargs != 0 and takes == "nothing":
            # Something has to be typed that nobody can know.
            options[-1] = msgspec.structs.replace(options[-1], choices=("",))
    return Verb(name, help, tuple(options), kind, choices)


def _takes_value(option: Option) -> bool:
    return option.kind != "nothing" or bool(option.choices)


def _quoted(text: str) -> str:
    """A word for any of the shells."""
    return "'" + text.replace("'", "’") + "'"


def _candidates(fields: Iterable[str]) -> list[str]:
    return [f"{field}:" for field in fields]


def _values(fields: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{field}:{value}" for field, values in fields.items() for value in values]


def bash(verbs: Sequence[Verb], fields: Mapping[str, Sequence[str]]) -> str:
    """The script for bash; works with and without the package bash-completion."""
    values, arguments, flags = [], [], []
    for verb in verbs:
        names = " ".join(name for option in verb.options for name in option.names)
        flags.append(f"        {verb.name or '-'}) flags='{names}' ;;")
        arguments.append(f"        {verb.name or '-'}) kind={verb.kind}{_list(verb.choices)} ;;")
        for option in verb.options:
            if _takes_value(option):
                pattern = "|".join(f"'{verb.name or '-'} {name}'" for name in option.names)
                shown = () if option.choices == ("",) else option.choices
                values.append(f"        {pattern}) kind={option.kind}{_list(shown)} ;;")
    lines = {
        "@VERBS@": " ".join(verb.name for verb in verbs if verb.name),
        "@FLAGS@": "\n".join(flags),
        "@VALUES@": "\n".join(values),
        "@ARGUMENTS@": "\n".join(arguments),
        "@FIELDS@": " ".join(_candidates(fields)),
        "@KNOWN@": " ".join(_values(fields)),
    }
    return _filled(BASH, lines)


def _list(choices: Iterable[str]) -> str:
    joined = " ".join(choices)
    return f" choices='{joined}'" if joined else ""


def zsh(verbs: Sequence[Verb], fields: Mapping[str, Sequence[str]]) -> str:
    """The script for zsh: to be sourced, or put into a folder of ``$fpath`` as ``_quire``."""
    values, arguments, flags = [], [], []
    for verb in verbs:
        name = verb.name or "-"
        shown = " ".join(
            _quoted(f"{one}:{option.help}") for option in verb.options for one in option.names
        )
        flags.append(f"        {name}) flags=({shown}) ;;")
        arguments.append(f"        {name}) kind={verb.kind} choices=({' '.join(verb.choices)}) ;;")
        for option in verb.options:
            if _takes_value(option):
                pattern = "|".join(f"'{name} {one}'" for one in option.names)
                known = " ".join(option.choices).strip()
                values.append(f"        {pattern}) kind={option.kind} choices=({known}) ;;")
    lines = {
        "@VERBS@": " ".join(_quoted(f"{verb.name}:{verb.help}") for verb in verbs if verb.name),
        "@FLAGS@": "\n".join(flags),
        "@VALUES@": "\n".join(values),
        "@ARGUMENTS@": "\n".join(arguments),
        "@FIELDS@": " ".join(_quoted(one) for one in _candidates(fields)),
        "@KNOWN@": " ".join(_quoted(one) for one in _values(fields)),
    }
    return _filled(ZSH, lines)


def fish(verbs: Sequence[Verb], fields: Mapping[str, Sequence[str]]) -> str:
    """The script for fish."""
    names = " ".join(verb.name for verb in verbs if verb.name)
    parts = {"@FIELDS@": " ".join(_candidates(fields)), "@KNOWN@": " ".join(_values(fields))}
    lines = [_filled(FISH, parts).rstrip(), "complete -c quire -f"]
    for verb in verbs:
        when = f"'__fish_seen_subcommand_from {verb.name}'"
        if not verb.name:
            when = f"'not __fish_seen_subcommand_from {names}'"
        else:
            first = f"'not __fish_seen_subcommand_from {names}'"
            lines.append(f"complete -c quire -n {first} -a {verb.name} -d {_quoted(verb.help)}")
        offered = {
            "query": " -a '(__quire_query)'", "choice": f" -a '{' '.join(verb.choices)}'",
            "file": " -F", "saved": " -a '(__quire_names saved list)'",
            "folder": " -a '(__fish_complete_directories)'",
        }.get(verb.kind, "")  # fmt: skip
        if verb.choices and verb.kind != "choice":
            # Of what is done, then to what.
            what = " ".join(verb.choices)
            begun = f"__fish_seen_subcommand_from {verb.name}"
            chosen = f"__fish_seen_subcommand_from {what}"
            lines.append(f"complete -c quire -n '{begun}; and not {chosen}' -a '{what}'")
            lines.append(f"complete -c quire -n '{begun}; and {chosen}'{offered}")
        elif offered:
            lines.append(f"complete -c quire -n {when}{offered}")
        for option in verb.options:
            # What follows an option would else be described as the option is.
            undescribed = " ".join(f"{choice}\\t" for choice in option.choices)
            written = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in option.names
            )
            after = {
                "file": " -r -F", "folder": " -x -a '(__fish_complete_directories)'",
                "tag": " -x -a '(__quire_names tag)'",
                "query": " -x -a '(__quire_query)'", "choice": f" -x -a '{undescribed}'",
            }.get(option.kind, " -x" if option.choices else "")  # fmt: skip
            lines.append(f"complete -c quire -n {when} {written}{after} -d {_quoted(option.help)}")
    return "\n".join(lines) + "\n"


def _filled(script: str, lines: Mapping[str, str]) -> str:
    for mark, text in lines.items():
        script = script.replace(mark, text)
    return script


SHELLS: dict[str, Callable[[Sequence[Verb], Mapping[str, Sequence[str]]], str]] = {
    "bash": bash,
    "zsh": zsh,
    "fish": fish,
}

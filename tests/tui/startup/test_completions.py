"""Completion for shells, in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import FIELDS
from index.cli import COMMANDS, parser_of
from tests.support.checkout import ROOT
from tests.support.terminal import Terminal
from tui.__main__ import main
from tui.startup.completions import SHELLS

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def scripts() -> dict[str, str]:
    made = {}
    for shell in SHELLS:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "completions", shell],
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        made[shell] = done.stdout
    return made


INTERACTIVE = {
    "bash": (
        "PS1='ready> '\nbind 'set bell-style none'\nsource ./script\n",
        ("--noprofile", "--rcfile", "rc", "-i"),
    ),
    "zsh": (
        "PS1='ready> '\nunsetopt beep\nautoload -Uz compinit\ncompinit -D -u\nsource ./script\n",
        ("--no-globalrcs", "-i"),
    ),
    "fish": (
        (
            "function fish_prompt; echo -n 'ready> '; end\nset -g fish_greeting\n"
            "set -g fish_autosuggestion_enabled 0\nsource ./script\n"
        ),
        ("--no-config", "--init-command", "source rc", "-i"),
    ),
}
"""What each shell reads when it starts, and how it is started."""


@pytest.fixture(scope="module", params=list(INTERACTIVE))
def shell(
    request: pytest.FixtureRequest,
    scripts: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Terminal]:
    """An interactive shell that knows how to complete quire and nothing else of it."""
    program = shutil.which(request.param)
    if program is None:
        pytest.skip(f"there is no {request.param} here")
    folder = tmp_path_factory.mktemp(request.param)
    settings, options = INTERACTIVE[request.param]
    (folder / "script").write_text(scripts[request.param])
    (folder / "papers").mkdir()
    program_of_names = folder / "quire"
    program_of_names.write_text("#!/bin/sh\nprintf 'robots\\nto $(touch hacked) read\\n'\n")
    program_of_names.chmod(0o755)
    (folder / "my page.txt").touch()
    for name in ("rc", ".zshrc"):
        (folder / name).write_text(settings)
    path = f"{folder}:{os.environ['PATH']}"
    home = dict.fromkeys(("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
    with Terminal(
        [program, *options],
        columns=150,
        lines=24,
        directory=folder,
        environment={**home, "PATH": path},
    ) as terminal:
        terminal.wait_for("ready>")
        yield terminal


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("quire reb", "quire rebuild "),
        ("quire set", "quire settings "),
        ("quire completions f", "quire completions fish "),
        ("quire search --so", "quire search --sort "),
        ("quire search --sort com", "quire search --sort comments "),
        ("quire search --sort=rel", "quire search --sort=relevance "),
        ("quire search --rev", "quire search --reverse "),
        ("quire search moss abst", "quire search moss abstract:"),
        ("quire search -feat", "quire search -featured:"),
        ("quire search org:no", "quire search org:none "),
        ("quire search moss date:yes", "quire search moss date:yesterday "),
        ("quire search 'moss org:no", "quire search 'moss org:none' "),
        ("quire search 'moss abst", "quire search 'moss abstract:"),
        ("quire search 'moss -abst", "quire search 'moss -abstract:"),
        ("quire search --", "quire search --"),
        ("quire --query up", "quire --query upvotes:"),
        ("quire --index pa", "quire --index papers/"),
        ("quire open my", r"quire open my\ page.txt "),
        ("quire rebuild --index pa", "quire rebuild --index papers/"),
        ("quire search --limit sou", "quire search --limit sou"),
        ("quire show sou", "quire show sou"),
        ("quire saved exp", "quire saved export "),
        ("quire library che", "quire library check "),
        ("quire saved remove rob", "quire saved remove robots "),
        ("quire digest rob", "quire digest robots "),
        ("quire tag --tag rob", "quire tag --tag robots "),
        ("quire library import --tag rob", "quire library import --tag robots "),
        ("quire search moss tag:rob", "quire search moss tag:robots "),
        ("quire search -tag:rob", "quire search -tag:robots "),
        ("quire search saved:rob", "quire search saved:robots "),
        ("quire search 'moss tag:rob", "quire search 'moss tag:robots' "),
    ],
)
def test_a_shell_completes(shell: Terminal, typed: str, completed: str) -> None:
    shell.type_text(typed)
    shell.wait_for(f"ready> {typed}")
    shell.press("tab")
    # What is typed next stands where completion left the cursor.
    shell.type_text("~")
    shown = shell.wait_for("~")
    shell.write(b"\x15\x0c")
    shell.wait_until_gone("~")
    assert f"ready> {completed}~" in shown


@pytest.mark.end_to_end
def test_zsh_loads_the_script_from_a_folder_of_functions(
    scripts: dict[str, str], tmp_path: Path
) -> None:
    program = shutil.which("zsh")
    if program is None:
        pytest.skip("there is no zsh here")
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_quire").write_text(scripts["zsh"])
    (tmp_path / ".zshrc").write_text(
        "fpath=($ZDOTDIR/functions $fpath)\nPS1='ready> '\nunsetopt beep\n"
        "autoload -Uz compinit\ncompinit -D -u\n"
    )
    with Terminal(
        [program, "--no-globalrcs", "-i"],
        directory=tmp_path,
        environment={"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path)},
    ) as terminal:
        terminal.wait_for("ready>")
        for typed, completed in (("quire reb", "quire rebuild ~"), ("quire dem", "quire demo ~")):
            terminal.type_text(typed)
            terminal.wait_for(f"ready> {typed}")
            terminal.press("tab")
            terminal.type_text("~")
            terminal.wait_for(f"ready> {completed}")
            terminal.write(b"\x15\x0c")
            terminal.wait_until_gone("~")


@pytest.mark.parametrize("shell", list(SHELLS))
def test_the_script_is_understood(shell: str, scripts: dict[str, str], tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    path = tmp_path / "script"
    path.write_text(scripts[shell])
    done = subprocess.run([program, "-n", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", list(SHELLS))
def test_every_command_option_and_field_is_offered(shell: str, scripts: dict[str, str]) -> None:
    script = scripts[shell]
    assert not [name for name in (*COMMANDS, "open", "demo", "settings") if name not in script]
    assert not [field for field in FIELDS if f"{field}:" not in script]
    assert "@" not in script.replace('"$@"', "").replace("[@]", "")
    for name in COMMANDS:
        for action in parser_of(name)._actions:
            for option in action.option_strings:
                written = option if shell != "fish" else f"-{option.removeprefix('--')}"
                if shell == "fish":
                    written = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
                assert written in script


def test_asking_a_command_what_it_takes_does_not_run_it() -> None:
    options = [option for action in parser_of("check")._actions for option in action.option_strings]
    assert "--index" in options


def test_a_shell_that_is_not_known_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completions", "tcsh"]) == 2
    assert capsys.readouterr().err.startswith("quire: ")


def test_completing_loads_no_screen() -> None:
    code = (
        "import sys; from tui.__main__ import main; main(['completions', 'bash']);"
        "main(['settings']);"
        "print([m for m in sys.modules if m.split('.')[0] in ('textual', 'rich', 'tantivy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.end_to_end
def test_a_name_is_never_taken_for_a_command(shell: Terminal) -> None:
    shell.type_text("quire saved remove to")
    shell.wait_for("ready> quire saved remove to")
    shell.press("tab")
    shell.type_text("~")
    shown = shell.wait_for("~")
    assert r"remove to\ \$\(touch\ hacked\)\ read ~" in shown
    shell.write(b"\x15\x0c")
    shell.wait_until_gone("~")


@pytest.mark.end_to_end
def test_a_name_of_several_words_is_quoted_for_the_query_and_for_the_shell(
    shell: Terminal, request: pytest.FixtureRequest
) -> None:
    # In fish what is completed begins with what was typed.
    mark = r"\"" if request.node.callspec.params["shell"] == "fish" else ""
    typed = f"quire search tag:{mark}to"
    shell.type_text(typed)
    shell.wait_for(f"ready> {typed}")
    shell.press("tab")
    shell.type_text("~")
    shown = shell.wait_for("~")
    shell.write(b"\x15\x0c")
    shell.wait_until_gone("~")
    assert r"quire search tag:\"to\ \$\(touch\ hacked\)\ read\" ~" in shown

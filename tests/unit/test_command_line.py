"""The command line: finding a command, parsing for it, exit codes, the form of errors, and how quickly help comes."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from comptoir import __main__ as command_line
from comptoir import __version__
from comptoir.kernel.errors import ComptoirError, Forbidden, Unavailable, Unknown
from comptoir.manifest import Argument, Command, Module

HERE = "tests.unit.test_command_line"
MODULES_OF_HELP = 260  # 202 are loaded with Python 3.11


def succeed(arguments: argparse.Namespace) -> int:
    print("ran", arguments.file, arguments.json, arguments.tax)
    return 0


async def succeed_later(arguments: argparse.Namespace) -> None:
    print("ran later")


def reject_rows(arguments: argparse.Namespace) -> int:
    return 1


def ask_unknown(arguments: argparse.Namespace) -> int:
    raise Unknown("There is no metric net_sale.", suggestions=("net_sales",), field="metrics")


def be_refused(arguments: argparse.Namespace) -> int:
    raise Forbidden("This needs the permission stores:write.", hint="Ask an owner.")


def find_engine_away(arguments: argparse.Namespace) -> int:
    raise Unavailable("The warehouse does not answer.", hint="Run `comptoir doctor`.")


def fall_over(arguments: argparse.Namespace) -> int:
    raise KeyError("x")


def be_interrupted(arguments: argparse.Namespace) -> int:
    raise KeyboardInterrupt


def command(*path: str, handler: str, arguments: tuple[Argument, ...] = ()) -> Command:
    return Command(path=path, help=f"help of {' '.join(path)}", handler=f"{HERE}:{handler}", arguments=arguments)


COMMANDS = (
    command(
        "import",
        handler="succeed",
        arguments=(Argument(("file",), "the file"), Argument(("--tax",), "with tax", {"action": "boolean"})),
    ),
    command("demo", handler="succeed_later"),
    command("demo", "remove", handler="reject_rows"),
    command("store", "add", handler="ask_unknown"),
    command("store", "list", handler="be_refused"),
    command("doctor", handler="find_engine_away"),
    command("crash", handler="fall_over"),
    command("wait", handler="be_interrupted"),
)


@pytest.fixture(autouse=True)
def sample_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "all_commands", lambda: COMMANDS)


def run(*words: str) -> int:
    return command_line.main(words)


def test_arguments_reach_the_function(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "a.csv", "--no-tax", "--json") == 0
    assert capsys.readouterr().out == "ran a.csv True False\n"


def test_coroutine_runs_and_nothing_means_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo") == 0
    assert capsys.readouterr().out == "ran later\n"


def test_longest_path_wins_and_its_code_is_the_exit_code() -> None:
    assert run("demo", "remove") == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["improt"], 2, "comptoir: There is no command 'improt'. Did you mean import? `comptoir --help` lists all.\n"),
        (
            ["store", "ad"],
            2,
            "comptoir: There is no command 'store ad'. Did you mean add? There are: store add, store list.\n",
        ),
        (["store"], 2, "comptoir: `comptoir store` needs one word more. There are: store add, store list.\n"),
        (["store", "add"], 2, "comptoir: There is no metric net_sale. Did you mean net_sales?\n"),
        (["store", "list"], 1, "comptoir: This needs the permission stores:write. Ask an owner.\n"),
        (["doctor"], 1, "comptoir: The warehouse does not answer. Run `comptoir doctor`.\n"),
        (["wait"], 130, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_one_sentence(
    words: Sequence[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == code
    assert capsys.readouterr().err == sentence


def test_unknown_option_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "a.csv", "--taxx") == 2
    assert "unknown argument --taxx. Did you mean --tax" in capsys.readouterr().err


def test_missing_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import") == 2
    assert "required: file. `comptoir import --help` shows what it takes." in capsys.readouterr().err


def test_unforeseen_failure_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("crash") == 1
    text = capsys.readouterr().err
    assert "Unexpected KeyError" in text
    assert "Traceback" not in text


def test_unforeseen_failure_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPTOIR_DEBUG", "1")
    with pytest.raises(KeyError):
        run("crash")


def test_machine_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("store", "add", "--json") == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["code"] == "unknown_name"
    assert error["did_you_mean"] == ["net_sales"]
    assert error["field"] == "metrics"


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == run() == 0
    text = capsys.readouterr().out
    assert all(" ".join(each.path) in text and each.help in text for each in COMMANDS)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"comptoir {__version__}\n"


def test_one_name_twice_is_refused() -> None:
    module = Module(name="a", description="a", commands=COMMANDS[:1])
    with pytest.raises(RuntimeError, match="two modules declare the command import"):
        command_line.declared((module, module))


def test_help_loads_nothing_heavy() -> None:
    """What `comptoir --help` costs is what it imports; how long that takes is measured by `make bench`."""
    heavy = "sqlalchemy psycopg litestar clickhouse_connect chdb pyarrow pandas numpy sqlglot httpx cryptography rich"
    code = (
        "import sys; bare = len(sys.modules); from comptoir.__main__ import main; main(['--help']); "
        f"print(len(sys.modules) - bare, *(set(sys.modules) & set({heavy.split()!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, *found = done.stderr.split()
    assert found == [], f"`comptoir --help` imports {found}"
    assert int(count) < MODULES_OF_HELP


def test_a_reader_that_leaves_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m comptoir --help | head -n 0",
        shell=True,
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_declared_command_can_be_parsed_and_imported() -> None:
    """A path that leads nowhere is noticed here, not by the person who types the command."""
    from importlib import import_module

    from comptoir.roles.assemble import MODULES

    for each in command_line.declared(MODULES):
        command_line.parser_of(each).format_help()
        module, _, function = each.handler.partition(":")
        assert callable(getattr(import_module(module), function)), each.handler


def test_error_family_reaches_the_border() -> None:
    assert ComptoirError("a", hint="b").sentence() == "a b"

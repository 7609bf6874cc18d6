"""The command line: find the command among the modules' declarations, parse, run, translate errors into exit codes.

Owns no command. A command's code is imported only when it runs, so that `comptoir --help` stays quick.
Exit codes: 0 done, 1 a check failed or rows were rejected, 2 wrong usage.
"""

import argparse
import asyncio
import difflib
import importlib
import inspect
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from comptoir import __version__
from comptoir.kernel.collector import collect_seldom
from comptoir.kernel.errors import ComptoirError, Invalid
from comptoir.manifest import Argument, Command, Module

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
JSON = Argument(("--json",), "print the machine form", {"action": "store_true"})


class UsageError(Invalid):
    """The command line itself cannot be understood."""

    code = "wrong_usage"


class Parser(argparse.ArgumentParser):
    """An argument parser that raises one sentence instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}.", hint=f"`{self.prog} --help` shows what it takes.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    machine = "--json" in words
    collect_seldom()
    if words[:1] in (["--version"], ["-V"]):
        print(f"comptoir {__version__}")
        return DONE
    try:
        return dispatch(words, commands=all_commands())
    except ComptoirError as error:
        report(error, machine=machine)
        return WRONG_USAGE if isinstance(error, Invalid) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) left: nothing more can be said, and Python's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # the last border: whatever it was, the person gets one sentence
        if os.environ.get("COMPTOIR_DEBUG"):
            raise
        report(unexpected(error), machine=machine)
        return FAILED


def dispatch(words: Sequence[str], *, commands: Sequence[Command]) -> int:
    """Find the command that ``words`` name, parse the rest for it and run it."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview(commands))
        return DONE
    command = find(words, commands=commands)
    arguments = parse(command, words=words[len(command.path) :])
    return run(command, arguments=arguments)


def all_commands() -> tuple[Command, ...]:
    """Return the commands of every module, in the order of the list of modules."""
    from comptoir.roles.assemble import MODULES

    return declared(MODULES)


def declared(modules: Iterable[Module]) -> tuple[Command, ...]:
    """Return the commands of ``modules``; one name twice is a programming error."""
    found: dict[tuple[str, ...], Command] = {}
    for module in modules:
        for command in module.commands:
            if command.path in found:
                raise RuntimeError(f"two modules declare the command {' '.join(command.path)}")
            found[command.path] = command
    return tuple(found.values())


def find(words: Sequence[str], *, commands: Sequence[Command]) -> Command:
    """Return the command with the longest path that ``words`` begin with."""
    fitting = [command for command in commands if tuple(words[: len(command.path)]) == command.path]
    if fitting:
        return max(fitting, key=lambda command: len(command.path))
    group = [command for command in commands if command.path[0] == words[0]]
    if not group:
        raise UsageError(
            f"There is no command {words[0]!r}.",
            hint="`comptoir --help` lists all.",
            suggestions=nearest(words[0], {command.path[0] for command in commands}),
        )
    if len(words) > 1 and not words[1].startswith("-"):
        raise UsageError(
            f"There is no command '{words[0]} {words[1]}'.",
            hint=f"There are: {', '.join(' '.join(command.path) for command in group)}.",
            suggestions=nearest(words[1], {command.path[1] for command in group}),
        )
    if words[1:2] in (["-h"], ["--help"]):
        print(overview(group))
        raise SystemExit(DONE)
    raise UsageError(
        f"`comptoir {words[0]}` needs one word more.",
        hint=f"There are: {', '.join(' '.join(command.path) for command in group)}.",
    )


def parser_of(command: Command) -> Parser:
    """Build the parser that a command's declaration describes; every command knows ``--json``."""
    parser = Parser(prog=f"comptoir {' '.join(command.path)}", description=command.help, allow_abbrev=False)
    for argument in command.arguments:
        parser.add_argument(*argument.flags, help=argument.help, **options_of(argument.options))
    if not any("--json" in argument.flags for argument in command.arguments):
        parser.add_argument(*JSON.flags, help=JSON.help, **JSON.options)
    return parser


def options_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return argparse's keyword options; ``"boolean"`` as an action means a pair --x / --no-x."""
    taken = dict(options)
    if taken.get("action") == "boolean":
        taken["action"] = argparse.BooleanOptionalAction
    return taken


def parse(command: Command, *, words: Sequence[str]) -> argparse.Namespace:
    """Parse what follows the command's name."""
    parser = parser_of(command)
    arguments, rest = parser.parse_known_args(list(words))
    if rest:
        known = {flag for action in parser._actions for flag in action.option_strings}
        raise UsageError(
            f"{parser.prog}: unknown argument {rest[0]}.",
            hint=f"`{parser.prog} --help` shows what it takes.",
            suggestions=nearest(rest[0], known) if rest[0].startswith("-") else (),
        )
    return arguments


def run(command: Command, *, arguments: argparse.Namespace) -> int:
    """Import the command's function and call it; a coroutine runs to its end here."""
    module_name, _, function_name = command.handler.partition(":")
    function = getattr(importlib.import_module(module_name), function_name)
    result = function(arguments)
    if inspect.iscoroutine(result):
        result = asyncio.run(result)
    sys.stdout.flush()
    return DONE if result is None else int(result)


def nearest(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of ``names`` that look like ``word``."""
    return tuple(difflib.get_close_matches(word, sorted(names), n=3, cutoff=0.6))


def overview(commands: Sequence[Command]) -> str:
    """Return the list of commands, aligned."""
    width = max((len(" ".join(command.path)) for command in commands), default=0)
    lines = [f"  {' '.join(command.path):<{width}}  {command.help}" for command in commands]
    head = f"Comptoir {__version__}: every store's orders in one place.\n\nusage: comptoir COMMAND [ARGUMENTS]\n\ncommands:"
    return "\n".join([head, *lines, "", "`comptoir COMMAND --help` shows what a command takes."])


def report(error: ComptoirError, *, machine: bool) -> None:
    """Write the error to stderr: one sentence, or one JSON object for ``--json``."""
    if machine:
        body = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "field": error.field,
            "did_you_mean": list(error.suggestions),
            "details": error.details,
        }
        print(json.dumps({"error": body}, default=str), file=sys.stderr)
    else:
        print(f"comptoir: {error.sentence()}", file=sys.stderr)


def unexpected(error: Exception) -> ComptoirError:
    """Name a failure nobody foresaw; the class name is what a report about it needs."""
    return ComptoirError(
        f"Unexpected {type(error).__name__}: {error}".rstrip(": ") + ".",
        hint="Run it again with COMPTOIR_DEBUG=1 to see where, and `comptoir doctor` to check the set-up.",
    )


if __name__ == "__main__":
    sys.exit(main())

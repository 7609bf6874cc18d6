"""`make setup`: the virtual environment, the locked dependencies, the project itself, the built front-end.

Owns everything between a fresh machine and a working .venv/bin/comptoir. Each step is skipped when nothing it depends
on changed. Runs under the system's Python with the standard library only.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".comptoir-setup"
LOCK = ROOT / "requirements-dev.lock"
BOOTSTRAP = ROOT / "requirements-bootstrap.lock"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def run(command: "Sequence[str | Path]", *, what: str, quiet: bool = False) -> None:
    """Run a step; a failure ends the set-up with the step's name and its output."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, capture_output=quiet, text=True)
    if done.returncode:
        if quiet:
            sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"setup: {what} failed, see above; `make setup` again resumes here")


def find_python() -> str:
    """The oldest Python that will do is 3.11: this one, else another on the PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if found := shutil.which(name):
            return found
    raise SystemExit(
        f"setup: Python 3.11 or newer is needed, this is {sys.version.split()[0]}: install one and run again"
    )


def works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0


def make_environment(python: str) -> None:
    """Create .venv; Debian keeps the module for that in a package of its own, which root may install."""
    command = [python, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True).returncode == 0 and works(PYTHON):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing python3-venv")
        run(["apt-get", "update", "-qq"], what="apt-get update", quiet=True)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"], what="apt-get", quiet=True)
        run(command, what="creating .venv")
        return
    raise SystemExit(
        "setup: Python's venv module is missing: run `sudo apt-get install python3-venv`, then `make setup`"
    )


def digest() -> str:
    """What the environment is made from: the locks, this file, and the parts of pyproject.toml that an install reads."""
    import tomllib  # not at the top: an older Python must get as far as the sentence that says so

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    parts = [project["project"], project["build-system"], project["tool"]["hatch"]]
    together = hashlib.sha256(repr(parts).encode())
    for path in (LOCK, BOOTSTRAP, Path(__file__)):
        together.update(hashlib.sha256(path.read_bytes()).digest())
    return together.hexdigest()


def install() -> None:
    """Locked dependencies with checked hashes, then the project itself, editable."""
    say("installing the locked dependencies")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--require-hashes",
    ]
    uv = VENV / "bin" / "uv"
    bootstrapped = subprocess.run([*pip, "-r", BOOTSTRAP], cwd=ROOT, capture_output=True).returncode == 0
    fast: list[str | Path] = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON]
    fast += ["--require-hashes", "-r", LOCK]
    if not bootstrapped or subprocess.run(fast, cwd=ROOT).returncode:
        say("uv could not do it, pip will")
        run([*pip, "-r", LOCK], what="installing the dependencies")
    editable: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    run([*editable, "--no-build-isolation", "--editable", ROOT], what="installing the project")


@contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once wait for each other."""
    with (ROOT / ".setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main() -> None:
    python = find_python()
    if python != sys.executable:
        os.execv(python, [python, __file__])
    with alone():
        if not works_quickly():
            say(f"creating {VENV.name}")
            make_environment(python)
        wanted = digest()
        if not STAMP.is_file() or STAMP.read_text() != wanted or not (VENV / "bin" / "comptoir").exists():
            install()
            STAMP.write_text(wanted)
        if (ROOT / "web" / "index.html").is_file():
            run([PYTHON, ROOT / "tools" / "panel.py"], what="building web/")


def works_quickly() -> bool:
    """Whether .venv is there and its Python still exists (a system upgrade can take it away)."""
    return STAMP.is_file() and PYTHON.exists()


if __name__ == "__main__":
    main()

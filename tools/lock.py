"""`make lock`: writes the three lock files with hashes, for every platform, naming no registry.

requirements.lock is what runs, requirements-dev.lock what builds and tests as well, requirements-bootstrap.lock the
installer itself. `python tools/lock.py --upgrade` takes newer versions.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    + ["--generate-hashes", "--no-header", "--no-annotate"]
)  # fmt: skip


def compile_lock(*arguments: str, output: str, given: str | None = None) -> None:
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), *COMPILE[1:], *sys.argv[1:], *arguments, "--output-file", output]
    subprocess.run(command, cwd=ROOT, input=given, text=True, check=True)


if __name__ == "__main__":
    compile_lock("pyproject.toml", output="requirements.lock")
    compile_lock("pyproject.toml", "--group", "dev", "-c", "requirements.lock", output="requirements-dev.lock")
    locked = (ROOT / "requirements-dev.lock").read_text().splitlines()
    uv_line = next(line.removesuffix("\\").strip() for line in locked if line.startswith("uv=="))
    compile_lock("-", output="requirements-bootstrap.lock", given=uv_line)

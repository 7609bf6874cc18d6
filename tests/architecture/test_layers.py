"""The layers hold, the contracts notice a breach, and the list of layers is the one in the architecture page."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def contracts() -> list[dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_layers_hold() -> None:
    done = run(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The skeleton of the package: its folders and the contracts, without its code."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    package = tmp_path / "src" / "comptoir"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").touch()
    (package / "manifest.py").touch()
    for layer in (
        "roles",
        "composed",
        "domains",
        "foundation",
        "connectors",
        "semantic",
        "engine",
        "platform",
        "kernel",
    ):
        (package / layer).mkdir()
        (package / layer / "__init__.py").touch()
    for module in ("connectors/one", "connectors/two", "connectors/sdk", "domains/orders", "domains/commerce"):
        (package / module).mkdir()
        (package / module / "__init__.py").touch()
    return tmp_path


def test_the_skeleton_is_clean(copy: Path) -> None:
    done = run(copy)
    assert done.returncode == 0, done.stdout + done.stderr


BREACHES = {
    "upward": {"kernel/money.py": "import comptoir.platform\n"},
    "upward, hidden in a function": {"platform/jobs.py": "def f() -> None:\n    from comptoir import roles\n"},
    "siblings in a cycle": {
        "domains/orders/a.py": "import comptoir.domains.commerce.b\n",
        "domains/commerce/b.py": "import comptoir.domains.orders.c\n",
        "domains/orders/c.py": "",
    },
    "one vendor knows another": {"connectors/one/a.py": "import comptoir.connectors.two\n"},
    "kernel uses a library": {"kernel/ids.py": "import sqlalchemy\n"},
    "a layer nobody named": {"extras/__init__.py": ""},
}


@pytest.mark.parametrize("files", BREACHES.values(), ids=BREACHES.keys())
def test_breach_is_noticed(copy: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = copy / "src" / "comptoir" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    done = run(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "broken" in done.stdout.lower()


def test_layers_are_the_documented_ones() -> None:
    layers = contracts()[0]["layers"]
    page = (ROOT / "docs" / "architecture.md").read_text()
    block = page.split("```layers\n")[1].split("```")[0]
    assert [line.split()[0] for line in block.splitlines() if line.strip()] == [
        layer for layer in layers if layer != "__main__"
    ]
    assert contracts()[0]["exhaustive"] is True

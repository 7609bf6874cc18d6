"""What is shipped: a wheel with the built front-end, locks with hashes that name no registry, commands that start."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bootstrap.lock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_wheel_holds_the_panel(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "comptoir/panel/index.html" in names
    assert any(re.fullmatch(r"comptoir/panel/assets/.+\.js", name) for name in names)
    assert not any("node_modules" in name or name.endswith(".map") for name in names)


def test_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {"comptoir/__main__.py", "comptoir/py.typed"} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"comptoir"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_has_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    package = ROOT / "src" / "comptoir"
    files = (path.relative_to(package) for path in package.rglob("*") if path.is_file())
    here = {f"comptoir/{path.as_posix()}" for path in files if not {"__pycache__", "panel"}.intersection(path.parts)}
    assert here - set(wheel.namelist()) == set()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_no_hosts(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.findall(r"^[A-Za-z0-9._-]+==\S+.*\\\n    --hash=sha256:", text, flags=re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[A-Za-z0-9._-]+==", text, flags=re.MULTILINE)) > 0
    assert "://" not in text


def locked(name: str) -> dict[str, str]:
    pairs = re.findall(r"^([A-Za-z0-9._-]+)==([^ \\]+)", (ROOT / name).read_text(), flags=re.MULTILINE)
    return {package.lower(): version for package, version in pairs}


def normal(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, everything = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {normal(each) for each in project["project"]["dependencies"]} <= set(runtime), "run `make lock`"
    assert {normal(each) for each in project["dependency-groups"]["dev"]} <= set(everything), "run `make lock`"
    assert all(everything[package] == version for package, version in runtime.items()), "run `make lock`"


def test_front_end_is_locked_without_hosts() -> None:
    lock = (ROOT / "web" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_set_up_again_is_quick_and_silent() -> None:
    command = [sys.executable, ROOT / "tools" / "setup.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    assert (done.returncode, done.stdout) == (0, "")

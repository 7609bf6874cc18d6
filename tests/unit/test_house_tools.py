"""What `make` stands on: when the front-end is built again, which browser is taken, what a missing thing is called."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser, panel, setup


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A front-end of two files with one dependency."""
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.ts").write_text("let a = 1;\n")
    (folder / "package.json").write_text("{}")
    return folder


def test_digest_follows_content_not_time(web: Path) -> None:
    before = panel.inputs_digest(web)
    os.utime(web / "src" / "main.ts", (1, 1))
    assert panel.inputs_digest(web) == before
    (web / "src" / "main.ts").write_text("let a = 2;\n")
    assert panel.inputs_digest(web) != before


def test_digest_follows_names(web: Path) -> None:
    before = panel.inputs_digest(web)
    (web / "src" / "main.ts").rename(web / "src" / "start.ts")
    assert panel.inputs_digest(web) != before


@pytest.mark.parametrize("name", ["node_modules/a.js", "dist/index.html", "tsconfig.tsbuildinfo"])
def test_digest_ignores_results(web: Path, name: str) -> None:
    before = panel.inputs_digest(web)
    (web / name).parent.mkdir(exist_ok=True)
    (web / name).write_text("x")
    assert panel.inputs_digest(web) == before


def write_locks(web: Path, *, wanted: str, present: str | None) -> None:
    def packages(version: str) -> str:
        return json.dumps({"packages": {"": {}, "node_modules/react": {"version": version}}})

    (web / "package-lock.json").write_text(packages(wanted))
    if present:
        (web / "node_modules").mkdir()
        (web / "node_modules" / ".package-lock.json").write_text(packages(present))


@pytest.mark.parametrize(("present", "expected"), [("1.0.0", True), ("1.0.1", False), (None, False)])
def test_modules_are_installed_when_the_lock_says_otherwise(web: Path, present: str | None, expected: bool) -> None:
    write_locks(web, wanted="1.0.0", present=present)
    assert panel.installed_as_locked(web) is expected


def test_node_and_npm_come_from_the_package() -> None:
    folder = panel.node_commands()
    for name in ("node", "npm", "npx"):
        done = subprocess.run(
            [folder / name, "--version"], env=panel.node_environment(), capture_output=True, text=True, check=True
        )
        assert done.stdout.strip().lstrip("v")[0].isdigit()


def test_a_browser_named_by_hand_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMPTOIR_CHROMIUM", sys.executable)
    assert browser.find() == sys.executable
    monkeypatch.setenv("COMPTOIR_CHROMIUM", str(tmp_path / "nothing"))
    assert browser.find() is None


def test_without_a_browser_and_without_root_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt-get install chromium-headless-shell"):
        browser.install()


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        setup.find_python()


def test_a_failing_step_ends_the_set_up_with_its_name() -> None:
    with pytest.raises(SystemExit, match="setup: a step failed"):
        setup.run([sys.executable, "-c", "raise SystemExit(3)"], what="a step")

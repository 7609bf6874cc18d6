"""`comptoir doctor`: one line a check, what to do, 1 when something is wrong, and never a traceback on a broken home."""

import json
import os
import socket
from argparse import Namespace
from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.engine import client
from comptoir.kernel.clock import system_clock
from comptoir.platform.backup import kept
from comptoir.platform.secrets import create_key
from comptoir.platform.settings import load_settings
from comptoir.roles.admin.checks import engines, everything, host
from comptoir.roles.admin.checks.finding import FINE, WARNING, WRONG, looked
from comptoir.roles.admin.commands import doctor


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home whose engines are servers that are away."""
    monkeypatch.setattr(client, "BACK_WITHIN", 0.1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    directory = tmp_path / "home"
    directory.mkdir(mode=0o700)
    monkeypatch.setenv("COMPTOIR_HOME", str(directory))
    monkeypatch.setenv("COMPTOIR_PORT", str(port))
    monkeypatch.setenv("DATABASE_URL", f"postgresql://user:secretword@127.0.0.1:{port}/comptoir")
    monkeypatch.setenv("WAREHOUSE_URL", f"http://user:secretword@127.0.0.1:{port}/comptoir")
    return directory


async def said(capsys):
    code = await doctor.doctor(Namespace(json=True))
    found = json.loads(capsys.readouterr().out)
    return code, {one["check"]: one for one in found["checks"]}, found["settings"]


async def test_engines_that_are_away_are_wrong_and_the_rest_is_looked_at(home, capsys):
    code, checks, settings = await said(capsys)
    assert code == 1
    assert (checks["PostgreSQL"]["state"], checks["ClickHouse"]["state"]) == (WRONG, WRONG)
    assert checks["python"]["state"] == checks["clock"]["state"] == checks["home"]["state"] == FINE
    assert all(one["hint"] for one in checks.values() if one["state"] != FINE)
    assert "secretword" not in json.dumps([checks, settings])


async def test_one_line_a_check(home, capsys):
    assert await doctor.doctor(Namespace(json=False)) == 1
    lines = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert len(lines) >= 9
    assert all(line[:2] in ("ok", "??", "!!") for line in lines)


async def test_a_setting_that_cannot_be_read_is_a_finding(home, capsys, monkeypatch):
    (home / "comptoir.toml").write_text("port = [broken")
    code, checks, _ = await said(capsys)
    assert (code, list(checks)) == (1, ["settings"])
    assert "valid TOML" in checks["settings"]["hint"]


@pytest.mark.parametrize("break_it", ["file", "key", "open key", "proxies"])
async def test_a_broken_home_is_described(home, capsys, monkeypatch, break_it):
    create_key(home / "keys" / "master.key")
    if break_it == "file":
        monkeypatch.setenv("COMPTOIR_HOME", str(home / "keys" / "master.key"))
        wrong = "home"
    elif break_it == "key":
        (home / "keys" / "master.key").write_text("no key at all")
        wrong = "master key"
    elif break_it == "open key":
        (home / "keys" / "master.key").chmod(0o644)
        wrong = "master key"
    else:
        monkeypatch.setenv("COMPTOIR_TRUSTED_PROXIES", "not-an-address")
        wrong = "proxies"
    code, checks, _ = await said(capsys)
    assert code == 1
    assert checks[wrong]["state"] == WRONG
    assert checks[wrong]["hint"]


async def test_nothing_is_made_where_nothing_is(home, monkeypatch):
    nowhere = home / "nowhere"
    settings = load_settings({"COMPTOIR_HOME": str(nowhere)})
    found = {one.check: one for one in await everything.findings(settings)}
    assert found["engines"].state == found["home"].state == WARNING
    assert not nowhere.exists()


async def test_whatever_a_check_stumbles_over_is_what_it_found():
    def stumble():
        raise RuntimeError("odd")

    [found] = await looked("legs", stumble)
    assert (found.check, found.state) == ("legs", WRONG)
    assert "RuntimeError: odd" in found.detail
    assert found.hint


def test_a_wide_address_without_tls_and_an_old_backup_are_warnings(home):
    settings = load_settings()
    [found] = host.address(replace(settings, host="0.0.0.0"))
    assert (found.state, "TLS" in found.hint) == (WARNING, True)
    assert host.address(replace(settings, host="0.0.0.0", public_url="https://panel.example.com"))[0].state == FINE
    assert host.backups(settings).state == WARNING
    for days, state in ((30, WARNING), (1, FINE)):
        made = kept.new_path(settings.backups, now=system_clock() - timedelta(days=days), reason="asked for")
        made.parent.mkdir(exist_ok=True)
        made.touch()
        assert host.backups(settings).state == state


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_cannot_be_written_is_wrong(home):
    home.chmod(0o500)
    assert host.home(home).state == WRONG


async def test_a_broker_that_is_away_is_wrong_and_its_password_is_not_shown() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        (found,) = await looked(
            "broker", lambda: engines.broker(f"redis://:tell-nobody@127.0.0.1:{taken.getsockname()[1]}")
        )
    assert (found.check, found.state) == ("broker", WRONG)
    assert "does not answer" in found.detail
    assert "tell-nobody" not in f"{found.detail}{found.hint}"

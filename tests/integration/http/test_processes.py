"""`init` and `serve` as a person types them: real processes on the run's shared engines."""

import json
import os
import re
import signal
import socket
import subprocess

import httpx
import pytest

from comptoir.__main__ import main
from tests.integration.http.program import link_token, run
from tests.waiting import until

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def home(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = ("init", "--organisation", "Harbour & Pine", "--currency", "EUR", "--timezone", "Europe/Berlin")
    done = run(*words, "--admin-email", "owner@example.test", environment=environment)
    assert done.returncode == 0, done.stderr
    return done


def test_init_asks_nothing_and_twice_is_once(
    home: subprocess.CompletedProcess[str], environment: dict[str, str]
) -> None:
    assert "Created Harbour & Pine (harbour-pine): EUR, Europe/Berlin" in home.stdout
    assert "owner@example.test is its owner" in home.stdout
    assert "/sign-in#token=" in home.stdout
    again = run("init", "--organisation", "Other", environment=environment)
    assert again.returncode == 0
    assert "already holds Harbour & Pine" in again.stdout
    assert "nothing was changed" in again.stdout
    assert "#token=" not in again.stdout


def test_two_web_processes_serve_one_home_and_stop_gracefully(
    home: subprocess.CompletedProcess[str], environment: dict[str, str], start
) -> None:
    first, second = start("serve", "--port", "0"), start("serve", "--role", "web", "--port", "0")
    one, two = first.address(), second.address()
    assert one != two
    with httpx.Client() as client:
        for address in (one, two):
            ready = client.get(f"{address}/health/ready")
            assert ready.json() == {"status": "ok", "checks": {"database": "ok", "warehouse": "ok"}}
        session = client.post(f"{one}/api/v1/session/link", json={"token": link_token(environment)}).json()
        assert session["organisation"]["slug"] == "harbour-pine"
        assert client.get(f"{two}/api/v1/session").json()["user"]["email"] == "owner@example.test"
        kept = dict(client.cookies)
        ended = client.delete(f"{one}/api/v1/session", headers={"X-CSRF-Token": session["csrf_token"]})
        assert ended.status_code == 204
        client.cookies.update(kept)
        # The other process may remember the session for two seconds.
        until(lambda: client.get(f"{two}/api/v1/session").status_code == 401, within=5)
    assert first.stop(signal.SIGINT) == 0
    assert second.stop(signal.SIGTERM) == 0
    for program in (first, second):
        assert program.text.rstrip().endswith("Stopped.")
        assert "Traceback" not in program.text


def test_a_taken_port_names_its_owner_and_what_to_type(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), environment=environment)
        assert done.returncode == 1
        assert f"Port {port} is taken by" in done.stderr
        assert f"(process {os.getpid()})" in done.stderr
        assert re.search(r"type: comptoir serve --port \d+", done.stderr)
        assert "Traceback" not in done.stderr
        machine = run("serve", "--port", str(port), "--json", environment=environment)
        assert json.loads(machine.stderr)["error"]["code"] == "port_taken"


def test_a_process_that_does_not_listen(home: subprocess.CompletedProcess[str], start) -> None:
    worker = start("serve", "--role", "worker")
    worker.says(r"worker is running")
    assert worker.stop() == 0
    assert "Traceback" not in worker.text


def test_people_and_tokens(
    home: subprocess.CompletedProcess[str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        if name.startswith("COMPTOIR_"):
            monkeypatch.setenv(name, value)

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(words)
        output, errors = capsys.readouterr()
        return code, output, errors

    code, output, errors = typed("user", "create", "ada@example.test", "--role", "finance")
    assert (code, "/sign-in#token=" in output) == (0, True), errors
    code, _, errors = typed("user", "create", "Ada@example.test", "--role", "viewer")
    assert (code, "is a member already, as finance" in errors) == (1, True), errors
    code, _, errors = typed("user", "create", "bob@example.test", "--role", "finanse")
    assert (code, "Did you mean finance" in errors) == (2, True), errors
    listed = json.loads(typed("user", "list", "--json")[1])["items"]
    assert ("ada@example.test", "finance") in {(item["email"], item["role"]) for item in listed}
    _, secret, _ = typed("token", "create", "--name", "Script", "--scopes", "users:read")
    assert re.fullmatch(r"cpt_[\w-]{43}\n", secret)
    assert secret[:10] in typed("token", "list")[1]
    assert typed("token", "revoke", secret[:10])[0] == 0
    assert typed("token", "revoke", secret[:10])[0] == 1
    assert typed("user", "list", "--organisation", "none")[0] == 1

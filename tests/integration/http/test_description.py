"""The API does as its description says: schemathesis asks every operation, with every check it has, over a home with data."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from comptoir.composed.insights.described import QUERY
from comptoir.foundation.identity import permissions
from comptoir.semantic.query import FIELDS
from tests.integration.http.program import run

pytestmark = pytest.mark.engine

ORDERS = """order_id,ordered_at,sku,title,category,quantity,line_total,customer_id,customer_name,customer_email,country
1001,2026-03-02 10:00,MUG-1,Mug,Kitchen,2,24.00,c1,Ada Kettle,ada@example.test,DE
1002,2026-03-03 11:30,PEN-7,Pen,Office,5,10.00,c2,Ben Moor,ben@example.test,FR
1003,2026-03-03 12:00,MUG-1,Mug,Kitchen,1,12.00,c1,Ada Kettle,ada@example.test,DE
"""
# A refusal of what is well formed but names what this organisation does not have, or contradicts itself, is 422.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 422, 429]
"""
DEEP = int(os.environ.get("COMPTOIR_API_EXAMPLES") or 0)


def test_a_query_is_described_field_by_field() -> None:
    assert set(QUERY["properties"]) == set(FIELDS)


@pytest.fixture(scope="module")
def home(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home with a store, orders and a token that may do everything."""
    environment |= {"COMPTOIR_RATE_PER_TOKEN": "0", "COMPTOIR_RATE_PER_ADDRESS": "0"}
    orders = tmp_path_factory.mktemp("orders") / "orders.csv"
    orders.write_text(ORDERS)
    for words in (
        ("init", "--organisation", "Harbour", "--currency", "EUR", "--timezone", "Europe/Berlin")
        + ("--admin-email", "owner@example.test"),
        ("store", "add", "shop", "--currency", "EUR", "--timezone", "Europe/Berlin", "--platform", "custom"),
        ("import", str(orders), "--store", "shop"),
    ):
        done = run(*words, environment=environment)
        assert done.returncode == 0, done.stderr + done.stdout
    return environment


def token(environment: dict[str, str]) -> str:
    scopes = ",".join(permissions.declared())
    done = run("token", "create", "--name", "description", "--scopes", scopes, "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    return next(value for value in json.loads(done.stdout).values() if isinstance(value, str) and len(value) > 40)


def known_things(client: httpx.Client) -> dict[str, str]:
    """Make one of each thing that a path may name, and return their ids by parameter."""

    def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = client.post(path, json=body)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    def listed(path: str) -> dict[str, Any]:
        return dict(client.get(path).json()["items"][0])

    board = made("/boards", {"name": "Sales", "visibility": "organisation"})
    note = made("/annotations", {"day": "2026-03-02", "text": "Fair"})
    target = made(
        "/targets",
        {"metric": "net_sales", "period": "month", "start": "2026-03-01", "amount": "100", "currency": "EUR"},
    )
    role = made("/roles", {"name": "Buyers", "permissions": ["analytics:read"]})
    made(
        "/definitions",
        {"key": "half_sales", "kind": "metric", "label": "Half", "description": "Half", "formula": "net_sales / 2"},
    )
    return {
        "board_id": board["id"],
        "annotation_id": note["id"],
        "target_id": target["id"],
        "role": role["key"],
        "order_id": listed("/orders")["id"],
        "customer_id": listed("/customers")["id"],
        "product_id": listed("/products")["id"],
        "import_id": listed("/imports")["id"],
        "slug": "shop",
        "version": "1",
    }


def test_every_operation_does_as_described(home: dict[str, str], start: Any, tmp_path: Path) -> None:
    address = start("serve", "--port", "0").address()
    headers = {"Authorization": f"Bearer {token(home)}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
        known = known_things(client)
    written = "\n".join(f'"path.{name}" = "{value}"' for name, value in known.items())
    (tmp_path / "schemathesis.toml").write_text(f"{CONFIGURATION}\n[parameters]\n{written}\n")
    seed = [] if DEEP else ["--seed", "1"]
    phases = "examples,coverage,fuzzing,stateful"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(tmp_path / "schemathesis.toml"), "run"]
    command += [f"{address}/api/openapi.json", "-H", f"Authorization: {headers['Authorization']}", "--checks", "all"]
    command += ["--phases", phases, "--max-examples", str(DEEP or 5), "--continue-on-failure", *seed]
    command += ["--suppress-health-check", "all", "--generation-database", "none"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    assert "Server error" not in done.stdout

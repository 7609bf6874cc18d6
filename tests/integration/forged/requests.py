"""The forged requests, by trick: what an attacker who is the owner of another organisation would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.integration.forged.two_merchants import Merchant
from tests.integration.http.access_rules import OWN, PUBLIC, RULES

QUERY = {"metrics": ["net_sales"], "period": {"from": "2025-01-01", "to": "2025-12-31"}}


@dataclass(frozen=True)
class Forged:
    """One request, and by whom: the attacker, a stranger, or whoever holds a token."""

    trick: str
    method: str
    path: str
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    as_whom: str = "attacker"  # attacker, stranger, or the token itself


def ids_of_others(victim: Merchant) -> Iterator[Forged]:
    """Every route that names something, with what the other organisation owns."""
    for (method, path), rule in RULES.items():
        if "{" not in path or PUBLIC in rule.needs:
            continue
        words = {**victim.ids, "id": victim.ids["board_id"], "number": "1"}
        if path.startswith("/roles"):
            words["key"] = victim.ids["role"]
        elif path.startswith("/store-groups"):
            words["key"] = victim.ids["group"]
        elif path.startswith("/boards/defaults"):
            words["role"] = victim.ids["role"]
        elif path.startswith("/dimensions"):
            words["key"] = victim.ids["key"]
        body = rule.body
        if method in ("POST", "PUT", "PATCH") and body is None:
            body = {}
        yield Forged("another tenant's id", method, path.format_map(words), body=body, query=dict(rule.query))


def ids_in_bodies(victim: Merchant) -> Iterator[Forged]:
    """What names something of the other organisation inside a body, a filter, a file or a setting."""
    store, ids = victim.store, victim.ids
    metric = ids["key"]
    filters = (
        {"field": "store", "op": "eq", "value": store.slug},
        {"field": "store", "op": "in", "value": [store.slug, str(store.id)]},
        {"field": "customer", "op": "eq", "value": ids["customer_id"]},
        {"field": "order", "op": "eq", "value": ids["order_id"]},
    )
    for path, wrap in (("/query", False), ("/query/explain", False), ("/query/rows", True), ("/query/export", True)):
        asked = [
            {**QUERY, "stores": [store.slug]},
            {**QUERY, "stores": [str(store.id)]},
            {**QUERY, "metrics": [metric]},
            {**QUERY, "metrics": ["net_sales", metric]},
            {**QUERY, "dimensions": [metric]},
            {**QUERY, "organisation": str(victim.organisation_id)},
            {**QUERY, "scope": {"stores": None}},
            *({**QUERY, "filters": [one]} for one in filters),
        ]
        for query in asked:
            yield Forged("another tenant's name in a question", "POST", path, body={"query": query} if wrap else query)
    tile = {"id": "a", "kind": "number", "place": {"x": 0, "y": 0, "w": 4, "h": 3}}
    documents = [
        {"tiles": [{**tile, "query": {"metrics": [metric]}}]},
        {"tiles": [{**tile, "query": {"metrics": ["net_sales"]}, "settings": {"stores": [store.slug]}}]},
        {"tiles": [], "settings": {"stores": [store.slug]}},
    ]
    for document in documents:
        whole = {"format": 1, "settings": {}, "variables": [], **document}
        yield Forged("another tenant's name in a board", "POST", "/boards", body={"name": "x", "document": whole})
    yield Forged("a board file", "POST", "/boards/import", body={"yaml": f"format: 1\nname: x\ntiles: {metric}"})
    yield Forged("a home that is not ours", "PUT", "/boards/home", body={"board_id": ids["board_id"]})
    yield Forged("a default that is not ours", "PUT", "/boards/defaults/viewer", body={"board_id": ids["board_id"]})
    for formula in (metric, f"{metric} / orders", f"net_sales + {metric}"):
        body = {"key": "mine", "kind": "metric", "label": "x", "formula": formula}
        yield Forged("another tenant's metric in a formula", "POST", "/definitions", body=body)
    month = {"period": "month", "start": "2026-01-01", "amount": "1"}
    yield Forged("a target", "POST", "/targets", body={**month, "metric": metric})
    yield Forged("a target", "POST", "/targets", body={**month, "metric": "net_sales", "store": str(store.id)})
    yield Forged("a target", "POST", "/targets", body={**month, "metric": "net_sales", "store": store.slug})
    access = (
        {"stores": [store.slug]},
        {"stores": [str(store.id)]},
        {"store_groups": [ids["group"]]},
    )
    for one in access:
        body = {"email": "new@attacker.test", "role": "viewer", "access": one}
        yield Forged("a grant of another tenant's store", "POST", "/members", body=body)
    yield Forged("a role", "POST", "/members", body={"email": "new@attacker.test", "role": ids["role"]})
    group = {"name": "x", "stores": [str(store.id)]}
    yield Forged("a group of another tenant's stores", "POST", "/store-groups", body=group)
    yield Forged("a group of another tenant's stores", "POST", "/store-groups", body={**group, "stores": [store.slug]})
    yield Forged("another organisation", "POST", "/session/organisation", body={"id": str(victim.organisation_id)})
    for path in ("/orders", "/orders/export", "/products", "/products/export", "/customers", "/customers/export"):
        yield Forged("another tenant's store in a list", "GET", path, query={"store": store.slug})
        yield Forged("another tenant's store in a list", "GET", path, query={"stores": store.slug})
    yield Forged("a list of another's customer", "GET", "/orders", query={"customer": ids["customer_id"]})
    yield Forged("a pace", "GET", "/targets/pace", query={"metric": metric, "period": "month"})
    yield Forged("notes", "GET", "/annotations", query={"from": "2026-01-01", "to": "2026-01-31", "stores": store.slug})


def injections() -> Iterator[Forged]:
    """Text that would be SQL, a formula, a template or a path, wherever text is taken."""
    texts = (
        "net_sales'; drop table orders; --",
        "net_sales) union all select secret from stores --",
        "1 or 1=1",
        "${net_sales}",
        "{{7*7}}",
        "__import__('os').system('id')",
        "net_sales.__class__",
        "file('/etc/passwd')",
        "url('http://192.0.2.1/', CSV)",
        "=cmd|' /C calc'!A1",
        "../../../../etc/passwd",
        "net_sales\u0000",
        "\u202enet_sales",
        "' || (select version()) || '",
        "%27%20OR%201%3D1",
    )
    for text in texts:
        yield Forged("injection into a metric", "POST", "/query", body={**QUERY, "metrics": [text]})
        yield Forged("injection into a dimension", "POST", "/query", body={**QUERY, "dimensions": [text]})
        condition = {"field": text, "op": "eq", "value": "x"}
        yield Forged("injection into a filter", "POST", "/query", body={**QUERY, "filters": [condition]})
        operator = {"field": "store", "op": text, "value": "x"}
        yield Forged("injection into an operator", "POST", "/query", body={**QUERY, "filters": [operator]})
        yield Forged("injection into a sort", "POST", "/query", body={**QUERY, "sort": [{"by": text}]})
        yield Forged("injection into a period", "POST", "/query", body={**QUERY, "period": text})
        yield Forged("injection into a currency", "POST", "/query", body={**QUERY, "currency": text})
        draft = {"key": "mine", "kind": "metric", "label": "x", "formula": text}
        yield Forged("injection into a formula", "POST", "/definitions", body=draft)
        yield Forged("injection into a key", "POST", "/definitions", body={**draft, "key": text, "formula": "orders"})
        yield Forged("injection into a list's sort", "GET", "/orders", query={"sort": text})
        yield Forged("injection into a list's cursor", "GET", "/orders", query={"cursor": text})
        yield Forged("injection into a store", "GET", "/orders", query={"store": text})


def doors(victim: Merchant) -> Iterator[Forged]:
    """Host, Origin, CSRF and credential tricks at the door."""
    for host in (
        "evil.test",
        "127.0.0.1.evil.test",
        "evil.test:8000",
        "",
        "127.0.0.1:8000@evil.test",
        "localhost.evil.test",
    ):
        yield Forged("a foreign host", "GET", "/orders", headers={"Host": host})
    for origin in (
        "http://evil.test",
        "null",
        "http://127.0.0.1.evil.test:8000",
        "http://127.0.0.1:8001",
    ):
        yield Forged("a foreign origin", "POST", "/boards", body={"name": "x"}, headers={"Origin": origin})
    yield Forged("a foreign site", "POST", "/boards", body={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    for token in ("", "x", "0" * 64, victim.client.headers["X-CSRF-Token"]):
        yield Forged("a forged CSRF token", "POST", "/boards", body={"name": "x"}, headers={"X-CSRF-Token": token})
    for (method, path), rule in RULES.items():
        if PUBLIC not in rule.needs and "{" not in path and not rule.ends and (method, path) != ("GET", "/session"):
            yield Forged("nobody", method, path, body=rule.body, query=dict(rule.query), as_whom="stranger")


def tokens(victim: Merchant, attacker: Merchant, *, ended: dict[str, str]) -> Iterator[Forged]:
    """Tokens that ended, were altered, or were made for something else."""
    held = attacker.ids["token"]
    altered = {
        "cut": held[:-1],
        "longer": held + "x",
        "another letter": held[:-1] + ("a" if held[-1] != "a" else "b"),
        "upper case": held.upper(),
        "prefix of the other": victim.ids["token"][:12] + held[12:],
        "id instead of secret": attacker.ids["token_id"],
        **ended,
    }
    for trick, secret in altered.items():
        for path in ("/stores", "/orders", "/members"):
            yield Forged(f"token: {trick}", "GET", path, as_whom=secret)
    for (method, path), rule in RULES.items():
        others = set(rule.needs) - {"stores:read", OWN, PUBLIC}
        if others and "{" not in path and not rule.is_upload:
            body = rule.body
            yield Forged("token for something else", method, path, body=body, query=dict(rule.query), as_whom=held)

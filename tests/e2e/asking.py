"""What the server itself says, asked with the session of the page, and figures as the panel writes them."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import APIResponse, Page

from tests.waiting import until

ZONE = ZoneInfo("Europe/Berlin")
SYMBOLS = {"EUR": "€", "USD": r"US\$"}


class Api:
    """The REST interface, as the person whose page it is."""

    def __init__(self, page: Page, address: str) -> None:
        self.request, self.root = page.context.request, f"{address}/api/v1"

    def get(self, path: str, **parameters: str | float | bool) -> Any:
        return self._body(self.request.get(f"{self.root}{path}", params=parameters, max_retries=2))

    def post(self, path: str, body: Any) -> Any:
        headers = {"X-CSRF-Token": self.get("/session")["csrf_token"]}
        return self._body(self.request.post(f"{self.root}{path}", data=body, headers=headers))

    @staticmethod
    def _body(answer: APIResponse) -> Any:
        assert answer.ok, f"{answer.url}: {answer.status} {answer.text()}"
        return answer.json()

    def query(self, *metrics: str, period: tuple[str, str] | None = None, **more: Any) -> list[dict[str, Any]]:
        """Rows of a question about all stores, today unless ``period`` names other days."""
        first, last = period or (today(), today())
        query = {
            "metrics": [*metrics],
            "range": {"from": first, "to": last},
            "currency": "EUR",
            "day": "store",
            **more,
        }
        answer = self.post("/query", query)
        names = [column["name"] for column in answer["columns"]]
        return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def bring_in(api: Api, *, store: str, rows: str) -> None:
    """Import rows of (order, day, sku, quantity, total) into a store; returns when queries see them."""
    file = f"order_id,ordered_at,sku,quantity,line_total\n{rows}"
    answer = api.request.post(
        f"{api.root}/imports",
        headers={"X-CSRF-Token": api.get("/session")["csrf_token"]},
        multipart={"file": {"name": "rows.csv", "mimeType": "text/csv", "buffer": file.encode()}},
    )
    assert answer.ok, answer.text()
    path = f"/imports/{answer.json()['id']}"
    planned = api.request.put(
        f"{api.root}{path}/plan",
        headers={"X-CSRF-Token": api.get("/session")["csrf_token"]},
        data={"store": store, "format": "transactions"},
    )
    assert planned.ok, planned.text()
    api.post(f"{path}/start", {})
    until(lambda: api.get(path)["state"] == "done", within=60, what="the import")


def today() -> str:
    return datetime.now(ZONE).date().isoformat()


def money(value: str | None, currency: str = "EUR") -> str:
    """A pattern of an amount as the panel writes it in full."""
    if value is None:
        return "n/a"
    amount = Decimal(value)
    sign = "−" if amount < 0 else ""
    return rf"{sign}{re.escape(f'{abs(amount):,.2f}')}\s?{SYMBOLS[currency]}"


def count(value: str | float) -> str:
    """A pattern of a count as the panel writes it in full."""
    return re.escape(f"{Decimal(str(value)):,f}")


def percent(value: str) -> str:
    """A pattern of a share as the panel writes it."""
    return rf"{re.escape(f'{Decimal(value) * 100:,.1f}')}\s?%"


def change_text(share: str | None) -> str:
    """What the panel writes of a change, without its sign: from ten times on no more than that it is a lot."""
    if share is None:
        return "n/a"
    size = abs(Decimal(share))
    return "999" if size >= 10 else f"{size * 100:,.1f}"


def figure(title: str, exact: str) -> re.Pattern[str]:
    """The name of a figure that can be explained: its title and, somewhere, its exact value."""
    return re.compile(rf"^{re.escape(title)}:.*(?<![\d,.]){exact}\s*\. Explain$")

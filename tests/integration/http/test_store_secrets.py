"""`comptoir store add` and `comptoir store secret`: what they print, and that no secret is ever shown but the one made."""

import argparse
import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from comptoir.composed.storefronts import commands
from comptoir.domains.commerce.errors import InvalidStore
from comptoir.kernel.errors import Invalid
from tests.integration.http.conftest import Place
from tests.integration.http.hooks import Sender

pytestmark = pytest.mark.engine
ORDER = {"id": 1, "date_created_gmt": "2026-02-01T10:00:00", "status": "processing", "line_items": []}


@pytest.fixture
def here(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The place, which the commands find as their home."""

    @asynccontextmanager
    async def this_platform(_settings: Any) -> Any:
        yield place.platform

    async def this_actor(_platform: Any) -> Any:
        return place.actor()

    monkeypatch.setattr(commands, "open_platform", this_platform)
    monkeypatch.setattr(commands, "command_actor", this_actor)
    return place


def adding(platform: str, file: Path | None = None) -> argparse.Namespace:
    return argparse.Namespace(
        slug="north", name=None, platform=platform, currency="EUR", timezone="Europe/Berlin", prices="gross",
        webhook_secret_file=str(file) if file else None, json=False,
    )  # fmt: skip


def setting(file: Path | None = None, *, as_json: bool = False) -> argparse.Namespace:
    return argparse.Namespace(slug="north", file=str(file) if file else None, json=as_json)


async def test_adding_prints_what_to_paste_and_what_is_missing(here: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert await commands.add_store(adding("shopify")) == 0
    out = capsys.readouterr().out
    assert "/hooks/shopify/north" in out
    assert "orders/create" in out
    assert "comptoir store secret north" in out


async def test_a_secret_from_a_file_is_set_and_not_printed(
    here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "secret"
    file.write_text("the secret of the shop\n")
    await commands.add_store(adding("woocommerce", file))
    file.write_text("another secret of the shop\n")
    assert await commands.set_secret(setting(file)) == 0
    assert "secret of the shop" not in capsys.readouterr().out
    sender = Sender(here, "woocommerce", "north", b"another secret of the shop", _application(here))
    assert (await sender.deliver(ORDER, topic="order.created")).status_code == 200


async def test_a_secret_is_made_where_the_merchant_chooses_it(here: Place, capsys: pytest.CaptureFixture[str]) -> None:
    await commands.add_store(adding("woocommerce"))
    capsys.readouterr()
    assert await commands.set_secret(setting(as_json=True)) == 0
    made = json.loads(capsys.readouterr().out)["secret"]
    assert len(made) >= 32
    sender = Sender(here, "woocommerce", "north", made.encode(), _application(here))
    assert (await sender.deliver(ORDER, topic="order.created")).status_code == 200


async def test_what_cannot_be_a_secret_is_said(here: Place, tmp_path: Path) -> None:
    await commands.add_store(adding("shopify"))
    with pytest.raises(InvalidStore, match="a secret of its own"):
        await commands.set_secret(setting())
    file = tmp_path / "secret"
    file.write_text("short")
    with pytest.raises(InvalidStore, match="8 to 512"):
        await commands.set_secret(setting(file))
    file.write_text(" \n")
    with pytest.raises(Invalid, match="is empty"):
        await commands.set_secret(setting(file))
    with pytest.raises(Invalid, match="cannot be read"):
        await commands.set_secret(setting(tmp_path / "nowhere"))


def _application(place: Place) -> Any:
    from comptoir.roles.web import web_application

    return web_application(place.platform)

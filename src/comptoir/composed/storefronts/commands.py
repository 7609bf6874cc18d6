"""``comptoir store add|list|edit|secret|remove``."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from comptoir.composed.storefronts import facade, schemas
from comptoir.composed.storefronts.contracts import Storefront
from comptoir.domains.commerce.contracts import NewStore, StoreChange
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings


async def add_store(arguments: argparse.Namespace) -> int:
    """Add a store; print where its platform should deliver what."""
    store = NewStore(
        slug=arguments.slug,
        name=arguments.name or arguments.slug,
        platform=arguments.platform,
        currency=arguments.currency,
        timezone=arguments.timezone,
        prices=arguments.prices,
        webhook_secret=_secret(arguments.webhook_secret_file),
    )
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        added = await facade.add_store(actor, platform, store=store)
    _say(arguments, added, verb="Added", has_secret=store.webhook_secret is not None)
    return 0


async def edit_store(arguments: argparse.Namespace) -> int:
    """Change what is named of a store."""
    change = StoreChange(
        name=arguments.name,
        currency=arguments.currency,
        timezone=arguments.timezone,
        prices=arguments.prices,
        webhook_secret=_secret(arguments.webhook_secret_file),
    )
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        changed = await facade.change_store(actor, platform, slug=arguments.slug, change=change)
    _say(arguments, changed, verb="Changed")
    return 0


async def set_secret(arguments: argparse.Namespace) -> int:
    """Set a store's webhook secret, or make one and show it this once."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        made = await facade.set_webhook_secret(
            actor, platform, slug=arguments.slug, secret=_secret(arguments.file, field="file")
        )
        item = next(one for one in await facade.storefronts(actor, platform) if one.store.slug == arguments.slug)
    if arguments.json:
        _write(json.dumps({"store": arguments.slug, "webhook_url": item.webhook_url, "secret": made}))
        return 0
    _write(f"Set the webhook secret of the store {arguments.slug}. Webhook URL: {item.webhook_url}")
    if made is not None:
        _write(f"Secret, shown this once: {made}", "Type it as the secret of each webhook.")
    return 0


async def list_stores(arguments: argparse.Namespace) -> int:
    """List the stores of the organisation."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        found = await facade.storefronts(actor, platform)
    if arguments.json:
        _write(msgspec.json.encode([schemas.store_body(item) for item in found]).decode())
        return 0
    if not found:
        _write("No stores yet. `comptoir store add` adds one.")
    _write(_table(found))
    return 0


async def remove_store(arguments: argparse.Namespace) -> int:
    """Remove a store."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        removed = await facade.remove_store(actor, platform, slug=arguments.slug, with_orders=arguments.with_orders)
    if arguments.json:
        _write(json.dumps({"removed": arguments.slug, "orders": removed}))
    else:
        _write(f"Removed the store {arguments.slug} and {removed:,} orders.")
    return 0


def _secret(path: str | None, *, field: str = "webhook-secret-file") -> bytes | None:
    if path is None:
        return None
    try:
        secret = Path(path).read_bytes().strip()
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.", field=field) from error
    if not secret:
        raise Invalid(f"{path} is empty.", field=field)
    return secret


def _say(arguments: argparse.Namespace, item: Storefront, *, verb: str, has_secret: bool = True) -> None:
    if arguments.json:
        _write(msgspec.json.encode(schemas.store_body(item)).decode())
        return
    store = item.store
    _write(
        f"{verb} the store {store.slug} ({store.platform}, {store.currency}, {store.timezone}, {store.prices} prices)."
    )
    if item.webhook_url:
        _write(f"Webhook URL: {item.webhook_url}", f"Topics: {', '.join(item.topics)}")
        if not has_secret:
            _write(f"Until `comptoir store secret {store.slug}` has set a secret, deliveries are refused.")
    else:
        _write(f"Orders come in by `comptoir import FILE --store {store.slug}`.")


def _table(found: Sequence[Storefront]) -> str:
    rows = [
        (item.store.slug, item.store.name, item.store.platform, item.store.currency, item.store.timezone)
        + (f"{item.activity.orders:,} orders",)
        for item in found
    ]
    widths = [max(len(row[index]) for row in rows) for index in range(6)] if rows else []
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _write(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines if line))

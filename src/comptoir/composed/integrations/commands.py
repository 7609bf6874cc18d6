"""``comptoir import`` and ``comptoir imports list|undo``."""

import argparse
import json
import sys
from pathlib import Path
from uuid import UUID

import msgspec

from comptoir.composed.integrations import facade, schemas
from comptoir.composed.integrations.contracts import ImportOptions, ImportResult
from comptoir.composed.integrations.facade import Imported, Order
from comptoir.composed.integrations.progress import shown_progress
from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.formats import Subject
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings


async def import_file(arguments: argparse.Namespace) -> int:
    """Import a file; 0 when every row was taken, 1 when some were rejected."""
    order = order_of(arguments)
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        with shown_progress(order.path.name, quiet=arguments.json) as on_progress:
            done = await facade.import_file(
                actor, platform, order=order, dry_run=arguments.dry_run, on_progress=on_progress
            )
    if arguments.json:
        sys.stdout.write(json.dumps(_json(done)) + "\n")
    else:
        sys.stdout.write("\n".join(_sentences(done, order)) + "\n")
    return 1 if done.result.rejected else 0


def order_of(arguments: argparse.Namespace) -> Order:
    """Return what the arguments ask for."""
    mapping: dict[str, str] = {}
    for pair in arguments.map:
        field, mark, column = pair.partition("=")
        if not mark or not field.strip() or not column.strip():
            raise Invalid(f"--map takes FIELD=COLUMN, not {pair!r}.", field="map")
        mapping[field.strip()] = column.strip()
    if arguments.format is not None:
        REGISTRY.format(arguments.format)
    rate = {"rate": True, "amount": False, None: None}[arguments.discount_is]
    options = ImportOptions(
        date_format=arguments.date_format,
        number_format=arguments.number_format,
        currency=arguments.currency,
        timezone=arguments.timezone,
        tax_included=True if arguments.tax_included else None,
        discount_is_rate=rate,
        replace=arguments.replace,
        sheet=arguments.sheet,
    )
    rejects = Path(arguments.rejects) if arguments.rejects else None
    return Order(Path(arguments.file), arguments.store, arguments.format, mapping, options, rejects)


def _sentences(done: Imported, order: Order) -> list[str]:
    result = done.result
    what = REGISTRY.format(done.format).subject
    lines = []
    if done.import_id is None:
        lines.append(f"Nothing was changed: {result.read:,} rows of {order.path.name} read as {done.format}.")
    else:
        lines.append(
            f"{result.read:,} rows read; {what}: {result.created:,} created, {result.updated:,} updated, "
            f"{result.unchanged:,} unchanged; {result.rejected:,} rows rejected."
        )
        if result.changed_nothing and not result.rejected:
            lines.append("Everything in the file was known already: nothing changed.")
        if result.waiting:
            lines.append(f"{result.waiting:,} parts wait for their orders.")
    if what == Subject.ORDERS:
        lines += [f"status {one.source!r} became {one.became}: {one.count:,} orders" for one in result.statuses]
    lines += [f"note: {note}" for note in result.notes]
    lines += _reject_lines(result, done.rejects)
    if done.import_id is not None:
        lines.append(f"import {done.import_id} (take it back: comptoir imports undo {done.import_id})")
    return lines


def _reject_lines(result: ImportResult, place: Path | None) -> list[str]:
    lines = [f"rejected: {one.reason} ({one.count:,} rows)" for one in result.reject_reasons[:10]]
    if place is not None:
        lines.append(f"Rejected rows with line numbers and reasons: {place}")
    return lines


def _json(done: Imported) -> dict[str, object]:
    return {
        "import_id": str(done.import_id) if done.import_id else None,
        "format": done.format,
        "rejects": str(done.rejects) if done.rejects else None,
        "changed_nothing": done.result.changed_nothing,
        **msgspec.to_builtins(done.result),
    }


async def list_imports(arguments: argparse.Namespace) -> int:
    """List imports."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        page = await facade.list_imports(actor, platform, limit=arguments.limit)
    if arguments.json:
        sys.stdout.write(json.dumps(schemas.page_body(page)) + "\n")
        return 0
    for item in page.items:
        result = item.result
        sys.stdout.write(
            f"{item.id}  {item.created_at:%Y-%m-%d %H:%M}  {item.state:8} {item.store or '-':12} {item.format or '-':22}"
            f" {item.file}: {result.created:,} created, {result.updated:,} updated, {result.rejected:,} rejected\n"
        )
    if not page.items:
        sys.stdout.write("No imports yet.\n")
    return 0


async def undo_import(arguments: argparse.Namespace) -> int:
    """Take an import back."""
    try:
        import_id = UUID(arguments.id)
    except ValueError as error:
        raise Invalid(f"{arguments.id!r} is not the id of an import.", hint="See `comptoir imports list`.") from error
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        result = await facade.undo(actor, platform, import_id=import_id)
    if arguments.json:
        sys.stdout.write(json.dumps({"removed": result.removed, "restored": result.restored}) + "\n")
    else:
        sys.stdout.write(f"Taken back: {result.removed:,} removed, {result.restored:,} as they were before.\n")
    return 0

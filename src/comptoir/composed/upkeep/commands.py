"""``comptoir rebuild warehouse`` and ``comptoir reconcile``."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from comptoir.composed.upkeep import facade
from comptoir.composed.upkeep.contracts import Reconciliation
from comptoir.kernel.actor import system_actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings

EQUAL, DIFFERENT = 0, 1
_SHOWN = 20
# Whoever may run commands in the home may do this: it concerns every organisation.
_OPERATOR = system_actor(UUID(int=0))


async def rebuild_warehouse(arguments: argparse.Namespace) -> int:
    """Rebuild and say what was proven."""

    def say(step: str, rows: int) -> None:
        if not arguments.json:
            print(f"{step}: {rows:,} rows" if rows else step, flush=True)

    async with open_platform(load_settings()) as platform:
        report = await facade.rebuild_warehouse(_OPERATOR, platform, progress=say)
    if arguments.json:
        print(json.dumps({"rows": report.rows, "buckets": report.buckets, "seconds": report.seconds}))
    else:
        total = sum(report.rows.values())
        print(
            f"{total:,} rows rebuilt in {report.seconds:.1f} s; {report.buckets:,} buckets proven equal to PostgreSQL."
        )
    return EQUAL


async def reconcile(arguments: argparse.Namespace) -> int:
    """Compare, say what differs, and end with 1 if anything still does."""
    async with open_platform(load_settings()) as platform:
        result = await facade.reconcile(
            _OPERATOR,
            platform,
            store=arguments.store,
            first=day(arguments.first, flag="--from"),
            last=day(arguments.last, flag="--to"),
            repair=arguments.repair,
        )
    if arguments.json:
        print(json.dumps(as_data(result)))
    else:
        print("\n".join(as_lines(result)))
    return EQUAL if result.report.is_equal else DIFFERENT


def day(value: str | None, *, flag: str) -> date | None:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid(f"{flag} {value} is not a day such as 2025-01-31.", field=flag) from error


def as_lines(result: Reconciliation) -> list[str]:
    """Return the report for a terminal."""
    report = result.report
    lines = [f"{report.rows:,} rows in {report.buckets:,} buckets compared."]
    lines += [f"repaired: {result.line(item)}" for item in report.repaired[:_SHOWN]]
    lines += [
        f"differs: {item.name}: {item.places[0]} says {item.left}, {item.places[1]} says {item.right} "
        f"({result.stores.get(item.store, item.store) if item.store else item.organisation} {item.day or ''})".rstrip()
        for item in report.findings[:_SHOWN]
    ]
    lines += [f"differs: {result.line(item)}" for item in report.differences[:_SHOWN]]
    count = len(report.findings) + len(report.differences)
    if count > 2 * _SHOWN:
        lines.append(f"… {count:,} differences in all; --json lists every one.")
    lines.append("All places agree." if report.is_equal else f"{count:,} differences.")
    return lines


def as_data(result: Reconciliation) -> Mapping[str, object]:
    """Return the report for a program."""
    report = result.report
    return {
        "equal": report.is_equal,
        "buckets": report.buckets,
        "rows": report.rows,
        "findings": [
            {"check": item.name, "places": item.places, "store": str(item.store), "day": item.day}
            | {"left": item.left, "right": item.right}
            for item in report.findings
        ],
        "differences": [result.line(item) for item in report.differences],
        "repaired": [result.line(item) for item in report.repaired],
    }

"""`comptoir inbox status` and `comptoir inbox archive`."""

import json
from argparse import Namespace
from dataclasses import asdict

from comptoir.platform.context import open_platform
from comptoir.platform.inbox_archive import InboxDay, archive_inbox, inbox_days
from comptoir.platform.modules import load_tables
from comptoir.platform.settings import load_settings

_HEAD = ("day", "new", "parked", "done", "ignored", "bytes", "sealed for people", "archived")


async def status(arguments: Namespace) -> int:
    """Say what rests in the inbox, day by day; 1 if something is parked."""
    async with open_platform(load_settings()) as platform:
        async with platform.database.begin_system() as uow:
            days = await inbox_days(uow)
        keep = platform.settings.inbox_keep_days
    if arguments.json:
        print(json.dumps({"keep_days": keep, "days": [asdict(one) | {"day": one.day.isoformat()} for one in days]}))
    else:
        print("\n".join(lines_of(days)))
        print(f"Settled deliveries leave after {keep} days (COMPTOIR_INBOX_KEEP_DAYS).")
    return int(any(one.parked for one in days))


def lines_of(days: list[InboxDay]) -> list[str]:
    """Return the days as a table, newest first."""
    if not days:
        return ["The inbox is empty."]
    rows = [
        (str(one.day), one.new, one.parked, one.done, one.ignored, one.size, one.sealed_for_people, one.archived)
        for one in days
    ]
    cells = [_HEAD, *([row[0], *(f"{value:,}" for value in row[1:])] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(_HEAD))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]


async def archive(arguments: Namespace) -> int:
    """Take out now what the clock would take out within the hour."""
    load_tables()
    async with open_platform(load_settings()) as platform:
        found = await archive_inbox(platform)
    if arguments.json:
        print(json.dumps(asdict(found)))
    else:
        print(
            f"{found.archived:,} deliveries archived, {found.dropped:,} dropped, "
            f"{found.partitions:,} days' partitions gone."
        )
    return 0

"""``comptoir rates import|status``."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from comptoir.domains.finance import facade
from comptoir.domains.finance.errors import UnreadableRates
from comptoir.foundation.identity.facade import command_actor
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings


async def import_rates(arguments: argparse.Namespace) -> int:
    """Import a rates file and say what changed."""
    path = Path(arguments.file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRates(f"{path} cannot be read: {error}.") from error
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        report = await facade.import_rates(actor, platform, text=text, source=path.name)
    if arguments.json:
        sys.stdout.write(json.dumps(asdict(report), default=str) + "\n")
        return 0
    sys.stdout.write(
        f"{report.added} rates added, {report.unchanged} unchanged, {report.differing} left as published.\n"
        f"Published to {report.published_to}."
        + (f" Days from {report.rerated_from} on are re-rated.\n" if report.rerated_from else " Nothing is re-rated.\n")
    )
    return 0


async def status(arguments: argparse.Namespace) -> int:
    """Show each rate set, its source and its last published day."""
    async with open_platform(load_settings()) as platform:
        sets = await facade.rate_status(await command_actor(platform), platform)
    if arguments.json:
        sys.stdout.write(json.dumps([asdict(one) for one in sets], default=str) + "\n")
        return 0
    for one in sets:
        sys.stdout.write(
            f"{one.rate_set}: {one.rates} rates of {len(one.currencies)} currencies, {one.first_day} to "
            f"{one.published_to} ({one.source}). Later days carry the last rate and are marked provisional.\n"
        )
    if not sets:
        sys.stdout.write("No rates yet: comptoir init loads the built-in reference set.\n")
    return 0

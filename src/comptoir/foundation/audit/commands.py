"""``comptoir audit verify|list|export``."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from comptoir.foundation.audit import facade, schemas
from comptoir.foundation.audit.contracts import Search, Verdict
from comptoir.foundation.audit.usecases.list_entries import csv_file, json_lines
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.errors import Invalid
from comptoir.kernel.time import day_bounds
from comptoir.platform.audit import HOUSE
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import load_settings
from comptoir.platform.terminal import say_json, say_table


async def verify(arguments: argparse.Namespace) -> int:
    """Check every chain of the home; exit code 1 when one does not hold."""
    async with open_platform(load_settings()) as platform:
        verdicts = await facade.verify_all(identity.HOST, platform)
        known = await identity.all_organisations(identity.HOST, platform)
    names = {one.id: one.slug for one in known} | {HOUSE: "the home itself"}
    if arguments.json:
        items = [schemas.verdict_body(one) for one in verdicts]
        say_json({"holds": all(one.holds for one in verdicts), "items": msgspec.to_builtins(items)})
    else:
        for verdict in verdicts:
            _say_verdict(verdict, name=names.get(verdict.organisation_id, str(verdict.organisation_id)))
        if not verdicts:
            print("Nothing was noted yet.")
    return 0 if all(one.holds for one in verdicts) else 1


def _say_verdict(verdict: Verdict, *, name: str) -> None:
    span = f"entries {verdict.first} to {verdict.last}" if verdict.entries else "no entries"
    told = f"{name}: {span}, {verdict.roots} signed roots"
    if verdict.removed_to:
        told += f"; entries up to {verdict.removed_to} were let go by rule"
    print(f"{told}: {'unaltered' if verdict.holds else 'ALTERED'}")
    for fault in verdict.faults:
        place = f"entry {fault.sequence}" if fault.sequence is not None else "outside the chain"
        print(f"  {place}{f' ({fault.entry_id})' if fault.entry_id else ''}: {fault.detail}")
    if verdict.more_faults:
        print(f"  and {verdict.more_faults} more")


async def list_entries(arguments: argparse.Namespace) -> int:
    """Show the newest entries."""
    async with open_platform(load_settings()) as platform:
        actor = await identity.command_actor(platform, organisation=arguments.organisation)
        wanted = await _wanted(arguments, platform)
        page = await facade.entries(actor, platform, wanted=wanted, limit=arguments.limit)
    items = [schemas.entry_body(one, names=page.names) for one in page.items]
    if arguments.json:
        say_json({"items": msgspec.to_builtins(items), "next_cursor": page.next_cursor})
        return 0
    rows = [
        {
            "at": one["at"].isoformat(timespec="seconds"),
            "who": (one["who"] or {}).get("name") or one["client"],
            "action": one["action"],
            "subject": one["subject"],
            "from": one["address"],
        }
        for one in items
    ]
    say_table(rows, columns=("at", "who", "action", "subject", "from"))
    return 0


async def export(arguments: argparse.Namespace) -> int:
    """Write entries to a file, or to standard output."""
    async with open_platform(load_settings()) as platform:
        actor = await identity.command_actor(platform, organisation=arguments.organisation)
        found = await facade.export(actor, platform, wanted=await _wanted(arguments, platform))
        writer = csv_file if arguments.form == "csv" else json_lines
        file = sys.stdout.buffer if arguments.to is None else _new_file(arguments.to)
        async for part in writer(found):
            file.write(part)
        file.flush()
    if arguments.to is not None:
        file.close()
        print(f"Wrote {arguments.to}.")
    return 0


def _new_file(name: str) -> BinaryIO:
    try:
        return Path(name).open("xb")
    except OSError as error:
        raise Invalid(
            f"{name} cannot be written: {error.strerror}.", hint="Name a file that is not there yet."
        ) from error


async def _wanted(arguments: argparse.Namespace, platform: Platform) -> Search:
    actor = await identity.command_actor(platform, organisation=arguments.organisation)
    zone = (await identity.organisation(actor, platform)).timezone
    first = day_bounds(_day(arguments.first), zone)[0] if arguments.first else None
    last = day_bounds(_day(arguments.last), zone)[1] if arguments.last else None
    return schemas.search_of(
        since=first, until=last, user=None, kind=arguments.kind, action=arguments.action, outcome=None, text=arguments.q
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"{text!r} is not a day.", hint="Write it as 2025-01-31.") from error

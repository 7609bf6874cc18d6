"""``comptoir query | explain | metrics | dimensions``."""

import argparse
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from comptoir.composed.insights import facade, schemas
from comptoir.composed.insights.arguments import query_of
from comptoir.composed.insights.contracts import result_out
from comptoir.composed.insights.tables import aligned, table_lines
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import load_settings
from comptoir.semantic.catalogue import Catalogue, nearest

FORMATS = ("table", "csv", "json", "parquet")


async def query(arguments: argparse.Namespace) -> int:
    """Answer a query on the terminal or as a file on standard output."""
    fmt = "json" if arguments.json else arguments.format
    if fmt not in FORMATS:
        hint = f"It is one of {', '.join(FORMATS)}."
        raise Invalid(f"There is no format {fmt!r}.", hint=hint, suggestions=nearest(fmt, known=FORMATS))
    asked = query_of(arguments)
    async with acting(arguments) as (actor, platform):
        if fmt in ("csv", "parquet"):
            if fmt == "parquet" and sys.stdout.isatty():
                raise Invalid(
                    "Parquet is not for a terminal.", hint="Send it to a file: … --format parquet > out.parquet"
                )
            file = await facade.export(actor, platform, query=asked, fmt=fmt)
            async for chunk in file.chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            return 0
        result = await facade.run(actor, platform, query=asked)
    if fmt == "json":
        print_json(result_out(result))
    else:
        print("\n".join(table_lines(result)))
    return 0


async def explain(arguments: argparse.Namespace) -> int:
    """Say what the figures of a query mean."""
    async with acting(arguments) as (actor, platform):
        found = schemas.explanation_out(await facade.explain(actor, platform, query=query_of(arguments)))
    if arguments.json:
        print_json(found)
        return 0
    for metric in found.metrics:
        print(f"{metric.key} (version {metric.version}, {metric.unit}) = {metric.formula}\n  {metric.description}")
    print(f"\n{found.day}")
    if found.range:
        print(f"From {found.range['from']} to {found.range['to']}, both included.")
    if found.currency:
        rates = f", converted with the rates of {found.rate_set}" if found.rate_set else ""
        print(f"Money is {found.currency}{rates}.")
    for line in (*found.filters, *found.notes):
        print(line)
    print(f"\nReads {', '.join(found.tables)}:\n\n{found.sql}\n")
    for name, value in found.parameters.items():
        print(f"  {name} = {value}")
    return 0


async def metrics(arguments: argparse.Namespace) -> int:
    """List all metrics; with an organisation, its own too."""
    known = [schemas.metric_out(metric) for metric in (await _catalogue(arguments)).metrics.values()]
    if arguments.json:
        print_json(known)
    else:
        print_lines([("metric", "unit", "definition"), *((one.key, one.unit, one.description) for one in known)])
    return 0


async def dimensions(arguments: argparse.Namespace) -> int:
    """List all dimensions; with an organisation, its own too."""
    known = [schemas.dimension_out(dimension) for dimension in (await _catalogue(arguments)).dimensions.values()]
    if arguments.json:
        print_json(known)
    else:
        print_lines([("dimension", "type", "meaning"), *((one.key, one.type, one.description) for one in known)])
    return 0


async def _catalogue(arguments: argparse.Namespace) -> Catalogue:
    if arguments.organisation is None:
        return facade.catalogue()
    async with acting(arguments) as (actor, platform):
        return await facade.catalogue_of(actor, platform)


@asynccontextmanager
async def acting(arguments: argparse.Namespace) -> AsyncIterator[tuple[Actor, Platform]]:
    """Open the home and find on whose behalf the command acts."""
    async with open_platform(load_settings()) as platform:
        yield await command_actor(platform, organisation=arguments.organisation), platform


def print_json(value: Any) -> None:
    """Write JSON, indented for a person at a terminal."""
    text = msgspec.json.encode(value)
    sys.stdout.write((msgspec.json.format(text, indent=2 if sys.stdout.isatty() else 0)).decode() + "\n")


def print_lines(lines: Sequence[Sequence[str]]) -> None:
    """Write cells under each other."""
    print("\n".join(aligned(lines)))

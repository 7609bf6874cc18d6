"""The standing of an installation as the REST interface shows it."""

from datetime import datetime
from typing import Any

from comptoir.composed.system.contracts import Disk, Engine, Standing
from comptoir.platform.flow import Stage


def standing_body(found: Standing) -> dict[str, Any]:
    """Return everything the System page shows but accuracy and deliveries, which have routes of their own."""
    return {
        "at": found.at,
        "program": {"version": found.version, "schema": found.schema},
        "stages": [
            stage_body("inbox", found.inbox, now=found.at),
            stage_body("outbox", found.outbox, now=found.at),
        ],
        "as_of": found.as_of,
        "data_version": found.data_version,
        "rebuilding": found.is_rebuilding,
        "deliveries": {
            "minutes": [{"at": one.at, "received": one.received, "parked": one.parked} for one in found.minutes],
            "parked": found.parked,
        },
        "engines": [engine_body(one) for one in found.engines],
        "disk": disk_body(found.disk),
    }


def stage_body(name: str, stage: Stage, *, now: datetime) -> dict[str, Any]:
    """Return a stage; its lag is the age of the oldest that waits, null while nothing does."""
    lag = None if stage.oldest_at is None else max(0.0, round((now - stage.oldest_at).total_seconds(), 3))
    return {
        "stage": name,
        "waiting": stage.waiting,
        "oldest_at": stage.oldest_at,
        "lag_seconds": lag,
        "passed": stage.passed,
        "median_seconds": stage.median_seconds,
        "slowest_seconds": stage.slowest_seconds,
    }


def engine_body(engine: Engine) -> dict[str, Any]:
    """Return an engine."""
    return {
        "name": engine.name,
        "up": engine.is_up,
        "embedded": engine.is_embedded,
        "version": engine.version,
        "size": engine.size,
        "up_since": engine.up_since,
        "problem": engine.problem,
    }


def disk_body(disk: Disk) -> dict[str, Any]:
    """Return the disk of the home."""
    return {
        "total": disk.total,
        "free": disk.free,
        "parts": [{"name": part.name, "size": part.size} for part in disk.parts],
        "measured_at": disk.measured_at,
    }

"""The upkeep module: the loops of the projector and the commands that rebuild and reconcile."""

from comptoir.composed.upkeep.permissions import PERMISSIONS
from comptoir.manifest import Argument, Command, Module

MODULE = Module(
    name="upkeep",
    description="Keeps the warehouse equal to PostgreSQL: projects, watches, rebuilds, reconciles.",
    routers=("comptoir.composed.upkeep.endpoints:ROUTES",),
    tables=("comptoir.platform.outbox", "comptoir.platform.versions", "comptoir.composed.upkeep.tables"),
    permissions=PERMISSIONS,
    jobs=("comptoir.composed.upkeep.jobs:JOBS",),
    commands=(
        Command(
            path=("rebuild", "warehouse"),
            help="build the warehouse anew from PostgreSQL, prove it equal, then exchange it",
            handler="comptoir.composed.upkeep.commands:rebuild_warehouse",
        ),
        Command(
            path=("reconcile",),
            help="compare source, PostgreSQL, warehouse and roll-ups by store and day",
            handler="comptoir.composed.upkeep.commands:reconcile",
            arguments=(
                Argument(("--store",), "only this store (its short name)"),
                Argument(("--from",), "first store day, 2025-01-31", {"dest": "first", "metavar": "DAY"}),
                Argument(("--to",), "last store day", {"dest": "last", "metavar": "DAY"}),
                Argument(("--repair",), "project again what differs", {"action": "store_true"}),
            ),
        ),
    ),
    loops={
        "projector": (
            "comptoir.engine.projector.loop:project_forever",
            "comptoir.engine.projector.loop:watch_forever",
            "comptoir.engine.projector.loop:forget_forever",
        )
    },
    retention={
        "outbox": "changes that were projected: 35 days, longer than the oldest backup that may be restored",
        "reconciliations": "comparisons: 90 days, the newest for ever",
    },
)

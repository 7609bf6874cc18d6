"""The processes' own commands and tables: they belong to no part of the business."""

from comptoir.manifest import Argument, Command, Module
from comptoir.roles.kinds import ROLES

MODULE = Module(
    name="processes",
    description="The processes: web, ingestion, workers, schedules.",
    tables=("comptoir.platform.database.queue",),
    commands=(
        Command(
            path=("serve",),
            help="run the panel and everything behind it",
            handler="comptoir.roles.commands:serve",
            arguments=(
                Argument(
                    ("--role",), "what this process does; default: all", {"choices": sorted(ROLES), "default": "all"}
                ),
                Argument(("--host",), "address to listen on; default: 127.0.0.1"),
                Argument(("--port",), "port to listen on; default: 8000", {"type": int}),
                Argument(("--with-parent",), "stop when the process that started it ends", {"action": "store_true"}),
            ),
        ),
    ),
)

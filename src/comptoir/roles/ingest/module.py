"""The ingest module: the inbox and the pump that empties it."""

from comptoir.manifest import Command, Module

MODULE = Module(
    name="ingest",
    description="Takes deliveries in, durable before they are answered, and turns them into commerce.",
    routers=("comptoir.roles.ingest.endpoints:ROUTES",),
    tables=("comptoir.platform.inbox", "comptoir.platform.inbox_archive", "comptoir.platform.webhook_refusals"),
    jobs=("comptoir.roles.ingest.jobs:ARCHIVE_INBOX",),
    commands=(
        Command(
            path=("inbox", "status"),
            help="show what rests in the inbox, day by day, and how long it is kept",
            handler="comptoir.roles.ingest.commands:status",
        ),
        Command(
            path=("inbox", "archive"),
            help="archive or drop the deliveries whose time in the inbox is over",
            handler="comptoir.roles.ingest.commands:archive",
        ),
    ),
    retention={"inbox": "settled deliveries: COMPTOIR_INBOX_KEEP_DAYS days; those that are new or parked stay"},
    personal=("inbox.body", "inbox.original"),
    loops={
        "ingest": (
            "comptoir.roles.ingest.loops:pump_forever",
            "comptoir.roles.ingest.loops:partition_forever",
        )
    },
)

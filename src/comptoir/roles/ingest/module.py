"""The ingest module: the inbox and the pump that empties it."""

from comptoir.manifest import Module

MODULE = Module(
    name="ingest",
    description="Takes deliveries in, durable before they are answered, and turns them into commerce.",
    tables=("comptoir.platform.inbox",),
    personal=("inbox.body",),
    loops={
        "ingest": (
            "comptoir.roles.ingest.loops:pump_forever",
            "comptoir.roles.ingest.loops:partition_forever",
        )
    },
)

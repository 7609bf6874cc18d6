"""What a clock asks of the inbox."""

import structlog

from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.inbox_archive import archive_inbox
from comptoir.platform.jobs import Job

log = structlog.get_logger()


async def _archive(_actor: Actor, platform: Platform) -> None:
    found = await archive_inbox(platform)
    log.info("inbox_archived", archived=found.archived, dropped=found.dropped, partitions=found.partitions)


ARCHIVE_INBOX = Job(name="ingest.archive_inbox", run=_archive, schedule="17 * * * *")

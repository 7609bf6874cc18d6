"""Read a file beside and lay its orders out there: what reads a large file has a processor of its own.

Run as a process it holds no key and no connection; whoever applies the batches fills in what only the database knows.
"""

import sys
from collections.abc import AsyncGenerator, Iterator

import msgspec
from msgspec import Struct

from comptoir.connectors.reading.frames import Batch, Failed, Opened, Task
from comptoir.connectors.reading.process import serve
from comptoir.connectors.reading.reader import Reading, beside
from comptoir.connectors.reading.records import read_frames
from comptoir.connectors.sdk.canonical import CustomerRecord, OrderRecord, ProductRecord
from comptoir.domains.orders.contracts import LaidBatch, Premises
from comptoir.domains.orders.model.layout import lay_out


class LaidTask(Struct, frozen=True):
    """One file to read, and what laying out its orders takes for granted."""

    file: Task
    premises: Premises


def laid_frames(task: LaidTask) -> Iterator[Opened | LaidBatch]:
    """Yield ``Opened`` and every batch, its orders laid out."""
    for frame in read_frames(task.file):
        yield _laid(task.premises, frame) if isinstance(frame, Batch) else frame


def _laid(premises: Premises, batch: Batch) -> LaidBatch:
    records = [built.record for built in batch.records]
    return LaidBatch(
        orders=lay_out(premises, [record for record in records if isinstance(record, OrderRecord)]),
        records=[record for record in records if isinstance(record, ProductRecord | CustomerRecord)],
        rejects=batch.rejects,
        rows=batch.rows,
        statuses=batch.statuses(),
        notes=batch.notes(),
    )


def read_laid_out(task: LaidTask) -> AsyncGenerator[Opened | LaidBatch, None]:
    """Read the file without holding up the event loop; errors about it are raised as what they are."""
    return beside(_READING, task, file=task.file)


_READING = Reading(
    module="comptoir.domains.orders.usecases.read_laid_out",
    frames=laid_frames,
    decode=msgspec.msgpack.Decoder(Opened | LaidBatch | Failed).decode,
)

if __name__ == "__main__":
    sys.exit(serve(msgspec.json.Decoder(LaidTask).decode, laid_frames))

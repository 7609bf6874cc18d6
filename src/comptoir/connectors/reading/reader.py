"""Reading a file without holding up the event loop: small ones in a thread, large ones in a process of their own."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from comptoir.connectors.reading.frames import Failed, Frame, Planned, Task, decode, encode_task, error_of
from comptoir.connectors.reading.planning import plan_file
from comptoir.connectors.reading.records import read_frames
from comptoir.connectors.sdk.errors import FileProblem
from comptoir.connectors.sdk.files.limits import MIB

IN_THREAD = 4 * MIB
Asked = TypeVar("Asked")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Asked, Told]):
    """A way of reading: the generator for small files, and the module that runs it as a process for large ones."""

    module: str
    frames: Callable[[Asked], Iterator[Told]]
    decode: Callable[[bytes], Told | Failed]


_RECORDS: Reading[Task, Frame] = Reading("comptoir.connectors.reading.process", read_frames, decode)


def frames(task: Task) -> AsyncGenerator[Frame, None]:
    """Yield the frames of a file; errors about it are raised as what they are."""
    return beside(_RECORDS, task, file=task)


async def beside(reading: Reading[Asked, Told], asked: Asked, *, file: Task) -> AsyncGenerator[Told, None]:
    """Yield what a way of reading tells of ``file``; errors about it are raised as what they are."""
    if _is_small(file):
        iterator = reading.frames(asked)
        while (frame := await asyncio.to_thread(next, iterator, None)) is not None:
            yield frame
        return
    async with aclosing(_from_process(reading, asked, file.name)) as found:
        async for frame in found:
            yield frame


async def plan(task: Task) -> Planned:
    """Return the plan of a file."""
    if _is_small(task):
        return await asyncio.to_thread(plan_file, task)
    async for frame in _from_process(_RECORDS, task, task.name):
        if isinstance(frame, Planned):
            return frame
    raise FileProblem(f"{task.name} could not be read.", hint="Try it again.")


def _is_small(task: Task) -> bool:
    """A packed file may be anything: it is read beside."""
    path = Path(task.path)
    try:
        return path.stat().st_size <= IN_THREAD and path.suffix.lower() not in (".gz", ".xlsx", ".parquet")
    except OSError:
        return True


async def _from_process(reading: Reading[Asked, Told], asked: Asked, name: str) -> AsyncGenerator[Told, None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        reading.module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 22,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(encode_task(asked))
        await process.stdin.drain()
        process.stdin.close()
        while head := await _exactly(process.stdout, 4):
            frame = reading.decode(await process.stdout.readexactly(int.from_bytes(head, "little")))
            if isinstance(frame, Failed):
                raise error_of(frame)
            yield frame
        if await process.wait():
            raise FileProblem(f"Reading {name} ended unexpectedly.", hint="Try it again.")
    except asyncio.IncompleteReadError as error:
        raise FileProblem(f"Reading {name} ended unexpectedly.", hint="Try it again.") from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _exactly(stream: asyncio.StreamReader, count: int) -> bytes:
    """Return ``count`` bytes, or none at the end of the stream."""
    try:
        return await stream.readexactly(count)
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return b""

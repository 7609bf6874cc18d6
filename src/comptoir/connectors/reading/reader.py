"""Reading a file without holding up the event loop: small ones in a thread, large ones in a process of their own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from comptoir.connectors.reading.frames import Failed, Frame, Planned, Task, decode, encode_task, error_of
from comptoir.connectors.reading.planning import plan_file
from comptoir.connectors.reading.records import read_frames
from comptoir.connectors.sdk.errors import FileProblem
from comptoir.connectors.sdk.files.limits import MIB

IN_THREAD = 4 * MIB
_FRAME_LIMIT = 512 * MIB


async def frames(task: Task) -> AsyncIterator[Frame]:
    """Yield the frames of a file; errors about it are raised as what they are."""
    if _is_small(task):
        iterator = read_frames(task)
        while (frame := await asyncio.to_thread(next, iterator, None)) is not None:
            yield frame
        return
    async for frame in _from_process(task):
        yield frame


async def plan(task: Task) -> Planned:
    """Return the plan of a file."""
    if _is_small(task):
        return await asyncio.to_thread(plan_file, task)
    async for frame in _from_process(task):
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


async def _from_process(task: Task) -> AsyncIterator[Frame]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "comptoir.connectors.reading.process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 22,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(encode_task(task))
        await process.stdin.drain()
        process.stdin.close()
        while head := await _exactly(process.stdout, 4):
            frame = decode(await process.stdout.readexactly(int.from_bytes(head, "little")))
            if isinstance(frame, Failed):
                raise error_of(frame)
            yield frame
        if await process.wait():
            raise FileProblem(f"Reading {task.name} ended unexpectedly.", hint="Try it again.")
    except asyncio.IncompleteReadError as error:
        raise FileProblem(f"Reading {task.name} ended unexpectedly.", hint="Try it again.") from error
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

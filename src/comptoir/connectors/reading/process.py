"""The reading process: a task on standard input, frames on standard output. Reads one file, then ends.

It holds no key and no connection: what a hostile file could break is only this process.
"""

import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from comptoir.connectors.reading.frames import Task, decode_task, encode, failed
from comptoir.connectors.reading.planning import plan_file
from comptoir.connectors.reading.records import read_frames
from comptoir.kernel.collector import collect_seldom
from comptoir.kernel.errors import ComptoirError

Asked = TypeVar("Asked")


def write(stream: BinaryIO, frame: object) -> None:
    """Write one frame: four bytes of length, then MessagePack."""
    body = encode(frame)
    stream.write(len(body).to_bytes(4, "little"))
    stream.write(body)
    stream.flush()


def serve(decode: Callable[[bytes], Asked], frames: Callable[[Asked], Iterator[object]]) -> int:
    """Read the task, write the frames; return the exit code."""
    collect_seldom()
    out = sys.stdout.buffer
    try:
        for frame in frames(decode(sys.stdin.buffer.read())):
            write(out, frame)
    except ComptoirError as error:
        write(out, failed(error))
    except BrokenPipeError:
        return 1  # nobody listens any more
    return 0


def answer(task: Task) -> Iterator[object]:
    """Yield the plan of a file, or its records."""
    if task.plan:
        yield plan_file(task)
    else:
        yield from read_frames(task)


if __name__ == "__main__":
    sys.exit(serve(decode_task, answer))

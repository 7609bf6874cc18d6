"""The reading process: a task on standard input, frames on standard output. Reads one file, then ends.

It holds no key and no connection: what a hostile file could break is only this process.
"""

import sys
from typing import BinaryIO

from comptoir.connectors.reading.frames import Frame, decode_task, encode, failed
from comptoir.connectors.reading.planning import plan_file
from comptoir.connectors.reading.records import read_frames
from comptoir.kernel.errors import ComptoirError


def write(stream: BinaryIO, frame: Frame) -> None:
    """Write one frame: four bytes of length, then MessagePack."""
    body = encode(frame)
    stream.write(len(body).to_bytes(4, "little") + body)
    stream.flush()


def main() -> int:
    """Read the task, write the frames."""
    task = decode_task(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    try:
        if task.plan:
            write(out, plan_file(task))
        else:
            for frame in read_frames(task):
                write(out, frame)
    except ComptoirError as error:
        write(out, failed(error))
    except BrokenPipeError:
        return 1  # nobody listens any more
    return 0


if __name__ == "__main__":
    sys.exit(main())

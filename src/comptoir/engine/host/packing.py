"""Bodies that a client compressed: unpacked as they arrive, so that the statement at their head can be read."""

import importlib
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol


class Unpacker(Protocol):
    """What every library of the field calls it."""

    def decompress(self, data: bytes) -> bytes:
        """Return what the next packed bytes hold."""


def lz4() -> Unpacker:
    """Return an unpacker of LZ4 frames."""
    found: Unpacker = importlib.import_module("lz4.frame").LZ4FrameDecompressor()
    return found


def zstd() -> Unpacker:
    """Return an unpacker of Zstandard: in the standard library from Python 3.14 on."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            found: Unpacker = importlib.import_module(name).ZstdDecompressor()
        except ImportError:
            continue
        return found
    raise ImportError("no library for zstd")


UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    "gzip": lambda: zlib.decompressobj(31),
    "deflate": zlib.decompressobj,
    "lz4": lz4,
    "zstd": zstd,
}


def unpacked(body: Iterator[bytes], *, packing: str) -> Iterator[bytes]:
    """Yield the plain bytes of a packed body."""
    unpacker = UNPACKERS[packing]()
    for piece in body:
        yield unpacker.decompress(piece)

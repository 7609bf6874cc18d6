"""The file of a multipart body as a stream: it is never held in memory nor written down in the clear."""

from collections.abc import AsyncIterator
from contextlib import suppress

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from comptoir.kernel.errors import Invalid

_FIELD_LIMIT = 10_000
_ROOM = 1 << 20


class Upload:
    """Reads a multipart body up to its file, then streams that. Small fields before the file are kept."""

    def __init__(self, chunks: AsyncIterator[bytes], content_type: str, *, limit: int) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get("boundary")
        if kind != "multipart/form-data" or not boundary:
            raise Invalid("Send the file as multipart/form-data, in a part named file.", field="file")
        self._chunks = chunks
        # The storage counts the file's bytes; the parser's own limits only keep its envelope small.
        self._parser = PushMultipartParser(boundary, max_segment_size=2 * limit + _ROOM, max_segment_count=20)
        self._waiting: list[MultipartSegment | bytearray | None] = []
        self.name = "file"
        self.fields: dict[str, str] = {}

    async def open(self) -> AsyncIterator[bytes]:
        """Read until the file begins; return its bytes as a stream. Raises ``Invalid`` when there is no file."""
        name, value = "", bytearray()
        async for event in self._events():
            if isinstance(event, MultipartSegment):
                if event.filename is not None:
                    self.name = event.filename
                    return self._file()
                name, value = event.name, bytearray()
            elif event is not None:
                value += event
                if len(value) > _FIELD_LIMIT:
                    raise Invalid("A field beside the file is too long.", field=name)
            else:
                self.fields[name] = value.decode("utf-8", "replace")
        raise Invalid("The request holds no file.", hint="Send it in a part named file.", field="file")

    async def _file(self) -> AsyncIterator[bytes]:
        async for event in self._events():
            if event is None:
                return
            if isinstance(event, MultipartSegment):
                raise Invalid("The upload is damaged.", field="file")
            yield bytes(event)
        raise Invalid("The upload ended before the file did.", hint="Send it again.", field="file")

    async def _events(self) -> AsyncIterator[MultipartSegment | bytearray | None]:
        try:
            while True:
                while self._waiting:
                    yield self._waiting.pop(0)
                chunk = await anext(self._chunks, None)
                if chunk is None:
                    with suppress(MultipartError):
                        self._parser.close()
                    return
                if chunk:  # to the parser an empty piece is the end
                    self._waiting.extend(self._parser.parse(chunk))
        except MultipartError as error:
            raise Invalid("The upload is not proper multipart/form-data.", field="file") from error

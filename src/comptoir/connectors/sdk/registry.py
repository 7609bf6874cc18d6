"""Looking up connectors and formats by key. The list itself stands in ``connectors/known.py``."""

import difflib
from collections.abc import Sequence

from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.sdk.formats import FileFormat
from comptoir.kernel.errors import Unknown


class Registry:
    """The connectors this build knows."""

    def __init__(self, connectors: Sequence[Connector]) -> None:
        self._connectors = {connector.key: connector for connector in connectors}
        self._formats = {form.key: form for connector in connectors for form in connector.formats}
        if len(self._connectors) < len(connectors):
            raise RuntimeError("two connectors share a key")
        if len(self._formats) < sum(len(connector.formats) for connector in connectors):
            raise RuntimeError("two formats share a key")

    @property
    def connectors(self) -> tuple[Connector, ...]:
        """All connectors, in order."""
        return tuple(self._connectors.values())

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """All file formats, in order."""
        return tuple(self._formats.values())

    def connector(self, key: str) -> Connector:
        """Return a connector by its key."""
        found = self._connectors.get(key)
        if found is None:
            raise Unknown(f"There is no platform {key!r}.", hint=f"There are: {', '.join(self._connectors)}.")
        return found

    def format(self, key: str) -> FileFormat:
        """Return a file format by its key."""
        found = self._formats.get(key)
        if found is None:
            raise Unknown(
                f"There is no import format {key!r}.",
                field="format",
                suggestions=difflib.get_close_matches(key, self._formats, n=2),
                hint=f"Formats: {', '.join(self._formats)}.",
            )
        return found

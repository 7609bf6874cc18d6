"""Which normaliser reads the deliveries of a platform's topic. Connectors declare theirs when they are imported.

Owns the list only. A topic nobody declared is kept in the inbox as ignored, visible and replayable once one exists.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from comptoir.connectors.sdk.canonical import Record
from comptoir.connectors.sdk.connector import Normaliser, StoreContext
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import DocumentFormat, Options


@dataclass(slots=True)
class DeliveryRegistry:
    """Normalisers by (platform, topic)."""

    _normalisers: dict[tuple[str, str], Normaliser] = field(default_factory=dict)

    def declare(self, *, platform: str, topics: Sequence[str], normaliser: Normaliser) -> None:
        """Say who reads the topics of a platform; a topic declared twice is a programming error."""
        for topic in topics:
            if self._normalisers.get((platform, topic), normaliser) is not normaliser:
                raise ValueError(f"two normalisers for {platform} {topic}")
            self._normalisers[(platform, topic)] = normaliser

    def find(self, platform: str, topic: str) -> Normaliser | None:
        """Return the normaliser of a topic, nothing for one that is unknown."""
        return self._normalisers.get((platform, topic))


deliveries = DeliveryRegistry()


def reads_document(form: DocumentFormat) -> Normaliser:
    """Return a normaliser for deliveries whose body is one JSON object of a file format's documents."""

    def normalise(
        body: bytes, *, topic: str, headers: Mapping[str, str], store: StoreContext, received_at: datetime
    ) -> Sequence[Record]:
        """Read one document."""
        try:
            document = json.loads(body)
        except ValueError as error:
            raise RowProblem("the body is not JSON") from error
        if not isinstance(document, dict):
            raise RowProblem("the body is not a JSON object")
        options = Options(
            currency=store.currency, timezone=store.timezone, prices=store.prices, received_at=received_at
        )
        return (form.normalise(document, options),)

    return normalise

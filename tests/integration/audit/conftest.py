"""A home with an organisation over a real PostgreSQL, and a hand that can change what the trail holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from comptoir.platform.context import Platform

# What the tests of the HTTP application have: a place, its clock and its panel.
from tests.integration.http.conftest import Place, clock, panel, place

__all__ = ["clock", "panel", "place"]


class Intruder:
    """Somebody who holds the database itself, past every trigger and policy, but not the home's keys."""

    def __init__(self, platform: Platform) -> None:
        self._connection = platform.database.server.connection(None)

    @contextmanager
    def inside(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(**self._connection) as connection:
            connection.execute("set session_replication_role = replica")  # triggers sleep
            yield connection

    def run(self, statement: str, *values: object) -> None:
        with self.inside() as connection:
            connection.execute(statement, values)


@pytest.fixture
def intruder(place: Place) -> Intruder:
    return Intruder(place.platform)

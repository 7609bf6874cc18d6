"""Logs: nothing personal or secret leaves the process under any name, at any depth."""

import io
import json
import logging

import pytest
import structlog

from comptoir.platform.telemetry import configure_logging, correlation_id, logger


@pytest.fixture
def lines():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logging(level="info", form="json", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_personal_and_secret_values_are_replaced(lines):
    logger("t").info(
        "imported",
        email="anna@example.org",
        password="hunter2",
        nested={"customer": {"first_name": "Anna", "country": "DE"}, "items": [{"phone": "123"}]},
        note="write to anna@example.org at postgresql://u:hunter2@db/x",
        raw=b"bytes",
        order="1001",
    )
    (line,) = lines()
    text = json.dumps(line)
    assert "anna" not in text.lower()
    assert "hunter2" not in text
    assert (line["order"], line["raw"]) == ("1001", "[5 bytes]")
    assert line["nested"]["customer"]["country"] == "DE"


def test_the_standard_library_speaks_the_same_way(lines):
    logging.getLogger("lib").warning("failed for %s", "anna@example.org", extra={"token": "abc"})
    (line,) = lines()
    assert "anna" not in json.dumps(line)
    assert (line["level"], line["token"]) == ("warning", "[hidden]")


def test_messages_of_one_request_share_an_id(lines):
    token = correlation_id.set("r-1")
    logger("t").info("one")
    correlation_id.reset(token)
    logger("t").info("two")
    one, two = lines()
    assert one["correlation_id"] == "r-1"
    assert "correlation_id" not in two


def test_an_exception_is_written_without_values_of_people(lines):
    try:
        raise ValueError("anna@example.org is taken")
    except ValueError:
        logger("t").exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "anna" not in json.dumps(line)


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "level", "told"),
    [(io.StringIO(), "auto", True), (Terminal(), "auto", False), (Terminal(), "info", True)],
)
def test_a_terminal_is_told_what_needs_a_person(lines, stream, level, told):
    configure_logging(level=level, stream=stream)
    logger("t").info("request", route="/")
    logger("t").warning("wide_bind")
    assert ("request" in stream.getvalue(), "wide_bind" in stream.getvalue()) == (told, True)

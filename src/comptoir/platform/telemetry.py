"""Logs, the correlation id and the registry of Prometheus metrics.

Owns what may leave the process as a message: values under personal or secret names are replaced before they are
rendered. Must not log request or response bodies.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

HIDDEN = "[hidden]"
SENSITIVE = re.compile(
    r"pass(word|phrase|wd)?$|secret|token|authori[sz]ation|cookie|csrf|api_?key|master|private|signature|dsn"
    r"|(^|_)(e_?mail|phone|telephone|mobile|first_?name|last_?name|full_?name|customer_?name|person|address\d?|street"
    r"|postal_?code|zip|birthday|date_of_birth|iban|card|body|payload|headers)($|_)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
IN_URL = re.compile(r"://[^/@\s:]+:[^/@\s]+@")

correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)

registry = CollectorRegistry()
requests_seconds = Histogram(
    "comptoir_request_seconds", "Time to answer a request", ("method", "route", "status"), registry=registry
)
queries_seconds = Histogram(
    "comptoir_warehouse_query_seconds", "Time of a warehouse query", ("outcome",), registry=registry
)
engine_restarts = Counter(
    "comptoir_engine_reconnects_total",
    "Times an engine was found dead and asked for again",
    ("engine",),
    registry=registry,
)
deliveries_received = Counter(
    "comptoir_deliveries_received_total",
    "Deliveries at the webhook door, by how they were answered",
    ("platform", "outcome"),
    registry=registry,
)
deliveries_pumped = Counter(
    "comptoir_deliveries_pumped_total",
    "Deliveries the pump settled, by how they ended",
    ("outcome",),
    registry=registry,
)
pump_seconds = Histogram("comptoir_pump_batch_seconds", "Time the pump took for a batch", registry=registry)
changes_projected = Counter(
    "comptoir_changes_projected_total", "Changes the projector made visible to queries", registry=registry
)
projector_seconds = Histogram(
    "comptoir_projector_batch_seconds", "Time the projector took for a batch", registry=registry
)
live_sockets = Gauge("comptoir_live_sockets", "Live connections of a process", registry=registry)
live_questions = Gauge("comptoir_live_questions", "Distinct questions its live connections follow", registry=registry)


def configure_logging(*, level: str = "auto", form: str = "auto", stream: TextIO | None = None) -> None:
    """Set up structlog and route the standard library's loggers through it. ``form``: auto, console or json.

    By itself it tells a person at a terminal what needs them, and everything else to whatever collects it.
    """
    output = stream or sys.stderr
    if level == "auto":
        level = "warning" if output.isatty() else "info"
    console = form == "console" or (form == "auto" and output.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        with_correlation,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=output.isatty()) if console else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(output)
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not console:
        last.append(structlog.processors.format_exc_info)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*last, redact, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("alembic", "procrastinate", "uvicorn", "httpx", "aiohttp.access", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def with_correlation(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the id that ties together all messages of one request or job."""
    current = correlation_id.get()
    if current is not None:
        event.setdefault("correlation_id", current)
    return event


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what is personal or secret, by name at any depth, and addresses and passwords inside text."""
    for key, value in event.items():
        event[key] = hidden(key, value)
    return event


def hidden(key: str, value: object) -> object:
    """Return what may be written of a value that was logged under ``key``."""
    if SENSITIVE.search(key):
        return HIDDEN
    if isinstance(value, str):
        return IN_URL.sub(f"://{HIDDEN}@", ADDRESS.sub(HIDDEN, value))
    if isinstance(value, Mapping):
        return {str(name): hidden(str(name), item) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [hidden(key, item) for item in value]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"[{len(value)} bytes]"
    return value

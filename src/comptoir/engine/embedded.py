"""Where the warehouse answers: the embedded host of a home, or the server that WAREHOUSE_URL names."""

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from comptoir.platform.engines.home import EngineHome
from comptoir.platform.engines.lease import Engine, EngineLease
from comptoir.platform.settings import BadSetting, Settings

ENGINE = "warehouse"
ANSWER_WITHIN = 2.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where and as whom to ask."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    secure: bool = False
    database: str | None = None


def lease_of(settings: Settings) -> EngineLease:
    """Return the lease on a home's host. Opens nothing."""
    home = EngineHome(settings.home)
    given = {
        "home": str(home.root),
        "linger": settings.engine_linger_seconds,
        "memory_bytes": settings.warehouse_memory_bytes,
        "concurrency": settings.warehouse_concurrency,
    }
    return EngineLease(
        home,
        Engine(
            name=ENGINE,
            label="The embedded ClickHouse",
            module="comptoir.engine.host",
            given=given,
            answers=lambda: answers(home),
        ),
    )


def embedded_address(home: EngineHome) -> Address | None:
    """Return where the running host of a home answers, as it told; None if none ever ran."""
    try:
        told: dict[str, Any] = json.loads(home.address(ENGINE).read_text())
        return Address("127.0.0.1", int(told["port"]), "default", str(told["password"]))
    except (OSError, ValueError, KeyError):
        return None


def served_address(url: str) -> Address:
    """Return the parts of WAREHOUSE_URL."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "clickhouse", "clickhouses") or not parts.hostname:
        raise BadSetting("WAREHOUSE_URL cannot be read.", hint="https://user:password@host:8443/database")
    secure = parts.scheme in ("https", "clickhouses")
    return Address(
        host=parts.hostname,
        port=parts.port or (8443 if secure else 8123),
        user=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        secure=secure,
        database=parts.path.strip("/") or None,
    )


def answers(home: EngineHome) -> bool:
    """Return whether the host that last told its address is there."""
    address = embedded_address(home)
    if address is None:
        return False
    connection = http.client.HTTPConnection(address.host, address.port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().read() == b"Ok.\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

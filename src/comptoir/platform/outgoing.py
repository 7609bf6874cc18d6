"""Asking a server outside that somebody named: bounded in time and bytes, without redirects, never a private address.

An address that a name resolves to is looked at when the connection is made, so that a name which changes its mind
leads nowhere else. Hosts of private networks are asked only where the installation's settings name them.
"""

import ipaddress
import json
import socket
from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from comptoir.kernel.errors import ComptoirError, Invalid
from comptoir.platform.http.addresses import parse_address

SECONDS = 10
MOST_BYTES = 512 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # hides an IPv4 address, as 6to4 and Teredo do


class OutsideRefused(Invalid):
    """An address that must not be asked."""

    code = "outside_refused"


class OutsideFailed(ComptoirError):
    """A server outside did not answer as it should."""

    code = "outside_failed"
    status = 502
    retryable = True
    alerting = False


class _PublicOnly(AbstractResolver):
    def __init__(self, private: Collection[str]) -> None:
        self._resolver = aiohttp.ThreadedResolver()
        self._private = private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if host not in self._private and not all(is_public(one["host"]) for one in found):
            raise OutsideRefused(f"{host} lies in a private network.", hint=_HINT)
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Return whether an address may be asked: no loopback, private, link-local or reserved one."""
    found = parse_address(address)
    if found is None or not found.is_global or found.is_multicast:
        return False
    return not isinstance(found, ipaddress.IPv6Address) or not (found.sixtofour or found.teredo or found in _NAT64)


def check_url(url: str, *, private: Collection[str]) -> str:
    """Return an address that may be asked, or raise ``OutsideRefused``: HTTPS, and no private host unless it is named."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    is_known = host in private
    if not host or port == 0 or parts.username is not None or parts.scheme not in ("https", "http"):
        raise OutsideRefused(f"{url[:200]!r} is no address of a server.", hint="Such as https://login.example.com.")
    if parts.scheme == "http" and not is_known:
        raise OutsideRefused(f"{host} must be asked by https.", hint=_HINT)
    if not is_known and parse_address(host) is not None and not is_public(host):
        raise OutsideRefused(f"{host} lies in a private network.", hint=_HINT)
    return url


async def ask_json(
    url: str,
    *,
    private: Collection[str],
    form: Mapping[str, str] | None = None,
    login: tuple[str, str] | None = None,
) -> Mapping[str, Any]:
    """Return the JSON object a server answers to GET, or to POST with ``form``. Raises ``OutsideFailed``."""
    check_url(url, private=private)
    connector = aiohttp.TCPConnector(resolver=_PublicOnly(private), force_close=True, limit=4)
    headers = {"Accept": "application/json"}
    if login is not None:
        headers["Authorization"] = f"Basic {b64encode(':'.join(login).encode()).decode()}"
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    host = urlsplit(url).hostname
    try:
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
            method = "GET" if form is None else "POST"
            async with session.request(method, url, data=form, headers=headers, allow_redirects=False) as answer:
                body = await answer.content.read(MOST_BYTES + 1)
                while len(body) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES)):
                    body += more
                status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutsideFailed(f"{host} does not answer.", hint="Is its address right, and is it up?") from error
    if status != 200 or len(body) > MOST_BYTES:
        raise OutsideFailed(f"{host} answered {status}.", hint="Its own log says why.")
    try:
        found = json.loads(body)
    except ValueError as error:
        raise OutsideFailed(f"{host} sent no JSON.") from error
    if not isinstance(found, dict):
        raise OutsideFailed(f"{host} sent something else than an object.")
    return found


_HINT = "COMPTOIR_PRIVATE_ISSUERS names hosts of one's own network that may be asked."

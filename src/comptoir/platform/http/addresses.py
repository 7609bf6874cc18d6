"""Who really calls, and under which name: trusted proxies, Host and Origin. Pure functions over header values."""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def networks(texts: Iterable[str]) -> Sequence[Network]:
    """Parse addresses and CIDR ranges; raises ``ValueError`` with the text that is neither."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Address | None:
    """Return the address, or None for anything else; a zone or brackets are taken off."""
    try:
        address = ipaddress.ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def client_address(peer: str, *, forwarded_for: str | None, trusted: Sequence[Network]) -> str:
    """Return the nearest address that is no trusted proxy, read from the right as proxies append."""
    if not forwarded_for or not is_trusted(peer, trusted=trusted):
        return peer
    nearest = peer
    for text in reversed(forwarded_for.split(",")):
        address = parse_address(text)
        if address is None:
            break
        nearest = str(address)
        if not is_trusted(nearest, trusted=trusted):
            break
    return nearest


def is_within(address: str | None, *, lists: Iterable[Sequence[str]]) -> bool:
    """Return whether an address lies in every list of ranges; one nobody knows lies in none."""
    found = parse_address(address or "")
    return all(found is not None and any(found in _network(text) for text in ranges) for ranges in lists)


@lru_cache(maxsize=4096)
def _network(text: str) -> Network:
    return ipaddress.ip_network(text, strict=False)


def is_trusted(peer: str, *, trusted: Sequence[Network]) -> bool:
    """Return whether the peer is one of the trusted proxies."""
    if not trusted:
        return False
    address = parse_address(peer)
    return address is not None and any(address in network for network in trusted)


def throttle_key(address: str | None) -> str:
    """Return what counts as one caller: an IPv4 address, or the /64 that one IPv6 customer gets."""
    parsed = parse_address(address or "")
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else "unknown"


@lru_cache(maxsize=1024)
def host_name(host: str) -> str:
    """Return the name in a Host header, lower case, without its port; "" when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """Which names a request may be addressed to.

    A page of another site can make a browser call this server under a name it controls (DNS rebinding), but never
    under an address: literal addresses and this machine's own names are safe, other names must be configured.
    """

    names: frozenset[str]
    origins: frozenset[str]  # host[:port] of the public address

    @classmethod
    def of(cls, *, public_url: str | None, extra: Iterable[str] = ()) -> "HostPolicy":
        """Build the policy of this machine."""
        own = {"localhost", socket.gethostname().lower(), *(name.strip().lower() for name in extra)}
        public = urlsplit(public_url) if public_url else None
        if public and public.hostname:
            own.add(public.hostname)
        return cls(names=frozenset(own - {""}), origins=frozenset({public.netloc.lower()}) if public else frozenset())

    def allows_host(self, host: str) -> bool:
        """Return whether ``host`` (a Host header) is one of ours."""
        name = host_name(host)
        return name in self.names or name.endswith(".localhost") or parse_address(name) is not None

    def allows_origin(self, origin: str, *, host: str) -> bool:
        """Return whether a page of ``origin`` may change things here: only our own pages may."""
        place = urlsplit(origin).netloc.lower()
        return bool(place) and (place == host.lower() or place in self.origins)


def is_loopback(host: str) -> bool:
    """Return whether binding to ``host`` reaches this machine only."""
    address = parse_address(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def wide_bind_warning(*, host: str, public_url: str | None, tls: bool = False) -> str | None:
    """Return the sentence for a server that others can reach without encryption, or None."""
    if is_loopback(host) or tls or (public_url or "").lower().startswith("https://"):
        return None
    return (
        f"Listening on {host} without TLS: passwords and figures cross the network readable by others. "
        "Put a TLS proxy in front and set COMPTOIR_PUBLIC_URL=https://…, or use --host 127.0.0.1."
    )

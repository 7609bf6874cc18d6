"""Trusted proxies, Host, Origin, wide binds."""

import pytest

from comptoir.platform.http.addresses import (
    HostPolicy,
    client_address,
    is_loopback,
    networks,
    throttle_key,
    wide_bind_warning,
)

PROXIES = networks(["10.0.0.0/8", "::1"])
POLICY = HostPolicy.of(public_url="https://panel.example.com", extra=["intra.example.com"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "real"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # an untrusted peer may claim what it likes
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # what the client itself sent lies further left
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_caller_is_the_nearest_untrusted_address(peer: str, forwarded: str | None, real: str) -> None:
    assert client_address(peer, forwarded_for=forwarded, trusted=PROXIES) == real


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.20:8000", True),  # an address cannot be rebound
        ("panel.example.com", True),
        ("PANEL.example.com:443", True),
        ("intra.example.com", True),
        ("shop.localhost:8000", True),
        ("evil.example", False),
        ("panel.example.com.evil.example", False),
        ("", False),
        ("[::1", False),
        ("user@localhost@evil.example", False),
    ],
)
def test_hosts(host: str, allowed: bool) -> None:
    assert POLICY.allows_host(host.lower() if host.startswith("PANEL") else host) is allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", False),
        ("https://panel.example.com", "10.0.0.5:8000", True),  # a proxy that rewrites Host
        ("https://panel.example.com.evil.example", "panel.example.com", False),
        ("null", "127.0.0.1:8000", False),
        ("", "", False),
    ],
)
def test_origins(origin: str, host: str, allowed: bool) -> None:
    assert POLICY.allows_origin(origin, host=host) is allowed


def test_one_ipv6_customer_is_one_caller() -> None:
    assert throttle_key("2001:db8:1:2::1") == throttle_key("2001:db8:1:2:ffff::9")
    assert throttle_key("2001:db8:1:3::1") != throttle_key("2001:db8:1:2::1")
    assert throttle_key("::ffff:203.0.113.9") == "203.0.113.9"
    assert throttle_key(None) == "unknown"


@pytest.mark.parametrize(
    ("host", "public_url", "warns"),
    [
        ("127.0.0.1", None, False),
        ("localhost", None, False),
        ("::1", None, False),
        ("0.0.0.0", None, True),
        ("192.168.1.20", "http://panel.example.com", True),
        ("0.0.0.0", "https://panel.example.com", False),
    ],
)
def test_a_wide_bind_without_tls_is_warned_about(host: str, public_url: str | None, warns: bool) -> None:
    warning = wide_bind_warning(host=host, public_url=public_url)
    assert (warning is not None) is warns
    if warning:
        assert "COMPTOIR_PUBLIC_URL" in warning
    assert is_loopback(host) is (host in ("127.0.0.1", "localhost", "::1"))


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="proxy"):
        networks(["proxy"])

"""What may be asked outside: public hosts by HTTPS, and private ones that the settings name."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.platform.outgoing import OutsideRefused, check_url, is_public

PRIVATE = [
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "224.0.0.0/4",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "64:ff9b::/96",
    "2002::/16",
    "2001::/32",
    "::ffff:10.0.0.0/104",
]


@given(st.sampled_from(PRIVATE), st.integers(min_value=0))
def test_no_address_of_a_private_network_is_asked(network: str, number: int) -> None:
    parsed = ipaddress.ip_network(network)
    address = str(parsed[number % parsed.num_addresses])
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(OutsideRefused):
        check_url(f"https://{host}/", private=())


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.com",
        "ftp://login.example.com",
        "https://me:secret@login.example.com",
        "https://",
        "login.example.com",
        "https://[::1",
        "https://login.example.com:99999",
        "https://login.example.com:0",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(OutsideRefused):
        check_url(url, private=())


def test_a_private_host_that_is_named_may_be_asked_also_without_tls() -> None:
    for url in ("http://keycloak.lan:8080/realms/shop", "https://keycloak.lan"):
        assert check_url(url, private=("keycloak.lan",)) == url
    with pytest.raises(OutsideRefused):
        check_url("http://other.lan", private=("keycloak.lan",))

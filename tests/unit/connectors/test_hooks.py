"""Signatures as the platforms compute them, topics and their readers, and bodies read exactly or refused."""

import base64
import hashlib
import hmac
import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.bodies import (
    NO_OBJECT,
    NOT_JSON,
    SHAPE,
    TOO_DEEP,
    TWICE,
    normalised,
    read_body,
    unreadable,
)
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.hooks import HookScheme, sign
from comptoir.connectors.shopify.orders import normalise_order
from comptoir.domains.commerce.model import TOPICS
from tests.unit.connectors.reading import BERLIN

SCHEMES = {one.key: one.hooks for one in REGISTRY.connectors if one.hooks is not None}


@pytest.fixture(params=sorted(SCHEMES))
def scheme(request: pytest.FixtureRequest) -> HookScheme:
    return SCHEMES[request.param]


def test_a_known_signature() -> None:
    """RFC 4231, test case 2: key Jefe."""
    digest = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    assert sign(b"what do ya want for nothing?", secret=b"Jefe") == base64.b64encode(digest)


@given(body=st.binary(max_size=200), secret=st.binary(min_size=1, max_size=64), flip=st.integers(0))
def test_only_the_whole_body_under_the_right_secret_is_signed(body: bytes, secret: bytes, flip: int) -> None:
    scheme = SCHEMES["shopify"]
    made = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    assert scheme.is_signed(body, given=made, secret=secret)
    assert not scheme.is_signed(body + b"x", given=made, secret=secret)
    assert not scheme.is_signed(body, given=made, secret=secret + b"x")
    place = flip % len(made)
    changed = made[:place] + (b"A" if made[place : place + 1] != b"A" else b"B") + made[place + 1 :]
    assert not scheme.is_signed(body, given=changed, secret=secret)
    assert not scheme.is_signed(body, given=b"", secret=secret)


def test_the_headers_a_platform_would_send_are_accepted(scheme: HookScheme) -> None:
    headers = scheme.signed_headers(b"{}", topic="a/b", delivery="d", secret=b"s")
    raw = {name.encode(): value.encode() for name, value in headers.items()}
    assert scheme.is_signed(b"{}", given=raw[scheme.signature], secret=b"s")
    assert (scheme.topic_of(raw), scheme.delivery_of(raw)) == ("a/b", "d")


@pytest.mark.parametrize("topic", ["", " ", "a b", "a\nb", "ö", "x" * 101])
def test_what_is_no_topic(scheme: HookScheme, topic: str) -> None:
    assert scheme.topic_of({scheme.topic: topic.encode("latin-1")}) is None


def test_the_set_up_ping_of_woocommerce_alone() -> None:
    woo, shopify = SCHEMES["woocommerce"], SCHEMES["shopify"]
    assert woo.is_ping(b"webhook_id=14", headers={})
    assert not woo.is_ping(b"webhook_id=14", headers={woo.signature: b"x"})
    assert not woo.is_ping(b"webhook_id=14&a=b", headers={})
    assert not woo.is_ping(b"webhook_id=", headers={})
    assert not shopify.is_ping(b"webhook_id=14", headers={})


def test_every_topic_a_store_is_asked_for_is_read_and_none_is_both_read_and_unread() -> None:
    for connector in REGISTRY.connectors:
        assert set(TOPICS[connector.key]) <= set(connector.topics), connector.key
        assert not set(connector.topics) & set(connector.unread)
        assert bool(TOPICS[connector.key]) == (connector.hooks is not None)
        assert connector.hooks is None or connector.hooks.test_topic in connector.unread
        assert all(len(unread.reason) > 20 for unread in connector.unread.values())


def test_privacy_requests_wait_for_a_person() -> None:
    unread = REGISTRY.connector("shopify").unread
    assert {topic for topic, one in unread.items() if one.needs_person} == {
        "customers/data_request", "customers/redact", "shop/redact",
    }  # fmt: skip


def test_numbers_are_read_exactly() -> None:
    assert read_body(b'{"a": 0.29, "b": 1e20, "c": 123456789012345678901234567890}') == {
        "a": Decimal("0.29"), "b": Decimal("1E+20"), "c": 123456789012345678901234567890,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", NOT_JSON),
        (b"{", NOT_JSON),
        (b'{"a": NaN}', NOT_JSON),
        (b'{"a": Infinity}', NOT_JSON),
        (b"\xff", NOT_JSON),
        (b'{"a": "\xc3"}', NOT_JSON),
        ("{}".encode("utf-16"), NOT_JSON),
        (b"[]", NO_OBJECT),
        (b"1", NO_OBJECT),
        (b'{"a": 1, "a": 1}', TWICE),
        (b'{"b": [{"a": 1, "a": 2}]}', TWICE),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, TOO_DEEP),
        (b"[" * 100_000, TOO_DEEP),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(body: bytes, reason: str) -> None:
    with pytest.raises(RowProblem) as raised:
        read_body(body)
    assert raised.value.reason == reason
    assert unreadable(body) in (reason, None if reason == TWICE else reason)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))  # fmt: skip
def test_whatever_the_pump_can_read_the_door_lets_in(value: object) -> None:
    body = json.dumps({"value": value}).encode()
    try:
        read_body(body)
    except RowProblem:
        return
    assert unreadable(body) is None or b"\\ud" in body  # halves of characters are refused at the door already


@given(
    st.dictionaries(
        st.sampled_from(["id", "line_items", "customer", "refunds", "tags", "landing_site", "updated_at", "company"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "price", "x"]), inner, max_size=3),
            max_leaves=6,
        ),
    )
)  # fmt: skip
def test_a_body_of_any_shape_becomes_a_record_or_a_sentence(body: dict[str, object]) -> None:
    with suppress(RowProblem):
        assert normalised(body, BERLIN, normalise=normalise_order).version is not None


def test_another_shape_is_said() -> None:
    with pytest.raises(RowProblem) as raised:
        normalised({"id": 1, "line_items": "?"}, BERLIN, normalise=normalise_order)
    assert raised.value.reason == SHAPE

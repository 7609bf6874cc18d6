"""Rules of one-time codes, recovery codes, names and sites."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP

from comptoir.foundation.factors import model
from comptoir.foundation.factors.errors import PasskeysNeedName
from comptoir.kernel.errors import Invalid

SECRET = b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1: of its eight digits the last six are those of a code of six.
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert model.step_of(code[-6:], secret=SECRET, now=now) == seconds // 30


@given(MOMENTS, st.integers(-3, 3))
def test_a_code_counts_one_step_early_or_late_and_no_more(now: datetime, steps: int) -> None:
    secret = model.new_secret()
    code = TOTP(secret).at(now, counter_offset=steps)
    near = {TOTP(secret).at(now, counter_offset=offset): offset for offset in (-1, 0, 1)}
    found = model.step_of(code, secret=secret, now=now)
    if abs(steps) <= 1:
        assert found is not None
        assert TOTP(secret).generate_otp(found) == code
    else:
        assert (found is not None) == (code in near)


@given(st.text(max_size=12))
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    valid = {TOTP(SECRET).at(now, counter_offset=offset) for offset in (-1, 0, 1)}
    assert (model.step_of(typed, secret=SECRET, now=now) is not None) == ("".join(typed.split()) in valid)


def test_a_code_may_be_typed_with_a_space() -> None:
    code = TOTP(SECRET).at(datetime(2026, 3, 1, tzinfo=UTC))
    assert model.step_of(f" {code[:3]} {code[3:]}", secret=SECRET, now=datetime(2026, 3, 1, tzinfo=UTC))


def test_recovery_codes_differ_and_are_read_however_they_are_typed() -> None:
    codes = model.new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert model.plain_recovery_code(f" {code.upper().replace('-', ' - ')} ") == code.replace("-", "")
        assert not set(code) & set("il1o0")  # read as one another


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "two\x00"])
def test_a_name_is_short_and_can_be_read(name: str) -> None:
    with pytest.raises(Invalid):
        model.factor_name(name)


@pytest.mark.parametrize(
    ("host", "is_secure", "public_url", "domain", "origins"),
    [
        ("localhost:8000", False, None, "localhost", ("http://localhost:8000",)),
        (
            "panel.example.com",
            True,
            "https://panel.example.com",
            "panel.example.com",
            ("https://panel.example.com",),
        ),
        ("localhost:8000", False, "https://panel.example.com", "localhost", ("http://localhost:8000",)),
        (
            "eu.panel.example.com",
            True,
            "https://panel.example.com",
            "panel.example.com",
            ("https://eu.panel.example.com", "https://panel.example.com"),
        ),
    ],
)
def test_passkeys_are_bound_to_the_panels_name(
    host: str, is_secure: bool, public_url: str | None, domain: str, origins: tuple[str, ...]
) -> None:
    site = model.site_of(host, is_secure=is_secure, public_url=public_url)
    assert (site.domain, site.origins) == (domain, origins)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", ""])
def test_an_address_is_no_name(host: str) -> None:
    with pytest.raises(PasskeysNeedName):
        model.site_of(host, is_secure=False, public_url=None)


def test_a_draft_outlives_no_proof() -> None:
    assert timedelta(minutes=15) == model.DRAFT_LIFETIME

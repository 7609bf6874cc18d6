"""Rules of passwords, secrets, sessions, delays and names."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.foundation.identity import model
from comptoir.foundation.identity.commands import networks_of
from comptoir.foundation.identity.errors import WeakPassword
from comptoir.kernel.errors import Invalid

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_secret_has_256_bits_and_is_stored_as_a_digest() -> None:
    secret = model.new_secret()
    assert len(secret) == 43
    assert secret != model.new_secret()
    assert len(model.digest(secret)) == 32
    assert secret.encode() not in model.digest(secret)


def test_the_csrf_token_is_bound_to_the_session() -> None:
    first, second = model.new_secret(), model.new_secret()
    assert model.csrf_token(first) == model.csrf_token(first)
    assert model.csrf_token(first) != model.csrf_token(second)
    assert model.csrf_token(first) != first


def test_an_api_token_can_be_recognised_and_told_apart_by_its_prefix() -> None:
    secret, prefix = model.new_api_token()
    assert secret.startswith(prefix)
    assert prefix.startswith("cpt_")
    assert len(prefix) == 10


@pytest.mark.parametrize(
    "password", ["123456123456", "Password2026!", "passwordpassword", "qwertyuiop12", "  letmein!!  "]
)
def test_a_password_that_is_tried_first_is_refused_with_a_reason(password: str) -> None:
    with pytest.raises(WeakPassword, match="tried first") as refused:
        model.check_password(password, email="a@example.test")
    assert refused.value.hint
    assert refused.value.field == "new"


@given(st.sampled_from(["password", "football", "sunshine"]), st.text("0123456789!?-_ ", min_size=3, max_size=20))
def test_decoration_makes_no_common_password_a_good_one(word: str, around: str) -> None:
    for one in (around + word, word + around, around + word.upper() + around):
        assert model.is_common(one)


@pytest.mark.parametrize("password", ["correct horse battery", "four unrelated words 7", "Quillota-Zwiebelhorn"])
def test_a_good_password_passes(password: str) -> None:
    model.check_password(password, email="a@example.test")


def test_the_delay_doubles_after_five_failures_and_ends_at_a_quarter_of_an_hour() -> None:
    assert [model.delay_after(count).total_seconds() for count in (1, 4, 5, 6, 7, 10)] == [0, 0, 1, 2, 4, 32]
    assert model.delay_after(14) == timedelta(seconds=512)
    assert model.delay_after(15) == model.LONGEST_DELAY
    assert model.delay_after(10_000) == model.LONGEST_DELAY


def test_somebody_elsewhere_has_another_failure_count() -> None:
    here = model.failure_key("a@example.test", "203.0.113.7")
    assert here == model.failure_key("a@example.test", "203.0.113.7")
    assert here != model.failure_key("a@example.test", "203.0.113.8")
    assert here != model.failure_key("b@example.test", "203.0.113.7")


@pytest.mark.parametrize(
    ("idle", "age", "alive"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(days=2, hours=23), timedelta(days=20), True),
        (timedelta(days=3), timedelta(days=3), False),
        (timedelta(minutes=1), timedelta(days=30), False),
    ],
)
def test_a_session_ends_by_idleness_and_by_age(idle: timedelta, age: timedelta, alive: bool) -> None:
    created = NOW - age
    expires_at = created + timedelta(days=30)
    assert model.is_alive(now=NOW, seen_at=NOW - idle, expires_at=expires_at, idle=timedelta(days=3)) is alive


@pytest.mark.parametrize(
    ("given", "stored"), [("  Ada@Example.TEST ", "ada@example.test"), ("o'neil+x@localhost", "o'neil+x@localhost")]
)
def test_an_email_is_compared_in_lower_case(given: str, stored: str) -> None:
    assert model.normal_email(given) == stored


@pytest.mark.parametrize(
    "given", ["", "ada", "ada@", "@example.test", "a b@example.test", "a\n@b", "x" * 250 + "@e.test"]
)
def test_what_is_no_email_is_refused(given: str) -> None:
    with pytest.raises(Invalid) as caught:
        model.normal_email(given)
    assert caught.value.field == "email"


@pytest.mark.parametrize("password", ["short", "elevenchars", "aaaaaaaaaaaaaaaa", "ada@example.test", "x" * 1025])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        model.check_password(password, email="ada@example.test")


def test_a_few_words_are_a_good_password() -> None:
    model.check_password("correct horse battery", email="ada@example.test")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbour & Pine", "harbour-pine"),
        ("Käsehaus Öst", "kasehaus-ost"),
        ("日本", "organisation"),
        ("--", "organisation"),
    ],
)
def test_a_slug_is_plain(name: str, slug: str) -> None:
    assert model.slug_of(name) == slug


def test_currencies_and_zones_are_checked() -> None:
    assert model.check_currency(" eur ") == "EUR"
    assert model.check_timezone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(Invalid, match="ISO 4217"):
        model.check_currency("XYZ")
    with pytest.raises(Invalid, match="IANA"):
        model.check_timezone("Berlin")


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("2w", 14), ("1y", 365), ("12h", 0.5), ("6M", 180)])
def test_time_spans(text: str, days: float) -> None:
    assert model.lifetime(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "90", "d", "0d", "-1d", "90 days", "999999d"])
def test_what_is_no_time_span_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        model.lifetime(text)


def test_ranges_of_roles_are_read_from_the_command_line() -> None:
    given = ["finance=203.0.113.0/24, 2001:db8::/32", "*=10.0.0.0/8", "viewer=none"]
    assert networks_of(given) == {
        "finance": ("203.0.113.0/24", "2001:db8::/32"),
        "*": ("10.0.0.0/8",),
        "viewer": (),
    }
    assert networks_of(["none"]) == {}
    with pytest.raises(Invalid, match="names no role"):
        networks_of(["203.0.113.0/24"])

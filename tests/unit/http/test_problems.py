"""What the framework finds wrong, in plain words."""

import pytest

from comptoir.kernel.errors import TooManyRequests, Unknown
from comptoir.platform.http.problems import encoded, field_error, of_error


@pytest.mark.parametrize(
    ("message", "key", "field", "sentence"),
    [
        ("Expected `int`, got `str`", "limit", "limit", "must be a whole number, not text"),
        ("Expected `str`, got `int` - at `$.lines[0].sku`", None, "lines[0].sku", "must be text, not a whole number"),
        ("Expected `str | null`, got `array`", "q", "q", "must be text or nothing, not a list"),
        ("Object missing required field `name`", "data", "data.name", "is missing"),
        ("Object missing required field `name`", None, "name", "is missing"),
        ("Object contains unknown field `nmae`", "", "nmae", "is not known here"),
        ("Invalid enum value 'x'", "grain", "grain", "invalid enum value 'x'"),
    ],
)
def test_field_errors(message: str, key: str | None, field: str, sentence: str) -> None:
    found = field_error({"message": message, "key": key})
    assert (found.field, found.message) == (field, sentence)


def test_an_error_of_the_family_keeps_its_code_hint_and_suggestions() -> None:
    document = of_error(Unknown("There is no metric.", hint="See metrics.", field="metrics", suggestions=["net_sales"]))
    assert (document.status, document.code, document.hint) == (422, "unknown_name", "See metrics.")
    assert list(document.did_you_mean) == ["net_sales"]
    assert document.errors[0].field == "metrics"
    assert document.type == "urn:comptoir:problem:unknown_name"


def test_what_is_absent_is_not_sent() -> None:
    body = encoded(of_error(TooManyRequests("Slowly.", details={"retry_after": 3})))
    assert b'"details":{"retry_after":3}' in body
    assert b"hint" not in body
    assert b"did_you_mean" not in body
    assert b"errors" not in body

"""The formula language and its types."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.composed.insights.facade import catalogue
from comptoir.domains.orders.metrics import DECLARATIONS
from comptoir.kernel.errors import ComptoirError
from comptoir.semantic.formula import Binary, FormulaError, Name, Negative, Number, names_of, parse_formula
from comptoir.semantic.loading import load_catalogue
from comptoir.semantic.vocabulary import COUNT, MONEY, PERCENT, RATIO, Declarations, Dimension, Kind, Measure, Unit


def with_metric(formula: str, unit: Unit = MONEY, **measures: Unit) -> None:
    added = tuple(Measure(key=key, fact="sales", expression="gross", unit=unit_) for key, unit_ in measures.items())
    metric = replace(DECLARATIONS.metrics[0], key="mine", formula=formula, unit=unit)
    load_catalogue([DECLARATIONS, Declarations(measures=added, metrics=(metric,))])


def test_precedence() -> None:
    assert parse_formula("a - b * 2 / (c + 1)") == Binary(
        "-",
        Name("a"),
        Binary("/", Binary("*", Name("b"), Number(Decimal(2))), Binary("+", Name("c"), Number(Decimal(1)))),
    )
    assert parse_formula("-a - -1.5") == Binary("-", Negative(Name("a")), Negative(Number(Decimal("1.5"))))
    assert names_of(parse_formula("a / (b - a)")) == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "(a",
        "a b",
        "a)",
        "1..2",
        "a; drop",
        "sleep(1)",
        "a['x']",
        "__import__",
        "A",
        "a ** b",
        "(" * 40 + "a",
        "a" * 501,
    ],
)
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(text)


@given(st.text(alphabet="ab1.+-*/() \t'\"`;{}", max_size=40))
def test_a_formula_parses_or_is_refused(text: str) -> None:
    try:
        tree = parse_formula(text)
    except FormulaError:
        return
    assert set(names_of(tree)) <= {"".join(part) for part in _names(text)}


def _names(text: str) -> set[str]:
    return {name for name in "".join(c if c.isalnum() else " " for c in text).split() if name[0].isalpha()} | {
        name.lstrip("1.") for name in "".join(c if c.isalnum() or c == "." else " " for c in text).split()
    }


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("net_sales / orders", MONEY),
        ("net_sales / gross_sales", RATIO),
        ("orders / customers", PERCENT),
        ("net_sales * 2 - 0.5 * discounts", MONEY),
        ("orders * 2 + customers", COUNT),
        ("gross_margin * net_sales", MONEY),
    ],
)
def test_what_fits(formula: str, unit: Unit) -> None:
    with_metric(formula, unit)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("net_sales + orders", "cannot add money and count"),
        ("net_sales - 1", "cannot subtract money and ratio"),
        ("orders + gross_margin", "cannot add count and percent"),
        ("net_sales * discounts", "cannot multiply money by money"),
        ("orders / net_sales", "cannot divide count by money"),
        ("net_sales / orders + orders", "cannot add money and count"),
        ("net_sales / gross_sales", "gives ratio, but the metric says money"),
        ("dollars + net_sales", "cannot add money in USD and money"),
        ("dollars + euros", "cannot add money in USD and money in EUR"),
        ("dollars / euros", "cannot divide money in USD by money in EUR"),
        ("net_sale", "neither a measure nor a metric"),
        ("mine + net_sales", "rests on itself"),
    ],
)
def test_type_errors_when_a_definition_loads(formula: str, said: str) -> None:
    with pytest.raises(FormulaError, match=said):
        with_metric(formula, dollars=Unit(Kind.MONEY, "USD"), euros=Unit(Kind.MONEY, "EUR"))


def test_a_key_names_one_thing() -> None:
    with pytest.raises(FormulaError, match="declared twice"):
        load_catalogue([DECLARATIONS, Declarations(metrics=(DECLARATIONS.metrics[0],))])


def test_facts_and_dimensions_must_exist() -> None:
    with pytest.raises(FormulaError, match="which is no fact"):
        load_catalogue([Declarations(measures=(Measure("m", "visits", "x", COUNT),))])
    with pytest.raises(FormulaError, match="which is no fact"):
        load_catalogue([Declarations(dimensions=(Dimension("d", "D", "d", {"visits": "x"}),))])


def test_suggestions() -> None:
    with pytest.raises(ComptoirError) as caught:
        catalogue().metric("net_sale")
    assert caught.value.suggestions[0] == "net_sales"
    assert (caught.value.code, caught.value.status) == ("unknown_name", 422)


def test_the_fingerprint_follows_definitions() -> None:
    changed = replace(DECLARATIONS, metrics=(replace(DECLARATIONS.metrics[0], version=2), *DECLARATIONS.metrics[1:]))
    assert load_catalogue([DECLARATIONS]).fingerprint != load_catalogue([changed]).fingerprint

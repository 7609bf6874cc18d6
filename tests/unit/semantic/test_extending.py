"""The rules of an organisation's own definitions: what is refused, in which words and where."""

from typing import Any

import pytest

from comptoir.kernel.errors import ComptoirError, Forbidden
from comptoir.semantic.access import check_access, may_group, may_read
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.condition import Filter, Op
from comptoir.semantic.extending import Own, OwnGrouping, OwnMetric, extend, with_metric
from comptoir.semantic.formula import LONGEST, FormulaError, parse_formula
from comptoir.semantic.vocabulary import DateBasis, Kind
from tests.unit.semantic.asking import an_actor, plan_of


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return plan_of().catalogue


def metric(key: str, formula: str, *filters: Filter, **more: Any) -> OwnMetric:
    return OwnMetric(key, key.title(), "", formula, "Ana", 1, filters=filters, **more)


def region(key: str = "region_of", dimension: str = "country", **more: Any) -> OwnGrouping:
    return OwnGrouping(key, "Region", "", dimension, "Ana", 1, **({"values": (("DE", "Home"),)} | more))


@pytest.mark.parametrize(
    ("formula", "said", "place"),
    [
        ("net_salez + shipping", "no metric 'net_salez'", (0, 9)),
        ("net_sales + orders", "cannot add money and count", (10, 11)),
        ("net_sales * shipping", "cannot multiply money by money", (10, 11)),
        ("known_cost", "no metric 'known_cost'", (0, 10)),
        ("net_sales +", "expected", (11, 11)),
        ("(net_sales", "not closed", (0, 1)),
        ("net_sales; drop table", "';' has no meaning", (9, 10)),
        ("net_sales * 1.1234567890123", "more than 12 digits", None),
        ("5", "at least one metric", None),
        ("own + net_sales", "rests on itself: own → own", None),
        ("(" * 40 + "orders" + ")" * 40, "nested too deeply", (31, 32)),
        ("+".join(["total_sales"] * 40), "more than 200", None),
        ("a" * 501, "at most 500", (LONGEST, 501)),
    ],
)
def test_what_is_refused(catalogue: Catalogue, formula: str, said: str, place: tuple[int, int] | None) -> None:
    known = extend(catalogue, Own(metrics=(metric("own", "orders"),)))[0]
    with pytest.raises(FormulaError, match=said) as caught:
        with_metric(known, metric("own", formula))
    found = (caught.value.details.get("start"), caught.value.details.get("end"))
    assert found == (place or (None, None))


@pytest.mark.parametrize(
    ("formula", "more", "unit"),
    [
        ("net_sales / orders", {}, Kind.MONEY),
        ("net_sales / total_sales", {}, Kind.RATIO),
        ("net_sales / total_sales", {"unit": Kind.PERCENT}, Kind.PERCENT),
        ("return_rate + 0.1", {}, Kind.RATIO),
        ("orders - guest_orders", {}, Kind.COUNT),
        ("2 * net_sales", {}, Kind.MONEY),
    ],
)
def test_the_unit_a_formula_gives(catalogue: Catalogue, formula: str, more: dict[str, Any], unit: Kind) -> None:
    assert with_metric(catalogue, metric("own", formula, **more)).metrics["own"].unit.kind is unit


def test_money_is_no_share(catalogue: Catalogue) -> None:
    with pytest.raises(FormulaError, match="gives money, which cannot be shown as percent"):
        with_metric(catalogue, metric("own", "net_sales", unit=Kind.PERCENT))


def test_a_built_in_name_cannot_be_taken(catalogue: Catalogue) -> None:
    for key in ("net_sales", "known_cost"):
        with pytest.raises(FormulaError, match="built-in"):
            with_metric(catalogue, metric(key, "orders"))


def test_a_circle_names_every_step(catalogue: Catalogue) -> None:
    known = extend(catalogue, Own(metrics=(metric("one", "two"), metric("two", "three"), metric("three", "orders"))))[0]
    with pytest.raises(FormulaError, match="three → one → two → three"):
        with_metric(known, metric("three", "one"))
    kept, wrong = extend(catalogue, Own(metrics=(metric("one", "two"), metric("two", "one"), metric("fine", "orders"))))
    assert set(wrong) == {"one", "two"}
    assert "fine" in kept.metrics and "one" not in kept.metrics


def test_one_broken_definition_takes_only_those_that_rest_on_it(catalogue: Catalogue) -> None:
    own = Own(
        metrics=(metric("a", "gone * 2"), metric("b", "a"), metric("c", "orders", Filter("nowhere", Op.EQ, "x"))),
        groupings=(region(), region("other", "nothing")),
        absent={"gone": "'gone' was deleted by Ana."},
    )
    known, wrong = extend(catalogue, own)
    assert set(wrong) == {"a", "b", "c", "other"}
    assert "deleted by Ana" in known.absent["a"]
    assert "region_of" in known.dimensions
    with pytest.raises(ComptoirError, match="deleted by Ana"):
        known.metric("gone")


def test_a_metric_needs_the_rights_of_what_it_rests_on(catalogue: Catalogue) -> None:
    own = Own(
        metrics=(
            metric("share", "cogs / net_sales"),
            metric("tea_cost", "share", Filter("category", Op.EQ, "Tea")),
            metric("home", "orders", Filter("region_of", Op.EQ, "Home")),
        ),
        groupings=(region(),),
    )
    known = extend(catalogue, own)[0]
    actor = an_actor("analytics:read")
    for key in ("share", "tea_cost"):
        assert not may_read(actor, catalogue=known, metric=key)
        with pytest.raises(Forbidden, match="costs:read"):
            check_access(actor, catalogue=known, metrics=[key], dimensions=[])
        assert may_read(an_actor("analytics:read", "costs:read"), catalogue=known, metric=key)
    masked = an_actor("analytics:read", masked=("country",))
    assert may_read(actor, catalogue=known, metric="home")
    assert not may_read(masked, catalogue=known, metric="home")
    assert not may_group(masked, catalogue=known, dimension="region_of")
    with pytest.raises(Forbidden):
        check_access(masked, catalogue=known, metrics=["home"], dimensions=[])


def test_what_a_metric_inherits(catalogue: Catalogue) -> None:
    known = with_metric(catalogue, metric("own", "returns + discounts"))
    found = known.metrics["own"]
    assert (found.direction, found.date_basis, found.is_custom) == ("down", DateBasis.MIXED, True)
    assert catalogue.metrics.keys() < known.metrics.keys()
    assert known.fingerprint != catalogue.fingerprint


def test_places_in_a_formula_do_not_make_formulas_differ() -> None:
    assert parse_formula("orders   +customers") == parse_formula("orders + customers")

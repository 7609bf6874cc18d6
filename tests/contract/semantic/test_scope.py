"""What somebody sees under any access is what an owner sees who filters for it: figures, groups, entries, files, values.

And what is masked is told by nothing: no order, filter, formula, entry, file, explanation, completion or error.
"""

import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor, Scope
from comptoir.kernel.errors import Forbidden
from comptoir.platform.spool import Spool
from comptoir.semantic import batch, facade
from comptoir.semantic.extending import Own, OwnMetric, extend
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from comptoir.semantic.values import dimension_values
from comptoir.semantic.vocabulary import Kind
from tests.contract.semantic.world import ACTOR, SHOPS

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
RANDOMLY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
RANGE = {"from": "2024-06-15", "to": "2025-02-10"}
COSTED = ("cogs", "gross_profit", "gross_margin", "cost_coverage")
OPEN = sorted(set(catalogue().metrics) - set(COSTED))

STORES = st.none() | st.sets(st.sampled_from([shop.slug for shop in SHOPS]), min_size=1)
CHANNELS = st.none() | st.sets(st.sampled_from(["web", "shop"]), min_size=1)
REPRESENTATIVES = st.sampled_from([None, "ada", "bo"])
SPLITS = st.sampled_from(
    [
        {},
        {"dimensions": ["store"]},
        {"dimensions": ["category", "channel"]},
        {"grain": "month"},
        {"dimensions": ["sales_rep", "customer_type"]},
        {"grain": "quarter", "dimensions": ["country"]},
        {"dimensions": ["customer_since", "discount_code"]},
    ]
)
COMPARED = st.sampled_from([{}, {"compare": "previous_year"}, {"compare": "previous_period", "same_minute": True}])
FEW = settings(RANDOMLY, max_examples=8)  # each asks six times
SCOPES = st.tuples(STORES, CHANNELS, REPRESENTATIVES)
Limits = tuple[set[str] | None, set[str] | None, str | None]


def limited(limits: Limits, *, masked: tuple[str, ...] = (), denied: tuple[str, ...] = ()) -> Actor:
    slugs, channels, representative = limits
    stores = None if slugs is None else frozenset(shop.id for shop in SHOPS if shop.slug in slugs)
    held = None if channels is None else frozenset(channels)
    scope = Scope(stores, held, representative, masked=frozenset(masked), denied=frozenset(denied))
    return replace(ACTOR, scope=scope)


def filtered(query: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The question an owner asks to see what somebody limited sees."""
    slugs, channels, representative = limits
    found = list(query.get("filters", ()))
    found += [{"field": "store", "op": "in", "value": sorted(slugs)}] if slugs is not None else []
    found += [{"field": "channel", "op": "in", "value": sorted(channels)}] if channels is not None else []
    found += [{"field": "sales_rep", "op": "eq", "value": representative}] if representative is not None else []
    return {**query, "filters": found}


async def told(layer: SemanticLayer, actor: Actor, query: dict[str, Any]) -> tuple[object, ...]:
    found = await facade.run(actor, layer, query=parse_query(query))
    return list(found.rows), dict(found.totals), found.truncated


@RANDOMLY
@given(
    limits=SCOPES,
    split=SPLITS,
    compared=COMPARED,
    metrics=st.lists(st.sampled_from(sorted(catalogue().metrics)), min_size=1, max_size=4, unique=True),
)
async def test_limited_figures_are_those_of_a_filter(
    layer: SemanticLayer, limits: Limits, split: dict[str, Any], compared: dict[str, Any], metrics: list[str]
) -> None:
    query = {"metrics": metrics, "range": RANGE, "currency": "EUR", "limit": 900, **split, **compared}
    seen = await told(layer, limited(limits), query)
    assert seen == await told(layer, ACTOR, filtered(query, limits))
    together = await batch.run_many(layer, limited(limits), [parse_query(query), parse_query({**query, "limit": 7})])
    assert [list(one.rows) for one in together] == [seen[0], seen[0][:7]]  # type: ignore[union-attr, index]


@FEW
@given(limits=SCOPES, metric=st.sampled_from(["net_sales", "orders", "cogs"]))
async def test_limited_entries_and_files_are_those_of_a_filter(
    layer: SemanticLayer, tmp_path_factory: pytest.TempPathFactory, limits: Limits, metric: str
) -> None:
    query = {"metrics": [metric], "range": RANGE, "currency": "EUR", "dimensions": ["category"]}
    other = filtered(query, limits)
    pages = [
        await facade.rows(actor, layer, query=parse_query(asked), limit=1000)
        for actor, asked in ((limited(limits), query), (ACTOR, other))
    ]
    assert (pages[0].rows, pages[0].total, pages[0].sum) == (pages[1].rows, pages[1].total, pages[1].sum)
    files = [
        await facade.export(
            actor, layer, query=parse_query(asked), fmt="csv", spool=Spool(tmp_path_factory.mktemp("spool"))
        )
        for actor, asked in ((limited(limits), query), (ACTOR, other))
    ]
    mine, theirs = [b"".join([chunk async for chunk in file.chunks]) for file in files]
    assert mine == theirs
    values = await dimension_values(layer, limited(limits), dimension="city", q=None, limit=50)
    left = await facade.run(
        ACTOR,
        layer,
        query=parse_query(
            filtered(
                {"metrics": ["orders"], "dimensions": ["city"], "filters": [{"field": "city", "op": "not_null"}]},
                limits,
            )
        ),
    )
    assert sorted(values, key=str) == sorted((row[0] for row in left.rows), key=str)


async def test_who_may_see_nothing_sees_nothing(layer: SemanticLayer) -> None:
    for actor in (limited((set(), None, None)), limited((None, set(), None)), limited((None, None, "nobody"))):
        found = await facade.run(actor, layer, query=parse_query({"metrics": ["net_sales", "orders"], "range": RANGE}))
        assert {Decimal(value or 0) for row in found.rows for value in row} <= {Decimal(0)}


@RANDOMLY
@given(limits=SCOPES, split=SPLITS, compared=COMPARED, costed=st.sampled_from(COSTED), open_=st.sampled_from(OPEN))
async def test_masked_figures_are_null_and_change_nothing_beside_them(
    layer: SemanticLayer, limits: Limits, split: dict[str, Any], compared: dict[str, Any], costed: str, open_: str
) -> None:
    query = {"metrics": [open_, costed], "range": RANGE, "currency": "EUR", "limit": 900, **split, **compared}
    masked = await facade.run(limited(limits, masked=("cost",)), layer, query=parse_query(query))
    plain = await facade.run(limited(limits), layer, query=parse_query({**query, "metrics": [open_]}))
    marks = [column.is_masked for column in masked.columns]
    assert marks == [column.metric == costed for column in masked.columns]
    assert all(row[place] is None for row in masked.rows for place, is_masked in enumerate(marks) if is_masked)
    assert all(value is None for key, value in masked.totals.items() if key.startswith(costed))
    left = [tuple(value for value, mark in zip(row, marks, strict=True) if not mark) for row in masked.rows]
    assert left == [tuple(row) for row in plain.rows]


def with_own(layer: SemanticLayer) -> SemanticLayer:
    own = OwnMetric(
        key="spent",
        label="Spent",
        description="",
        formula="cogs * 1 + 0 * net_sales",
        unit=Kind.MONEY,
        owner="me",
        version=1,
    )
    return layer.with_catalogue(extend(layer.catalogue, Own(metrics=(own,)))[0])


async def test_what_is_masked_is_told_by_nothing(layer: SemanticLayer, tmp_path: Any) -> None:
    actor, own = limited((None, None, None), masked=("cost", "city")), with_own(layer)
    base = {"metrics": ["net_sales", "spent"], "range": RANGE, "currency": "EUR"}
    answer = await facade.run(actor, own, query=parse_query(base))
    assert answer.totals["spent"] is None
    assert answer.totals["net_sales"] is not None
    for refused in (
        {**base, "dimensions": ["store"], "order_by": ["-spent"]},
        {**base, "metrics": ["net_sales", "cogs"], "compare": "previous_year", "order_by": ["cogs__change_pct"]},
        {**base, "filters": [{"field": "city", "op": "starts_with", "value": "B"}]},
        {**base, "dimensions": ["city"], "order_by": ["city"]},
    ):
        with pytest.raises(Forbidden, match="hidden from you"):
            await facade.run(actor, own, query=parse_query(refused))
    for metric in ("spent", "cogs"):
        with pytest.raises(Forbidden, match="hidden from you"):
            await facade.rows(actor, own, query=parse_query(base), metric=metric)
    with pytest.raises(Forbidden, match="hidden from you"):
        await dimension_values(own, actor, dimension="city", q="B", limit=5)
    for fmt in ("csv", "json", "xlsx", "parquet"):
        file = await facade.export(
            actor, own, query=parse_query({**base, "dimensions": ["store", "city"]}), fmt=fmt, spool=Spool(tmp_path)
        )
        content = b"".join([chunk async for chunk in file.chunks])
        if fmt == "json":
            assert {(row["spent"], row["city"]) for row in json.load(io.BytesIO(content))} == {(None, None)}
    offered = {metric.key for metric in facade.metrics(actor, catalogue=own.catalogue)}
    assert offered.isdisjoint({"spent", *COSTED})
    explained = await facade.explain(actor, own, query=parse_query(base))
    assert "Spent is hidden from you." in explained.filters


async def test_a_masked_dimension_is_one_group(layer: SemanticLayer) -> None:
    actor = limited((None, None, None), masked=("city",))
    query = {"metrics": ["orders"], "dimensions": ["city", "channel"], "range": RANGE}
    masked = await facade.run(actor, layer, query=parse_query(query))
    plain = await facade.run(ACTOR, layer, query=parse_query({**query, "dimensions": ["channel"]}))
    assert [(row[0], *row[1:]) for row in masked.rows] == [(None, *row) for row in plain.rows]


async def test_what_is_denied_is_refused_by_name_wherever_it_is_asked(layer: SemanticLayer) -> None:
    actor = limited((None, None, None), denied=("cost",))
    for key in COSTED:
        with pytest.raises(Forbidden, match=key) as refused:
            await facade.run(actor, layer, query=parse_query({"metrics": ["net_sales", key]}))
        assert refused.value.field == key


async def test_equal_questions_of_other_access_never_share_an_answer(layer: SemanticLayer) -> None:
    query = {"metrics": ["net_sales", "cogs"], "range": RANGE, "currency": "EUR"}
    ways: list[tuple[Limits, tuple[str, ...]]] = [
        ((None, None, None), ()),
        (({"berlin"}, None, None), ()),
        ((None, {"web"}, None), ()),
        ((None, None, "ada"), ()),
        ((None, None, None), ("cost",)),
    ]
    for _ in range(2):  # the second time from the cache
        found = [await told(layer, limited(limits, masked=masked), query) for limits, masked in ways]
        assert len({repr(one) for one in found}) == len(ways)

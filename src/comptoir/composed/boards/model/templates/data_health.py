"""Whether the figures can be trusted: what is missing in the data."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    SHORT,
    Template,
    chart,
    feed,
    number,
    numbers,
    over_time,
    ranked,
    row,
    table,
    text,
    where,
)

_WORDS = """\
**How to read this page**

* A day on which a store's line falls to nothing is a day without deliveries, or without sales: look at the store first.
* Sales without a known cost are left out of profit and margin. Import costs until the coverage is near 100 %.
* Orders without a country, a buyer or a source cannot be placed on a map, in a cohort or in a campaign.
"""

TEMPLATE = Template(
    key="data-health",
    name="Data health",
    question="Can the figures be trusted: which store went quiet, and what is missing in orders and products?",
    needs=(ORDERS,),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        numbers(
            number("orders", "orders"),
            number("coverage", "cost_coverage", title="Sales with a known cost", target=True),
            number("guests", "guest_orders", title="Orders without a known buyer"),
            number("nowhere", "orders", title="Orders without a country", settings=where("country", "is_null")),
        ),
        row(
            over_time(
                "by-store",
                ["orders"],
                by=["store"],
                grain="day",
                w=8,
                title="Orders by day and store",
                subtitle="A store that falls to nothing went quiet",
            ),
            text("reading", _WORDS, w=4),
        ),
        row(
            table(
                "stores",
                ["orders", "guest_orders", "net_sales", "cost_coverage", "discounts", "returns"],
                ["store", "platform"],
                w=12,
                title="What each store delivers",
            ),
            h=SHORT,
        ),
        row(
            over_time("coverage-time", ["cost_coverage"], by=["store"], w=6, title="Known costs over time"),
            table(
                "no-cost",
                ["net_sales", "units_sold", "cost_coverage"],
                ["product", "sku"],
                sort="cost_coverage",
                top=25,
                w=6,
                title="Products whose cost is known least",
            ),
        ),
        row(
            ranked("status", "orders", "order_status", w=4, title="Where orders stand"),
            ranked("currencies", "orders", "currency", w=4, title="Currencies of orders"),
            chart(
                "sources",
                "bar",
                ["orders"],
                by=["utm_source"],
                sort="-orders",
                top=8,
                other=True,
                orientation="horizontal",
                w=4,
                title="Sources of orders",
                subtitle="The bar without a name has none",
            ),
        ),
        row(
            over_time(
                "guests-time", ["guest_orders"], by=["store"], w=6, title="Orders without a known buyer over time"
            ),
            feed("live", w=6, title="Newest orders", limit=20),
        ),
    ),
)

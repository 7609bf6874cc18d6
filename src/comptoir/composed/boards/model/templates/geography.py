"""Where buyers are."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    Template,
    chart,
    number,
    numbers,
    over_time,
    ranked,
    row,
    table,
    where,
)

TEMPLATE = Template(
    key="geography",
    name="Geography",
    question="Where do orders come from, and where do we grow?",
    needs=(ORDERS,),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        row(
            chart(
                "map",
                "map",
                ["net_sales"],
                by=["country"],
                sort="-net_sales",
                top=250,
                w=8,
                title="Net sales by country",
            ),
            ranked("countries", "net_sales", "country", top=12, title="Largest countries"),
            h=10,
        ),
        numbers(
            number("orders", "orders", w=4),
            number("aov", "aov", w=4),
            number("nowhere", "orders", w=4, title="Orders without a country", settings=where("country", "is_null")),
        ),
        row(
            over_time("by-time", ["net_sales"], by=["country"], w=12, title="Net sales over time by country"),
        ),
        row(
            table(
                "table",
                ["net_sales", "orders", "aov", "new_customers", "shipping", "return_rate"],
                ["country"],
                top=50,
                w=12,
                title="Countries on one page",
                derived=["share"],
                other=True,
            ),
            h=10,
        ),
        row(
            table(
                "cities",
                ["net_sales", "orders", "aov", "new_customers"],
                ["country", "region", "city"],
                top=40,
                w=8,
                title="Cities",
            ),
            ranked("aov-countries", "aov", "country", top=12, title="Average order by country", other=False),
            h=10,
        ),
    ),
)

"""Today as it happens, for the screen on the wall."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    Template,
    chart,
    feed,
    number,
    numbers,
    over_time,
    ranked,
    row,
    table,
)

TEMPLATE = Template(
    key="live-day",
    name="Live day",
    question="How is today going, hour by hour, against the same day of last week?",
    needs=(ORDERS,),
    settings={"period": "today", "compare": "previous_week"},
    rows=(
        numbers(
            number("net-sales", "net_sales", target=True),
            number("orders", "orders"),
            number("aov", "aov"),
            number("units", "units_sold"),
        ),
        row(
            over_time(
                "by-hour",
                ["gross_sales"],
                grain="hour",
                w=8,
                title="Gross sales by hour",
                subtitle="Before what comes back today",
            ),
            feed("live", title="Orders as they come in", limit=20),
        ),
        row(
            chart(
                "stores-by-hour",
                "bar",
                ["orders"],
                by=["store"],
                grain="hour",
                stack="stacked",
                w=8,
                title="Orders by hour and store",
            ),
            ranked("by-channel", "orders", "channel", top=6, title="Orders by channel"),
        ),
        row(
            table(
                "products",
                ["units_sold", "net_sales", "orders"],
                ["product_name"],
                top=12,
                w=8,
                title="What sells today",
                other=True,
            ),
            ranked("by-country", "orders", "country", top=8, title="Where orders come from"),
        ),
    ),
)

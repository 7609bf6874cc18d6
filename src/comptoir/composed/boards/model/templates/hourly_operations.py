"""When work comes in."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    TALL,
    Template,
    chart,
    number,
    numbers,
    over_time,
    ranked,
    row,
    table,
)

TEMPLATE = Template(
    key="hourly-operations",
    name="Hourly operations",
    question="When do orders come in, by hour and weekday, and where do they stand?",
    needs=(ORDERS,),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        numbers(
            number("orders", "orders"),
            number("units", "units_sold"),
            number("today", "orders", title="Orders today", settings={"period": "today", "compare": "previous_week"}),
            number("returned", "units_returned"),
        ),
        row(
            chart(
                "when",
                "heatmap",
                ["orders"],
                by=["weekday", "hour_of_day"],
                title="Orders by weekday and hour",
                subtitle="Local time of each store",
            ),
            h=9,
        ),
        row(
            chart(
                "hours",
                "bar",
                ["orders"],
                by=["hour_of_day"],
                sort="hour_of_day",
                top=24,
                w=7,
                title="Orders by hour of day",
            ),
            chart("weekdays", "bar", ["orders"], by=["weekday"], sort="weekday", top=7, title="Orders by weekday"),
            h=10,  # a row for each hour
        ),
        row(
            over_time("days", ["orders", "units_sold"], grain="day", w=8, title="Orders and units by day"),
            ranked("status", "orders", "order_status", title="Where orders stand"),
        ),
        row(
            table(
                "locations",
                ["orders", "units_sold", "units_returned", "net_sales"],
                ["location"],
                w=6,
                title="Places goods leave from",
            ),
            table(
                "to-pick",
                ["units_sold", "orders"],
                ["sku", "product"],
                top=40,
                w=6,
                title="What to pick today",
                settings={"period": "today", "compare": "none"},
            ),
            h=TALL,
        ),
    ),
)

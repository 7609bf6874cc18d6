"""The owner's page: is the business doing well, and what moves it."""

from comptoir.composed.boards.model.templates.declaring import (
    COSTS,
    ORDERS,
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
    key="owner-home",
    name="Owner home",
    question="Is the business doing well, what is left of the sales, and which store, product and channel moves it?",
    needs=(ORDERS, COSTS),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        numbers(
            number("net-sales", "net_sales", target=True),
            number("gross-profit", "gross_profit"),
            number("orders", "orders"),
            number("aov", "aov"),
        ),
        row(
            over_time("sales-by-day", ["net_sales"], w=8, title="Net sales over time", target=True),
            ranked("by-store", "net_sales", "store", title="Net sales by store"),
        ),
        row(
            chart(
                "gross-to-net",
                "waterfall",
                ["gross_sales", "discounts", "returns", "net_sales"],
                w=6,
                title="From gross to net sales",
            ),
            over_time("margin", ["gross_margin"], w=6, title="Gross margin over time"),
        ),
        row(
            table(
                "products",
                ["net_sales", "units_sold", "gross_profit", "gross_margin"],
                ["product_name"],
                top=10,
                w=8,
                title="Ten best products",
                derived=["share"],
                other=True,
            ),
            ranked("by-channel", "net_sales", "channel", top=6, title="Net sales by channel"),
        ),
        row(
            chart(
                "new-returning",
                "area",
                ["orders"],
                by=["customer_type"],
                grain="auto",
                stack="stacked",
                w=6,
                title="Orders of new and returning buyers",
            ),
            over_time("returns", ["return_rate"], w=6, title="Return rate over time"),
        ),
    ),
)

"""What comes back."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    RETURNS,
    Template,
    chart,
    number,
    numbers,
    ranked,
    row,
    table,
)

TEMPLATE = Template(
    key="returns",
    name="Returns",
    question="What comes back, how much of what was sold, and from where?",
    needs=(ORDERS, RETURNS),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        numbers(
            number("returns", "returns"),
            number("rate", "return_rate", target=True),
            number("units", "units_returned"),
            number("net-sales", "net_sales"),
        ),
        row(
            chart(
                "by-time",
                "combo",
                ["returns", "return_rate"],
                grain="auto",
                right=["return_rate"],
                w=8,
                title="Returns and their rate over time",
            ),
            ranked("by-category", "return_rate", "category", title="Return rate by category", other=False),
        ),
        row(
            table(
                "products",
                ["returns", "units_returned", "units_sold", "return_rate", "net_sales"],
                ["product_name"],
                top=40,
                title="Products that come back",
                derived=["share"],
                other=True,
            ),
            h=10,
        ),
        row(
            ranked("by-store", "return_rate", "store", w=4, title="Return rate by store", other=False),
            ranked("by-country", "return_rate", "country", top=8, w=4, title="Return rate by country", other=False),
            ranked("by-channel", "return_rate", "channel", top=8, w=4, title="Return rate by channel", other=False),
        ),
        row(
            ranked(
                "variants", "units_returned", "variant", top=12, w=6, title="Variants that come back most", other=False
            ),
            ranked("vendors", "returns", "vendor", top=12, w=6, title="Returns by vendor"),
        ),
    ),
)

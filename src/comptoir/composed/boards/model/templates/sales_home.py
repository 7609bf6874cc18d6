"""The sales team's page: what was sold this week, by whom, to whom."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    Template,
    chart,
    feed,
    number,
    numbers,
    ranked,
    row,
    table,
    where,
)

TEMPLATE = Template(
    key="sales-home",
    name="Sales home",
    question="What did we sell in the last seven days, to whom, and how does it compare with the week before?",
    needs=(ORDERS,),
    settings={"period": "last7", "compare": "previous_week"},
    rows=(
        numbers(
            number("net-sales", "net_sales", w=3, target=True),
            number("orders", "orders", w=3, target=True),
            number("aov", "aov", w=2),
            number("units", "units_sold", w=2),
            number("new-customers", "new_customers", w=2),
        ),
        row(
            chart(
                "by-day",
                "combo",
                ["net_sales", "orders"],
                grain="day",
                right=["orders"],
                w=8,
                title="Net sales and orders by day",
            ),
            ranked("by-channel", "net_sales", "channel", top=6, title="Net sales by channel"),
        ),
        row(
            table(
                "products",
                ["net_sales", "units_sold", "orders", "returns"],
                ["product_name"],
                top=15,
                w=8,
                title="What sold best",
                derived=["share"],
                other=True,
            ),
            feed("live", title="Orders as they come in", limit=15),
            h=10,
        ),
        row(
            ranked(
                "by-rep",
                "net_sales",
                "sales_rep",
                top=8,
                w=4,
                title="Net sales by sales rep",
                settings=where("sales_rep", "not_null"),
            ),
            ranked("by-country", "net_sales", "country", top=8, w=4, title="Net sales by country"),
            ranked("by-category", "net_sales", "category", top=8, w=4, title="Net sales by category"),
        ),
    ),
)

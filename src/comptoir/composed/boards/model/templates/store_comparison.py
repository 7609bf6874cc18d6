"""Stores side by side on the same figures."""

from comptoir.composed.boards.model.templates.declaring import (
    COSTS,
    ORDERS,
    SHORT,
    Template,
    chart,
    over_time,
    ranked,
    row,
    table,
)

TEMPLATE = Template(
    key="store-comparison",
    name="Store comparison",
    question="Which store grows, which earns, and what does each sell better than the others?",
    needs=(ORDERS, COSTS),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        row(
            table(
                "stores",
                ["net_sales", "orders", "aov", "gross_margin", "return_rate", "new_customers"],
                ["store"],
                title="Stores on one page",
                derived=["share"],
            ),
            h=SHORT,
        ),
        row(over_time("sales", ["net_sales"], by=["store"], title="Net sales over time, store by store")),
        row(
            over_time(
                "indexed",
                ["orders"],
                by=["store"],
                scale="indexed",
                w=6,
                title="Orders, each store from 100",
                subtitle="Growth without size",
            ),
            chart(
                "share",
                "area",
                ["net_sales"],
                by=["store"],
                grain="auto",
                stack="share",
                w=6,
                title="Share of net sales",
            ),
        ),
        row(
            ranked("aov", "aov", "store", w=4, title="Average order by store", other=False),
            ranked("margin", "gross_margin", "store", w=4, title="Gross margin by store", other=False),
            ranked("returns", "return_rate", "store", w=4, title="Return rate by store", other=False),
            h=6,
        ),
        row(
            chart(
                "categories",
                "pivot",
                ["net_sales"],
                by=["category", "store"],
                sort="-net_sales",
                top=200,
                rows=["category"],
                columns=["store"],
                title="Net sales by category and store",
            ),
        ),
    ),
)

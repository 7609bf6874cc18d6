"""Prices and discounts: what they cost and what they bring."""

from comptoir.composed.boards.model.templates.declaring import (
    DISCOUNTS,
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
    key="pricing-discounts",
    name="Pricing and discounts",
    question="What do discounts cost, which codes bring orders, and does the average order hold?",
    needs=(ORDERS, DISCOUNTS),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        numbers(
            number("gross-sales", "gross_sales"),
            number("discounts", "discounts"),
            number("net-sales", "net_sales"),
            number("aov", "aov"),
        ),
        row(
            chart(
                "gross-to-net",
                "waterfall",
                ["gross_sales", "discounts", "returns", "net_sales"],
                w=5,
                title="From gross to net sales",
            ),
            chart(
                "by-time",
                "combo",
                ["gross_sales", "discounts"],
                grain="auto",
                right=["discounts"],
                w=7,
                title="Gross sales and discounts",
            ),
        ),
        row(
            table(
                "codes",
                ["discounts", "orders", "net_sales", "aov", "new_customers"],
                ["discount_code"],
                top=25,
                w=8,
                title="Discount codes",
                settings=where("discount_code", "not_null"),
            ),
            ranked("by-category", "discounts", "category", title="Discounts by category"),
            h=10,
        ),
        row(
            over_time(
                "aov-with",
                ["aov"],
                w=6,
                title="Average order with a code",
                settings=where("discount_code", "not_null"),
            ),
            over_time(
                "aov-without",
                ["aov"],
                w=6,
                title="Average order without a code",
                settings=where("discount_code", "is_null"),
            ),
        ),
        row(
            table(
                "products",
                ["discounts", "gross_sales", "net_sales", "units_sold"],
                ["product_name"],
                top=20,
                w=8,
                title="Products with the most discount",
            ),
            ranked("by-channel", "discounts", "channel", top=6, title="Discounts by channel"),
        ),
    ),
)

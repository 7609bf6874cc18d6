"""Customers: new, coming back, and what they are worth."""

from comptoir.composed.boards.model.templates.declaring import (
    CUSTOMERS,
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
    key="customers-cohorts",
    name="Customers and cohorts",
    question="How many buyers are new, how many come back, and what is each group worth?",
    needs=(ORDERS, CUSTOMERS),
    settings={"period": "last12", "compare": "previous_year"},
    rows=(
        numbers(
            number("customers", "customers"),
            number("new", "new_customers", target=True),
            number("returning", "returning_customers"),
            number("aov", "aov"),
        ),
        row(
            chart(
                "orders-by-type",
                "bar",
                ["orders"],
                by=["customer_type"],
                grain="month",
                stack="stacked",
                w=8,
                title="Orders of new, returning and unknown buyers",
            ),
            chart(
                "sales-by-type",
                "pie",
                ["net_sales"],
                by=["customer_type"],
                sort="-net_sales",
                title="Net sales by kind of buyer",
            ),
        ),
        row(
            chart(
                "cohorts",
                "cohort",
                ["customers"],
                by=["customer_cohort"],
                grain="month",
                w=12,
                title="Who comes back",
                subtitle="Of the buyers of each month, the share that bought again in the months after",
                settings={"compare": "none"},
            ),
        ),
        row(
            over_time(
                "new-time", ["new_customers", "returning_customers"], grain="month", w=6, title="Buyers by month"
            ),
            over_time(
                "aov-type", ["aov"], by=["customer_type"], grain="month", w=6, title="Average order by kind of buyer"
            ),
        ),
        row(
            table(
                "types",
                ["net_sales", "orders", "aov", "units_sold", "discounts", "return_rate"],
                ["customer_type"],
                w=8,
                title="Kinds of buyers on one page",
                derived=["share"],
            ),
            ranked("countries", "new_customers", "country", top=8, title="New customers by country", other=False),
        ),
        row(
            ranked("first-products", "new_customers", "product_name", w=6, title="What new customers buy", other=False),
            ranked(
                "sources", "new_customers", "utm_source", top=8, w=6, title="Where new customers come from", other=False
            ),
        ),
    ),
)

"""Products: what sells, what earns, what comes back."""

from comptoir.composed.boards.model.templates.declaring import (
    COSTS,
    ORDERS,
    TALL,
    Template,
    chart,
    number,
    numbers,
    ranked,
    row,
    table,
)

TEMPLATE = Template(
    key="product-performance",
    name="Product performance",
    question="Which products sell, which earn, and which come back?",
    needs=(ORDERS, COSTS),
    settings={"period": "last30", "compare": "previous_period"},
    variables=({"name": "category", "label": "Category", "dimension": "category", "value": []},),
    rows=(
        numbers(
            number("units", "units_sold"),
            number("net-sales", "net_sales"),
            number("margin", "gross_margin"),
            number("return-rate", "return_rate"),
        ),
        row(
            table(
                "products",
                ["net_sales", "units_sold", "gross_profit", "gross_margin", "returns", "return_rate"],
                ["product_name"],
                top=50,
                title="Products",
                derived=["share"],
                other=True,
            ),
            h=TALL,
        ),
        row(
            chart(
                "sales-margin",
                "scatter",
                ["net_sales", "gross_margin"],
                by=["product_name"],
                sort="-net_sales",
                top=100,
                scale="log",
                w=7,
                title="Sales against margin",
                subtitle="Each mark a product: large sales on the right, good margin on top",
            ),
            chart(
                "categories",
                "pie",
                ["net_sales"],
                by=["category"],
                sort="-net_sales",
                top=5,
                other=True,
                w=5,
                title="Net sales by category",
            ),
        ),
        row(
            chart(
                "categories-time",
                "bar",
                ["units_sold"],
                by=["category"],
                grain="auto",
                stack="stacked",
                w=8,
                title="Units by category over time",
            ),
            ranked("vendors", "net_sales", "vendor", title="Net sales by vendor"),
        ),
        row(
            ranked("most-profit", "gross_profit", "product_name", w=6, title="Most profit", other=False),
            ranked("most-returns", "returns", "product_name", w=6, title="Most returned", other=False),
        ),
    ),
)

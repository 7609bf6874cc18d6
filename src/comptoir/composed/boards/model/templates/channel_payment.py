"""Ways in and ways to pay."""

from comptoir.composed.boards.model.templates.declaring import (
    ORDERS,
    Template,
    chart,
    over_time,
    ranked,
    row,
    table,
    where,
)

TEMPLATE = Template(
    key="channel-payment",
    name="Channel and payment mix",
    question="Which channels and campaigns bring sales, and how do buyers pay?",
    needs=(ORDERS,),
    settings={"period": "last30", "compare": "previous_period"},
    rows=(
        row(
            chart(
                "channels-time",
                "area",
                ["net_sales"],
                by=["channel"],
                grain="auto",
                stack="share",
                w=8,
                title="Share of net sales by channel",
            ),
            chart(
                "channels",
                "pie",
                ["net_sales"],
                by=["channel"],
                sort="-net_sales",
                top=5,
                other=True,
                title="Net sales by channel",
            ),
        ),
        row(
            table(
                "channel-table",
                ["net_sales", "orders", "aov", "new_customers", "return_rate"],
                ["channel"],
                w=7,
                title="Channels on one page",
                derived=["share"],
            ),
            ranked("sources", "net_sales", "utm_source", top=10, title="Net sales by source"),
            h=6,
        ),
        row(
            table(
                "campaigns",
                ["net_sales", "orders", "aov", "new_customers"],
                ["utm_campaign", "utm_medium"],
                top=25,
                w=7,
                title="Campaigns",
                settings=where("utm_campaign", "not_null"),
            ),
            ranked(
                "referrers",
                "orders",
                "referrer",
                top=10,
                title="Orders by referrer",
                settings=where("referrer", "not_null"),
            ),
            h=6,
        ),
        row(
            chart(
                "payments",
                "pie",
                ["total_sales"],
                by=["payment_method"],
                sort="-total_sales",
                top=5,
                other=True,
                w=4,
                title="How buyers pay",
            ),
            over_time(
                "payments-time", ["orders"], by=["payment_method"], w=8, title="Orders by way of payment over time"
            ),
        ),
        row(
            table(
                "payment-table",
                ["total_sales", "orders", "aov", "returns", "return_rate"],
                ["payment_method"],
                w=7,
                title="Ways of payment on one page",
                derived=["share"],
            ),
            chart(
                "payment-country",
                "pivot",
                ["orders"],
                by=["country", "payment_method"],
                sort="-orders",
                top=200,
                rows=["country"],
                columns=["payment_method"],
                title="Ways of payment by country",
            ),
        ),
    ),
)

"""Sales metrics and the measures they rest on: the identity every report obeys, as declarations.

net_sales = gross_sales − discounts − returns; total_sales = net_sales + shipping + taxes + duties + fees.
Owns definitions only. A changed definition gets a new ``version``, which every result and file carries.
"""

from comptoir.domains.commerce.permissions import COST, COSTS_READ
from comptoir.semantic.vocabulary import (
    COUNT,
    MONEY,
    PERCENT,
    Aggregation,
    DataType,
    DateBasis,
    Declarations,
    Dimension,
    Direction,
    Fact,
    FirstSeen,
    Measure,
    Metric,
    Unit,
)

_OWNER = "orders"
_SALE_LINE = "kind = 'sale' AND line IS NOT NULL"
_NET = "gross - discount - returned"

_EDIT_ELSE_ORDER = "if(kind = 'edit', {}, {})"

SALES = Fact(
    key="sales",
    table="sales",
    description="One row per current sales entry: sale, edit, cancellation, return, adjustment",
    days={
        ("store", "return", "order"): "day",
        ("store", "order", "order"): "order_day",
        ("store", "return", "edit"): "booked_day",
        ("store", "order", "edit"): _EDIT_ELSE_ORDER.format("booked_day", "order_day"),
        ("organisation", "return", "order"): "organisation_day",
        ("organisation", "order", "order"): "organisation_order_day",
        ("organisation", "return", "edit"): "organisation_booked_day",
        ("organisation", "order", "edit"): _EDIT_ELSE_ORDER.format("organisation_booked_day", "organisation_order_day"),
    },
    instants={
        ("return", "order"): _EDIT_ELSE_ORDER.format("ordered_at", "occurred_at"),
        ("order", "order"): "ordered_at",
        ("return", "edit"): "occurred_at",
        ("order", "edit"): _EDIT_ELSE_ORDER.format("occurred_at", "ordered_at"),
    },
    hours={("store", "return", "order"): "hour", ("organisation", "return", "order"): "organisation_hour"},
    rollup="sales_daily",
    rollup_days={"store": "day", "organisation": "organisation_day"},
    rollup_condition="entries != 0",
)

FIRST_ORDER = FirstSeen(
    table="customers",
    key="customer",
    days={"store": "first_day", "organisation": "first_organisation_day"},
    instant="first_ordered_at",
)


def _amount(key: str, column: str, unit: Unit = MONEY) -> Measure:
    """A measure that sums a column both tables have."""
    return Measure(key=key, fact="sales", expression=column, unit=unit, rollup=column)


MEASURES = (
    _amount("gross_amount", "gross"),
    _amount("discount_amount", "discount"),
    _amount("returned_amount", "returned"),
    _amount("shipping_amount", "shipping"),
    _amount("tax_amount", "tax"),
    _amount("duty_amount", "duties"),
    _amount("fee_amount", "fees"),
    _amount("tip_amount", "tips"),
    _amount("gift_cards_sold", "gift_card_sold"),
    _amount("gift_cards_redeemed", "gift_card_redeemed"),
    _amount("ordered_units", "units", COUNT),
    _amount("returned_units", "units_returned", COUNT),
    Measure(
        key="known_cost",
        group=COST.key,
        fact="sales",
        expression="cost",
        unit=MONEY,
        aggregation=Aggregation.SUM_OR_NULL,
        rollup="cost",
        rollup_condition="costed_entries > 0",
    ),
    Measure(
        key="costed_net",
        fact="sales",
        expression=_NET,
        unit=MONEY,
        aggregation=Aggregation.SUM_OR_NULL,
        condition="cost IS NOT NULL",
        rollup="costed_net",
        rollup_condition="costed_entries > 0",
    ),
    Measure(
        key="covered_net",
        fact="sales",
        expression=_NET,
        unit=MONEY,
        condition="cost IS NOT NULL",
        rollup="costed_net",
    ),
    Measure(
        key="order_count",
        fact="sales",
        expression='"order"',
        unit=COUNT,
        aggregation=Aggregation.DISTINCT,
        condition=_SALE_LINE,
        order_level="order_count",
        rollup="orders",
    ),
    Measure(
        key="guest_order_count",
        fact="sales",
        expression='"order"',
        unit=COUNT,
        aggregation=Aggregation.DISTINCT,
        condition=f"{_SALE_LINE} AND customer IS NULL",
        order_level="if(customer IS NULL, order_count, 0)",
        rollup="guest_orders",
    ),
    Measure(
        key="buyer_count",
        fact="sales",
        expression="customer",
        unit=COUNT,
        aggregation=Aggregation.DISTINCT,
        condition=_SALE_LINE,
    ),
    Measure(
        key="new_buyer_count",
        fact="sales",
        expression="customer",
        unit=COUNT,
        aggregation=Aggregation.DISTINCT,
        condition=_SALE_LINE,
        first_seen=FIRST_ORDER,
    ),
)


def _metric(
    key: str,
    label: str,
    formula: str,
    description: str,
    *,
    unit: Unit = MONEY,
    direction: Direction = Direction.UP,
    basis: DateBasis = DateBasis.ORDER,
    permission: str | None = None,
    group: str | None = None,
) -> Metric:
    return Metric(
        key=key,
        label=label,
        description=description,
        formula=formula,
        unit=unit,
        direction=direction,
        date_basis=basis,
        owner=_OWNER,
        version=1,
        permission=permission,
        group=group,
    )


AMOUNTS = (
    _metric(
        "gross_sales",
        "Gross sales",
        "gross_amount",
        "Unit price times quantity of ordered lines, before discounts, without tax, shipping and gift cards, on the order's date.",
    ),
    _metric(
        "discounts",
        "Discounts",
        "discount_amount",
        "Line discounts and the order's discounts allocated to lines, without tax, as a positive number.",
        direction=Direction.DOWN,
    ),
    _metric(
        "returns",
        "Returns",
        "returned_amount",
        "Value of returned goods net of their discounts, without tax and shipping, refunds without lines included, on the "
        "date of the return.",
        direction=Direction.DOWN,
        basis=DateBasis.EVENT,
    ),
    _metric(
        "net_sales",
        "Net sales",
        "gross_sales - discounts - returns",
        'Gross sales minus discounts minus returns. "Revenue" on a screen means this.',
        basis=DateBasis.MIXED,
    ),
    _metric(
        "shipping",
        "Shipping",
        "shipping_amount",
        "Shipping charged after its discounts, minus refunded, without tax.",
        basis=DateBasis.MIXED,
    ),
    _metric(
        "taxes",
        "Taxes",
        "tax_amount",
        "Tax charged minus refunded.",
        direction=Direction.NEUTRAL,
        basis=DateBasis.MIXED,
    ),
    _metric(
        "duties",
        "Duties",
        "duty_amount",
        "Duties charged minus refunded.",
        direction=Direction.NEUTRAL,
        basis=DateBasis.MIXED,
    ),
    _metric(
        "fees",
        "Fees",
        "fee_amount",
        "Fees charged to buyers minus refunded.",
        direction=Direction.NEUTRAL,
        basis=DateBasis.MIXED,
    ),
    _metric(
        "total_sales",
        "Total sales",
        "net_sales + shipping + taxes + duties + fees",
        "Net sales plus shipping, taxes, duties and fees. Tips and gift cards stay beside it.",
        basis=DateBasis.MIXED,
    ),
    _metric(
        "tips", "Tips", "tip_amount", "Tips received minus refunded; never part of total sales.", basis=DateBasis.MIXED
    ),
    _metric(
        "gift_card_sales",
        "Gift card sales",
        "gift_cards_sold",
        "Face value of gift cards sold minus refunded; never part of total sales.",
        basis=DateBasis.MIXED,
    ),
    _metric(
        "gift_card_redeemed",
        "Gift cards redeemed",
        "gift_cards_redeemed",
        "Amount paid with gift cards; it changes no sales metric.",
        direction=Direction.NEUTRAL,
    ),
    _metric(
        "return_rate",
        "Return rate",
        "returns / (gross_sales - discounts)",
        "Returns divided by gross sales minus discounts: what came back for what was sold in the same days.",
        unit=PERCENT,
        direction=Direction.DOWN,
        basis=DateBasis.MIXED,
    ),
    _metric(
        "aov",
        "Average order value",
        "(gross_sales - discounts) / orders",
        "Gross sales minus discounts, divided by orders.",
    ),
)

COUNTS = (
    _metric(
        "orders",
        "Orders",
        "order_count",
        "Orders with at least one sale line; a later cancellation leaves the order counted.",
        unit=COUNT,
    ),
    _metric(
        "guest_orders",
        "Guest orders",
        "guest_order_count",
        "Orders without a known customer.",
        unit=COUNT,
        direction=Direction.NEUTRAL,
    ),
    _metric("units_sold", "Units sold", "ordered_units", "Ordered quantity, edits included.", unit=COUNT),
    _metric(
        "units_returned",
        "Units returned",
        "returned_units",
        "Quantity that came back.",
        unit=COUNT,
        direction=Direction.DOWN,
        basis=DateBasis.EVENT,
    ),
    _metric(
        "net_units",
        "Net units",
        "units_sold - units_returned",
        "Units sold minus units returned.",
        unit=COUNT,
        basis=DateBasis.MIXED,
    ),
    _metric("customers", "Customers", "buyer_count", "Distinct known buyers with a sale in the range.", unit=COUNT),
    _metric(
        "new_customers",
        "New customers",
        "new_buyer_count",
        "Buyers whose first order that counts, in any store of the organisation, lies in the range (in the bucket, by grain).",
        unit=COUNT,
    ),
    _metric(
        "returning_customers",
        "Returning customers",
        "customers - new_customers",
        "Customers minus new customers.",
        unit=COUNT,
    ),
)

MARGINS = (
    _metric(
        "cogs",
        "Cost of goods sold",
        "known_cost",
        "Cost valid on the order's date, replaced at fulfilment, reversed when restocked; null where no cost is known.",
        direction=Direction.DOWN,
        basis=DateBasis.MIXED,
        permission=COSTS_READ,
        group=COST.key,
    ),
    _metric(
        "gross_profit",
        "Gross profit",
        "costed_net - cogs",
        "Net sales minus cost of goods, over lines with a known cost only; null where no cost is known.",
        basis=DateBasis.MIXED,
        permission=COSTS_READ,
        group=COST.key,
    ),
    _metric(
        "gross_margin",
        "Gross margin",
        "gross_profit / costed_net",
        "Gross profit divided by the net sales of the same lines, those with a known cost.",
        unit=PERCENT,
        basis=DateBasis.MIXED,
        permission=COSTS_READ,
        group=COST.key,
    ),
    _metric(
        "cost_coverage",
        "Cost coverage",
        "covered_net / net_sales",
        "Share of net sales whose cost is known.",
        unit=PERCENT,
        basis=DateBasis.MIXED,
        permission=COSTS_READ,
        group=COST.key,
    ),
)


def _dimension(
    key: str, label: str, description: str, *, rollup: str | None = None, column: str | None = None
) -> Dimension:
    """A plain attribute of the order, stamped on every entry."""
    expressions = {"sales": column or key}
    if rollup:
        expressions["sales_daily"] = rollup
    return Dimension(key=key, label=label, description=description, expressions=expressions)


def _many(key: str, label: str, description: str, *, primary: str, values: str) -> Dimension:
    return Dimension(key=key, label=label, description=description, expressions={"sales": primary}, many=values)


DIMENSIONS = (
    _dimension("channel", "Channel", "Sales channel of the order", rollup="nullIf(channel, '')"),
    _dimension(
        "country", "Country", "ISO 3166-1 code of the shipping, else billing address", rollup="nullIf(country, '')"
    ),
    _dimension("region", "Region", "Region of the same address"),
    _dimension("city", "City", "City of the same address"),
    _dimension("currency", "Currency", "Currency of the transaction", rollup="currency"),
    _dimension("order_status", "Order status", "Where the order stands now"),
    _dimension("utm_source", "UTM source", "utm_source of the landing page"),
    _dimension("utm_medium", "UTM medium", "utm_medium of the landing page"),
    _dimension("utm_campaign", "UTM campaign", "utm_campaign of the landing page"),
    _dimension("referrer", "Referrer", "Page that referred the buyer"),
    _dimension("sales_rep", "Sales representative", "The person who sold"),
    _dimension("company", "Company", "The buying company's id"),
    _dimension("location", "Location", "Point of sale or warehouse"),
    _dimension("tax_jurisdiction", "Tax jurisdiction", "Where the tax is due"),
    _many(
        "discount_code",
        "Discount code",
        "Grouped by the code with the largest amount; filters match any code of the order",
        primary="discount_code",
        values="discount_codes",
    ),
    _many(
        "payment_method",
        "Payment method",
        "Grouped by the method with the largest amount; filters match any method of the order",
        primary="payment_method",
        values="payment_methods",
    ),
    _many(
        "tag",
        "Order tag",
        "Grouped by the first tag; filters match any tag of the order",
        primary="nullIf(arrayElement(tags, 1), '')",
        values="tags",
    ),
    Dimension(
        key="hour_of_day",
        label="Hour of the day",
        description="Local hour of the event, 0 to 23",
        expressions={"sales": "{hour}"},
        type=DataType.INTEGER,
        values=(0, 23),
    ),
    Dimension(
        key="weekday",
        label="Weekday",
        description="Day of the week, 1 is Monday and 7 is Sunday",
        expressions={"sales": "toDayOfWeek({day})", "sales_daily": "toDayOfWeek({day})"},
        type=DataType.INTEGER,
        values=(1, 7),
    ),
    Dimension(
        key="order",
        label="Order",
        description="Id of the order, one group an order",
        expressions={"sales": '"order"'},
        type=DataType.UUID,
    ),
)

DECLARATIONS = Declarations(
    facts=(SALES,), measures=MEASURES, metrics=(*AMOUNTS, *COUNTS, *MARGINS), dimensions=DIMENSIONS
)

"""The templates there are, in the order people see them."""

from collections.abc import Mapping
from types import MappingProxyType

from comptoir.composed.boards.model.templates import (
    channel_payment,
    customers_cohorts,
    data_health,
    geography,
    hourly_operations,
    live_day,
    owner_home,
    pricing_discounts,
    product_performance,
    returns,
    sales_home,
    store_comparison,
)
from comptoir.composed.boards.model.templates.declaring import Template

_ALL = (
    owner_home,
    sales_home,
    live_day,
    store_comparison,
    product_performance,
    pricing_discounts,
    customers_cohorts,
    geography,
    returns,
    channel_payment,
    hourly_operations,
    data_health,
)
TEMPLATES: Mapping[str, Template] = MappingProxyType({one.TEMPLATE.key: one.TEMPLATE for one in _ALL})

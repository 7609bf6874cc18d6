"""What others may ask of rankings. Figures are the semantic layer's; rights are checked here and there."""

from uuid import UUID

from comptoir.composed.rankings.contracts import (
    CustomerRow,
    CustomersWanted,
    CustomerWhole,
    Exported,
    Listed,
    ProductRow,
    ProductsWanted,
    ProductWhole,
)
from comptoir.composed.rankings.usecases import list_customers as listing_customers
from comptoir.composed.rankings.usecases import list_products as listing_products
from comptoir.composed.rankings.usecases import show_whole
from comptoir.domains.commerce.permissions import PRODUCTS_READ
from comptoir.domains.customers.permissions import CUSTOMERS_READ
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


async def list_products(actor: Actor, platform: Platform, *, wanted: ProductsWanted) -> Listed[ProductRow]:
    """Return a page of products with their figures; profit and margin only with costs:read."""
    actor.require(PRODUCTS_READ)
    return await listing_products.list_products(actor, platform, wanted=wanted)


async def export_products(actor: Actor, platform: Platform, *, wanted: ProductsWanted) -> Exported[ProductRow]:
    """Return the whole list of products in batches."""
    actor.require(PRODUCTS_READ)
    return await listing_products.export_products(actor, platform, wanted=wanted)


async def product(actor: Actor, platform: Platform, *, product_id: UUID) -> ProductWhole:
    """Return one product; costs only with costs:read. Raises ``UnknownProduct``."""
    actor.require(PRODUCTS_READ)
    return await show_whole.show_product(actor, platform, product_id=product_id)


async def list_customers(actor: Actor, platform: Platform, *, wanted: CustomersWanted) -> Listed[CustomerRow]:
    """Return a page of customers with their figures; names and searching by them only with customers:pii."""
    actor.require(CUSTOMERS_READ)
    return await listing_customers.list_customers(actor, platform, wanted=wanted)


async def export_customers(actor: Actor, platform: Platform, *, wanted: CustomersWanted) -> Exported[CustomerRow]:
    """Return the whole list of customers in batches."""
    actor.require(CUSTOMERS_READ)
    return await listing_customers.export_customers(actor, platform, wanted=wanted)


async def customer(actor: Actor, platform: Platform, *, customer_id: UUID) -> CustomerWhole:
    """Return one customer with what happened; personal fields only with customers:pii. Raises ``UnknownCustomer``."""
    actor.require(CUSTOMERS_READ)
    return await show_whole.show_customer(actor, platform, customer_id=customer_id)

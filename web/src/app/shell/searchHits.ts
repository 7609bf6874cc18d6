/** Answers of the search as one list that arrow keys can walk. */
import type { SearchHits } from "@/api/orders";
import type { SessionStore } from "@/api/session";
import { dateIn } from "@/lib/clock";
import { formatMoney } from "@/lib/format";

export interface Hit {
  readonly id: string;
  readonly group: "Order" | "Customer" | "Product";
  readonly to: "order" | "orders";
  readonly title: string;
  readonly aside: string;
  readonly find: string;
}

export function hitsOf(found: SearchHits, stores: readonly SessionStore[]): readonly Hit[] {
  const orders = found.orders.map((order): Hit => {
    const store = stores.find((one) => one.slug === order.store);
    const day = dateIn(store?.timezone ?? "UTC", new Date(order.ordered_at));
    return {
      id: order.id,
      group: "Order",
      to: "order",
      title: `${order.number ?? "Without number"} · ${store?.name ?? order.store}`,
      aside: `${day} · ${formatMoney(order.total_sales, order.currency)}`,
      find: order.number ?? order.id,
    };
  });
  const customers = found.customers.map((customer): Hit => ({
    id: customer.id,
    group: "Customer",
    to: "orders",
    title: customer.name ?? "Name withheld",
    aside: customer.orders === null || customer.orders === undefined ? "" : `${customer.orders} orders`,
    find: customer.name ?? customer.id,
  }));
  const products = found.products.map((product): Hit => ({
    id: product.id,
    group: "Product",
    to: "orders",
    title: product.title ?? product.sku ?? "Untitled product",
    aside: product.sku ?? "",
    find: product.sku ?? product.title ?? "",
  }));
  return [...orders, ...customers, ...products];
}

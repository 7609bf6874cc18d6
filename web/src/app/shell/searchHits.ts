/** Answers of the search as one list that arrow keys can walk. */
import type { SearchHits } from "@/api/orders";
import type { SessionStore } from "@/api/session";
import { dateIn } from "@/lib/clock";
import { formatMoney } from "@/lib/format";

export interface Hit {
  readonly id: string;
  readonly group: "Order" | "Customer" | "Product" | "Page";
  readonly to: "order" | "customer" | "product" | "page";
  readonly title: string;
  readonly aside: string;
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
    };
  });
  const customers = found.customers.map((customer): Hit => ({
    id: customer.id,
    group: "Customer",
    to: "customer",
    title: customer.name ?? customer.email ?? "Name withheld",
    aside: customer.email ?? "",
  }));
  // Stores that sell the same thing list it each: one product on its page, one line here.
  const once = found.products.filter((product, index, all) => all.findIndex((one) => one.title === product.title && one.sku === product.sku) === index);
  const products = once.map((product): Hit => ({
    id: product.id,
    group: "Product",
    to: "product",
    title: product.title ?? product.sku ?? "Untitled product",
    aside: [product.sku, product.category].filter(Boolean).join(" · "),
  }));
  return [...orders, ...customers, ...products];
}

interface Page {
  readonly to: string;
  readonly label: string;
}

/** Places of the panel by name, the address as their id. */
export function pageHits(pages: readonly Page[], q: string): readonly Hit[] {
  const wanted = q.toLowerCase();
  if (wanted === "") return [];
  return pages.filter((page) => page.label.toLowerCase().includes(wanted)).map((page) => ({ id: page.to, group: "Page", to: "page", title: page.label, aside: "" }));
}

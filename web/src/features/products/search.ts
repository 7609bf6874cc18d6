/** Filters, order and page of the product list, as they stand in the address. */
import type { PickSearch } from "@/lib/picks";

export const DEFAULT_SORT = "-net_sales";
const SORT = /^-?(product_name|(net_sales|units_sold|orders|gross_profit|gross_margin|returns|return_rate)(__change|__change_pct)?)$/;

export interface ProductSearch extends PickSearch {
  category?: string | undefined;
  vendor?: string | undefined;
  sold?: "yes" | "no" | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export function readProductSearch(search: Record<string, unknown>): Omit<ProductSearch, keyof PickSearch> {
  const sort = asText(search["sort"]);
  const sold = asText(search["sold"]);
  return {
    category: asText(search["category"]),
    vendor: asText(search["vendor"]),
    sold: sold === "yes" || sold === "no" ? sold : undefined,
    q: asText(search["q"]),
    sort: sort !== undefined && sort !== DEFAULT_SORT && SORT.test(sort) ? sort : undefined,
    cursor: asText(search["cursor"]),
  };
}

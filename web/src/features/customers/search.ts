/** Filters, order and page of the customer list, as they stand in the address. */
import type { PickSearch } from "@/lib/picks";

export const DEFAULT_SORT = "-net_sales";
const SORT = /^-?(net_sales|orders|aov|gross_profit|gross_margin|returns)(__change|__change_pct)?$/;

export interface CustomerSearch extends PickSearch {
  country?: string | undefined;
  kind?: "new" | "returning" | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export function readCustomerSearch(search: Record<string, unknown>): Omit<CustomerSearch, keyof PickSearch> {
  const sort = asText(search["sort"]);
  const kind = asText(search["kind"]);
  return {
    country: asText(search["country"]),
    kind: kind === "new" || kind === "returning" ? kind : undefined,
    q: asText(search["q"]),
    sort: sort !== undefined && sort !== DEFAULT_SORT && SORT.test(sort) ? sort : undefined,
    cursor: asText(search["cursor"]),
  };
}

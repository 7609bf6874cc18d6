/** Filters, order and page of the order list, as they stand in the address. */
import type { PickSearch } from "@/lib/picks";

export const SORTS = ["-ordered_at", "ordered_at", "-total", "total", "number"] as const;

export interface OrderSearch extends PickSearch {
  status?: string | undefined;
  channel?: string | undefined;
  country?: string | undefined;
  customer?: string | undefined;
  product?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export function readOrderSearch(search: Record<string, unknown>): Omit<OrderSearch, keyof PickSearch> {
  const sort = asText(search["sort"]);
  return {
    status: asText(search["status"]),
    channel: asText(search["channel"]),
    country: asText(search["country"]),
    customer: asText(search["customer"]),
    product: asText(search["product"]),
    q: asText(search["q"]),
    sort: SORTS.find((known) => known === sort && known !== "-ordered_at"),
    cursor: asText(search["cursor"]),
  };
}

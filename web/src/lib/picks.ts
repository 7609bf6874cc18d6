/** What the pickers say, kept in the address so that a page can be sent to a colleague. */
import { isComparison, isPreset, parseCustom, type Comparison } from "@/lib/period";

export interface PickSearch {
  stores?: string | undefined;
  period?: string | undefined;
  compare?: Comparison | undefined;
  currency?: string | undefined;
  day?: "organisation" | undefined;
}

export const DEFAULT_PERIOD = "today";

const asText = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/** Reads the pickers from an address; what cannot be meant is left out, never guessed. */
export function readPicks(search: Record<string, unknown>): PickSearch {
  const period = asText(search["period"]);
  const compare = asText(search["compare"]);
  const currency = asText(search["currency"])?.toUpperCase();
  const stores = asText(search["stores"]);
  return {
    stores: stores === undefined ? undefined : storeList(stores).join(",") || undefined,
    period: period !== undefined && period !== DEFAULT_PERIOD && (isPreset(period) || parseCustom(period)) ? period : undefined,
    compare: compare !== undefined && isComparison(compare) ? compare : undefined,
    currency: currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    day: search["day"] === "organisation" ? "organisation" : undefined,
  };
}

export function storeList(stores: string | undefined): string[] {
  if (stores === undefined) return [];
  return [...new Set(stores.split(",").map((slug) => slug.trim()).filter((slug) => /^[a-z0-9][a-z0-9_-]*$/i.test(slug)))];
}

/** Plain `a=b&c=d` instead of the router's JSON in the address. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeSearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    const plain = asText(value);
    if (plain !== undefined) parameters.set(key, plain);
  }
  const text = parameters.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

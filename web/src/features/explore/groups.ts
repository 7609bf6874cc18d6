/** What can be asked, grouped and searched as somebody picks it. */
import type { Dimension, Metric } from "@/api/vocabulary";
import { groupNames } from "@/i18n/explore";

export interface Field {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly group: GroupKey;
  readonly isCustom: boolean;
  readonly isCertified: boolean;
}

export type GroupKey = keyof typeof groupNames;

const ORDER = Object.keys(groupNames) as GroupKey[];

const METRICS: Readonly<Partial<Record<GroupKey, readonly string[]>>> = {
  sales: ["net_sales", "gross_sales", "discounts", "total_sales", "aov"],
  orders: ["orders", "units_sold", "net_units", "guest_orders"],
  people: ["customers", "new_customers", "returning_customers"],
  back: ["returns", "return_rate", "units_returned"],
  profit: ["gross_profit", "gross_margin", "cogs", "cost_coverage"],
  charged: ["shipping", "taxes", "duties", "fees", "tips", "gift_card_sales", "gift_card_redeemed"],
};
const DIMENSIONS: Readonly<Partial<Record<GroupKey, readonly string[]>>> = {
  order: ["store", "channel", "order_status", "payment_method", "discount_code", "currency", "platform", "tag", "sales_rep", "company", "location", "tax_jurisdiction", "order"],
  goods: ["product_name", "category", "subcategory", "vendor", "product", "variant", "sku", "product_id", "variant_id"],
  place: ["country", "region", "city"],
  people: ["customer_type", "customer_cohort", "customer_since", "customer", "customer_cohort_organisation", "customer_since_organisation"],
  origin: ["utm_source", "utm_medium", "utm_campaign", "referrer"],
  when: ["weekday", "hour_of_day"],
};

function groupOf(key: string, known: Readonly<Partial<Record<GroupKey, readonly string[]>>>): GroupKey {
  if (key.endsWith("_current")) return "now";
  return ORDER.find((group) => known[group]?.includes(key)) ?? "other";
}

function rank(key: string, group: GroupKey, known: Readonly<Partial<Record<GroupKey, readonly string[]>>>): number {
  const at = known[group]?.indexOf(key) ?? -1;
  return at < 0 ? 1_000 : at;
}

function fieldsOf(all: readonly (Metric | Dimension)[], known: Readonly<Partial<Record<GroupKey, readonly string[]>>>): readonly Field[] {
  return all
    .map((one): Field => ({ key: one.key, label: one.label, description: one.description, group: one.is_custom === true ? "own" : groupOf(one.key, known), isCustom: one.is_custom === true, isCertified: one.is_custom === true && one.certified === true }))
    .toSorted((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || rank(a.key, a.group, known) - rank(b.key, b.group, known) || a.label.localeCompare(b.label));
}

export const metricFields = (metrics: readonly Metric[]): readonly Field[] => fieldsOf(metrics, METRICS);
export const dimensionFields = (dimensions: readonly Dimension[]): readonly Field[] => fieldsOf(dimensions, DIMENSIONS);

/** Names before meanings; within both the order of the groups. */
export function findFields(fields: readonly Field[], q: string): readonly Field[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return fields;
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const named = fields.filter((field) => holds(`${field.label} ${field.key}`));
  return [...named, ...fields.filter((field) => !named.includes(field) && holds(`${field.label} ${field.key} ${field.description}`))];
}

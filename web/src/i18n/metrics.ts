/** The metrics that pages show, in the words of the glossary. Definitions are the server's: every figure opens its own. */
import type { Unit } from "@/lib/format";

export interface MetricWords {
  readonly label: string;
  readonly unit: Unit;
  /** Whether more of it is good news. */
  readonly more: "good" | "bad" | "neutral";
}

export const METRICS = {
  net_sales: { label: "Net sales", unit: "money", more: "good" },
  orders: { label: "Orders", unit: "count", more: "good" },
  aov: { label: "Average order", unit: "money", more: "good" },
  gross_profit: { label: "Gross profit", unit: "money", more: "good" },
  gross_margin: { label: "Gross margin", unit: "percent", more: "good" },
  new_customers: { label: "New customers", unit: "count", more: "good" },
  returning_customers: { label: "Returning customers", unit: "count", more: "good" },
  guest_orders: { label: "Guest orders", unit: "count", more: "neutral" },
  units_sold: { label: "Units sold", unit: "count", more: "good" },
  units_returned: { label: "Units returned", unit: "count", more: "bad" },
  return_rate: { label: "Return rate", unit: "percent", more: "bad" },
  customers: { label: "Customers", unit: "count", more: "good" },
  returns: { label: "Returns", unit: "money", more: "bad" },
} as const satisfies Record<string, MetricWords>;

export type MetricKey = keyof typeof METRICS;

export const metricWords = (key: MetricKey): MetricWords => METRICS[key];

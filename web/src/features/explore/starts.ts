/** Questions to begin with, each whole. */
import { NOTHING, type Exploration } from "@/features/explore/state";
import { startTexts } from "@/i18n/explore";

export interface Start {
  readonly key: keyof typeof startTexts;
  readonly state: Exploration;
}

export const STARTS: readonly Start[] = [
  { key: "course", state: { ...NOTHING, metrics: ["net_sales"], grain: "auto" } },
  { key: "stores", state: { ...NOTHING, metrics: ["net_sales", "orders"], dimensions: ["store"] } },
  { key: "products", state: { ...NOTHING, metrics: ["net_sales", "units_sold", "gross_margin"], dimensions: ["product_name"], top: 10, rest: true, derived: ["share"] } },
  { key: "map", state: { ...NOTHING, metrics: ["orders"], dimensions: ["country"] } },
  { key: "hours", state: { ...NOTHING, metrics: ["orders"], dimensions: ["weekday", "hour_of_day"] } },
  { key: "buyers", state: { ...NOTHING, metrics: ["orders"], dimensions: ["customer_type"], grain: "auto" } },
  { key: "returns", state: { ...NOTHING, metrics: ["return_rate", "returns"], dimensions: ["category"] } },
  { key: "codes", state: { ...NOTHING, metrics: ["discounts", "net_sales"], dimensions: ["discount_code"] } },
];

/** The words of metrics and dimensions as the server has them, the organisation's own included. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import type { MetricWords } from "@/i18n/metrics";
import type { Unit } from "@/lib/format";
import { countryName, humanise } from "@/lib/names";
import type { Cell } from "@/api/query";

export interface Words extends MetricWords {
  /** Whether parts of it add up to the whole: an average or a share does not. */
  readonly adds: boolean;
}

export interface Names {
  readonly metric: (key: string) => Words;
  readonly dimension: (key: string) => string;
  /** A value of a dimension as people read it. */
  readonly value: (dimension: string, value: Cell | undefined) => string;
}

const UNITS: readonly Unit[] = ["money", "count", "percent", "ratio", "duration"];
const unitOf = (unit: string): Unit => UNITS.find((known) => known === unit) ?? "count";
const MORE = { up: "good", down: "bad", neutral: "neutral" } as const;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const NOTHING: Readonly<Record<string, string>> = {
  country: "No location",
  region: "No region",
  city: "No city",
  discount_code: "No code",
  customer: "Guests",
  product: "Without a product",
  category: "Without a category",
};
/** Written in lower case with dashes: names a program gave. */
const CODES = new Set(["channel", "platform", "order_status", "customer_type", "payment_method"]);

export function useNames(stores: readonly { readonly slug: string; readonly name: string }[]): Names {
  const metrics = useQuery(metricsQuery).data;
  const dimensions = useQuery(dimensionsQuery).data;
  return useMemo(() => {
    const known = new Map(metrics?.map((metric) => [metric.key, metric]));
    const adds = (key: string): boolean => {
      const metric = known.get(key);
      if (metric === undefined) return true;
      const parts = metric.formula.match(/[a-z][a-z0-9_]*/g) ?? [];
      return (metric.unit === "money" || metric.unit === "count") && !metric.formula.includes("/") && parts.every((part) => part === key || adds(part));
    };
    const labels = new Map(dimensions?.map((dimension) => [dimension.key, dimension.label]));
    const shops = new Map(stores.map((store) => [store.slug, store.name]));
    return {
      metric: (key) => {
        const metric = known.get(key);
        return metric === undefined
          ? { label: humanise(key), unit: "count", more: "neutral", adds: false }
          : { label: metric.label, unit: unitOf(metric.unit), more: MORE[metric.direction], adds: adds(key) };
      },
      dimension: (key) => labels.get(key) ?? humanise(key),
      value: (dimension, value) => {
        if (value === null || value === undefined || value === "") return NOTHING[dimension] ?? `No ${(labels.get(dimension) ?? dimension).toLowerCase()}`;
        const text = String(value);
        if (dimension === "store") return shops.get(text) ?? text;
        if (dimension.startsWith("country")) return countryName(text);
        if (dimension === "weekday") return WEEKDAYS[Number(text) - 1] ?? text;
        if (dimension === "hour_of_day") return `${text.padStart(2, "0")}:00`;
        return CODES.has(dimension) ? humanise(text) : text;
      },
    };
  }, [metrics, dimensions, stores]);
}

/** Which kinds can show a question, and which shows it best. */
import type { TileKind, TileQuery } from "@/tiles/model";
import type { Words } from "@/tiles/vocabulary";

export type MetricOf = (key: string) => Pick<Words, "unit" | "adds">;

const isHeat = (dimensions: readonly string[]): boolean => dimensions.length === 2 && dimensions.includes("weekday") && dimensions.includes("hour_of_day");
const isPlace = (dimension: string | undefined): boolean => dimension?.startsWith("country") === true || dimension === "customer_country_current";

/** The kinds that fit, the best first. Never empty: a table shows everything. */
export function fittingKinds(query: TileQuery, metricOf: MetricOf): readonly TileKind[] {
  const { metrics, dimensions = [], grain } = query;
  const [first] = metrics;
  if (first === undefined) return ["table"];
  const { adds } = metricOf(first);
  const units = new Set(metrics.map((metric) => metricOf(metric).unit));
  const [dimension] = dimensions;
  if (grain !== undefined) {
    if (dimensions.length > 1) return ["table"];
    if (dimensions.length === 1) return adds ? ["area", "line", "bar", "table"] : ["line", "table"];
    return units.size > 1 ? ["combo", "line", "bar", "table"] : ["line", "area", "bar", ...(metrics.length > 1 ? (["combo"] as const) : []), "table"];
  }
  if (dimension === undefined) return ["number", "line", "heatmap", ...(metrics.length > 2 && units.size === 1 ? (["waterfall"] as const) : []), ...(metrics.length > 1 && units.size === 1 ? (["funnel"] as const) : []), "table"];
  if (isHeat(dimensions)) return ["heatmap", "pivot", "table"];
  if (dimensions.length > 2) return ["table", "pivot"];
  if (dimensions.length === 2) return ["pivot", "bar", "table"];
  if ((dimension === "customer_cohort" || dimension === "customer_cohort_organisation") && first === "customers") return ["cohort", "table"];
  const rest: readonly TileKind[] = [...(adds ? (["pie"] as const) : []), ...(metrics.length > 1 ? (["scatter"] as const) : []), "table"];
  return isPlace(dimension) ? ["map", "bar", ...rest] : ["bar", ...rest];
}

export const bestKind = (query: TileQuery, metricOf: MetricOf): TileKind => fittingKinds(query, metricOf)[0] ?? "table";

/** The metrics a kind can draw together: one scale holds one unit. */
export function drawnMetrics(kind: TileKind, query: TileQuery, metricOf: MetricOf): readonly string[] {
  const { metrics, dimensions = [] } = query;
  const [first] = metrics;
  if (first === undefined || kind === "table" || kind === "combo") return metrics;
  if (kind === "scatter") return metrics.slice(0, 2);
  if (kind === "pie" || kind === "map" || kind === "heatmap" || kind === "pivot" || kind === "cohort") return [first];
  if ((kind === "line" || kind === "area" || kind === "bar") && query.grain !== undefined && dimensions.length > 0) return [first];
  if (kind === "number") return metrics;
  return metrics.filter((metric) => metricOf(metric).unit === metricOf(first).unit);
}

/** A question somebody explores, and the tiles that show it. */
import type { QueryFilter } from "@/api/query";
import { drawnMetrics, fittingKinds, type MetricOf } from "@/tiles/bestKind";
import type { Derived, Options, Tile, TileGrain, TileKind, TileQuery } from "@/tiles/model";

export interface Exploration {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly grain?: TileGrain;
  readonly filters: readonly QueryFilter[];
  /** A metric or dimension, with a minus before it where the largest come first. */
  readonly sort?: string;
  readonly top?: number;
  /** What is left out by `top` stays as one row. */
  readonly rest: boolean;
  /** Absent: whichever shows it best. */
  readonly kind?: TileKind;
  /** Dimensions of a pivot that run across. */
  readonly columns: readonly string[];
  readonly derived: readonly Derived[];
  readonly stack?: Options["stack"];
  readonly scale?: Options["scale"];
  /** The source rows of the first metric, in place of charts. */
  readonly rows: boolean;
}

export const NOTHING: Exploration = { metrics: [], dimensions: [], filters: [], rest: false, columns: [], derived: [], rows: false };
export const MOST_METRICS = 12;
export const MOST_DIMENSIONS = 6;
export const MOST_FILTERS = 20;
export const MOST_TOP = 1_000;
const TABLE_ROWS = 100;
const BARS = 10;

/** A filter somebody has begun and not finished asks nothing. */
export const isWhole = ({ op, value }: QueryFilter): boolean => op === "is_null" || op === "not_null" || (value !== undefined && value.length > 0 && (op !== "between" || (Array.isArray(value) && value.length === 2)));

export const askedFilters = (state: Exploration): readonly QueryFilter[] => state.filters.filter(isWhole);

/** The question alone, consistent: nothing sorts by what is not asked. */
export function queryOf(state: Exploration): TileQuery {
  const { metrics, dimensions, grain, top } = state;
  const sorted = state.sort !== undefined && [...metrics, ...dimensions, ...(grain === undefined ? [] : ["period"])].includes(state.sort.replace(/^-/, ""));
  return { metrics, ...(dimensions.length === 0 ? {} : { dimensions }), ...(grain === undefined ? {} : { grain }), ...(sorted && state.sort !== undefined ? { order_by: [state.sort] } : {}), ...(top === undefined ? {} : { limit: top }) };
}

export function kindsOf(state: Exploration, metricOf: MetricOf): readonly TileKind[] {
  return fittingKinds(queryOf(state), metricOf);
}

/** The kind asked for where it fits, else the best. */
export function kindOf(state: Exploration, metricOf: MetricOf): TileKind {
  const kinds = kindsOf(state, metricOf);
  return state.kind !== undefined && kinds.includes(state.kind) ? state.kind : (kinds[0] ?? "table");
}

const place = (h: number): Tile["place"] => ({ x: 0, y: 0, w: 12, h });
const settings = (state: Exploration): Pick<Tile, "settings"> => (askedFilters(state).length === 0 ? {} : { settings: { filters: askedFilters(state) } });

/** The chart. Its filters are its own settings, as a board would keep them. */
export function chartOf(state: Exploration, kind: TileKind, metricOf: MetricOf): Tile {
  const query = queryOf(state);
  const metrics = drawnMetrics(kind, query, metricOf);
  const asked: TileQuery = { ...query, metrics, ...(query.order_by !== undefined && !holds(query.order_by, metrics, query) ? { order_by: undefined } : {}), ...(kind === "bar" && query.grain === undefined ? { limit: state.top ?? BARS } : {}) };
  // Rows and columns of a pivot stand in the order of their totals: cutting its cells would leave holes.
  if (kind === "pivot") return { id: "explore", kind, place: place(9), query: { metrics, dimensions: query.dimensions ?? [] }, ...settings(state), ...optionsOf(state, kind, metrics, metricOf) };
  return { id: "explore", kind, place: place(7), query: kind === "heatmap" ? { metrics, dimensions: ["weekday", "hour_of_day"] } : asked, ...settings(state), ...optionsOf(state, kind, metrics, metricOf) };
}

const holds = (order: readonly string[], metrics: readonly string[], query: TileQuery): boolean => order.every((key) => [...metrics, ...(query.dimensions ?? []), "period"].includes(key.replace(/^-/, "")));

function optionsOf(state: Exploration, kind: TileKind, metrics: readonly string[], metricOf: MetricOf): Pick<Tile, "options"> {
  const options: Options = {
    ...(kind === "number" ? { spark: true } : {}),
    ...(kind === "number" || (kind === "line" && metrics.length === 1 && state.dimensions.length === 0) ? { target: true } : {}),
    ...((kind === "area" || kind === "bar") && (state.stack !== undefined || kind === "area") ? { stack: state.stack ?? "stacked" } : {}),
    ...((kind === "line" || kind === "area" || kind === "scatter") && state.scale !== undefined ? { scale: state.scale } : {}),
    ...(kind === "combo" ? { right: rightOf(metrics, metricOf) } : {}),
    ...(kind === "pivot" ? sidesOf(state) : {}),
    ...(kind === "table" && state.derived.length > 0 ? { derived: state.derived } : {}),
    ...((kind === "table" || kind === "bar") && state.rest && state.top !== undefined ? { other: true } : {}),
  };
  return Object.keys(options).length === 0 ? {} : { options };
}

/** Whatever is not counted in the unit of the first; of one unit the last is the line. */
function rightOf(metrics: readonly string[], metricOf: MetricOf): readonly string[] {
  const unit = metricOf(metrics[0] ?? "").unit;
  const other = metrics.filter((metric) => metricOf(metric).unit !== unit);
  return other.length > 0 ? other : metrics.slice(-1);
}

export function sidesOf(state: Exploration): { readonly rows: readonly string[]; readonly columns: readonly string[] } {
  const asked = state.columns.filter((key) => state.dimensions.includes(key));
  const columns = asked.length === 0 || asked.length === state.dimensions.length ? state.dimensions.slice(-1) : asked;
  return { rows: state.dimensions.filter((key) => !columns.includes(key)), columns };
}

/** The same figures as rows, all metrics side by side. */
export function tableOf(state: Exploration, metricOf: MetricOf): Tile {
  const query = queryOf(state);
  return { id: "rows", kind: "table", place: place(9), query: { ...query, limit: state.top ?? TABLE_ROWS }, ...settings(state), ...optionsOf(state, "table", state.metrics, metricOf) };
}

/** What a tile asks the server, kind by kind. */
import type { Query } from "@/api/query";
import { hoursAsked } from "@/charts/buckets";
import { grainFor, type Grain } from "@/lib/period";
import { cohortKey } from "@/tiles/cohort";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";

const DEFAULT_ROWS = 10;
/** Dimensions of few values in an order of their own: all of them, as they follow each other. */
const ORDERED: Readonly<Record<string, number>> = { hour_of_day: 24, weekday: 7 };
const MOST_POINTS = 5_000;
const MOST_CELLS = 50_000;
/** Parts of a pie before the rest; series of a chart that can still be told apart. */
export const MOST_PARTS = 5;
export const MOST_SERIES = 7;

export interface Question {
  readonly query: Query;
  /** The width of a bucket, where time passes along the tile. */
  readonly grain: Grain | null;
}

const TIMED = new Set(["line", "area", "combo", "bar"]);

/** Null where nothing is asked: text, sections, the feed of orders. */
export function questionOf(tile: Tile, view: TileView): Question | null {
  const { query: asked, kind } = tile;
  if (asked === undefined || asked.metrics.length === 0) return null;
  const dimensions = asked.dimensions ?? [];
  const base: Query = { ...view.base, metrics: asked.metrics };
  if (kind === "heatmap") return { query: plain(base, { dimensions: ["weekday", "hour_of_day"], limit: 200 }), grain: null };
  if (kind === "cohort") return { query: plain(base, { dimensions: [cohortKey(base)], grain: "month", limit: MOST_CELLS }), grain: null };
  if (kind === "number" || kind === "funnel" || kind === "waterfall") return { query: base, grain: null };
  if (TIMED.has(kind) && (asked.grain !== undefined || dimensions.length === 0)) {
    const grain = asked.grain === undefined || asked.grain === "auto" ? grainFor(view.range) : asked.grain;
    const hours = hoursAsked(grain, view.oneZone);
    // The days compared with are shown whole, so that one sees what is still to come.
    const { same_minute: _, ...whole } = base;
    return { query: { ...(dimensions.length === 0 ? whole : plain(base, {})), dimensions: [...dimensions, ...hours.hours], grain: hours.grain, limit: MOST_POINTS }, grain };
  }
  if (kind === "pivot") return { query: plain(base, { dimensions, limit: asked.limit ?? MOST_POINTS }), grain: null };
  const grain = kind === "table" && asked.grain !== undefined ? (asked.grain === "auto" ? grainFor(view.range) : asked.grain) : undefined;
  const whole = dimensions.length === 1 ? ORDERED[dimensions[0] ?? ""] : undefined;
  const order = asked.order_by ?? (whole === undefined ? undefined : dimensions) ?? (grain === undefined && dimensions.length > 0 ? [`-${asked.metrics[0] ?? ""}`] : undefined);
  const limit = kind === "map" ? 250 : kind === "pie" ? 200 : (asked.limit ?? whole ?? (kind === "scatter" ? 200 : DEFAULT_ROWS));
  const drawn = kind === "pie" || kind === "scatter" || kind === "map" || kind === "bar" ? plain(base, {}) : base;
  return { query: { ...drawn, dimensions, ...(grain === undefined ? {} : { grain }), ...(order === undefined ? {} : { order_by: order }), limit }, grain: null };
}

/** Without the compared period: what is drawn once has no second side. */
function plain(base: Query, more: Partial<Query>): Query {
  const { compare: _, same_minute: __, ...rest } = base;
  return { ...rest, ...more };
}

/** The course behind a number. */
export function sparkOf(query: Query, view: TileView): Question {
  const grain = grainFor(view.range);
  const hours = hoursAsked(grain, view.oneZone);
  return { query: plain(query, { dimensions: hours.hours, grain: hours.grain, limit: MOST_POINTS }), grain };
}

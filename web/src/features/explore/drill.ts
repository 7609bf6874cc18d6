/** From a mark to the next question. Pure: every step is a new state, none changes a figure that it does not name. */
import type { Cell, Query, QueryFilter } from "@/api/query";
import { firstOf, nextOf } from "@/charts/buckets";
import { NOTHING, type Exploration } from "@/features/explore/state";
import { addDays, isDay, type DayRange } from "@/lib/calendar";
import { customPeriod, type Grain } from "@/lib/period";
import type { PickSearch } from "@/lib/picks";
import type { Asked, DrillMark } from "@/tiles/drill";

/** A question with the pickers it is asked under. */
export interface Opening {
  readonly state: Exploration;
  readonly picks: PickSearch;
}

export interface Part {
  readonly dimension: string;
  readonly value: Cell;
}

const WHOLE = new Set(["number", "funnel", "waterfall"]);
const TIMED = new Set(["line", "area", "combo"]);

/** A tile as the explorer asks it. */
export function openTile({ tile, picks, filters }: Asked): Opening {
  const { query, kind, options } = tile;
  const dimensions = kind === "heatmap" ? ["weekday", "hour_of_day"] : kind === "cohort" ? ["customer_cohort"] : WHOLE.has(kind) ? [] : (query?.dimensions ?? []);
  const grain = TIMED.has(kind) ? (query?.grain ?? "auto") : kind === "bar" ? (query?.grain ?? (dimensions.length === 0 ? "auto" : undefined)) : kind === "table" ? query?.grain : undefined;
  const state: Exploration = {
    ...NOTHING,
    metrics: query?.metrics ?? [],
    dimensions,
    ...(grain === undefined ? {} : { grain }),
    filters,
    ...(query?.order_by?.[0] === undefined ? {} : { sort: query.order_by[0] }),
    ...(query?.limit === undefined ? {} : { top: query.limit }),
    rest: options?.other === true,
    kind,
    columns: options?.columns ?? [],
    derived: options?.derived ?? [],
    ...(options?.stack === undefined ? {} : { stack: options.stack }),
    ...(options?.scale === undefined ? {} : { scale: options.scale }),
  };
  return { state, picks };
}

/** The values a mark stands for, its time apart. */
export const partsOf = (mark: DrillMark): readonly Part[] => Object.entries(mark.row).flatMap(([dimension, value]) => (dimension === "period" || (dimension === "hour_of_day" && isHourly(mark)) ? [] : [{ dimension, value }]));

const isHourly = (mark: DrillMark): boolean => mark.row["period"] !== undefined && mark.grain === "hour";

/** The days of the bucket a mark stands in, as far as the period reaches; null where it stands in none. */
export function spanOf(mark: DrillMark): DayRange | null {
  const period = mark.row["period"];
  if (typeof period !== "string") return null;
  const day = period.slice(0, 10);
  if (!isDay(day)) return null;
  const bucket = bucketOf(day, mark.grain ?? mark.query.grain ?? "day", mark);
  const range = mark.view.range;
  if (range === null) return bucket;
  return { from: bucket.from < range.from ? range.from : bucket.from, to: bucket.to > range.to ? range.to : bucket.to };
}

function bucketOf(day: string, grain: Grain, { calendar }: DrillMark): DayRange {
  const from = firstOf(day, grain, calendar);
  return { from, to: addDays(nextOf(from, grain, calendar), -1) };
}

/** The hour of the day of an hourly mark. */
function hourOf(mark: DrillMark): QueryFilter | null {
  const period = mark.row["period"];
  const own = mark.row["hour_of_day"];
  const isHours = mark.grain === "hour" || mark.query.grain === "hour";
  if (!isHours || typeof period !== "string") return null;
  const hour = own === undefined || own === null ? period.slice(11, 13) : String(own);
  return /^\d{1,2}$/.test(hour) ? { field: "hour_of_day", op: "in", value: [String(Number(hour))] } : null;
}

export const onlyPart = ({ dimension, value }: Part): QueryFilter => (value === null ? { field: dimension, op: "is_null" } : { field: dimension, op: "in", value: [String(value)] });

const exceptPart = ({ dimension, value }: Part): QueryFilter => (value === null ? { field: dimension, op: "not_null" } : { field: dimension, op: "not_in", value: [String(value)] });

const valuesOf = (filter: QueryFilter): readonly string[] => (filter.value === undefined ? [] : [filter.value].flat());

/** Narrower by one more condition; a list it lies in gives way to it, lists of what is left out grow together. */
export function withFilter(filters: readonly QueryFilter[], next: QueryFilter): readonly QueryFilter[] {
  const same = filters.find((one) => one.field === next.field && one.op === next.op && (next.op === "in" || next.op === "not_in"));
  if (same === undefined) return filters.some((one) => JSON.stringify(one) === JSON.stringify(next)) ? filters : [...filters, next];
  const merged = next.op === "not_in" ? [...new Set([...valuesOf(same), ...valuesOf(next)])] : valuesOf(next).every((value) => valuesOf(same).includes(value)) ? valuesOf(next) : null;
  return merged === null ? [...filters, next] : filters.map((one) => (one === same ? { ...next, value: merged } : one));
}

/** Everything a mark stands for, as filters and days: asked without groups, the answer is the figure of the mark. */
function narrowed(mark: DrillMark): Opening {
  const origin = openTile(mark);
  const span = spanOf(mark);
  const hour = hourOf(mark);
  const filters = [...partsOf(mark).map(onlyPart), ...mark.within, ...(hour === null ? [] : [hour])].reduce(withFilter, origin.state.filters);
  return { state: { ...NOTHING, metrics: [mark.metric], filters }, picks: span === null ? mark.picks : { ...mark.picks, period: customPeriod(span) } };
}

/** The figure of a mark asked for itself. */
export function exactQuery(mark: DrillMark): Query {
  const { query } = mark;
  const span = spanOf(mark);
  const { state } = narrowed(mark);
  const stores = mark.view.chosen.length === 0 ? [] : [{ field: "store", op: "in" as const, value: mark.view.chosen }];
  return {
    metrics: [mark.metric],
    filters: [...stores, ...state.filters],
    ...(query.currency === undefined ? {} : { currency: query.currency }),
    ...(query.day === undefined ? {} : { day: query.day }),
    ...(span !== null ? { range: span } : query.range === undefined ? {} : { range: query.range }),
  };
}

export function breakDown(mark: DrillMark, dimension: string): Opening {
  const { state, picks } = narrowed(mark);
  return { state: { ...state, dimensions: [dimension] }, picks };
}

export function overTime(mark: DrillMark): Opening {
  const { state, picks } = narrowed(mark);
  return { state: { ...state, grain: "auto", kind: "line" }, picks };
}

export function sourceRows(mark: DrillMark): Opening {
  const { state, picks } = narrowed(mark);
  return { state: { ...state, rows: true }, picks };
}

/** The same question over the days of the mark, in finer steps; null where there is nothing finer. */
export function zoomIn(mark: DrillMark): Opening | null {
  const span = spanOf(mark);
  if (span === null || hourOf(mark) !== null) return null;
  const { state, picks } = openTile(mark);
  return { state: state.grain === undefined ? state : { ...state, grain: "auto" }, picks: { ...picks, period: customPeriod(span) } };
}

export function only(mark: DrillMark, part: Part): Opening {
  const { state, picks } = openTile(mark);
  return { state: { ...state, filters: withFilter(state.filters, onlyPart(part)) }, picks };
}

export function without(mark: DrillMark, part: Part): Opening {
  const { state, picks } = openTile(mark);
  return { state: { ...state, filters: withFilter(state.filters, exceptPart(part)) }, picks };
}

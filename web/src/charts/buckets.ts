/** The time axis of a chart: every bucket of the range, whether or not anything happened in it. */
import { addDays, addMonths, formatDay, formatMonth, isDay, startOfMonth, startOfQuarter, startOfWeek, startOfYear, weekNumber, type Day, type DayRange } from "@/lib/calendar";
import { fiscalFirst, fiscalNext, isFiscal, type Calendar } from "@/lib/fiscal";
import { add, decimalText, isZero, parseDecimal } from "@/lib/decimal";
import type { Grain } from "@/lib/period";

export interface Bucket {
  readonly key: string;
  /** On the axis. */
  readonly tick: string;
  /** In full, for tables and tooltips. */
  readonly label: string;
}

export interface Point extends Bucket {
  readonly value: string | null;
  readonly previous: string | null;
  readonly previousLabel: string | null;
  readonly unfinished: boolean;
}

const MAX_BUCKETS = 800;
const MONTHS: Partial<Record<Grain, number>> = { month: 1, quarter: 3, year: 12 };

export function bucketsOf(range: DayRange, grain: Grain, calendar: Calendar): readonly Bucket[] {
  const list: Bucket[] = [];
  const several = range.from !== range.to;
  let day = firstOf(range.from, grain, calendar);
  while (day <= range.to && list.length < MAX_BUCKETS) {
    if (grain === "hour") {
      for (let hour = 0; hour < 24; hour++) list.push(hourBucket(day, hour, several));
    } else list.push(dayBucket(day, grain));
    day = nextOf(day, grain, calendar);
  }
  return list;
}

/** The first day of the bucket a day lies in. */
export function firstOf(day: Day, grain: Grain, calendar: Calendar): Day {
  if (isFiscal(grain)) return fiscalFirst(day, grain, calendar);
  if (grain === "week") return startOfWeek(day, calendar.weekStart);
  if (grain === "quarter") return startOfQuarter(day);
  if (grain === "year") return startOfYear(day);
  return grain === "month" ? startOfMonth(day) : day;
}

/** The first day of the bucket after the one that begins on a day. */
export function nextOf(day: Day, grain: Grain, calendar: Calendar): Day {
  if (isFiscal(grain)) return fiscalNext(day, grain, calendar);
  const months = MONTHS[grain];
  if (months !== undefined) return addMonths(day, months);
  return addDays(day, grain === "week" ? 7 : 1);
}

function hourBucket(day: Day, hour: number, several: boolean): Bucket {
  const clock = `${String(hour).padStart(2, "0")}:00`;
  const until = `${String(hour + 1).padStart(2, "0")}:00`;
  return { key: `${day}T${clock.slice(0, 2)}`, tick: clock, label: several ? `${formatDay(day)}, ${clock} – ${until}` : `${clock} – ${until}` };
}

function dayBucket(day: Day, grain: Grain): Bucket {
  if (isFiscal(grain)) return { key: day, tick: formatDay(day).slice(4), label: `from ${formatDay(day).slice(4)} ${day.slice(0, 4)}` };
  if (grain === "year") return { key: day, tick: day.slice(0, 4), label: day.slice(0, 4) };
  if (grain === "quarter") {
    const quarter = `Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    return { key: day, tick: quarter, label: `${quarter} ${day.slice(0, 4)}` };
  }
  if (grain === "month") return { key: day, tick: formatMonth(day).slice(0, 3), label: formatMonth(day) };
  if (grain === "week") return { key: day, tick: `wk ${weekNumber(day)}`, label: `Week ${weekNumber(day)}, from ${formatDay(day)}` };
  return { key: day, tick: formatDay(day).slice(4), label: formatDay(day) };
}

/** An answer's `period` in words: the month of a month, the week of a week, the hour of an hour. */
export function periodName(period: string, grain: Grain): string {
  const day = period.slice(0, 10);
  if (!isDay(day)) return period;
  return grain === "hour" ? `${formatDay(day)}, ${period.slice(11, 16)}` : dayBucket(day, grain).label;
}

/** The bucket an answer's `period` belongs to. Twin hours of a clock change fall into one. */
export const keyOf = (period: string, grain: Grain): string => (grain === "hour" ? period.slice(0, 13).replace(" ", "T") : period.slice(0, 10));

/** Where stores keep several clocks an hour is each store's own: asked as a day and the hour of it. */
export const hoursAsked = (grain: Grain, oneZone: boolean): { readonly grain: Grain; readonly hours: readonly string[] } =>
  grain === "hour" && !oneZone ? { grain: "day", hours: ["hour_of_day"] } : { grain, hours: [] };

/** The period of a row, with the hour of the day beside it if that was asked. */
export const periodOf = (period: string | null, hour: string | null): string =>
  period === null ? "" : hour === null ? period : `${period}T${hour.padStart(2, "0")}`;

export function sumByBucket(rows: readonly (readonly [period: string, value: string | null])[], grain: Grain): Map<string, string> {
  const sums = new Map<string, string>();
  for (const [period, value] of rows) {
    const key = keyOf(period, grain);
    const more = value === null ? null : parseDecimal(value);
    if (!more) continue;
    const known = parseDecimal(sums.get(key) ?? "0");
    sums.set(key, decimalText(known ? add(known, more) : more));
  }
  return sums;
}

interface Series {
  readonly buckets: readonly Bucket[];
  /** By the key of the asked period's bucket, for the compared period too: an answer puts both in one row. */
  readonly sums: ReadonlyMap<string, string>;
}

/**
 * Both periods side by side, bucket by bucket. What lies ahead stays empty unless a store east of here had it already;
 * what passed without a sale is zero.
 */
export function pointsOf(current: Series, compared: Series | null, nowKey: string): readonly Point[] {
  return current.buckets.map((bucket, index) => {
    const before = compared?.buckets[index];
    const sold = current.sums.get(bucket.key) ?? "0";
    return {
      ...bucket,
      value: bucket.key > nowKey && isZero(sold) ? null : sold,
      previous: before ? (compared?.sums.get(bucket.key) ?? "0") : null,
      previousLabel: before?.label ?? null,
      unfinished: bucket.key === nowKey,
    };
  });
}

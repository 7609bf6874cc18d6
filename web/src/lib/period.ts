/** The period and comparison a page looks at: presets, stepping, the compared range, the grain that fits. */
import {
  addDays,
  addMonths,
  endOfMonth,
  endOfQuarter,
  endOfYear,
  formatRange,
  isDay,
  lengthOf,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
  startOfYear,
  type Day,
  type DayRange,
} from "@/lib/calendar";
import { fiscalRange, fiscalStep, isFiscal, type Calendar, type FiscalGrain } from "@/lib/fiscal";

export const PRESETS = [
  "today",
  "yesterday",
  "last7",
  "last30",
  "week",
  "last_week",
  "month",
  "last_month",
  "quarter",
  "year",
  "last_year",
  "fiscal_month",
  "last_fiscal_month",
  "fiscal_quarter",
  "fiscal_year",
  "last12",
  "all",
] as const;
export type Preset = (typeof PRESETS)[number];

export const COMPARISONS = ["previous_period", "previous_week", "previous_year", "previous_year_weekday", "none"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Grain = "hour" | "day" | "week" | "month" | "quarter" | "year" | FiscalGrain;

export const isPreset = (value: string): value is Preset => PRESETS.some((preset) => preset === value);
export const isComparison = (value: string): value is Comparison => COMPARISONS.some((kind) => kind === value);

/** The days of a preset or of "2026-01-01..2026-01-31"; null means all data. */
export function resolvePeriod(period: string, today: Day, calendar: Calendar): DayRange | null {
  const custom = parseCustom(period);
  if (custom) return custom;
  const week = startOfWeek(today, calendar.weekStart);
  const lastMonth = addMonths(startOfMonth(today), -1);
  switch (isPreset(period) ? period : "today") {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "last7":
      return { from: addDays(today, -6), to: today };
    case "last30":
      return { from: addDays(today, -29), to: today };
    case "week":
      return { from: week, to: addDays(week, 6) };
    case "last_week":
      return { from: addDays(week, -7), to: addDays(week, -1) };
    case "month":
      return { from: startOfMonth(today), to: endOfMonth(today) };
    case "last_month":
      return { from: lastMonth, to: endOfMonth(lastMonth) };
    case "quarter":
      return { from: startOfQuarter(today), to: endOfQuarter(today) };
    case "year":
      return { from: startOfYear(today), to: endOfYear(today) };
    case "last_year":
      return { from: addMonths(startOfYear(today), -12), to: endOfYear(addMonths(startOfYear(today), -12)) };
    case "fiscal_month":
    case "fiscal_quarter":
    case "fiscal_year":
      return isFiscal(period) ? fiscalRange(today, period, calendar) : null;
    case "last_fiscal_month":
      return fiscalRange(addDays(fiscalRange(today, "fiscal_month", calendar).from, -1), "fiscal_month", calendar);
    case "last12":
      return { from: addDays(addMonths(today, -12), 1), to: today };
    case "all":
      return null;
  }
}

export function parseCustom(period: string): DayRange | null {
  const [from = "", to = ""] = period.split("..");
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

export const customPeriod = (range: DayRange): string => `${range.from}..${range.to}`;

/** The presets somebody may choose: fiscal ones where there is a fiscal calendar. */
export const presetsOf = ({ months }: Calendar): readonly Preset[] => PRESETS.filter((preset) => months !== null || !preset.includes("fiscal"));

/** The range before or after: whole months, quarters and years step by the calendar, others by their length. */
export function stepRange(range: DayRange, direction: 1 | -1, calendar?: Calendar): DayRange {
  const fiscal = calendar === undefined ? null : fiscalStep(range, calendar, "length", direction);
  if (fiscal !== null) return fiscal;
  const { from, to } = range;
  if (from === startOfMonth(from) && to === endOfMonth(to)) {
    const months = monthsIn(range);
    const start = addMonths(from, direction * months);
    return { from: start, to: endOfMonth(addMonths(start, months - 1)) };
  }
  const days = lengthOf(range) * direction;
  return { from: addDays(from, days), to: addDays(to, days) };
}

function monthsIn(range: DayRange): number {
  const count = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return count(range.to) - count(range.from) + 1;
}

export function compareRange(range: DayRange, kind: Comparison, calendar?: Calendar): DayRange | null {
  switch (kind) {
    case "none":
      return null;
    case "previous_period":
      return stepRange(range, -1, calendar);
    case "previous_week": {
      const back = Math.ceil(lengthOf(range) / 7) * 7;
      return { from: addDays(range.from, -back), to: addDays(range.to, -back) };
    }
    case "previous_year":
      return (calendar === undefined ? null : fiscalStep(range, calendar, "year", -1)) ?? { from: addMonths(range.from, -12), to: yearEarlier(range.to) };
    case "previous_year_weekday":
      return { from: addDays(range.from, -364), to: addDays(range.to, -364) };
  }
}

/** The end of February stays the end of February, as the server has it. */
function yearEarlier(day: Day): Day {
  const earlier = addMonths(day, -12);
  return day === endOfMonth(day) ? endOfMonth(earlier) : earlier;
}

/** What a period is compared with when the person chose nothing. */
export function defaultComparison(range: DayRange | null): Comparison {
  if (range === null) return "none";
  return lengthOf(range) === 1 ? "previous_week" : "previous_period";
}

export const isUnfinished = (range: DayRange | null, today: Day): boolean =>
  range === null || (range.from <= today && range.to >= today);

/** "vs Sun 16 Nov, same minute" */
export function comparisonWords(range: DayRange | null, kind: Comparison, today: Day, calendar?: Calendar): string {
  const compared = range === null ? null : compareRange(range, kind, calendar);
  if (!compared) return "";
  const same = isUnfinished(range, today) ? ", same minute" : "";
  return `vs ${formatRange(compared, today)}${same}`;
}

export function grainFor(range: DayRange | null): Exclude<Grain, FiscalGrain> {
  if (range === null) return "month";
  const days = lengthOf(range);
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 400 ? "week" : "month";
}

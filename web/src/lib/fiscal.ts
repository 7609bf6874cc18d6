/** The organisation's fiscal months, as the server lays them out: their first days, beginning with a fiscal year. */
import { addDays, startOfMonth, startOfQuarter, startOfYear, type Day, type DayRange, type WeekStart } from "@/lib/calendar";

export interface Calendar {
  readonly weekStart: WeekStart;
  /** Null: fiscal months are calendar months and years begin in January. */
  readonly months: readonly Day[] | null;
}

export const FISCAL = { fiscal_month: 1, fiscal_quarter: 3, fiscal_year: 12 } as const;
export type FiscalGrain = keyof typeof FISCAL;

export const isFiscal = (grain: string): grain is FiscalGrain => grain in FISCAL;

const YEAR = 12;
const PLAIN = { fiscal_month: startOfMonth, fiscal_quarter: startOfQuarter, fiscal_year: startOfYear } as const;

/** The first day of the bucket a day lies in; beyond the months that are known those of everybody hold. */
export function fiscalFirst(day: Day, grain: FiscalGrain, { months }: Calendar): Day {
  const at = placeOf(day, months);
  return at === null ? PLAIN[grain](day) : (months?.[at - (at % FISCAL[grain])] ?? day);
}

export function fiscalNext(first: Day, grain: FiscalGrain, { months }: Calendar): Day {
  const at = placeOf(first, months);
  const next = at === null ? undefined : months?.[at - (at % FISCAL[grain]) + FISCAL[grain]];
  return next ?? PLAIN[grain](addDays(first, FISCAL[grain] * 31));
}

export const fiscalRange = (day: Day, grain: FiscalGrain, calendar: Calendar): DayRange => {
  const from = fiscalFirst(day, grain, calendar);
  return { from, to: addDays(fiscalNext(from, grain, calendar), -1) };
};

/** Whole fiscal months some months earlier or later; null where the range holds parts of one, or nothing is known of them. */
export function fiscalStep(range: DayRange, calendar: Calendar, by: "length" | "year", direction: 1 | -1): DayRange | null {
  const { months } = calendar;
  const first = placeOf(range.from, months);
  const last = placeOf(addDays(range.to, 1), months);
  if (months === null || first === null || last === null || months[first] !== range.from || months[last] !== addDays(range.to, 1)) return null;
  const step = (by === "year" ? YEAR : last - first) * direction;
  const [from, end] = [months[first + step], months[last + step]];
  return from === undefined || end === undefined ? null : { from, to: addDays(end, -1) };
}

function placeOf(day: Day, months: readonly Day[] | null): number | null {
  const at = months?.findLastIndex((start) => start <= day) ?? -1;
  return months === null || at < 0 || at >= months.length - (months.at(-1) === day ? 0 : 1) ? null : at;
}

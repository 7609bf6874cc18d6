/** Buyers by the month of their first order and the months since: each buyer has one first day, so days add up exactly. */
import { figureOf, type Row } from "@/board/figures";
import { addMonths, startOfMonth, type Day } from "@/lib/calendar";
import { sumOf } from "@/lib/decimal";

export interface Cohort {
  readonly month: Day;
  readonly size: string;
  /** By months since the first; null lies ahead. */
  readonly cells: readonly (string | null)[];
  /** The cell of the month that is not over. */
  readonly immature: number;
}

const MOST = 24;

/** Cohorts whose first month lies in the rows; a buyer of before the range has no first month here and is left out. */
export function cohortsOf(rows: readonly Row[], metric: string, today: Day): readonly Cohort[] {
  const sums = new Map<string, Map<number, (string | null)[]>>();
  const months = rows.map((row) => figureOf(row, "period")?.slice(0, 10) ?? "").filter((month) => month !== "");
  const first = months.toSorted()[0];
  if (first === undefined) return [];
  for (const row of rows) {
    const since = figureOf(row, "customer_since")?.slice(0, 10);
    const period = figureOf(row, "period")?.slice(0, 10);
    if (since === undefined || period === undefined) continue;
    const month = startOfMonth(since);
    const age = monthsBetween(month, period);
    if (month < startOfMonth(first) || age < 0) continue;
    const cells = sums.get(month) ?? new Map<number, (string | null)[]>();
    cells.set(age, [...(cells.get(age) ?? []), figureOf(row, metric)]);
    sums.set(month, cells);
  }
  const now = startOfMonth(today);
  return [...sums.keys()]
    .toSorted()
    .slice(-MOST)
    .map((month) => {
      const cells = sums.get(month);
      const immature = monthsBetween(month, now);
      return { month, size: sumOf(cells?.get(0) ?? []), immature, cells: Array.from({ length: immature + 1 }, (_, age) => sumOf(cells?.get(age) ?? [])) };
    });
}

export const monthsBetween = (from: Day, to: Day): number => (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** The days of a month, for the rows behind a cell. */
export const monthAfter = (month: Day, age: number): Day => addMonths(month, age);

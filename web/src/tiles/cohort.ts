/** Buyers by the month of their first order and the months since. */
import type { Query } from "@/api/query";
import { figureOf, type Row } from "@/board/figures";
import { addMonths, startOfMonth, type Day } from "@/lib/calendar";

export interface Cohort {
  readonly month: Day;
  readonly size: string | null;
  /** By months since the first; null lies ahead. */
  readonly cells: readonly (string | null)[];
  /** The cell of the month that is not over. */
  readonly immature: number;
}

const MOST = 24;

/** The dimension of cohorts: the month of the first order, by the days the view counts in. */
export const cohortKey = (asked: Pick<Query, "day">): string => (asked.day === "organisation" ? "customer_cohort_organisation" : "customer_cohort");

/** Cohorts whose first month lies in the rows; a buyer of before the range has no first month here and is left out. */
export function cohortsOf(rows: readonly Row[], by: string, metric: string, today: Day): readonly Cohort[] {
  const found = new Map<Day, Map<number, string | null>>();
  const months = rows.map((row) => figureOf(row, "period")?.slice(0, 10) ?? "").filter((month) => month !== "");
  const first = months.toSorted()[0];
  if (first === undefined) return [];
  for (const row of rows) {
    const month = figureOf(row, by)?.slice(0, 10);
    const period = figureOf(row, "period")?.slice(0, 10);
    if (month === undefined || period === undefined) continue;
    const age = monthsBetween(month, period);
    if (month < startOfMonth(first) || age < 0) continue;
    found.set(month, (found.get(month) ?? new Map<number, string | null>()).set(age, figureOf(row, metric)));
  }
  const now = startOfMonth(today);
  return [...found.keys()]
    .toSorted()
    .slice(-MOST)
    .map((month) => {
      const cells = found.get(month);
      const immature = monthsBetween(month, now);
      return { month, size: cells?.get(0) ?? null, immature, cells: Array.from({ length: immature + 1 }, (_, age) => cells?.get(age) ?? "0") };
    });
}

export const monthsBetween = (from: Day, to: Day): number => (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** The days of a month, for the rows behind a cell. */
export const monthAfter = (month: Day, age: number): Day => addMonths(month, age);

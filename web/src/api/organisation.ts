/** When the organisation's weeks and years begin, and whose holidays it keeps; and how one's own weeks are drawn. */
import { patch } from "@/api/client";
import type { WeekStart } from "@/lib/calendar";

export const PATTERNS = ["gregorian", "4-4-5", "4-5-4", "5-4-4", "custom"] as const;
export type Pattern = (typeof PATTERNS)[number];

export interface Fiscal {
  readonly pattern: Pattern;
  readonly first_month?: number;
  readonly anchor?: "last" | "nearest";
  /** First days of the fiscal months of a custom calendar, and at last the day after its end. */
  readonly starts?: readonly string[];
}

export interface CalendarChange {
  readonly week_start?: WeekStart;
  readonly fiscal?: Fiscal;
  /** Null: the countries of its stores. */
  readonly holidays?: readonly string[] | null;
}

export const changeCalendar = (change: CalendarChange): Promise<unknown> => patch("/organisation", change);
export const chooseWeekStart = (weekStart: WeekStart | null): Promise<unknown> => patch("/account", { week_start: weekStart });

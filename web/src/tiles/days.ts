/** The days of buckets that somebody drew over. */
import type { Bucket } from "@/charts/buckets";
import { addDays, addMonths, isDay, type DayRange } from "@/lib/calendar";
import type { Grain } from "@/lib/period";

export function daysOf(first: Bucket | undefined, last: Bucket | undefined, grain: Grain): DayRange | null {
  const from = first?.key.slice(0, 10) ?? "";
  const start = last?.key.slice(0, 10) ?? "";
  if (!isDay(from) || !isDay(start)) return null;
  const months = { month: 1, quarter: 3, year: 12 }[grain as string];
  const to = months === undefined ? addDays(start, grain === "week" ? 6 : 0) : addDays(addMonths(start, months), -1);
  return { from, to };
}

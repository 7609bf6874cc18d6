/** What stands beside a figure in a table: its share of the queried total, and sums along the rows. Exact decimals. For what adds up alone. */
import { figureOf, type Row } from "@/board/figures";
import { decimalText, divide, parseDecimal, shareOf, sumOf } from "@/lib/decimal";
import { formatFigure, formatPercent, UNKNOWN, type Unit } from "@/lib/format";
import { fiscalFirst, isFiscal, type Calendar } from "@/lib/fiscal";
import type { Grain } from "@/lib/period";
import type { Derived } from "@/tiles/model";

export const WINDOW = 7;

/** `along`: the values that lead up to this one, it the last. */
export function derivedText(kind: Derived, value: string | null, along: readonly (string | null)[], total: string | null, unit: Unit, currency: string): string {
  if (kind === "share") return isWhole(total) ? formatPercent(shareOf(value, total)) : UNKNOWN;
  if (kind === "moving") return formatFigure(averageOf(along.slice(-WINDOW)), unit, currency);
  return formatFigure(sumOf(along), unit, currency);
}

/** What a period to date begins with: the day of an hour, the month of a day, the year of a month, the fiscal year of its parts. */
const STRETCH: Partial<Record<Grain, number>> = { hour: 10, day: 7, week: 7, month: 4, quarter: 4, year: 0 };

function stretchOf(period: string, grain: Grain, calendar: Calendar | undefined): string {
  if (grain === "fiscal_year") return "";
  return isFiscal(grain) && calendar !== undefined ? fiscalFirst(period, "fiscal_year", calendar) : period.slice(0, STRETCH[grain] ?? 4);
}

/** For each row the rows that lead up to it: along time where there is time, each group for itself; else as they stand. */
export function runsOf(kind: Derived, rows: readonly Row[], dimensions: readonly string[], grain: Grain | undefined, calendar?: Calendar): readonly (readonly number[])[] {
  const order = rows.map((_, index) => index);
  const periodOf = (index: number): string => figureOf(rows[index], "period") ?? "";
  if (grain !== undefined) order.sort((a, b) => (periodOf(a) < periodOf(b) ? -1 : periodOf(a) > periodOf(b) ? 1 : a - b));
  const found: (readonly number[])[] = rows.map(() => []);
  const runs = new Map<string, readonly number[]>();
  for (const index of order) {
    const stretch = kind === "to_date" && grain !== undefined ? stretchOf(periodOf(index), grain, calendar) : "";
    const group = grain === undefined ? "" : JSON.stringify([stretch, ...dimensions.map((key) => figureOf(rows[index], key))]);
    const run = [...(runs.get(group) ?? []), index];
    runs.set(group, kind === "moving" ? run.slice(-WINDOW) : run);
    found[index] = run;
  }
  return found;
}

/** A part of something below zero, or of nothing, has no share that says anything. */
const isWhole = (total: string | null): boolean => total !== null && (parseDecimal(total)?.units ?? 0n) > 0n;

function averageOf(values: readonly (string | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  const sum = parseDecimal(sumOf(known));
  const mean = sum === null || known.length === 0 ? null : divide(sum, { units: BigInt(known.length), scale: 0 });
  return mean === null ? null : decimalText(mean);
}

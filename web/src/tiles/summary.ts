/** A chart in one sentence, for those who hear it: total where there is one, highest, lowest, latest. */
import { approximate } from "@/lib/decimal";

export interface Said {
  readonly label: string;
  readonly value: string | null;
}

export function summaryOf(points: readonly Said[], write: (value: string | null) => string): string {
  const known = points.filter((point) => point.value !== null);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return "No figures yet.";
  const size = (point: Said): number => approximate(point.value) ?? 0;
  const highest = known.reduce((best, point) => (size(point) > size(best) ? point : best), first);
  const lowest = known.reduce((best, point) => (size(point) < size(best) ? point : best), first);
  if (known.length === 1) return `${first.label}: ${write(first.value)}.`;
  return `${known.length} points; highest ${write(highest.value)}, ${highest.label}; lowest ${write(lowest.value)}, ${lowest.label}; last ${write(last.value)}, ${last.label}.`;
}

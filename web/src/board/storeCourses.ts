import { useCalendar, useView } from "@/app/view";
import { figureOf, rowsOf, useFigures } from "@/board/figures";
import { bucketsOf, hoursAsked, periodOf, sumByBucket } from "@/charts/buckets";
import { grainFor } from "@/lib/period";

/** The course of each store through the period, bucket by bucket up to now. */
export function useStoreCourses(): ReadonlyMap<string, readonly (string | null)[]> {
  const view = useView();
  const calendar = useCalendar();
  const grain = grainFor(view.range);
  const asked = hoursAsked(grain, view.oneZone);
  const figures = useFigures({ metrics: ["net_sales"], dimensions: ["store", ...asked.hours], grain: asked.grain, compare: undefined, same_minute: undefined, limit: 10_000 });
  const byStore = Map.groupBy(rowsOf(figures.result), (row) => figureOf(row, "store") ?? "");
  const courses = new Map<string, readonly (string | null)[]>();
  for (const [store, rows] of byStore) {
    const sums = sumByBucket(rows.map((row) => [periodOf(figureOf(row, "period"), figureOf(row, "hour_of_day")), figureOf(row, "net_sales")]), grain);
    const last = [...sums.keys()].toSorted().at(-1) ?? "";
    const keys = view.range ? bucketsOf(view.range, grain, calendar).map((bucket) => bucket.key) : [...sums.keys()].toSorted();
    courses.set(store, keys.filter((key) => key <= last).map((key) => sums.get(key) ?? "0"));
  }
  return courses;
}

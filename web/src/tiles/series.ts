/** Answers as lines of points: one for each metric or value of a dimension, bucket by bucket. */
import type { QueryResult } from "@/api/query";
import type { Pace } from "@/api/targets";
import { figureOf, rowsOf } from "@/board/figures";
import { bucketsOf, firstOf, keyOf, periodOf, sumByBucket } from "@/charts/buckets";
import type { Course, Line } from "@/charts/course";
import { formatMonth } from "@/lib/calendar";
import { targetsText } from "@/i18n/targets";
import type { Calendar } from "@/lib/fiscal";
import { hourIn } from "@/lib/clock";
import { approximate, isZero } from "@/lib/decimal";
import { compareRange, type Grain } from "@/lib/period";
import { MOST_SERIES } from "@/tiles/question";
import type { TileView } from "@/tiles/settle";
import type { Names } from "@/tiles/vocabulary";

/** The metrics whose missing bucket means nothing was sold; of a ratio it means that there is none. */
const isSum = (unit: string): boolean => unit === "money" || unit === "count";

export function courseOf(result: QueryResult, grain: Grain, metrics: readonly string[], dimension: string | undefined, view: TileView, calendar: Calendar, names: Names): Course {
  const rows = rowsOf(result);
  const at = (row: (typeof rows)[number]): string => periodOf(figureOf(row, "period"), figureOf(row, "hour_of_day"));
  const sums = (picked: typeof rows, column: string): ReadonlyMap<string, string> => sumByBucket(picked.map((row) => [at(row), figureOf(row, column)]), grain);
  const found = [...new Set(rows.map((row) => keyOf(at(row), grain)))].toSorted();
  const buckets = view.range === null ? found.map((key) => ({ key, tick: formatMonth(key), label: formatMonth(key) })) : bucketsOf(view.range, grain, calendar);
  const now = nowKey(view, grain, calendar);
  const values = (known: ReadonlyMap<string, string>, unit: string, isWhole: boolean): readonly (string | null)[] =>
    buckets.map(({ key }) => {
      const value = known.get(key) ?? (isSum(unit) ? "0" : null);
      return !isWhole && key > now && (value === null || isZero(value)) ? null : value;
    });
  const unfinished = buckets.findIndex(({ key }) => key === now);
  const said = { buckets, unfinished: unfinished < 0 ? null : unfinished };
  if (dimension === undefined) {
    const compared = view.range === null || !result.columns.some((column) => column.name === `${metrics[0] ?? ""}__previous`) ? null : compareRange(view.range, view.comparison, calendar);
    const lines = metrics.map((metric): Line => ({ key: metric, metric, name: names.metric(metric).label, values: values(sums(rows, metric), names.metric(metric).unit, false) }));
    const [first] = metrics;
    if (compared === null || first === undefined || metrics.length > 1) return { ...said, lines, leftOut: 0 };
    const before = values(sums(rows, `${first}__previous`), names.metric(first).unit, true);
    const past: Line = { key: `${first}__previous`, metric: first, name: view.comparedWords.replace(/^vs /, "").replace(/, same minute$/, ""), values: before, isCompared: true };
    return { ...said, lines: before.every((value) => value === null || isZero(value)) ? lines : [...lines, past], leftOut: 0 };
  }
  const [metric = ""] = metrics;
  const groups = [...Map.groupBy(rows, (row) => figureOf(row, dimension))].map(([value, picked]) => ({ value, picked, weight: picked.reduce((sum, row) => sum + Math.abs(approximate(figureOf(row, metric)) ?? 0), 0) }));
  const largest = groups.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_SERIES);
  const lines = largest.map(({ value, picked }): Line => ({ key: value ?? "", metric, name: names.value(dimension, value), values: values(sums(picked, metric), names.metric(metric).unit, false), of: { dimension, value } }));
  return { ...said, lines, leftOut: groups.length - largest.length };
}

/** Beside the days of a course what each should bring; of a figure that is held, the figure itself. */
export function withTarget(course: Course, pace: Pace | null): Course {
  if (pace === null) return course;
  const wanted = new Map(pace.days.map((one) => [one.day, pace.method === "level" ? pace.target.amount : one.expected]));
  const values = course.buckets.map(({ key }) => wanted.get(key) ?? null);
  if (values.every((value) => value === null)) return course;
  const line: Line = { key: "target", metric: pace.target.metric, name: targetsText.line, values, isCompared: true, isTarget: true };
  return { ...course, lines: [...course.lines, line] };
}

function nowKey(view: TileView, grain: Grain, calendar: Calendar): string {
  if (grain === "hour") return `${view.today}T${String(hourIn(view.zone, new Date())).padStart(2, "0")}`;
  return firstOf(view.today, grain, calendar);
}

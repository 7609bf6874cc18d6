/** Lines, areas, bars and both together, along time. */
import { useElementSize } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import { courseOption, figureText, hasLegend, readBucket, type CourseLook } from "@/charts/courseOption";
import { Plot } from "@/charts/Plot";
import { formatCount, formatFigure } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import { useFlags } from "@/tiles/annotations";
import type { Drawn } from "@/tiles/context";
import { Legend } from "@/tiles/Legend";
import { daysOf } from "@/tiles/days";
import { courseOf, withTarget } from "@/tiles/series";
import { summaryOf } from "@/tiles/summary";
import { usePace } from "@/tiles/targets";
import classes from "@/tiles/tiles.module.css";

export default function CourseTile({ tile, title, view, names, figures, grain, calendar, open, drills, onBrush }: Drawn) {
  const { result } = figures;
  const { ref, width } = useElementSize();
  const metrics = tile.query?.metrics ?? [];
  const dimension = tile.query?.dimensions?.[0];
  const [only = "", ...others] = metrics;
  const pace = usePace(tile.options?.target === true && grain === "day" && dimension === undefined && others.length === 0, only, view);
  const course = useMemo(
    () => (result === undefined || grain === null ? null : withTarget(courseOf(result, grain, metrics, dimension, view, calendar, names), pace)),
    [result, grain, metrics, dimension, view, calendar, names, pace],
  );
  const flags = useFlags(tile.options?.annotations !== false && grain !== "hour", course?.buckets ?? NONE, grain, view);
  const { kind, options } = tile;
  const look: CourseLook = useMemo(
    () => ({
      shape: kind === "area" || kind === "bar" || kind === "combo" ? kind : "line",
      stack: options?.stack ?? "none",
      scale: options?.scale ?? "linear",
      right: options?.right ?? [],
      unitOf: (metric) => names.metric(metric).unit,
      currency: view.currency,
      flags,
    }),
    [kind, options, names, view.currency, flags],
  );
  const option = useCallback((colours: Parameters<typeof courseOption>[2], wide: number) => courseOption(course ?? EMPTY, look, colours, wide), [course, look]);
  if (course === null) return null;
  const [first] = course.lines;
  const label = (index: number): string => course.buckets[index]?.label ?? "";
  const pick = (index: number, name: string): void => {
    const line = course.lines.find((one) => one.name === name) ?? first;
    const bucket = course.buckets[index];
    if (line === undefined || bucket === undefined || line.isCompared) return;
    const row = { period: bucket.key, ...(line.of === undefined ? {} : { [line.of.dimension]: line.of.value }) };
    open({ metric: line.metric, row, title: `${line.name}, ${bucket.label}`, figure: figureText(line, index, look) });
  };
  const brush = (from: number, to: number): void => {
    const range = daysOf(course.buckets[from], course.buckets[to], grain ?? "day");
    if (range !== null) onBrush?.(range);
  };
  const said = first === undefined ? "" : `${first.name}: ${summaryOf(course.buckets.map((bucket, at) => ({ label: bucket.label, value: first.values[at] ?? null })), (value) => formatFigure(value, names.metric(first.metric).unit, view.currency))}`;
  return (
    <div ref={ref} style={{ display: "flex", flex: 1, flexDirection: "column", minHeight: 0 }}>
      {hasLegend(course, look, width) ? <Legend lines={course.lines} /> : null}
      <Plot
        title={title}
        summary={said}
        option={option}
        count={course.buckets.length}
        say={(index) => `${label(index)}: ${readBucket(index, course, look).map(([name, text]) => (course.lines.length > 1 ? `${name} ${text}` : text)).join(", ")}`}
        onPick={grain === "hour" && !drills ? undefined : pick}
        onBrush={onBrush === undefined || grain === "hour" ? undefined : brush}
      />
      {course.leftOut > 0 ? <p className={classes.quiet}>{tileText.more(formatCount(course.leftOut))}</p> : null}
    </div>
  );
}

const NONE: readonly never[] = [];
const EMPTY = { buckets: [], lines: [], unfinished: null, leftOut: 0 };

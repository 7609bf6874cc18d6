/** Lines, areas and bars over time as a chart specification: zero at the bottom, gaps as gaps, few labels, said directly. */
import type { EChartsCoreOption } from "echarts/core";
import type { Course, Line } from "@/charts/course";
import { axisFigure, everyNth, FONT, indexOf } from "@/charts/option";
import type { Colours } from "@/charts/useColours";
import { approximate } from "@/lib/decimal";
import { formatDecimal, formatFigure, formatPercent, type Unit } from "@/lib/format";

export interface Flag {
  readonly index: number;
  readonly text: string;
}

export interface CourseLook {
  readonly shape: "line" | "area" | "bar" | "combo";
  readonly stack: "none" | "stacked" | "share";
  readonly scale: "linear" | "log" | "indexed";
  /** Metrics on the second axis. */
  readonly right: readonly string[];
  readonly unitOf: (metric: string) => Unit;
  readonly currency: string;
  readonly flags: readonly Flag[];
}

/** Up to this many lines are named at their ends; more have a legend above. */
export const DIRECT = 4;
const NARROW = 480;
const LABEL_ROOM = 112;
/** Of the height of the chart: closer names cannot be read. */
const APART = 0.08;
const WHOLE_FROM = 0.75;
const ROUNDING = 1e-9;
const PALETTE = ["series", "c2", "c3", "c4", "c5", "c6", "c7"] as const;

export const colourOf = (colours: Colours, index: number): string => colours[PALETTE[index] ?? "c0"];

/** Names at the ends of lines only where they do not lie on each other. */
export function hasLegend(course: Course, look: CourseLook, width: number): boolean {
  const { lines } = course;
  if (lines.length < 2) return false;
  if (look.shape !== "line" || lines.length > DIRECT || width < NARROW || lines.some((line) => line.isCompared)) return true;
  const numbers = scaled(lines, look).map((line) => line.slice(0, course.unfinished ?? undefined));
  const known = numbers.flat().filter((value) => value !== null);
  const spread = Math.max(0, ...known) - Math.min(0, ...known) || 1;
  const ends = numbers.map((line) => line.findLast((value) => value !== null) ?? 0).toSorted((a, b) => a - b);
  return ends.some((end, index) => index > 0 && (end - (ends[index - 1] ?? 0)) / spread < APART);
}

export function courseOption(course: Course, look: CourseLook, colours: Colours, width: number): EChartsCoreOption {
  const { lines, buckets } = course;
  const label = { color: colours["ink-3"], fontFamily: FONT, fontSize: 12 };
  const numbers = scaled(lines, look);
  const named = lines.length > 1 && !hasLegend(course, look, width);
  const known = numbers.flat().filter((value) => value !== null);
  const top = Math.max(0, ...known);
  // Shares of a whole end at the whole.
  const isWhole = look.scale === "linear" && (look.stack === "share" || (top > WHOLE_FROM && top <= 1 + ROUNDING && Math.min(0, ...known) === 0));
  const axis = (unit: Unit, position: "left" | "right"): object => ({
    type: look.scale === "log" ? "log" : "value",
    position,
    splitNumber: 3,
    ...(isWhole && (look.stack === "share" || unit === "percent") ? { max: 1, interval: 0.25 } : {}),
    axisLabel: { ...label, formatter: (value: number) => tickOf(value, unit, look) },
    splitLine: position === "left" ? { lineStyle: { color: colours.line } } : { show: false },
  });
  const isRight = (line: Line): boolean => look.shape === "combo" && look.right.includes(line.metric);
  const leftUnit = look.unitOf(lines.find((line) => !isRight(line))?.metric ?? "");
  const rightLine = lines.find(isRight);
  return {
    animation: false,
    aria: { enabled: true, decal: { show: true, decals: [{ symbol: "none" }] } },
    grid: { left: 0, right: named ? LABEL_ROOM : 8, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.raised,
      borderColor: colours["line-strong"],
      borderWidth: 1,
      padding: [8, 12],
      extraCssText: "box-shadow:none;border-radius:8px",
      axisPointer: { type: "line", lineStyle: { color: colours["line-strong"], type: "solid" } },
      formatter: (raw: unknown) => tip(indexOf(raw), course, look),
    },
    xAxis: {
      type: "category",
      data: buckets.map((bucket) => bucket.tick),
      boundaryGap: look.shape === "bar" || look.shape === "combo",
      axisLine: { lineStyle: { color: colours["line-strong"] } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, interval: everyNth(buckets.length, width) },
    },
    yAxis: rightLine === undefined ? axis(leftUnit, "left") : [axis(leftUnit, "left"), axis(look.unitOf(rightLine.metric), "right")],
    series: lines.flatMap((line, index) => seriesOf(line, index, numbers[index] ?? [], course, look, colours, { named, right: isRight(line) })),
    textStyle: { fontFamily: FONT },
    useUTC: true,
  };
}

/** The numbers that are drawn: as they are, as shares of their bucket, or as an index of 100 at the first point. */
function scaled(lines: readonly Line[], look: CourseLook): readonly (readonly (number | null)[])[] {
  const numbers = lines.map((line) => line.values.map((value) => approximate(value)));
  if (look.stack === "share") {
    const totals = (numbers[0] ?? []).map((_, at) => numbers.reduce((sum, line) => sum + Math.max(0, line[at] ?? 0), 0));
    return numbers.map((line) => line.map((value, at) => (value === null || (totals[at] ?? 0) === 0 ? null : Math.max(0, value) / (totals[at] ?? 1))));
  }
  if (look.scale === "indexed") {
    return numbers.map((line) => {
      const first = line.find((value) => value !== null && value !== 0) ?? null;
      return line.map((value) => (value === null || first === null ? null : (value / first) * 100));
    });
  }
  return look.scale === "log" ? numbers.map((line) => line.map((value) => (value !== null && value > 0 ? value : null))) : numbers;
}

function tickOf(value: number, unit: Unit, look: CourseLook): string {
  if (look.stack === "share") return formatPercent(String(value), 0);
  if (look.scale === "indexed") return String(Math.round(value));
  return unit === "percent" ? formatPercent(value.toFixed(4), 0) : axisFigure(value);
}

function seriesOf(line: Line, index: number, data: readonly (number | null)[], course: Course, look: CourseLook, colours: Colours, { named, right }: { readonly named: boolean; readonly right: boolean }): readonly object[] {
  const colour = line.isTarget ? colours["ink-2"] : line.isCompared ? colours.compare : colourOf(colours, index);
  const stacked = look.stack !== "none" && !line.isCompared;
  const isBar = !line.isCompared && (look.shape === "bar" || (look.shape === "combo" && !right));
  const shared = {
    name: line.name,
    ...(stacked ? { stack: "all" } : {}),
    ...(right ? { yAxisIndex: 1 } : {}),
    ...(index === 0 && look.flags.length > 0 ? { markLine: flagsOf(look.flags, colours) } : {}),
  };
  if (isBar) {
    const hatch = { symbol: "rect", color: colours.surface, dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: -Math.PI / 4 };
    return [{
      ...shared,
      type: "bar",
      barMaxWidth: 32,
      barGap: "8%",
      barCategoryGap: "28%",
      itemStyle: { color: colour, borderRadius: stacked ? 0 : [3, 3, 0, 0], decal: { symbol: "none" } },
      data: data.map((value, at) => (at === course.unfinished ? { value, itemStyle: { decal: hatch } } : value)),
    }];
  }
  const { unfinished } = course;
  const last = unfinished === null || line.isCompared || stacked ? null : unfinished;
  const whole: object = {
    ...shared,
    type: "line",
    showSymbol: true,
    symbol: "none",
    data: data.map((value, at) => (at === last ? null : value !== null && isAlone(data, at) && !line.isCompared ? { value, symbol: "emptyCircle", symbolSize: 7 } : value)),
    lineStyle: { width: line.isCompared ? 1.5 : 2, color: colour, ...(line.isCompared ? { type: line.isTarget ? [2, 3] : [5, 4] } : {}) },
    itemStyle: { color: colour },
    ...(look.shape === "area" && !line.isCompared ? { areaStyle: { color: colour, opacity: stacked ? 0.75 : 0.12 } } : {}),
    endLabel: { show: named, formatter: line.name, color: line.isCompared ? colours["ink-3"] : colour, fontFamily: FONT, fontSize: 12, distance: 6, width: LABEL_ROOM - 12, overflow: "truncate" },
    z: line.isCompared ? 2 : 3,
  };
  if (last === null || data[last] === null) return [whole];
  // What is not over is drawn apart, dotted: a fall that is only the hour would be taken for one.
  const going = data.map((value, at) => (at === last ? { value, symbol: "emptyCircle", symbolSize: 7 } : at === last - 1 ? value : null));
  const dotted = { type: "line", name: line.name, ...(right ? { yAxisIndex: 1 } : {}), showSymbol: true, symbol: "none", data: going, lineStyle: { width: 1.5, color: colour, type: "dotted" }, itemStyle: { color: colour }, z: 3 };
  return [whole, dotted];
}

/** A point without neighbours has no line: it is marked, or nobody would see it. */
const isAlone = (data: readonly (number | null)[], at: number): boolean => (data[at - 1] ?? null) === null && (data[at + 1] ?? null) === null;

function flagsOf(flags: readonly Flag[], colours: Colours): object {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colours["line-strong"], type: "solid", width: 1 },
    label: { color: colours["ink-3"], fontFamily: FONT, fontSize: 12, position: "insideEndTop", width: 110, overflow: "truncate" },
    data: flags.map((flag) => ({ xAxis: flag.index, label: { formatter: flag.text } })),
  };
}

export function figureText(line: Line, at: number, look: CourseLook): string {
  return formatFigure(line.values[at] ?? null, look.unitOf(line.metric), look.currency);
}

/** What a bucket says of every line; shares and indices stand beside the figures, never for them. */
export function readBucket(at: number, course: Course, look: CourseLook): readonly (readonly [name: string, text: string])[] {
  const numbers = look.stack === "share" || look.scale === "indexed" ? scaled(course.lines, look) : null;
  return course.lines.map((line, index) => {
    const drawn = numbers?.[index]?.[at] ?? null;
    const beside = drawn === null ? "" : look.stack === "share" ? ` (${formatPercent(String(drawn))})` : ` (${formatDecimal(drawn.toFixed(1), 1)})`;
    return [line.name, `${figureText(line, at, look)}${beside}`];
  });
}

function tip(at: number, course: Course, look: CourseLook): HTMLElement {
  const box = document.createElement("div");
  box.className = "chart-tip";
  const bucket = course.buckets[at];
  if (!bucket) return box;
  const head = document.createElement("span");
  head.textContent = at === course.unfinished ? `${bucket.label}, not finished` : bucket.label;
  box.append(head);
  for (const [name, text] of readBucket(at, course, look)) {
    const line = document.createElement("div");
    const figure = document.createElement("b");
    figure.textContent = text;
    line.append(figure, ` ${course.lines.length > 1 ? name : ""}`);
    box.append(line);
  }
  return box;
}

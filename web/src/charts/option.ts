/** The chart specification: bars from zero, comparison dashed and grey, today's bucket hatched, few lines, direct labels. */
import type { EChartsCoreOption } from "echarts/core";
import type { Point } from "@/charts/buckets";
import type { TimeChartProps } from "@/charts/TimeChart";
import type { Colours } from "@/charts/useColours";
import { approximate } from "@/lib/decimal";
import { compact, formatFigure, formatPercent } from "@/lib/format";

const MANY = 62;
const NARROW = 520;
export const FONT = '"Inter Variable", system-ui, sans-serif';

export function chartOption(props: TimeChartProps, colours: Colours, width: number): EChartsCoreOption {
  const { points, unit, comparedName } = props;
  const narrow = width < NARROW;
  const label = { color: colours["ink-3"], fontFamily: FONT, fontSize: 12 };
  return {
    animation: false,
    aria: { enabled: true, decal: { show: true, decals: [{ symbol: "none" }] } },
    grid: { left: 0, right: comparedName !== null && !narrow ? 84 : 8, top: 12, bottom: 4, containLabel: true },
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
      formatter: (raw: unknown) => tip(points[indexOf(raw)], props),
    },
    xAxis: {
      type: "category",
      data: points.map((point) => point.tick),
      axisLine: { lineStyle: { color: colours["line-strong"] } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, interval: everyNth(points.length, width) },
    },
    yAxis: {
      type: "value",
      min: (extent: { min: number }) => Math.min(0, extent.min),
      splitNumber: 3,
      // The lowest label would stand beneath 0 and touch it where only a little lies below the line.
      axisLabel: { ...label, showMinLabel: !dipsBelowZero(points), formatter: (value: number) => (unit === "percent" ? formatPercent(String(value), 0) : axisFigure(value)) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [current(points, colours), ...(comparedName === null ? [] : [before(points, colours, narrow ? null : comparedName)])],
    textStyle: { fontFamily: FONT },
    useUTC: true,
  };
}

const dipsBelowZero = (points: readonly Point[]): boolean =>
  points.some((point) => [point.value, point.previous].some((amount) => (approximate(amount) ?? 0) < 0));

/** "8k", not "8.00k": an axis needs no third digit. */
export const axisFigure = (value: number): string => compact(value.toFixed(2)).replace(/\.0+(?=\D|$)/, "").replace(/(\.\d)0(?=\D|$)/, "$1");

export function everyNth(count: number, width: number): number {
  const room = Math.max(1, Math.floor(width / 64));
  return Math.max(0, Math.ceil(count / room) - 1);
}

function current(points: readonly Point[], colours: Colours): object {
  const data = points.map((point) => approximate(point.value));
  if (points.length > MANY) {
    return { type: "line", data, showSymbol: false, lineStyle: { width: 2, color: colours.series }, itemStyle: { color: colours.series }, areaStyle: { color: colours.series, opacity: 0.08 }, z: 3 };
  }
  const hatch = { symbol: "rect", color: colours.surface, dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: -Math.PI / 4 };
  return {
    type: "bar",
    barMaxWidth: 32,
    barCategoryGap: "28%",
    itemStyle: { color: colours.series, borderRadius: [3, 3, 0, 0], decal: { symbol: "none" } },
    data: data.map((value, index) => (points[index]?.unfinished ? { value, itemStyle: { decal: hatch } } : value)),
    z: 2,
  };
}

function before(points: readonly Point[], colours: Colours, name: string | null): object {
  const line = { width: 1.5, color: colours.compare, type: [5, 4] };
  return {
    type: "line",
    data: points.map((point) => approximate(point.previous)),
    showSymbol: false,
    lineStyle: line,
    itemStyle: { color: colours.compare },
    endLabel: { show: name !== null, formatter: name ?? "", color: colours["ink-3"], fontFamily: FONT, fontSize: 12, distance: 6 },
    z: 4,
  };
}

export function indexOf(raw: unknown): number {
  const first: unknown = Array.isArray(raw) ? raw[0] : raw;
  return typeof first === "object" && first !== null && "dataIndex" in first && typeof first.dataIndex === "number" ? first.dataIndex : -1;
}

function tip(point: Point | undefined, { unit, currency }: TimeChartProps): HTMLElement {
  const box = document.createElement("div");
  box.className = "chart-tip";
  if (!point) return box;
  const line = (tag: "b" | "span" | "div", text: string): void => {
    const element = document.createElement(tag);
    element.textContent = text;
    box.append(element);
  };
  line("span", point.unfinished ? `${point.label}, not finished` : point.label);
  line("b", point.value === null ? "still ahead" : formatFigure(point.value, unit, currency));
  if (point.previous !== null) line("span", `${point.previousLabel ?? "before"}: ${formatFigure(point.previous, unit, currency)}`);
  return box;
}

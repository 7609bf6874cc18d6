/** One figure against another, a point for each value of a dimension. */
import { useCallback } from "react";
import type { EChartsCoreOption } from "echarts/core";
import { figureOf, rowsOf, type Row } from "@/board/figures";
import { axisFigure, FONT, indexOf } from "@/charts/option";
import { Plot } from "@/charts/Plot";
import type { Colours } from "@/charts/useColours";
import { approximate } from "@/lib/decimal";
import { formatFigure, formatPercent } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";
import { summaryOf } from "@/tiles/summary";
import classes from "@/tiles/tiles.module.css";

export default function ScatterTile({ tile, title, view, names, figures, open }: Drawn) {
  const [across = "", upwards = across] = tile.query?.metrics ?? [];
  const dimension = tile.query?.dimensions?.[0] ?? "";
  const isLog = tile.options?.scale === "log";
  const { result } = figures;
  const x = names.metric(across);
  const y = names.metric(upwards);
  const rows = rowsOf(result).filter((row) => figureOf(row, across) !== null && figureOf(row, upwards) !== null);
  const say = (row: Row | undefined): string =>
    row === undefined ? "" : `${names.value(dimension, row[dimension])}: ${x.label} ${formatFigure(figureOf(row, across), x.unit, view.currency)}, ${y.label} ${formatFigure(figureOf(row, upwards), y.unit, view.currency)}`;
  const option = useCallback(
    (colours: Colours): EChartsCoreOption => {
      const points = rowsOf(result).filter((row) => figureOf(row, across) !== null && figureOf(row, upwards) !== null);
      const axis = (unit: string, name: string): object => ({
        type: isLog && unit !== "percent" ? "log" : "value",
        name,
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: { color: colours["ink-3"], fontFamily: FONT, fontSize: 12 },
        splitNumber: 4,
        axisLabel: { color: colours["ink-3"], fontFamily: FONT, fontSize: 12, formatter: (value: number) => (unit === "percent" ? formatPercent(value.toFixed(4), 0) : axisFigure(value)) },
        axisLine: { show: true, lineStyle: { color: colours["line-strong"] } },
        splitLine: { lineStyle: { color: colours.line } },
      });
      return {
        animation: false,
        grid: { left: 8, right: 12, top: 12, bottom: 24, containLabel: true },
        tooltip: { trigger: "item", confine: true, transitionDuration: 0, backgroundColor: colours.raised, borderColor: colours["line-strong"], borderWidth: 1, extraCssText: "box-shadow:none;border-radius:8px", formatter: (raw: unknown) => tip(say(points[indexOf(raw)])) },
        xAxis: axis(x.unit, x.label),
        yAxis: { ...axis(y.unit, y.label), nameGap: 44 },
        series: [{ type: "scatter", symbolSize: 9, itemStyle: { color: colours.series, opacity: 0.6 }, data: points.map((row) => [approximate(figureOf(row, across)), approximate(figureOf(row, upwards))]) }],
      };
    },
    // What is said of a point follows from the same answer and words.
    [result, across, upwards, isLog, x.label, y.label, x.unit, y.unit, names, dimension, view.currency],
  );
  const pick = (index: number): void => {
    const row = rows[index];
    if (row !== undefined) open({ metric: upwards, row: { [dimension]: row[dimension] ?? null }, title: `${y.label}, ${names.value(dimension, row[dimension])}`, figure: formatFigure(figureOf(row, upwards), y.unit, view.currency) });
  };
  const summary = `${tileText.scatterHelp(x.label, y.label)}. ${summaryOf(rows.map((row) => ({ label: names.value(dimension, row[dimension]), value: figureOf(row, upwards) })), (value) => formatFigure(value, y.unit, view.currency))}`;
  return (
    <div className={classes.body} style={{ flex: 1, overflow: "hidden" }}>
      <Plot title={title} summary={summary} option={option} count={rows.length} say={(index) => say(rows[index])} onPick={pick} />
    </div>
  );
}

function tip(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "chart-tip";
  box.textContent = text;
  return box;
}

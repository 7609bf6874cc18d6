/** A period as bars (or a line when there are many), the compared one dashed behind it. Readable by eye, key and ear. */
import { useElementSize } from "@mantine/hooks";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { Point } from "@/charts/buckets";
import type { EChartsType } from "@/charts/echarts";
import { chartOption } from "@/charts/option";
import { useColours } from "@/charts/useColours";
import { boardText } from "@/i18n/board";
import { formatFigure, type Unit } from "@/lib/format";
import { ChartBones } from "@/ui/Bones";
import classes from "./TimeChart.module.css";

export interface TimeChartProps {
  readonly title: string;
  readonly summary: string;
  readonly points: readonly Point[];
  readonly unit: Unit;
  readonly currency: string;
  readonly height: number;
  readonly comparedName: string | null;
}

export function TimeChart(props: TimeChartProps) {
  const { title, summary, points, unit, currency, height } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [ready, setReady] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const { ref, width } = useElementSize();
  const colours = useColours();
  const help = useId();

  useEffect(() => {
    let gone = false;
    void import("@/charts/echarts").then(({ init }) => {
      if (gone || !box.current) return;
      chart.current = init(box.current, null, { renderer: "svg" });
      setReady(true);
    });
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready || width === 0) return;
    chart.current?.resize({ width, height });
    chart.current?.setOption(chartOption(props, colours, width), { notMerge: true });
  }, [ready, props, colours, width, height]);

  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || points.length === 0) return;
    event.preventDefault();
    const next = Math.min(points.length - 1, Math.max(0, at === null ? (step > 0 ? 0 : points.length - 1) : at + step));
    setAt(next);
    chart.current?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: next });
  };
  const said = at === null ? undefined : points[at];
  return (
    <div ref={ref} className={classes.box} style={{ height }}>
      {ready ? null : <ChartBones height={height} />}
      <div
        className={classes.chart}
        role="application"
        aria-roledescription="chart"
        aria-label={`${title}. ${summary}`}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={keys}
        onBlur={() => {
          setAt(null);
          chart.current?.dispatchAction({ type: "hideTip" });
        }}
      >
        <div ref={box} aria-hidden style={{ width, height }} />
      </div>
      <p id={help} className="sr">
        {boardText.chartHelp}
      </p>
      <p className="sr" aria-live="polite">
        {said ? boardText.point(said.label, formatFigure(said.value, unit, currency), said.previous === null ? null : formatFigure(said.previous, unit, currency)) : ""}
      </p>
    </div>
  );
}

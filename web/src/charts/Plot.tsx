/** A drawing by ECharts that can be read by eye, key and ear, picked, brushed and taken along as a picture. */
import { useElementSize } from "@mantine/hooks";
import type { EChartsCoreOption } from "echarts/core";
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { EChartsType } from "@/charts/echarts";
import { usePicture } from "@/charts/picture";
import { useColours, type Colours } from "@/charts/useColours";
import { boardText } from "@/i18n/board";
import { ChartBones } from "@/ui/Bones";
import classes from "./Plot.module.css";

export interface PlotProps {
  readonly title: string;
  readonly summary: string;
  readonly option: (colours: Colours, width: number, height: number) => EChartsCoreOption;
  /** Points along the axis, and what each says. */
  readonly count: number;
  readonly say: (index: number) => string;
  /** A mark was chosen, by pointer or Enter. */
  readonly onPick?: ((index: number, series: string) => void) | undefined;
  /** Two points between which somebody drew. */
  readonly onBrush?: ((from: number, to: number) => void) | undefined;
}

export function Plot({ title, summary, option, count, say, onPick, onBrush }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [ready, setReady] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const [drawn, setDrawn] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const { ref, width, height } = useElementSize();
  const colours = useColours();
  const help = useId();
  const pick = useEffectEvent((index: number, series: string) => onPick?.(index, series));
  usePicture(() => (chart.current === null ? null : { svg: chart.current.renderToSVGString(), width, height }));

  useEffect(() => {
    let gone = false;
    void import("@/charts/echarts").then(({ init }) => {
      if (gone || !box.current) return;
      chart.current = init(box.current, null, { renderer: "svg" });
      chart.current.on("click", (mark) => pick(Number(mark.dataIndex), String(mark.seriesName ?? "")));
      setReady(true);
    });
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready || width === 0 || height === 0) return;
    chart.current?.resize({ width, height });
    chart.current?.setOption(option(colours, width, height), { notMerge: true });
  }, [ready, option, colours, width, height]);

  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && at !== null) return onPick?.(at, "");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, at === null ? (step > 0 ? 0 : count - 1) : at + step));
    setAt(next);
    chart.current?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: next });
  };
  const indexAt = (event: PointerEvent): number => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const found: unknown = chart.current?.convertFromPixel({ gridIndex: 0 }, [event.clientX - left, height / 2]);
    const index = Array.isArray(found) && typeof found[0] === "number" ? found[0] : 0;
    return Math.min(count - 1, Math.max(0, index));
  };
  const brush = (): void => {
    if (drawn !== null && drawn.from !== drawn.to) onBrush?.(Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to));
    setDrawn(null);
  };
  return (
    <div ref={ref} className={classes.box}>
      {ready ? null : <ChartBones height={height || 120} />}
      <div
        className={classes.chart}
        role="application"
        aria-roledescription="chart"
        aria-label={`${title}. ${summary}`}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={keys}
        onPointerDown={(event) => {
          if (onBrush === undefined || event.pointerType !== "mouse" || event.button !== 0) return;
          const from = indexAt(event);
          setDrawn({ from, to: from });
        }}
        onPointerMove={(event) => {
          if (drawn !== null) setDrawn({ ...drawn, to: indexAt(event) });
        }}
        onPointerUp={brush}
        onPointerLeave={() => setDrawn(null)}
        onBlur={() => {
          setAt(null);
          chart.current?.dispatchAction({ type: "hideTip" });
        }}
      >
        <div ref={box} aria-hidden style={{ width, height }} />
      </div>
      {drawn !== null && drawn.from !== drawn.to ? <p className={classes.drawn}>{boardText.brushed(say(Math.min(drawn.from, drawn.to)), say(Math.max(drawn.from, drawn.to)))}</p> : null}
      <p id={help} className="sr">
        {boardText.chartHelp}
      </p>
      <p className="sr" aria-live="polite">
        {at === null ? "" : say(at)}
      </p>
    </div>
  );
}

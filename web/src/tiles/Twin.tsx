/** The figures of a chart as a table, whatever the kind: one row a row of the answer, each opening what its mark opens. */
import type { ReactNode } from "react";
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf, type Row } from "@/board/figures";
import { periodName } from "@/charts/buckets";
import { TwinTable } from "@/charts/TwinTable";
import { withoutEmpty } from "@/charts/withoutEmpty";
import { formatFigure } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";

export default function Twin({ title, figures, names, view }: Drawn) {
  const { query, result } = figures;
  const keys = [...(query.grain === undefined ? [] : ["period"]), ...(query.dimensions ?? [])];
  const figure = (value: string | null, metric: string): string => (value === null ? "–" : formatFigure(value, names.metric(metric).unit, view.currency));
  const opens = (row: Row, metric: string): ReactNode => {
    const value = figureOf(row, metric);
    const mark = Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
    return value === null ? "–" : <AnyFigure metric={metric} words={names.metric(metric)} value={value} query={query} currency={view.currency} row={mark} of={keys.map((key) => nameOf(row, key)).join(", ")} />;
  };
  const nameOf = (row: Row, key: string): string => {
    const text = figureOf(row, key);
    if (key !== "period" || text === null) return names.value(key, row[key]);
    return periodName(text, query.grain ?? "day");
  };
  const rows = rowsOf(result).map((row): readonly ReactNode[] => [
    ...keys.map((key) => nameOf(row, key)),
    ...query.metrics.flatMap((metric) => [opens(row, metric), ...(query.compare === undefined ? [] : [figure(figureOf(row, `${metric}__previous`), metric)])]),
  ]);
  const head = [
    ...keys.map((key) => (key === "period" ? tileText.time : names.dimension(key))),
    ...query.metrics.flatMap((metric) => [names.metric(metric).label, ...(query.compare === undefined ? [] : [`${names.metric(metric).label}, ${view.comparedWords.replace(/^vs /, "")}`])]),
  ];
  if (keys.length === 0) return <TwinTable caption={title} head={[tileText.figure, ""]} rows={query.metrics.map((metric) => [names.metric(metric).label, <AnyFigure key={metric} metric={metric} words={names.metric(metric)} value={totalOf(result, metric)} query={query} currency={view.currency} />])} />;
  const kept = withoutEmpty(head, rows);
  return <TwinTable caption={title} head={kept.head} rows={kept.rows} words={keys.length} />;
}
